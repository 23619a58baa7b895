//! How figures spread over the runs, week by week, and how often the breaker was up.

use ballast_guardrails::Level;
use ballast_math::Duration;
use serde::{Deserialize, Serialize};

use crate::measures::share;
use crate::run::Epoch;
use crate::sketch::Sketch;

/// Days from sample to sample.
pub const SAMPLE_DAYS: u64 = 7;

/// A figure that is followed over time. Shares are in parts per million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// Supply, of that at the start.
    Supply,
    /// Annualised net emission of the contract's trailing window.
    NetEmission,
    /// Smoothed burn over smoothed mint.
    Coverage,
    /// Fall of the price from its peak so far.
    PriceDrawdown,
}

impl Series {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Supply, Self::NetEmission, Self::Coverage, Self::PriceDrawdown];
}

/// What one run has of the fan while it goes on.
#[derive(Debug, Clone, Copy)]
pub struct Follower {
    supply: u128,
    peak: u128,
    sample_every: u64,
}

impl Follower {
    /// Of a run that begins with a supply, in epochs of a length.
    #[must_use]
    pub fn new(supply: u128, epoch_length: Duration) -> Self {
        let epochs = Duration::days(SAMPLE_DAYS).checked_over(epoch_length).unwrap_or_default();
        Self { supply, peak: 0, sample_every: epochs.max(1) }
    }

    /// Takes note of an epoch, and of its figures when it is time for a sample.
    pub fn see(&mut self, epoch: &Epoch, fan: &mut Fan) {
        let price = epoch.price.atomics();
        self.peak = self.peak.max(price);
        let outcome = &epoch.outcome;
        let sample = outcome.record.epoch / self.sample_every;
        fan.level(sample, outcome.record.level);
        if !(outcome.record.epoch + 1).is_multiple_of(self.sample_every) {
            return;
        }
        for series in Series::ALL {
            let value = match series {
                Series::Supply => share(outcome.record.supply.get(), self.supply),
                Series::NetEmission => outcome.record.net_emission.map_or(0, |net| {
                    crate::measures::parts(net.atomics() / 1_000, ballast_math::ONE / 1_000)
                }),
                Series::Coverage => {
                    share(outcome.record.smoothed_burn.floor(), outcome.smoothed_mint.floor())
                }
                Series::PriceDrawdown => share(self.peak - price, self.peak),
            };
            fan.sketch(series, sample).add(value);
        }
    }
}

/// Sketches of every series at every sample, and the epochs at every level.
#[derive(Debug, Clone, Default)]
pub struct Fan {
    samples: Vec<[Sketch; Series::ALL.len()]>,
    levels: Vec<[u64; 4]>,
}

impl Fan {
    fn sketch(&mut self, series: Series, sample: u64) -> &mut Sketch {
        let place = sample as usize;
        while self.samples.len() <= place {
            self.samples.push(Default::default());
        }
        &mut self.samples[place][series as usize]
    }

    fn level(&mut self, sample: u64, level: Level) {
        let place = sample as usize;
        if self.levels.len() <= place {
            self.levels.resize(place + 1, [0; 4]);
        }
        self.levels[place][level as usize] += 1;
    }

    /// Takes in all that another one has.
    pub fn merge(&mut self, other: &Self) {
        for (place, sketches) in other.samples.iter().enumerate() {
            for series in Series::ALL {
                self.sketch(series, place as u64).merge(&sketches[series as usize]);
            }
        }
        self.levels.resize(self.levels.len().max(other.levels.len()), [0; 4]);
        for (mine, theirs) in self.levels.iter_mut().zip(&other.levels) {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += theirs;
            }
        }
    }

    /// A quantile of a series at every sample.
    #[must_use]
    pub fn quantiles(&self, series: Series, quantile: f64) -> Vec<i64> {
        let at = |sketches: &[Sketch; Series::ALL.len()]| sketches[series as usize].quantile(quantile);
        self.samples.iter().map(|sketches| at(sketches).unwrap_or(0)).collect()
    }

    /// Epochs at each level, sample by sample.
    #[must_use]
    pub fn levels(&self) -> &[[u64; 4]] {
        &self.levels
    }
}
