//! Where a run's randomness comes from.

use rand_core::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::scenario::Scenario;

/// What names a run: the same seed gives the same path, whoever runs it and whatever runs beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Seed {
    /// Of the whole study.
    pub master: u64,
    /// Which scenario.
    pub scenario: Scenario,
    /// Which run of it, from 0.
    pub run: u64,
}

impl Seed {
    /// The generator of the run: SHA-256 of master, the scenario's name and the number.
    #[must_use]
    pub fn generator(&self) -> Xoshiro256PlusPlus {
        let mut hash = Sha256::new();
        hash.update(self.master.to_le_bytes());
        hash.update(self.scenario.name().as_bytes());
        hash.update(self.run.to_le_bytes());
        Xoshiro256PlusPlus::from_seed(hash.finalize().into())
    }
}
