//! Networks under the same random numbers: what each comes to, and how they differ run by run.

use crate::gather::{Merge, over};
use crate::measures::Measure;
use crate::run::{RunError, Setting, run};
use crate::study::{Sample, Study};
use crate::tally::{Tallies, Tally};

/// A network, another one, and any number of parts of what tells them apart, all on the same seeds. Each run is made once.
#[derive(Debug, Clone)]
pub struct Paired {
    /// What the one comes to.
    pub base: Study,
    /// What the other comes to.
    pub other: Study,
    /// What each of the parts comes to.
    pub parts: Vec<Tallies>,
    differences: Tallies,
}

impl Paired {
    /// Runs all of them on every seed of a sample; `made` is told how many more runs there are.
    ///
    /// Returns: what they come to, or the error of the first seed at which one failed.
    pub fn of(
        base: &Setting,
        other: &Setting,
        parts: &[Setting],
        sample: Sample,
        made: impl Fn(u64) + Sync + Send,
    ) -> Result<Self, RunError> {
        let empty = || Self {
            base: Study::new(),
            other: Study::new(),
            parts: vec![Tallies::default(); parts.len()],
            differences: Tallies::default(),
        };
        let each = 2 + parts.len() as u64;
        over(sample.runs, &|| made(each), empty, |paired, number| {
            let seed = sample.seed(number);
            let before = paired.base.add(base, seed)?;
            let after = paired.other.add(other, seed)?;
            paired.differences.add(|measure| measure.of(&after) - measure.of(&before));
            for (setting, tallies) in parts.iter().zip(&mut paired.parts) {
                let alone = run(setting, seed, &mut (), |_| ())?;
                tallies.add(|measure| measure.of(&alone));
            }
            Ok(())
        })
    }

    /// The difference of a figure: other less base.
    #[must_use]
    pub fn tally(&self, measure: Measure) -> &Tally {
        self.differences.of(measure)
    }
}

impl Merge for Paired {
    fn merge(&mut self, other: Self) {
        self.base.merge(other.base);
        self.other.merge(other.other);
        self.differences.merge(&other.differences);
        for (mine, theirs) in self.parts.iter_mut().zip(&other.parts) {
            mine.merge(theirs);
        }
    }
}
