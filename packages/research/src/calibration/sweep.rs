//! One signal at a time, threshold by threshold.

use anyhow::Result;
use ballast_economy::Signals;
use ballast_math::Ratio;
use ballast_stress::{Scenario, Setting};

use super::{SILENT, Verdict, judge, only};

/// A signal, and what of its making is swept beside its threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The price below its best of a day.
    PriceDay,
    /// The price below its best of a week.
    PriceWeek,
    /// The burn, smoothed with a weight in hundredths, below its best of so many epochs.
    Usage(u64, u32),
    /// The smoothed burn below the smoothed mint, with a weight in hundredths.
    Coverage(u64),
}

/// A threshold and what it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The signal.
    pub family: Family,
    /// The threshold, in hundredths.
    pub threshold: u64,
    /// What it does.
    pub verdict: Verdict,
}

impl Family {
    /// The setting with this signal alone, at a threshold.
    #[must_use]
    pub fn alone(self, setting: &Setting, threshold: Ratio) -> Setting {
        let mut setting = setting.clone();
        let network = &mut setting.network;
        // A price outside of its band demands level 2 by itself: not what is measured here.
        network.band = Ratio::percent(100_000);
        let breaker = &mut network.breaker;
        (breaker.price_day, breaker.price_week) = (SILENT, SILENT);
        (breaker.usage, breaker.coverage) = (SILENT, SILENT);
        network.signals = Signals { price: true, usage: true, coverage: true, collateral: false };
        match self {
            Self::PriceDay => breaker.price_day = only(threshold),
            Self::PriceWeek => breaker.price_week = only(threshold),
            Self::Usage(weight, window) => {
                breaker.usage = only(threshold);
                breaker.usage_window = window;
                network.policy.mint.smoothing.weight = Ratio::percent(weight);
            }
            Self::Coverage(weight) => {
                breaker.coverage = only(threshold);
                network.policy.mint.smoothing.weight = Ratio::percent(weight);
            }
        }
        setting
    }

    /// Its name, for people.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::PriceDay => "price, day".to_owned(),
            Self::PriceWeek => "price, week".to_owned(),
            Self::Usage(weight, window) => format!("usage, weight 0.{weight:02}, {window} epochs"),
            Self::Coverage(weight) => format!("coverage, weight 0.{weight:02}"),
        }
    }
}

/// Tries every threshold of a signal.
pub fn sweep(
    setting: &Setting,
    family: Family,
    thresholds: &[u64],
    (calm, crash): (Scenario, Scenario),
    runs: u64,
) -> Result<Vec<Point>> {
    let point = |threshold: &u64| {
        let alone = family.alone(setting, Ratio::percent(*threshold));
        Ok(Point { family, threshold: *threshold, verdict: judge(&alone, calm, crash, runs)? })
    };
    thresholds.iter().map(point).collect()
}
