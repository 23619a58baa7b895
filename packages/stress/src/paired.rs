//! Networks under the same random numbers: what each comes to, and how they differ run by run.

use crate::gather::{Merge, over};
use crate::measures::{Measure, Run};
use crate::run::{RunError, Setting, run};
use crate::sample::Sample;
use crate::study::Study;
use crate::tally::Tallies;

/// A network, another one, and any number of parts of what tells them apart, all on the same seeds. Each run is made once.
#[derive(Debug, Clone)]
pub struct PairedStudy {
    /// What the one comes to.
    pub base: Study,
    /// What the other comes to.
    pub other: Study,
    /// What the other has more than the base.
    pub differences: Tallies,
    /// What each of the parts has more than the base.
    pub parts: Vec<Tallies>,
    /// What the other has more than the base and all parts together: what the parts do to each other.
    pub left_over: Tallies,
}

impl PairedStudy {
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
            differences: Tallies::default(),
            parts: vec![Tallies::default(); parts.len()],
            left_over: Tallies::default(),
        };
        let each = 2 + parts.len() as u64;
        over(sample.runs, &|| made(each), empty, |paired, number| {
            let seed = sample.seed(number);
            let before = paired.base.add(base, seed)?;
            let after = paired.other.add(other, seed)?;
            let more = |run: &Run, measure: Measure| measure.of(run) - measure.of(&before);
            paired.differences.add(|measure| more(&after, measure));
            let mut left_over = Measure::ALL.map(|measure| more(&after, measure));
            for (setting, tallies) in parts.iter().zip(&mut paired.parts) {
                let alone = run(setting, seed, &mut (), |_| ())?;
                tallies.add(|measure| more(&alone, measure));
                for measure in Measure::ALL {
                    left_over[measure as usize] -= more(&alone, measure);
                }
            }
            paired.left_over.add(|measure| left_over[measure as usize]);
            Ok(())
        })
    }
}

impl Merge for PairedStudy {
    fn merge(&mut self, other: Self) {
        self.base.merge(other.base);
        self.other.merge(other.other);
        self.differences.merge(&other.differences);
        self.left_over.merge(&other.left_over);
        for (mine, theirs) in self.parts.iter_mut().zip(&other.parts) {
            mine.merge(theirs);
        }
    }
}
