//! The reference of the price: the highest hourly averages. It ages by time alone; nobody can set it.

use ballast_guardrails::HighWater;
use ballast_math::{CumulativePrice, Duration, MathError, Price, Ratio, Timestamp, drawdown};
use serde::{Deserialize, Serialize};

/// The highest hourly averages of the price.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PriceReference {
    /// Where the average begins that is in the making; none while the price may not be used.
    mark: Option<(Timestamp, u128)>,
    highs: HighWater<Price>,
}

impl PriceReference {
    /// Takes note of the accumulated price, and of whether the price may be used.
    ///
    /// An average counts when it spans an hour in which no observation found the price unusable; a price outside of its
    /// band never enters.
    ///
    /// Returns: whether anything changed.
    #[inline]
    pub fn note(&mut self, point: CumulativePrice, usable: bool) -> bool {
        let Some((time, cumulative)) = self.mark.filter(|_| usable) else {
            let mark = usable.then_some((point.time, point.cumulative));
            return std::mem::replace(&mut self.mark, mark) != mark;
        };
        if point.time.since(time) < Duration::HOUR {
            return false;
        }
        if let Some(average) = point.average_since(CumulativePrice { time, cumulative }) {
            self.highs.push(point.time.seconds(), average, Duration::WEEK.seconds());
        }
        self.mark = Some((point.time, point.cumulative));
        true
    }

    /// How far a price lies below the highest hourly average of a window; none before there is one.
    #[inline]
    pub fn drawdown(
        &self,
        price: Price,
        now: Timestamp,
        window: Duration,
    ) -> Result<Option<Ratio>, MathError> {
        let highest = self.highest(now, window);
        highest.map(|highest| drawdown(price.atomics(), highest.atomics())).transpose()
    }

    /// The highest hourly average of a window.
    #[must_use]
    #[inline]
    pub fn highest(&self, now: Timestamp, window: Duration) -> Option<Price> {
        self.highs.highest(now.seconds(), window.seconds())
    }
}
