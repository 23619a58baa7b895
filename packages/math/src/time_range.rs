//! A span of time.

use crate::error::MathError;
use crate::units::{EpochId, Seconds};

/// A span of time, `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeRange {
    /// The first second.
    pub start: Seconds,
    /// The first second after it.
    pub end: Seconds,
}

impl TimeRange {
    /// Its length in seconds; zero where the end does not lie after the start.
    #[must_use]
    pub const fn length(self) -> Seconds {
        self.end.saturating_sub(self.start)
    }
}

/// The epoch in which a time lies: the inverse of [`epoch_range`]. The first before genesis, and where an epoch has no length.
#[must_use]
#[inline]
pub const fn epoch_at(genesis: Seconds, length: Seconds, time: Seconds) -> EpochId {
    match time.saturating_sub(genesis).checked_div(length) {
        Some(epoch) => epoch,
        None => 0,
    }
}

/// Where an epoch lies: `number` lengths after `genesis`. Errors beyond the end of time.
#[inline]
pub fn epoch_range(genesis: Seconds, length: Seconds, number: u64) -> Result<TimeRange, MathError> {
    let at = |number: u64| {
        length
            .checked_mul(number)
            .and_then(|elapsed| genesis.checked_add(elapsed))
            .ok_or(MathError::overflow("epoch time"))
    };
    let next = number.checked_add(1).ok_or(MathError::overflow("epoch number"))?;
    Ok(TimeRange { start: at(number)?, end: at(next)? })
}
