//! References: the highest value of a window of time. They age by time alone; nobody can set them.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// The high water mark of a sliding window, in memory that is bounded by the window's length.
///
/// Only values that could still become the highest are kept: later ones, each lower than the one before. Times and windows
/// are numbers of one unit, which is the caller's choice: seconds, or the periods in which it counts.
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
