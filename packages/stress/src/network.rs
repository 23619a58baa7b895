//! What a network's contract is configured with, as far as its economy goes.

use ballast_economy::{BreakerPolicy, Issuance, Rules, Signals};
use ballast_math::{
    Duration, EpochId, MathError, Policy, Price, Quote, Ratio, TimeRange, Timestamp, Tokens, Usd, epoch_range,
};
use serde::{Deserialize, Serialize};

/// A network, as it is instantiated: one price feed with one feeder, one meter, a token that the contract mints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// What burns and what is minted.
    pub policy: Policy,
    /// When the breaker trips.
    pub breaker: BreakerPolicy,
    /// What it looks at.
    pub signals: Signals,
    /// How far spot may lie from its average of a day.
    pub band: Ratio,
    /// Decimals of the token.
    pub decimals: u8,
    /// UNIX time at which epoch 0 starts.
    pub genesis: Timestamp,
    /// Seconds in an epoch.
    pub epoch_length: Duration,
    /// Epochs that the emission caps look back.
    pub window: u32,
    /// Circulating supply at the start.
    pub supply: Tokens,
    /// All that the schedule may ever mint.
    pub emission_budget: Tokens,
    /// Seconds after which a quote is too old.
    pub max_age: Duration,
    /// What the meter may settle in an epoch.
    pub meter_limit: Usd,
}

impl Network {
    /// The rules that its epochs are closed by.
    #[must_use]
    pub const fn rules(&self, issuance: Issuance) -> Rules<'_> {
        Rules { policy: &self.policy, breaker: &self.breaker, signals: self.signals, issuance }
    }

    /// When an epoch is.
    pub fn epoch_range(&self, epoch: EpochId) -> Result<TimeRange, MathError> {
        epoch_range(self.genesis, self.epoch_length, epoch)
    }

    /// A price with the token's decimals.
    pub fn quote(&self, price: Price) -> Result<Quote, MathError> {
        Quote::new(price, self.decimals)
    }

    /// The same network without its guardrails: no signal trips, and no cap but those that are accounting.
    ///
    /// What stays: nothing is minted that was not burned first or was not in the budget, and the maximum supply.
    #[must_use]
    pub fn unguarded(&self) -> Self {
        let mut free = self.clone();
        free.signals = Signals::NONE;
        let mint = &mut free.policy.mint;
        mint.net_emission_cap = None;
        mint.gross_emission_cap = Ratio::ONE;
        mint.round_trip = ballast_math::MAX_ROUND_TRIP;
        // A dead oracle raises the level all the same, and a level above 0 mints at most what burned; its factors are lifted.
        mint.breaker = ballast_math::BreakerFactors { caution: Ratio::ONE, restricted: Ratio::ONE };
        free
    }
}
