//! Inks: what is drawn, told apart by name, so that each medium can colour it in its own way.

use plotters::prelude::RGBColor;

/// Declares the inks, their list and their names for the style sheet at once.
macro_rules! inks {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What a thing in a picture is. On a page the style sheet gives it its colour, its dashes and its pattern.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Ink {
            $($(#[$doc])* $name,)*
        }

        impl Ink {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in the style sheet.
            #[must_use]
            pub fn class(self) -> String {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
                .to_lowercase()
            }
        }
    };
}

inks! {
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
    /// Text on a light ground.
    OnLight,
    /// Text on a dark ground.
    OnDark,
    /// What a preset makes of what was published.
    Replayed,
    /// Something to compare with.
    Beside,
}

/// Where a picture is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// On a page, whose style sheet knows the inks by name.
    Page,
    /// In a file of its own, whose colours are fixed.
    Alone,
}

impl Medium {
    /// The colour of an ink. On a page it only stands for the ink until the picture is drawn.
    pub const fn color(self, ink: Ink) -> RGBColor {
        match self {
            Self::Page => RGBColor(1, 0, ink as u8),
            Self::Alone => alone(ink),
        }
    }
}

/// Fixed colours, told apart by all common kinds of colour vision (after Okabe and Ito), on white.
const fn alone(ink: Ink) -> RGBColor {
    match ink {
        Ink::Text | Ink::Axis => RGBColor(87, 96, 106),
        Ink::Grid => RGBColor(213, 219, 225),
        Ink::Published => RGBColor(230, 159, 0),
        Ink::Replayed => RGBColor(0, 70, 140),
        Ink::Beside => RGBColor(130, 138, 146),
        Ink::Restricted | Ink::Burned | Ink::Unguarded => RGBColor(213, 94, 0),
        _ => RGBColor(26, 31, 37),
    }
}
