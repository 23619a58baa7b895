//! The shape of a picture: how wide it is, how large its letters are, where it is seen.

use plotters::prelude::{Color, FontStyle, IntoFont, ShapeStyle, TextStyle};

use super::axis::Axis;
use super::ink::{Ink, Medium};

/// Units of the picture to a pixel: `plotters` places things on whole units.
pub const FINE: i32 = 4;

/// Width of a letter, in lines.
pub const LETTER: f64 = 0.6;

/// The shape of a picture.
#[derive(Debug)]
pub struct Frame {
    /// Width, in pixels.
    pub width: i32,
    /// Most labels on an axis of time.
    pub dates: usize,
    /// Size of the letters, in pixels; on a page the style sheet says the same.
    pub(super) font: i32,
    /// The height in hundredths of the one that was asked for.
    pub(super) stretch: u32,
    /// How the style sheet calls it.
    pub(super) class: &'static str,
    /// Kept free at the end of an axis, in lines: a minus is wider than a letter.
    pub(super) spare: f64,
    pub(super) medium: Medium,
}

/// For a desk, and for a phone.
pub const ON_A_PAGE: [Frame; 2] = [
    Frame { width: 960, dates: 11, font: 15, stretch: 100, class: "wide", spare: 0.3, medium: Medium::Page },
    Frame { width: 360, dates: 5, font: 13, stretch: 80, class: "narrow", spare: 0.3, medium: Medium::Page },
];

/// For a file of its own.
pub const ALONE: Frame =
    Frame { width: 960, dates: 10, font: 16, stretch: 100, class: "", spare: 0.0, medium: Medium::Alone };

impl Frame {
    /// Letters of the usual size and ink.
    #[must_use]
    pub fn text(&self) -> TextStyle<'static> {
        self.text_in(Ink::Text)
    }

    /// The same in another ink.
    #[must_use]
    pub fn text_in(&self, ink: Ink) -> TextStyle<'static> {
        ("sans-serif", self.size(1.0)).into_font().color(&self.medium.color(ink))
    }

    /// Letters so many times as large.
    pub(super) fn scaled(&self, scale: f64) -> TextStyle<'static> {
        ("sans-serif", self.size(scale)).into_font().color(&self.medium.color(Ink::Text))
    }

    /// Bold letters so many times as large.
    pub(super) fn bold(&self, scale: f64) -> TextStyle<'static> {
        ("sans-serif", self.size(scale))
            .into_font()
            .style(FontStyle::Bold)
            .color(&self.medium.color(Ink::Strong))
    }

    fn size(&self, scale: f64) -> f64 {
        // `plotters` writes a size 1.24 times smaller than the one asked for.
        f64::from(self.font * FINE) * scale * 1.24
    }

    /// Lines of text, as units of the picture.
    #[must_use]
    pub fn lines(&self, lines: f64) -> i32 {
        (f64::from(self.font * FINE) * lines).round() as i32
    }

    /// What half of an axis' longest label takes, so that the first and the last one fit.
    #[must_use]
    pub fn half_a_label(&self, axis: &Axis) -> i32 {
        self.lines(LETTER * axis.widest_label() as f64 / 2.0 + self.spare)
    }

    /// A line so many pixels wide.
    #[must_use]
    pub fn line(&self, ink: Ink, width: f64) -> ShapeStyle {
        self.medium.color(ink).stroke_width((width * f64::from(FINE)).round() as u32)
    }

    /// Filled.
    #[must_use]
    pub fn fill(&self, ink: Ink) -> ShapeStyle {
        self.medium.color(ink).filled()
    }
}
