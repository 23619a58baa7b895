//! What can trip the breaker of a burn-mint economy, and when.

use ballast_math::Ratio;
use serde::{Deserialize, Serialize};

use crate::thresholds::{Dwell, Recovery, ThresholdError, Thresholds};

/// What can trip the breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Signal {
    /// The price below the highest hourly average of a day.
    PriceDay,
    /// The price below the highest hourly average of a week.
    PriceWeek,
    /// The smoothed burn below its best of the last epochs.
    Usage,
    /// The smoothed burn below the smoothed mint.
    Coverage,
    /// Outstanding credits that could not be paid for in full.
    Collateral,
    /// The price cannot be used.
    Oracle,
    /// The guardian.
    Guardian,
}

impl Signal {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::PriceDay,
        Self::PriceWeek,
        Self::Usage,
        Self::Coverage,
        Self::Collateral,
        Self::Oracle,
        Self::Guardian,
    ];
}

/// Which signals a network has; fixed for its life. Those of the oracle and of the guardian are always on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Signals {
    /// The price, against its day and its week.
    pub price: bool,
    /// The smoothed burn, against its best.
    pub usage: bool,
    /// The smoothed burn, against the smoothed mint. A network that lives on its schedule has no use for it.
    pub coverage: bool,
    /// What could be re-minted for outstanding credits, against what they promise. For networks that pay by value.
    pub collateral: bool,
}

/// When the breaker trips and how it comes down: parameters like all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BreakerPolicy {
    /// Fall of the price from the highest hourly average of a day.
    pub price_day: Thresholds,
    /// Fall of the price from the highest hourly average of a week.
    pub price_week: Thresholds,
    /// Fall of the smoothed burn from its best of `usage_window` epochs.
    pub usage: Thresholds,
    /// Part of the smoothed mint that the smoothed burn does not cover: a coverage of 0.9 is a gap of 0.1.
    pub coverage: Thresholds,
    /// Part of what outstanding credits promise that could not be re-minted: a ratio of 0.95 is a shortfall of 0.05.
    pub collateral: Thresholds,
    /// Epochs that the usage looks back, from 1 to 120.
    pub usage_window: u32,
    /// How a level is left.
    pub recovery: Recovery,
}

/// The longest memory of the usage signal, in epochs.
pub const MAX_USAGE_WINDOW: u32 = ballast_math::MAX_WINDOW;

impl BreakerPolicy {
    /// Checks every threshold, the hysteresis and the dwells. The usage window is clamped where it is used.
    pub fn validate(&self) -> Result<(), ThresholdError> {
        self.price_day.validate("price_day")?;
        self.price_week.validate("price_week")?;
        self.usage.validate("usage")?;
        self.coverage.validate("coverage")?;
        self.collateral.validate("collateral")?;
        self.recovery.validate()
    }

    /// The figures to start from, until a network has calibrated its own: falls of 10/20/35% in a day, 20/35/50% in a week, 25/45/60% of
    /// usage, a coverage below 0.9/0.6/0.3, a collateral ratio below 0.95/0.9/0.5; exit at 70% of entry after 30 minutes, 2 hours and 6 hours.
    #[must_use]
    pub const fn standard() -> Self {
        const fn thresholds(caution: u64, restricted: u64, halted: u64) -> Thresholds {
            Thresholds {
                caution: Ratio::percent(caution),
                restricted: Ratio::percent(restricted),
                halted: Ratio::percent(halted),
            }
        }
        Self {
            price_day: thresholds(10, 20, 35),
            price_week: thresholds(20, 35, 50),
            usage: thresholds(25, 45, 60),
            coverage: thresholds(10, 40, 70),
            collateral: thresholds(5, 10, 50),
            usage_window: 30,
            recovery: Recovery {
                exit: Ratio::percent(70),
                dwell: Dwell { caution: 1_800, restricted: 7_200, halted: 21_600 },
            },
        }
    }

    /// The thresholds of a signal, where it has any.
    #[must_use]
    pub const fn thresholds(&self, signal: Signal) -> Option<Thresholds> {
        match signal {
            Signal::PriceDay => Some(self.price_day),
            Signal::PriceWeek => Some(self.price_week),
            Signal::Usage => Some(self.usage),
            Signal::Coverage => Some(self.coverage),
            Signal::Collateral => Some(self.collateral),
            Signal::Oracle | Signal::Guardian => None,
        }
    }
}
