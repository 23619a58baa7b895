//! Agreement of price sources, and the time-weighted average.

use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::order::sorted;
use crate::time::{Duration, Timestamp};
use crate::units::{Price, Ratio};
use crate::wide::{Rounding, mul_div};

/// A price above this is an error of a source, not a price: a billion USD for one token.
///
/// It also keeps the sum of price · seconds below 128 bits for three thousand years.
pub const MAX_PRICE: Price = Price::from_atomics(1_000_000_000 * crate::units::ONE);

/// The median; of an even number the lower of the two in the middle, so that it is always a price that a source gave.
/// `None` for no prices.
#[must_use]
pub fn median(prices: &[Price]) -> Option<Price> {
    let sorted = sorted(prices);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

/// `|price − reference| / reference`, rounded up: a price on the edge of a band is in it, one unit further is not.
///
/// A price so far away that the ratio does not fit, or any price beside a reference of zero, is infinitely far: the
/// largest ratio. It never fails, so that one mad source cannot stop the others.
#[must_use]
#[inline]
pub fn deviation(price: Price, reference: Price) -> Ratio {
    let distance = price.atomics().abs_diff(reference.atomics());
    if distance == 0 {
        return Ratio::ZERO;
    }
    mul_div(distance, Ratio::ONE.atomics(), reference.atomics(), Rounding::Up, "price deviation")
        .map_or(Ratio::MAX, Ratio::from_atomics)
}

/// Whether a spot price lies within `band` of its average, both ends included; see [`deviation`]. The very first price has
/// no average to be compared with, and lies within.
#[must_use]
#[inline]
pub fn is_within_band(spot: Price, average: Option<Price>, band: Ratio) -> bool {
    average.is_none_or(|average| deviation(spot, average) <= band)
}

/// Whether a price dated `time` may be used `now`: it lies in the past, and not farther back than `max_age`.
#[must_use]
#[inline]
pub fn is_fresh(time: Timestamp, max_age: Duration, now: Timestamp) -> bool {
    now.checked_since(time).is_some_and(|age| age <= max_age)
}

/// What credits are sold at: the lower of spot and its average, so that a known fall is no free option.
#[must_use]
#[inline]
pub fn credit_price(spot: Price, average: Option<Price>) -> Price {
    average.map_or(spot, |average| spot.min(average))
}

/// What a mint by value is priced at: the higher of spot and its average, which mints less.
#[must_use]
#[inline]
pub fn mint_price(spot: Price, average: Option<Price>) -> Price {
    average.map_or(spot, |average| spot.max(average))
}

impl Price {
    /// `mantissa · 10^exponent` USD, as price oracles write it; rounded down. `None` when it does not fit.
    #[must_use]
    pub fn from_scientific(mantissa: u128, exponent: i32) -> Option<Self> {
        let shift = exponent.checked_add(18)?;
        let power = 10u128.checked_pow(shift.unsigned_abs());
        let atomics = if shift >= 0 {
            mantissa.checked_mul(power?)?
        } else {
            power.map_or(0, |power| mantissa / power)
        };
        Some(Self::from_atomics(atomics))
    }
}

/// A point of the accumulated price: `cumulative` is the sum of price · seconds up to `time`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CumulativePrice {
    /// UNIX time.
    pub time: Timestamp,
    /// Sum of price · seconds, in 10⁻¹⁸ USD per token · seconds.
    pub cumulative: u128,
}

impl CumulativePrice {
    /// The point at `now`, when `price` held since this one. Errors when time goes back.
    #[inline]
    pub fn held(self, price: Price, now: Timestamp) -> Result<Self, MathError> {
        const OPERATION: &str = "accumulated price";
        let elapsed = now.checked_since(self.time).ok_or(MathError::Underflow {
            operation: OPERATION,
            minuend: now.into(),
            subtrahend: self.time.into(),
        })?;
        let added = price.atomics().checked_mul(elapsed.into());
        let cumulative = added.and_then(|added| self.cumulative.checked_add(added));
        Ok(Self { time: now, cumulative: cumulative.ok_or(MathError::overflow(OPERATION))? })
    }

    /// The point at `time`, on the straight line between this point and a later one; the nearer end outside of them.
    #[inline]
    pub fn between(self, later: Self, time: Timestamp) -> Result<Self, MathError> {
        let time = time.clamp(self.time, later.time.max(self.time));
        let length = later.time.since(self.time);
        if length.is_zero() {
            return Ok(self);
        }
        let risen = later.cumulative.saturating_sub(self.cumulative);
        let elapsed = time.since(self.time);
        let risen =
            mul_div(risen, elapsed.into(), length.into(), Rounding::Down, "price between two points")?;
        Ok(Self { time, cumulative: self.cumulative.saturating_add(risen) })
    }

    /// The average price since an earlier point, rounded down; `None` when no time has passed.
    #[must_use]
    #[inline]
    pub fn average_since(self, earlier: Self) -> Option<Price> {
        let elapsed = self.time.checked_since(earlier.time).filter(|elapsed| !elapsed.is_zero())?;
        let risen = self.cumulative.checked_sub(earlier.cumulative)?;
        Some(Price::from_atomics(risen / u128::from(elapsed)))
    }
}
