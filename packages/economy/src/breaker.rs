//! What the breaker remembers from message to message.

use ballast_guardrails::Breaker;
use ballast_math::{Ratio, Tokens};
use serde::{Deserialize, Serialize};

use crate::reference::PriceReference;

/// What the breaker remembers from message to message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BreakerState {
    /// The state machine.
    pub breaker: Breaker,
    /// The reference of the price.
    pub price: PriceReference,
    /// Fall of the smoothed burn at the last close.
    pub usage: Ratio,
    /// Part of the smoothed mint that was not covered at the last close.
    pub coverage: Ratio,
    /// Burned and not yet re-minted at the last close; zero where the collateral is not looked at.
    pub remint_credit: Tokens,
}
