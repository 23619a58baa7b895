//! Inks: what is drawn, told apart by name, so that the style sheet can colour it for light, dark and paper.

use ballast_api::ballast_guardrails::Level;
use plotters::prelude::{Color, RGBColor, ShapeStyle};

use crate::report::canvas::FINE;

/// What a thing in a picture is; the style sheet gives it its colour, its dashes and its pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Text,
    /// Lines of the grid.
    Grid,
    /// The zero line.
    Axis,
    /// Minted.
    Minted,
    /// Burned.
    Burned,
    /// Minted less burned.
    Net,
    /// Supply.
    Supply,
    /// Price.
    Price,
    /// USD settled.
    Settled,
    /// USD asked for.
    Demand,
    /// What the network published.
    Published,
    /// The ground of a strip.
    Track,
    /// Granted in full.
    Granted,
    /// Held back by a cap.
    Bound,
    /// Breaker at caution.
    Caution,
    /// Breaker at restricted.
    Restricted,
    /// Breaker at halted.
    Halted,
    /// A point in time.
    Moment,
    /// Usage.
    Usage,
    /// With the guardrails.
    Guarded,
    /// The area of it.
    GuardedArea,
    /// Without them.
    Unguarded,
    /// The area of it.
    UnguardedArea,
    /// Under the rules of today.
    Today,
    /// The band of it.
    TodayArea,
    /// Under the rules proposed.
    Proposed,
    /// The band of it.
    ProposedArea,
    /// The time from trip to recovery.
    Crisis,
    /// Text that counts.
    Strong,
    /// Text on a light level.
    OnLight,
    /// Text on a dark level.
    OnDark,
}

impl Ink {
    /// All of them.
    pub const ALL: [Self; 31] = [
        Self::Text,
        Self::Grid,
        Self::Axis,
        Self::Minted,
        Self::Burned,
        Self::Net,
        Self::Supply,
        Self::Price,
        Self::Settled,
        Self::Demand,
        Self::Published,
        Self::Track,
        Self::Granted,
        Self::Bound,
        Self::Caution,
        Self::Restricted,
        Self::Halted,
        Self::Moment,
        Self::Usage,
        Self::Guarded,
        Self::GuardedArea,
        Self::Unguarded,
        Self::UnguardedArea,
        Self::Today,
        Self::TodayArea,
        Self::Proposed,
        Self::ProposedArea,
        Self::Crisis,
        Self::Strong,
        Self::OnLight,
        Self::OnDark,
    ];

    /// That of a level of the breaker.
    pub const fn of_level(level: Level) -> Self {
        match level {
            Level::Normal => Self::Granted,
            Level::Caution => Self::Caution,
            Level::Restricted => Self::Restricted,
            Level::Halted => Self::Halted,
        }
    }

    /// Its name in the style sheet.
    pub fn class(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// A colour that stands for it until the picture is drawn.
    pub fn sentinel(self) -> RGBColor {
        RGBColor(1, 0, self as u8)
    }

    /// A line so many pixels wide.
    pub fn line(self, width: f64) -> ShapeStyle {
        self.sentinel().stroke_width((width * f64::from(FINE)).round() as u32)
    }

    /// Filled.
    pub fn fill(self) -> ShapeStyle {
        self.sentinel().filled()
    }
}
