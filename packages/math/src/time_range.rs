//! A span of time.

use crate::error::MathError;
use crate::time::{Duration, Timestamp};
use crate::units::EpochId;

/// A span of time, `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeRange {
    /// The first second.
    pub start: Timestamp,
    /// The first second after it.
    pub end: Timestamp,
}

impl TimeRange {
    /// Its length; zero where the end does not lie after the start.
    #[must_use]
    pub const fn length(self) -> Duration {
        self.end.since(self.start)
    }
}

/// The epoch in which a time lies: the inverse of [`epoch_range`]. The first before genesis, and where an epoch has no length.
#[must_use]
#[inline]
pub const fn epoch_at(genesis: Timestamp, length: Duration, time: Timestamp) -> EpochId {
    match time.since(genesis).checked_over(length) {
        Some(epoch) => epoch,
        None => 0,
    }
}

/// Where an epoch lies: `number` lengths after `genesis`. Errors beyond the end of time.
#[inline]
pub fn epoch_range(genesis: Timestamp, length: Duration, number: EpochId) -> Result<TimeRange, MathError> {
    let at = |number: EpochId| {
        length
            .checked_times(number)
            .and_then(|elapsed| genesis.checked_plus(elapsed))
            .ok_or(MathError::overflow("epoch time"))
    };
    let next = number.checked_add(1).ok_or(MathError::overflow("epoch number"))?;
    Ok(TimeRange { start: at(number)?, end: at(next)? })
}

/// How many epochs from `open` on are over at `now`.
#[must_use]
#[inline]
pub const fn epochs_behind(genesis: Timestamp, length: Duration, open: EpochId, now: Timestamp) -> u64 {
    epoch_at(genesis, length, now).saturating_sub(open)
}
