//! Many runs of one network: sums, sketches and the worst of them.

use serde::Serialize;

use crate::fan::{Fan, Follower};
use crate::figures::Figures;
use crate::gather::{Merge, over};
use crate::measures::{Measure, Run};
use crate::run::{RunError, Setting, run};
use crate::sample::Sample;
use crate::seed::Seed;
use crate::sketch::Sketch;
use crate::tally::Tally;

/// The worst runs that are kept.
pub const WORST: usize = 5;

/// One of the worst runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Worst {
    /// Its seed.
    pub seed: Seed,
    /// What it came to.
    pub run: Run,
}

/// What many runs of a scenario came to.
#[derive(Debug, Clone)]
pub struct Study {
    /// Mean, spread and quantiles of every figure.
    pub figures: Figures,
    /// How figures spread over time.
    pub fan: Fan,
    /// Those with the highest net emission, the highest first.
    pub worst: Vec<Worst>,
}

impl Study {
    pub(crate) fn new() -> Self {
        Self { figures: Figures::new(), fan: Fan::default(), worst: vec![] }
    }

    /// Makes the runs of a sample on all threads; `made` is told how many more there are.
    ///
    /// Returns: the study, or the error of the first run that failed.
    pub fn of(setting: &Setting, sample: Sample, made: impl Fn(u64) + Sync + Send) -> Result<Self, RunError> {
        let add = |study: &mut Self, number| study.add(setting, sample.seed(number)).map(|_| ());
        over(sample.runs, &|| made(1), Self::new, add)
    }

    /// Makes a run and takes it in.
    pub(crate) fn add(&mut self, setting: &Setting, seed: Seed) -> Result<Run, RunError> {
        let network = &setting.network;
        let mut follower = Follower::new(network.supply.get(), network.epoch_length);
        let fan = &mut self.fan;
        let run = run(setting, seed, &mut (), |epoch| follower.see(epoch, fan))?;
        self.figures.add(&run);
        self.keep_worst([Worst { seed, run }]);
        Ok(run)
    }

    fn keep_worst(&mut self, more: impl IntoIterator<Item = Worst>) {
        self.worst.extend(more);
        self.worst.sort_by_key(|worst| (std::cmp::Reverse(worst.run.net_emission), worst.seed.run));
        self.worst.truncate(WORST);
    }

    /// Mean and spread of a figure.
    #[must_use]
    pub fn tally(&self, measure: Measure) -> &Tally {
        self.figures.tally(measure)
    }

    /// Quantiles of a figure.
    #[must_use]
    pub fn sketch(&self, measure: Measure) -> &Sketch {
        self.figures.sketch(measure)
    }
}

impl Merge for Study {
    fn merge(&mut self, other: Self) {
        self.figures.merge(other.figures);
        self.fan.merge(&other.fan);
        self.keep_worst(other.worst);
    }
}
