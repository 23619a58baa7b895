//! The economic policy of a network as one value: checked as a whole before it is ever used.

mod checks;

pub use checks::{PolicyError, valid_total};
use serde::{Deserialize, Serialize};

use crate::burn::BurnPolicy;
use crate::ema::Smoothing;
use crate::quote::Rate;
use crate::rewards::RewardPolicy;
use crate::schedule::Emission;
use crate::steering::Steering;
use crate::time::Duration;
use crate::units::{Ratio, Tokens};

/// Everything that decides what burns and what is minted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Policy {
    /// How payments are split.
    pub burn: BurnPolicy,
    /// How the mint is decided.
    pub mint: MintPolicy,
    /// How the grant is shared and paid out.
    pub reward: RewardPolicy,
}

/// How the mint of an epoch is decided.
///
/// ```text
/// requested = schedule + rho · min(smoothed burn, remint cap) + value_share · usd settled / price
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MintPolicy {
    /// Streams of scheduled emission, spent from the emission budget; empty for none. At most [`MAX_EMISSIONS`].
    pub schedule: Vec<Emission>,
    /// Share of the smoothed burn that is minted again.
    pub rho: Rho,
    /// How fast the smoothed burn (and the smoothed mint of the coverage) follows.
    pub smoothing: Smoothing,
    /// The most of the smoothed burn that counts, if limited.
    pub remint_cap: Option<Rate>,
    /// Share of the settled USD that is minted again by value; 0 for none.
    pub value_share: Ratio,
    /// γ: re-mint is at most this share of the epoch's own burn. At most [`MAX_ROUND_TRIP`].
    pub round_trip: Ratio,
    /// Net emission of the trailing window, annualised, is at most this share of the supply at its start; none for no
    /// rule. Checked whenever something is minted: burns can still lower the start of a later window.
    pub net_emission_cap: Option<Ratio>,
    /// Mint of the trailing window is at most this share of the supply at its start, checked as above. At most 1.
    pub gross_emission_cap: Ratio,
    /// The supply never exceeds this by minting, if set.
    pub max_supply: Option<Tokens>,
    /// What the breaker leaves of a request.
    pub breaker: BreakerFactors,
}

/// ρ, the share of the smoothed burn that is minted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rho {
    /// Always the same. At most [`MAX_RHO`].
    Fixed(Ratio),
    /// Moved so that net emission stays in a band.
    Steered(Steering),
}

/// What the breaker leaves of a request at levels 1 and 2; at level 3 it leaves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BreakerFactors {
    /// Share of the request at level 1; at most 1.
    pub caution: Ratio,
    /// Share of the request at level 2; at most that of level 1.
    pub restricted: Ratio,
}

/// γ above this is no bound worth the name: ten times the epoch's burn.
pub const MAX_ROUND_TRIP: Ratio = Ratio::percent(1_000);

/// ρ above one already inflates without limit; twice leaves room for catching up after a long decline.
pub const MAX_RHO: Ratio = Ratio::percent(200);

/// The fastest rate: 10²⁷ base units a second. What it gives in three thousand years still fits 128 bits, so that
/// closing an epoch cannot fail by a schedule.
pub const MAX_RATE: Tokens = Tokens::new(1_000_000_000 * crate::units::ONE);

/// The largest supply, budget or total of a schedule: 10¹⁸ whole tokens of 18 decimals. Sums of a few of them fit 128 bits,
/// so that no amount can keep an epoch from closing.
pub const MAX_SUPPLY: Tokens = Tokens::new(crate::units::ONE * crate::units::ONE);

impl Policy {
    /// A policy to start from, part by part: everything burns, 90% of the smoothed burn is minted again, nothing vests.
    #[must_use]
    pub const fn plain() -> Self {
        Self { burn: BurnPolicy::plain(), mint: MintPolicy::plain(), reward: RewardPolicy::plain() }
    }
}

impl MintPolicy {
    /// To start from: 90% of the burn, smoothed by a quarter a day, is minted again, at most what the epoch burned and a tenth
    /// of the supply in a window; half of it at level 1 of the breaker, a tenth at level 2. No schedule, no other cap.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            schedule: vec![],
            rho: Rho::Fixed(Ratio::percent(90)),
            smoothing: Smoothing { weight: Ratio::percent(25), period: Duration::DAY },
            remint_cap: None,
            value_share: Ratio::ZERO,
            round_trip: Ratio::ONE,
            net_emission_cap: None,
            gross_emission_cap: Ratio::percent(10),
            max_supply: None,
            breaker: BreakerFactors { caution: Ratio::percent(50), restricted: Ratio::percent(10) },
        }
    }

    /// ρ at the start.
    #[must_use]
    pub const fn initial_rho(&self) -> Ratio {
        match &self.rho {
            Rho::Fixed(rho) => *rho,
            Rho::Steered(steering) => steering.rest,
        }
    }
}
