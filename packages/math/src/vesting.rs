//! Linear vesting in constant space: however many rewards vest at once, a provider has one stream.
//!
//! Adding a reward to a running stream merges the two. The merged stream ends at the token-weighted mean of the two
//! ends, so the mean waiting time of a token is kept; while both would have run, it pays no faster than the two together
//! (`(u+v)² / (u·a + v·b) ≤ u/a + v/b`).

use ruint::aliases::U256;
use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::time::{Duration, Timestamp};
use crate::units::Tokens;
use crate::wide::{Rounding, divide, product};

/// Tokens that become payable evenly between two times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    amount: Tokens,
    released: Tokens,
    start: Timestamp,
    end: Timestamp,
}

impl Stream {
    /// Tokens still to be released.
    #[must_use]
    pub const fn unreleased(&self) -> Tokens {
        self.amount.saturating_minus(self.released)
    }

    /// When the last of them is released.
    #[must_use]
    pub const fn end(&self) -> Timestamp {
        self.end
    }

    /// What has vested by `now` and was not released yet, rounded down. Nothing is lost by asking often:
    /// the amount is always computed from the start of the stream.
    pub fn releasable(&self, now: Timestamp) -> Result<Tokens, MathError> {
        let vested = if now >= self.end {
            self.amount
        } else {
            let elapsed = now.since(self.start);
            // `end > now ≥ start` here, or nothing has elapsed.
            let length = self.end.since(self.start).max(Duration::new(1));
            self.amount.scale(elapsed.into(), length.into(), Rounding::Down)?
        };
        Ok(vested.saturating_minus(self.released))
    }

    /// Releases what has vested by `now`.
    pub fn release(&mut self, now: Timestamp) -> Result<Tokens, MathError> {
        let released = self.releasable(now)?;
        self.released = self.released.plus(released)?;
        if self.unreleased().is_zero() {
            *self = Self::default();
        }
        Ok(released)
    }

    /// Adds tokens that vest over `period` from `now`; the new end is rounded up (later).
    ///
    /// Returns: what had vested before and is released by the merge.
    pub fn add(&mut self, tokens: Tokens, now: Timestamp, period: Duration) -> Result<Tokens, MathError> {
        let released = self.release(now)?;
        if tokens.is_zero() {
            return Ok(released);
        }
        let left = self.unreleased();
        let amount = left.plus(tokens)?;
        let waiting = product(left.get(), self.end.since(now).into())
            .checked_add(product(tokens.get(), period.into()))
            .ok_or(MathError::overflow("merged vesting"))?;
        // A weighted mean of two u64 is a u64.
        let mean = Duration::new(divide(waiting, U256::from(amount.get()), Rounding::Up).to());
        let end = now.checked_plus(mean).ok_or(MathError::overflow("end of vesting"))?;
        *self = Self { amount, released: Tokens::ZERO, start: now, end };
        Ok(released)
    }
}
