//! The coverage: the part of the smoothed mint that the smoothed burn does not cover.

use ballast_math::{MathError, Ratio};

use super::SignalInputs;
use crate::draft::Closing;

/// The gap at the last close.
#[inline]
pub fn drawdown(look: &SignalInputs) -> Result<Option<Ratio>, MathError> {
    Ok(Some(look.memory.coverage))
}

/// The gap that an epoch would leave.
#[inline]
pub fn drawdown_at_close(closing: &Closing) -> Result<Ratio, MathError> {
    closing.smoothed_burn.drawdown_from(closing.smoothed_mint)
}
