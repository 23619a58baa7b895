//! A span of time.

use crate::units::Seconds;

/// A span of time, `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first second.
    pub start: Seconds,
    /// The first second after it.
    pub end: Seconds,
}

impl Span {
    /// Its length in seconds; zero where the end does not lie after the start.
    #[must_use]
    pub const fn length(self) -> Seconds {
        self.end.saturating_sub(self.start)
    }
}
