//! What the economy remembers from epoch to epoch.

use ballast_math::{HighPrecisionAmount, NetworkTime, Policy, Ratio, Rho, Tokens, Window};
use serde::{Deserialize, Serialize};

/// What the economy remembers from epoch to epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochState {
    /// Circulating supply at the end of the last closed epoch.
    pub supply: Tokens,
    /// Scheduled emission that may still be minted. Only ever falls.
    pub budget_left: Tokens,
    /// Burned so far and not yet re-minted.
    pub remint_credit: Tokens,
    /// Smoothed burn, tokens per epoch.
    pub smoothed_burn: HighPrecisionAmount,
    /// Smoothed mint, tokens per epoch.
    pub smoothed_mint: HighPrecisionAmount,
    /// ρ for the epoch that is open.
    pub rho: Ratio,
    /// Effective network time, for the baseline emission.
    pub network_time: NetworkTime,
    /// The trailing window of the emission caps.
    pub window: Window,
}

impl EpochState {
    /// The state before the first epoch.
    #[must_use]
    #[inline]
    pub fn new(policy: &Policy, supply: Tokens, emission_budget: Tokens, window: u32) -> Self {
        Self {
            supply,
            budget_left: emission_budget,
            remint_credit: Tokens::ZERO,
            smoothed_burn: HighPrecisionAmount::ZERO,
            smoothed_mint: HighPrecisionAmount::ZERO,
            rho: policy.mint.initial_rho(),
            network_time: NetworkTime::default(),
            window: Window::new(window),
        }
    }

    /// Takes up a new policy between two epochs: ρ becomes the new fixed value, or moves inside the new limits.
    pub fn adopt(&mut self, policy: &Policy) {
        self.rho = match &policy.mint.rho {
            Rho::Fixed(rho) => *rho,
            Rho::Steered(steering) => self.rho.clamp(steering.min, steering.max),
        };
    }
}
