//! References: the highest value of a window of time. They age by time alone; nobody can set them.

use std::collections::VecDeque;

use ballast_math::{Accumulated, HOUR, MathError, Price, Ratio, Seconds, WEEK, drawdown};
use serde::{Deserialize, Serialize};

/// The high water mark of a sliding window, in memory that is bounded by the window's length.
///
/// Only values that could still become the highest are kept: later ones, each lower than the one before.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HighWater<V> {
    /// In order of time, and strictly falling.
    marks: VecDeque<(u64, V)>,
}

impl<V> Default for HighWater<V> {
    #[inline]
    fn default() -> Self {
        Self { marks: VecDeque::new() }
    }
}

impl<V: Copy + Ord> HighWater<V> {
    /// Adds a value at a time that is not before the last one, and forgets what is older than `window`.
    #[inline]
    pub fn push(&mut self, time: u64, value: V, window: u64) {
        while self.marks.back().is_some_and(|(_, last)| *last <= value) {
            self.marks.pop_back();
        }
        // A lower value of the same moment can never become the highest.
        if self.marks.back().is_none_or(|(last, _)| *last < time) {
            self.marks.push_back((time, value));
        }
        while self.marks.front().is_some_and(|(first, _)| is_past(*first, time, window)) {
            self.marks.pop_front();
        }
    }

    /// The highest value that is not older than `window`.
    #[must_use]
    #[inline]
    pub fn highest(&self, now: u64, window: u64) -> Option<V> {
        self.marks.iter().find(|(time, _)| !is_past(*time, now, window)).map(|(_, value)| *value)
    }

    /// How many values are kept.
    #[must_use]
    #[inline]
    pub fn kept(&self) -> usize {
        self.marks.len()
    }
}

/// A value counts up to and including the moment when it is `window` old.
#[inline]
const fn is_past(time: u64, now: u64, window: u64) -> bool {
    now.saturating_sub(time) > window
}

/// The highest hourly averages of the price.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PriceReference {
    /// Where the average begins that is in the making; none while the price may not be used.
    mark: Option<(Seconds, u128)>,
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
    pub fn note(&mut self, point: Accumulated, usable: bool) -> bool {
        let Some((time, cumulative)) = self.mark.filter(|_| usable) else {
            let mark = usable.then_some((point.time, point.cumulative));
            return std::mem::replace(&mut self.mark, mark) != mark;
        };
        if point.time.saturating_sub(time) < HOUR {
            return false;
        }
        if let Some(average) = point.average_since(Accumulated { time, cumulative }) {
            self.highs.push(point.time, average, WEEK);
        }
        self.mark = Some((point.time, point.cumulative));
        true
    }

    /// How far a price lies below the highest hourly average of a window; none before there is one.
    #[inline]
    pub fn fall(&self, price: Price, now: Seconds, window: Seconds) -> Result<Option<Ratio>, MathError> {
        let highest = self.highs.highest(now, window);
        highest.map(|highest| drawdown(price.atomics(), highest.atomics())).transpose()
    }

    /// The highest hourly average of a window.
    #[must_use]
    #[inline]
    pub fn highest(&self, now: Seconds, window: Seconds) -> Option<Price> {
        self.highs.highest(now, window)
    }
}
