//! What a breaker looks at, and the move that it makes.

use ballast_math::{Ratio, Timestamp};
use serde::{Deserialize, Serialize};

use crate::level::Level;
use crate::thresholds::Thresholds;

/// One signal as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reading<S> {
    /// Which.
    pub signal: S,
    /// How far it has fallen.
    pub drawdown: Ratio,
    /// What that means.
    pub thresholds: Thresholds,
}

/// All signals as they are now: `N` of them have thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Observation<S, const N: usize> {
    /// Signals with thresholds, those that can be read. A place for each and not a list, as every message makes one of these.
    pub readings: [Option<Reading<S>>; N],
    /// A signal that demands a level as long as it lasts, such as a source of data that is dead.
    pub demand: Option<(S, Level)>,
    /// Whether every signal is known from fresh data. Only then can a level be left.
    pub fresh: bool,
}

impl<S, const N: usize> Observation<S, N> {
    /// The highest of the level that is demanded and those that the readings stand for.
    #[inline]
    pub(crate) fn worst(&self, demanded: Level, level_of: impl Fn(&Reading<S>) -> Level) -> Level {
        self.readings.iter().flatten().fold(demanded, |worst, reading| worst.max(level_of(reading)))
    }
}

/// A move of the level, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transition<S> {
    /// When.
    pub time: Timestamp,
    /// The level before.
    pub from: Level,
    /// The level after.
    pub to: Level,
    /// The signal that tripped it, or the one that had held it up longest; none when nothing was left to see.
    pub signal: Option<S>,
    /// How far it had fallen, where it is measured.
    pub drawdown: Option<Ratio>,
    /// The threshold that it crossed, where it has one.
    pub threshold: Option<Ratio>,
}
