//! Many runs: sums, sketches and the worst of them. Nothing here depends on the order of the runs, or on who made them.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use crate::fan::{Fan, Follower};
use crate::measures::{Measure, Run};
use crate::run::{RunError, Setting, run};
use crate::scenario::Scenario;
use crate::seed::Seed;
use crate::sketch::Sketch;
use crate::tally::Tally;

/// Runs that are not worth sharing out.
const CHUNK: usize = 16;

/// The worst runs that are kept.
pub const WORST: usize = 5;

/// Which runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// Of the whole study.
    pub master: u64,
    /// Which scenario.
    pub scenario: Scenario,
    /// How many runs, from run 0.
    pub runs: u32,
}

impl Sample {
    fn seed(&self, run: u32) -> Seed {
        Seed { master: self.master, scenario: self.scenario, run: run.into() }
    }
}

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
    tallies: [Tally; Measure::ALL.len()],
    sketches: Vec<Sketch>,
    /// How figures spread over time.
    pub fan: Fan,
    /// Those with the highest net issuance, the highest first.
    pub worst: Vec<Worst>,
}

impl Study {
    fn new() -> Self {
        Self {
            tallies: [Tally::default(); Measure::ALL.len()],
            sketches: vec![Sketch::new(); Measure::ALL.len()],
            fan: Fan::default(),
            worst: vec![],
        }
    }

    /// Makes the runs of a sample on all threads; `made` is told how many more there are.
    ///
    /// Returns: the study, or the error of the first run that failed.
    pub fn of(setting: &Setting, sample: Sample, made: impl Fn(u64) + Sync + Send) -> Result<Self, RunError> {
        over(sample.runs, &made, Self::new, |study, number| study.add(setting, sample.seed(number)))
    }

    fn add(&mut self, setting: &Setting, seed: Seed) -> Result<(), RunError> {
        let network = &setting.network;
        let mut follower = Follower::new(network.supply.get(), network.epoch_length);
        let fan = &mut self.fan;
        let run = run(setting, seed, &mut (), |epoch| follower.see(epoch, fan))?;
        for measure in Measure::ALL {
            self.tallies[measure as usize].add(measure.of(&run));
            self.sketches[measure as usize].add(measure.of(&run));
        }
        self.keep_worst([Worst { seed, run }]);
        Ok(())
    }

    fn keep_worst(&mut self, more: impl IntoIterator<Item = Worst>) {
        self.worst.extend(more);
        self.worst.sort_by_key(|worst| (std::cmp::Reverse(worst.run.net_issuance), worst.seed.run));
        self.worst.truncate(WORST);
    }

    /// Mean and spread of a figure.
    #[must_use]
    pub fn tally(&self, measure: Measure) -> &Tally {
        &self.tallies[measure as usize]
    }

    /// Quantiles of a figure.
    #[must_use]
    pub fn sketch(&self, measure: Measure) -> &Sketch {
        &self.sketches[measure as usize]
    }
}

/// What two networks come to under the same random numbers, as differences run by run.
#[derive(Debug, Clone)]
pub struct Paired {
    tallies: [Tally; Measure::ALL.len()],
}

impl Paired {
    /// Runs both on every seed of a sample.
    pub fn of(
        base: &Setting,
        other: &Setting,
        sample: Sample,
        made: impl Fn(u64) + Sync + Send,
    ) -> Result<Self, RunError> {
        let empty = || Self { tallies: [Tally::default(); Measure::ALL.len()] };
        over(sample.runs, &made, empty, |paired, number| {
            let seed = sample.seed(number);
            let before = run(base, seed, &mut (), |_| ())?;
            let after = run(other, seed, &mut (), |_| ())?;
            for measure in Measure::ALL {
                paired.tallies[measure as usize].add(measure.of(&after) - measure.of(&before));
            }
            Ok(())
        })
    }

    /// The difference of a figure: other less base.
    #[must_use]
    pub fn tally(&self, measure: Measure) -> &Tally {
        &self.tallies[measure as usize]
    }
}

/// What takes in all that another one has, in any order.
trait Merge: Send {
    fn merge(&mut self, other: Self);
}

impl Merge for Study {
    fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.tallies.iter_mut().zip(&other.tallies) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.sketches.iter_mut().zip(&other.sketches) {
            mine.merge(theirs);
        }
        self.fan.merge(&other.fan);
        self.keep_worst(other.worst);
    }
}

impl Merge for Paired {
    fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.tallies.iter_mut().zip(&other.tallies) {
            mine.merge(theirs);
        }
    }
}

/// Makes `runs` runs on all threads and merges what they come to; of several errors, that of the first run.
fn over<S: Merge>(
    runs: u32,
    made: &(impl Fn(u64) + Sync + Send),
    empty: impl Fn() -> S + Sync + Send,
    add: impl Fn(&mut S, u32) -> Result<(), RunError> + Sync + Send,
) -> Result<S, RunError> {
    type Part<S> = (S, Option<RunError>);
    let first = |one: Option<RunError>, other: Option<RunError>| {
        one.into_iter().chain(other).min_by_key(|error| error.run)
    };
    let one = |(mut sum, error): Part<S>, number: u32| {
        let failed = add(&mut sum, number).err();
        made(1);
        (sum, first(error, failed))
    };
    let both = |(mut sum, error): Part<S>, (other, failed): Part<S>| {
        sum.merge(other);
        (sum, first(error, failed))
    };
    let none = || (empty(), None);
    // Sums are large, so that there should be few of them: one for a stretch of runs, not one for each.
    let parts = (0..runs).into_par_iter().with_min_len(CHUNK);
    let (sum, error) = parts.fold(none, one).reduce(none, both);
    error.map_or(Ok(sum), Err)
}
