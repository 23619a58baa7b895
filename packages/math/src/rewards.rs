//! Sharing an epoch's grant among its providers, lazily: each share is computed when its owner is next seen.

use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::time::Duration;
use crate::units::{Ratio, Tokens, Usd};
use crate::wide::{Rounding, mul_div_rem};

/// By what an epoch's grant is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum WeightBy {
    /// Tokens that the provider's work burned: with γ ≤ 1 and no schedule, nobody gains by paying themselves.
    Burned,
    /// USD settled: for networks whose published rule says so.
    Usd,
}

impl WeightBy {
    /// The weight of one payment.
    #[must_use]
    pub const fn of(self, burned: Tokens, usd: Usd) -> u128 {
        match self {
            Self::Burned => burned.get(),
            Self::Usd => usd.get(),
        }
    }
}

/// How rewards are paid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RewardPolicy {
    /// By what an epoch's grant is shared.
    pub weight_by: WeightBy,
    /// Share of each reward that vests linearly; at most 1.
    pub vesting_share: Ratio,
    /// Seconds over which it vests; above 0 where a share vests.
    pub vesting_period: Duration,
}

impl RewardPolicy {
    /// To start from: shared by what the work burned, and nothing vests.
    #[must_use]
    pub const fn plain() -> Self {
        Self { weight_by: WeightBy::Burned, vesting_share: Ratio::ZERO, vesting_period: Duration::ZERO }
    }

    /// Splits a reward into what is payable now (rounded down) and what vests.
    pub fn split(&self, reward: Tokens) -> Result<(Tokens, Tokens), MathError> {
        let vests = reward.times(self.vesting_share, Rounding::Up)?;
        Ok((reward.minus(vests)?, vests))
    }
}

/// A closed epoch's grant, until every provider of that epoch has taken its share.
///
/// Invariant: `Σ shares taken + carried + (what the open weight will take or carry) = granted`, to the unit, in
/// whatever order the shares are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardPool {
    granted: Tokens,
    weight: u128,
    open_weight: u128,
    /// Sum of the remainders `granted · w mod weight` so far, less the whole units already carried; below `weight`.
    residue: u128,
}

/// One provider's share of a reward pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// `⌊granted · w / weight⌋`.
    pub reward: Tokens,
    /// A whole unit that the remainders of several shares add up to; it moves to the next epoch's reward pool.
    pub carried: Tokens,
}

impl RewardPool {
    /// A reward pool of `granted` tokens for work of `weight` in all; `None` where there is nothing to share.
    #[must_use]
    pub fn new(granted: Tokens, weight: u128) -> Option<Self> {
        (!granted.is_zero() && weight > 0).then_some(Self {
            granted,
            weight,
            open_weight: weight,
            residue: 0,
        })
    }

    /// Whether every share has been taken; the remainders have then been carried in full.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.open_weight == 0
    }

    /// Tokens granted.
    #[must_use]
    pub const fn granted(&self) -> Tokens {
        self.granted
    }

    /// The weight that the grant is shared over.
    #[must_use]
    pub const fn weight(&self) -> u128 {
        self.weight
    }

    /// The reward for `weight`, without taking it: what a query shows.
    pub fn share_of(&self, weight: u128) -> Result<Tokens, MathError> {
        self.granted.scale(weight, self.weight, Rounding::Down)
    }

    /// Takes the share of `weight`. Errors when more weight is taken than there is left.
    pub fn take(&mut self, weight: u128) -> Result<Share, MathError> {
        let open_weight = self.open_weight.checked_sub(weight).ok_or(MathError::Underflow {
            operation: "weight left in the reward pool",
            minuend: self.open_weight,
            subtrahend: weight,
        })?;
        let (reward, remainder) =
            mul_div_rem(self.granted.get(), weight, self.weight, "share of a reward pool")?;
        // Both are below the reward pool's weight, so that their sum holds at most one whole unit.
        let to_next = self.weight.saturating_sub(self.residue);
        let (carried, residue) = match remainder.checked_sub(to_next) {
            Some(rest) => (Tokens::new(1), rest),
            None => (Tokens::ZERO, self.residue.saturating_add(remainder)),
        };
        self.open_weight = open_weight;
        self.residue = residue;
        Ok(Share { reward: Tokens::new(reward), carried })
    }
}
