//! What a level of the breaker leaves of a mint.

use ballast_guardrails::Level;
use ballast_math::{BreakerFactors, Ratio};

/// The share of a request that a level leaves: all of it and no cap at level 0, nothing at level 3.
#[must_use]
#[inline]
pub const fn breaker_factor(factors: &BreakerFactors, level: Level) -> Option<Ratio> {
    match level {
        Level::Normal => None,
        Level::Caution => Some(factors.caution),
        Level::Restricted => Some(factors.restricted),
        Level::Halted => Some(Ratio::ZERO),
    }
}
