//! The collateral: what could be re-minted for outstanding credits, against what they promise.

use ballast_math::{Credits, MathError, OutstandingCredits, Policy, Quote, Ratio};

use super::SignalInputs;
use crate::draft::Closing;

/// What was found when the market was looked at.
#[inline]
pub fn drawdown(look: &SignalInputs) -> Result<Option<Ratio>, MathError> {
    Ok(look.shortfall)
}

/// What credits that stay outstanding would lack right after an epoch, when nothing is settled or burned yet.
#[inline]
pub fn drawdown_at_close(
    policy: &Policy,
    closing: &Closing,
    prepaid: Option<(Credits, Quote)>,
) -> Result<Option<Ratio>, MathError> {
    let Some((credits, quote)) = prepaid else { return Ok(None) };
    let (remint_credit, supply) = (closing.remint_credit, closing.supply);
    let outstanding = OutstandingCredits { credits, remint_credit, supply, ..OutstandingCredits::default() };
    policy.collateral_shortfall(&outstanding, quote)
}
