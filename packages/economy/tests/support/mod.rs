//! What the suites share: the math's own references and policies, and a day in which nothing happens.

#![allow(dead_code, unused_imports, reason = "each suite uses a part of it")]

#[path = "../../../math/tests/support/mod.rs"]
mod exact;

use ballast_economy::{Closing, EpochInputs, EpochState};
use ballast_guardrails::Level;
use ballast_math::{Duration, MathError, Policy, Timestamp, Tokens, Usd, epoch_range};
pub use exact::*;

/// Day `number` of an economy in which somebody worked and nothing burned.
pub fn idle_day(number: u64) -> EpochInputs {
    EpochInputs {
        range: epoch_range(Timestamp::new(0), Duration::DAY, number).expect("a day"),
        burned: Tokens::ZERO,
        retired: Tokens::ZERO,
        usd_settled: Usd::ZERO,
        gpu_seconds: 0,
        weight: 1,
        quote: None,
        reserve: None,
        carried: Tokens::ZERO,
    }
}

/// An epoch closed at a level, and the state after it.
pub fn close_epoch(
    policy: &Policy,
    mut state: EpochState,
    inputs: &EpochInputs,
    level: Level,
) -> Result<(EpochState, Closing), MathError> {
    let closing = state.close(policy, inputs, level)?;
    Ok((state, closing))
}
