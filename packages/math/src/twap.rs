//! The time-weighted average price: every observation adds `last price · time it held`.
//!
//! The first observation of each hour is kept; the average since a time in the past is read off the straight line between
//! the two kept points around that time. Who keeps them is told by [`HourPoints`]: a contract's storage, a simulator's
//! memory.

use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::price::CumulativePrice;
use crate::time::{Duration, Timestamp};
use crate::units::Price;

/// Hours of which a point is kept: one more than the longest average, a week, needs, so that there is always one before its
/// start.
pub const KEPT_HOURS: u64 = Duration::WEEK.seconds() / Duration::HOUR.seconds() + 1;

/// The accumulated price, and the price that holds since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twap {
    /// The sum up to the last observation.
    pub point: CumulativePrice,
    /// The price that holds since that point.
    pub price: Price,
}

/// The kept points, one an hour at most.
pub trait HourPoints {
    /// What looking one up can fail with.
    type Error: From<MathError>;

    /// The newest point that is not later than `time`, with its hour.
    fn until(&self, time: Timestamp) -> Result<Option<(u64, CumulativePrice)>, Self::Error>;

    /// The oldest point of a later hour than `hour`; the oldest of all where there is none given.
    fn after(&self, hour: Option<u64>) -> Result<Option<CumulativePrice>, Self::Error>;
}

impl Twap {
    /// The state after an observation of the price, or of none: the time that the last price held is added, and a new
    /// price is taken up. `None` before the first price. Errors when time goes back.
    #[inline]
    pub fn observe(
        previous: Option<Self>,
        now: Timestamp,
        spot: Option<Price>,
    ) -> Result<Option<Self>, MathError> {
        Ok(match (previous, spot) {
            (None, None) => None,
            (None, Some(price)) => Some(Self { point: CumulativePrice { time: now, cumulative: 0 }, price }),
            (Some(last), spot) => {
                let price = spot.unwrap_or(last.price);
                if last.point.time >= now && price == last.price {
                    return Ok(previous);
                }
                Some(Self { point: last.point.held(last.price, now)?, price })
            }
        })
    }

    /// The hour of which this observation is to be kept: the first one of each.
    #[must_use]
    #[inline]
    pub fn hour_to_keep(&self, previous: Option<Self>) -> Option<u64> {
        let hour = self.point.time.hour();
        previous.is_none_or(|last| last.point.time.hour() < hour).then_some(hour)
    }

    /// The average over a span up to now, rounded down; the last price is taken to hold until now.
    ///
    /// Where the kept points do not reach back that far, the average since the first of them.
    #[inline]
    pub fn average<P: HourPoints>(
        &self,
        points: &P,
        now: Timestamp,
        span: Duration,
    ) -> Result<Price, P::Error> {
        let current = self.point.held(self.price, now)?;
        let start = point_at(points, now.saturating_minus(span), current)?;
        // Right after the first observation no time has passed: the price is its own average.
        Ok(current.average_since(start).unwrap_or(self.price))
    }
}

/// The point at a time in the past; the first kept one where they do not reach that far.
#[inline]
fn point_at<P: HourPoints>(
    points: &P,
    time: Timestamp,
    current: CumulativePrice,
) -> Result<CumulativePrice, P::Error> {
    match points.until(time)? {
        Some((hour, earlier)) => {
            let later = points.after(Some(hour))?.unwrap_or(current);
            Ok(earlier.between(later, time)?)
        }
        None => Ok(points.after(None)?.unwrap_or(current)),
    }
}
