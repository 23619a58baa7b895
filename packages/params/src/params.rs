//! The parameters that are one value, and what is wrong with them.

use ballast_economy::BreakerPolicy;
use ballast_guardrails::ThresholdError;
use ballast_math::{Policy, PolicyError, Ratio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What governance tunes: one value, checked as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Params {
    /// What burns, what is minted, how it is shared.
    pub policy: Policy,
    /// When a price may be used.
    pub price: PriceParams,
    /// When the breaker trips, and how it comes down.
    pub breaker: BreakerPolicy,
    /// Epochs for which receipts are kept before anyone may prune them; at least 1.
    pub receipt_retention: u32,
}

/// When a price may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceParams {
    /// Sources that must be fresh and agree; at least 1 (0 only where there are no sources).
    pub min_sources: u32,
    /// How far spot may lie from its 24-hour average, as a share of the average; above 0.
    pub band: Ratio,
}

/// Why parameters are refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParamsError {
    /// The policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The breaker.
    #[error(transparent)]
    Breaker(#[from] ThresholdError),
    /// A parameter is out of its range, rule or no rule.
    #[error("params.{parameter}: expected from {min} to {max}, found {found}")]
    Parameter {
        /// Its name.
        parameter: &'static str,
        /// The smallest allowed.
        min: u128,
        /// The largest allowed.
        max: u128,
        /// The number.
        found: u128,
    },
    /// Another number is out of its range.
    #[error("{field}: expected from {min} to {max}, found {found}")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// The smallest allowed.
        min: u128,
        /// The largest allowed.
        max: u128,
        /// The number.
        found: u128,
    },
}

impl PriceParams {
    /// To start from: one source, a band of a quarter.
    #[must_use]
    pub const fn plain() -> Self {
        Self { min_sources: 1, band: Ratio::percent(25) }
    }
}

impl Params {
    /// To start from: [`Policy::plain`], one price source, [`BreakerPolicy::standard`], receipts kept for ten epochs.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            policy: Policy::plain(),
            price: PriceParams::plain(),
            breaker: BreakerPolicy::standard(),
            receipt_retention: 10,
        }
    }
}

/// Errors when a number is out of its range.
pub fn in_range(field: &'static str, found: u128, min: u128, max: u128) -> Result<(), ParamsError> {
    if (min..=max).contains(&found) {
        Ok(())
    } else {
        Err(ParamsError::OutOfRange { field, min, max, found })
    }
}
