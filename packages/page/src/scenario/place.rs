//! Where the panels of a scenario lie: one below the other, on one axis of time.

use ballast_math::Timestamp;
use plotters::prelude::PathElement;

use super::panels::Span;
use crate::chart::{Axis, Canvas, Edges, FINE, Frame, Ink, LETTER, Mesh, Surface, axes};

/// Height of the labels of the crisis, in lines of text.
pub const LABELS: f64 = 2.7;
/// Of a panel's title.
pub const TITLE: f64 = 1.6;
/// Of the upper panel.
pub const UPPER: f64 = 8.5;
/// Of the middle one.
pub const MIDDLE: f64 = 17.0;
/// Of the strip.
pub const BAR: f64 = 1.5;
/// Of the axis of time.
pub const AXIS: f64 = 1.9;
/// Between panels.
pub const GAP: f64 = 0.9;

/// Where everything is, in units of the picture.
pub struct Place<'a> {
    pub frame: &'a Frame,
    pub dates: Axis,
    /// Of usage and price.
    pub index: Axis,
    /// Of net emission.
    pub flow: Axis,
    pub left: i32,
    pub right: i32,
    /// Where the titles of the panels begin.
    pub upper: i32,
    pub middle: i32,
    pub strip: i32,
}

impl<'a> Place<'a> {
    pub fn new(frame: &'a Frame, dates: Axis, index: Axis, flow: Axis) -> Self {
        let widest = index.widest_label().max(flow.widest_label());
        let margin = frame.half_a_label(&dates);
        let tops = [LABELS, LABELS + TITLE + UPPER + GAP, LABELS + 2.0 * TITLE + UPPER + MIDDLE + 2.0 * GAP];
        let [upper, middle, strip] = tops.map(|lines| frame.lines(lines));
        Self {
            left: frame.lines(1.2 + LETTER * widest as f64).max(margin),
            right: frame.width * FINE - margin,
            frame,
            dates,
            index,
            flow,
            upper,
            middle,
            strip,
        }
    }

    /// Where a time is.
    pub fn at(&self, time: Timestamp) -> i32 {
        let (start, end) = (self.dates.range.start, self.dates.range.end);
        let share = (time.seconds() as f64 - start).max(0.0) / (end - start).max(1.0);
        self.left + (f64::from(self.right - self.left) * share).round() as i32
    }

    /// The upper and the lower edge of the strip.
    pub fn bar(&self) -> (i32, i32) {
        (self.strip + self.frame.lines(TITLE), self.strip + self.frame.lines(TITLE + BAR))
    }

    /// A panel of so many lines below its title, which begins at `top`.
    pub fn panel<'s, 'b>(
        &self,
        canvas: &Canvas<'b>,
        (top, lines): (i32, f64),
        y: &Axis,
    ) -> anyhow::Result<Surface<'s, 'b>> {
        let top = top + self.frame.lines(TITLE);
        let height = canvas.dim_in_pixel().1 as i32;
        let margin = self.frame.half_a_label(&self.dates);
        let panel = canvas.margin(top, height - top - self.frame.lines(lines), 0, margin);
        let edges = Edges { beside: self.left, ..Edges::default() };
        axes(&panel, self.frame, edges, (&self.dates, y), Mesh::Levels)
    }

    /// The axis of time, with its labels below `top`.
    pub fn time(&self, canvas: &Canvas, top: i32) -> anyhow::Result<()> {
        // An axis needs some room of its own to stand on.
        let ground = canvas.margin(top - FINE, 0, self.left, self.frame.half_a_label(&self.dates));
        let edges = Edges { below: self.frame.lines(AXIS), ..Edges::default() };
        axes(&ground, self.frame, edges, (&self.dates, &Axis::amounts(0.0, 1.0, 1)), Mesh::Bare)?;
        Ok(())
    }

    /// Lines at both ends of the crisis.
    pub fn ends(&self, canvas: &Canvas, crisis: &Span) -> anyhow::Result<()> {
        let style = self.frame.line(Ink::Crisis, 1.25);
        for x in [self.at(crisis.time.start), self.at(crisis.time.end)] {
            // Not through the titles.
            for (top, lines) in [(self.upper, UPPER), (self.middle, MIDDLE), (self.strip, BAR)] {
                let top = top + self.frame.lines(TITLE);
                canvas.draw(&PathElement::new(vec![(x, top), (x, top + self.frame.lines(lines))], style))?;
            }
            canvas.draw(&PathElement::new(vec![(x, 0), (x, self.frame.lines(LABELS))], style))?;
        }
        Ok(())
    }
}
