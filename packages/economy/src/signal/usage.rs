//! The usage: the smoothed burn, against its best of the last epochs.

use ballast_guardrails::HighWater;
use ballast_math::{EpochId, HighPrecisionAmount, MathError, Ratio};

use super::{BreakerPolicy, MAX_USAGE_WINDOW, SignalInputs};

/// The fall at the last close.
#[inline]
pub fn drawdown(look: &SignalInputs) -> Result<Option<Ratio>, MathError> {
    Ok(Some(look.memory.usage))
}

/// Epochs that the usage looks back.
#[inline]
pub fn window(policy: &BreakerPolicy) -> u64 {
    policy.usage_window.clamp(1, MAX_USAGE_WINDOW).into()
}

/// How far a smoothed burn lies below the best of the window that ends with it.
#[inline]
pub fn drawdown_at_close(
    best: &HighWater<HighPrecisionAmount>,
    epoch: EpochId,
    smoothed_burn: HighPrecisionAmount,
    window: u64,
) -> Result<Ratio, MathError> {
    let reference = best.highest(epoch, window).map_or(smoothed_burn, |best| best.max(smoothed_burn));
    smoothed_burn.drawdown_from(reference)
}
