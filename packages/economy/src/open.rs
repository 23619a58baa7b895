//! The open epoch: what has happened in it so far.

use ballast_math::{Concentration, EpochId, MathError, Tokens, Usd};
use serde::{Deserialize, Serialize};

/// Sums of the open epoch; it begins empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenEpoch {
    /// Its number.
    pub epoch: EpochId,
    /// Micro-USD settled.
    pub usd_settled: Usd,
    /// GPU seconds delivered, as meters say.
    pub gpu_seconds: u64,
    /// Tokens burned.
    pub burned: Tokens,
    /// Tokens that went from tenants to providers directly.
    pub direct_pay: Tokens,
    /// Sum of the providers' weights.
    pub weight: u128,
    /// Tokens paid into the reserve.
    pub retired: Tokens,
    /// Who was behind the demand.
    pub demand: Demand,
}

impl OpenEpoch {
    /// The epoch after it, in which nothing has happened yet.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { epoch: self.epoch.saturating_add(1), ..Self::default() }
    }

    /// Adds tokens that left circulation by being paid into the reserve.
    pub fn retire(&mut self, amount: Tokens) -> Result<(), MathError> {
        self.retired = self.retired.plus(amount)?;
        Ok(())
    }
}

/// Who was behind the demand of an epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Demand {
    /// Tenants' spending.
    pub tenants: Concentration,
    /// Providers' takings.
    pub providers: Concentration,
    /// Micro-USD that accounts paid to themselves.
    pub self_dealing: Usd,
}
