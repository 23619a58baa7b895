//! When a signal trips the breaker, and how a level is left.

use ballast_math::{Duration, Ratio};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::level::Level;

/// Entry thresholds of one signal, as falls from its reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Thresholds {
    /// Fall from which the level is at least 1.
    pub caution: Ratio,
    /// Fall from which the level is at least 2.
    pub restricted: Ratio,
    /// Fall from which the level is 3.
    pub halted: Ratio,
}

/// Seconds of calm before a level is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dwell {
    /// At level 1.
    pub caution: Duration,
    /// At level 2.
    pub restricted: Duration,
    /// At level 3.
    pub halted: Duration,
}

/// How a level is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recovery {
    /// Share of the entry threshold below which a signal counts as calm: the hysteresis. Below 1.
    pub exit: Ratio,
    /// How long it must stay calm.
    pub dwell: Dwell,
}

/// Levels closer together than this would be one level.
pub const MIN_GAP: Ratio = Ratio::percent(5);

/// A threshold below this trips on the noise of any market.
pub const MIN_THRESHOLD: Ratio = Ratio::percent(5);

/// A fall above this is a ruin, not a warning.
pub const MAX_THRESHOLD: Ratio = Ratio::percent(95);

/// Why thresholds are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ThresholdError {
    /// A threshold is too close to the one below it, or to zero.
    #[error("{signal}: expected the threshold of level {} to be at least {min}, found {found}", *level as u8)]
    TooLow {
        /// The signal.
        signal: &'static str,
        /// The level.
        level: Level,
        /// The smallest allowed.
        min: Ratio,
        /// The threshold.
        found: Ratio,
    },
    /// The highest threshold is out of reach.
    #[error("{signal}: expected the threshold of level 3 to be at most {max}, found {found}")]
    TooHigh {
        /// The signal.
        signal: &'static str,
        /// The largest allowed.
        max: Ratio,
        /// The threshold.
        found: Ratio,
    },
    /// Without hysteresis the breaker would flap.
    #[error("exit: expected above 0 and at most {max}, found {found}")]
    Exit {
        /// The largest allowed.
        max: Ratio,
        /// The exit.
        found: Ratio,
    },
    /// A dwell is too short or too long.
    #[error("dwell of level {}: expected from {min} to {max} s, found {found} s", *level as u8)]
    Dwell {
        /// The level.
        level: Level,
        /// The shortest.
        min: Duration,
        /// The longest.
        max: Duration,
        /// The dwell.
        found: Duration,
    },
}

impl Thresholds {
    /// The level that a fall stands for.
    #[must_use]
    #[inline]
    pub fn level(&self, drawdown: Ratio) -> Level {
        self.highest(|threshold| drawdown >= threshold)
    }

    /// The level that a fall still holds up: as [`Thresholds::level`], with every threshold at its share `exit`.
    #[must_use]
    #[inline]
    pub fn held(&self, drawdown: Ratio, exit: Ratio) -> Level {
        self.highest(|threshold| drawdown.reaches(threshold, exit))
    }

    /// The threshold of a level; `None` for level 0.
    #[must_use]
    #[inline]
    pub const fn of(&self, level: Level) -> Option<Ratio> {
        match level {
            Level::Normal => None,
            Level::Caution => Some(self.caution),
            Level::Restricted => Some(self.restricted),
            Level::Halted => Some(self.halted),
        }
    }

    #[inline]
    fn highest(&self, reached: impl Fn(Ratio) -> bool) -> Level {
        if reached(self.halted) {
            Level::Halted
        } else if reached(self.restricted) {
            Level::Restricted
        } else if reached(self.caution) {
            Level::Caution
        } else {
            Level::Normal
        }
    }

    /// Checks that the levels are apart from zero, from each other and from ruin.
    pub fn validate(&self, signal: &'static str) -> Result<(), ThresholdError> {
        let mut min = MIN_THRESHOLD;
        for (level, found) in [
            (Level::Caution, self.caution),
            (Level::Restricted, self.restricted),
            (Level::Halted, self.halted),
        ] {
            if found < min {
                return Err(ThresholdError::TooLow { signal, level, min, found });
            }
            min = Ratio::from_atomics(found.atomics().saturating_add(MIN_GAP.atomics()));
        }
        if self.halted > MAX_THRESHOLD {
            return Err(ThresholdError::TooHigh { signal, max: MAX_THRESHOLD, found: self.halted });
        }
        Ok(())
    }
}

/// Hysteresis of at least a tenth.
const MAX_EXIT: Ratio = Ratio::percent(90);
/// Shorter than this is no dwell: a few blocks.
const MIN_DWELL: Duration = Duration::new(60);
/// Nobody waits longer than a week for a level that nothing calls for.
const MAX_DWELL: Duration = Duration::WEEK;

impl Recovery {
    /// Checks the hysteresis and the dwells.
    pub fn validate(&self) -> Result<(), ThresholdError> {
        if self.exit.is_zero() || self.exit > MAX_EXIT {
            return Err(ThresholdError::Exit { max: MAX_EXIT, found: self.exit });
        }
        for level in [Level::Caution, Level::Restricted, Level::Halted] {
            let found = self.dwell.of(level);
            if !(MIN_DWELL..=MAX_DWELL).contains(&found) {
                return Err(ThresholdError::Dwell { level, min: MIN_DWELL, max: MAX_DWELL, found });
            }
        }
        Ok(())
    }
}

impl Dwell {
    /// The dwell at a level; none at level 0.
    #[must_use]
    #[inline]
    pub const fn of(&self, level: Level) -> Duration {
        match level {
            Level::Normal => Duration::ZERO,
            Level::Caution => self.caution,
            Level::Restricted => self.restricted,
            Level::Halted => self.halted,
        }
    }

    /// From the highest level to the lowest, at best.
    #[must_use]
    #[inline]
    pub const fn ramp(&self) -> Duration {
        self.caution.saturating_plus(self.restricted).saturating_plus(self.halted)
    }
}
