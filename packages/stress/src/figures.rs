//! What many runs of one network come to: sums and quantiles of every figure, and no paths.

use crate::gather::{Merge, over};
use crate::measures::{Measure, Run};
use crate::run::{RunError, Setting, run};
use crate::sample::Sample;
use crate::sketch::Sketch;
use crate::tally::{Tallies, Tally};

/// Mean, spread and quantiles of every figure.
#[derive(Debug, Clone)]
pub struct Figures {
    tallies: Tallies,
    sketches: Vec<Sketch>,
}

impl Figures {
    pub(crate) fn new() -> Self {
        Self { tallies: Tallies::default(), sketches: vec![Sketch::new(); Measure::ALL.len()] }
    }

    /// Makes the runs of a sample on all threads; `made` is told how many more there are.
    ///
    /// Returns: the figures, or the error of the first run that failed.
    pub fn of(setting: &Setting, sample: Sample, made: impl Fn(u64) + Sync + Send) -> Result<Self, RunError> {
        over(sample.runs, &|| made(1), Self::new, |figures: &mut Self, number| {
            figures.add(&run(setting, sample.seed(number), &mut (), |_| ())?);
            Ok(())
        })
    }

    /// Takes a run in.
    pub(crate) fn add(&mut self, run: &Run) {
        self.tallies.add(|measure| measure.of(run));
        for measure in Measure::ALL {
            self.sketches[measure as usize].add(measure.of(run));
        }
    }

    /// Mean and spread of a figure.
    #[must_use]
    pub const fn tally(&self, measure: Measure) -> &Tally {
        self.tallies.of(measure)
    }

    /// Quantiles of a figure.
    #[must_use]
    pub fn sketch(&self, measure: Measure) -> &Sketch {
        &self.sketches[measure as usize]
    }
}

impl Merge for Figures {
    fn merge(&mut self, other: Self) {
        self.tallies.merge(&other.tallies);
        for (mine, theirs) in self.sketches.iter_mut().zip(&other.sketches) {
            mine.merge(theirs);
        }
    }
}
