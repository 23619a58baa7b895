//! Which runs a study is of.

use serde::Serialize;

use crate::scenario::Scenario;
use crate::seed::Seed;

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
    pub(crate) fn seed(&self, run: u32) -> Seed {
        Seed { master: self.master, scenario: self.scenario, run: run.into() }
    }
}
