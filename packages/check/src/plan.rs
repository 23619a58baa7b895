//! What decides which runs are made.

use ballast_math::Duration;
use ballast_stress::{PriceModel, Scenario};
use serde::Serialize;

/// What decides which runs are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The master seed.
    pub seed: u64,
    /// Runs of each scenario, with the rules of today and with those of the proposal each.
    pub runs: u32,
    /// Days in a run.
    pub days: u32,
    /// Seconds in an epoch.
    pub epoch_length: Duration,
    /// How price follows from demand and supply.
    pub model: PriceModel,
}

impl Plan {
    /// How many runs a check of so many changes makes, for who waits for it.
    #[must_use]
    pub fn work(&self, changes: usize) -> u64 {
        let alone = if changes > 1 { changes as u64 } else { 0 };
        Scenario::ALL.len() as u64 * u64::from(self.runs) * (2 + alone)
    }
}
