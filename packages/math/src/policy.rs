//! The economic policy of a network as one value: checked as a whole before it is ever used.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::burn::BurnPolicy;
use crate::ema::Smoothing;
use crate::error::MathError;
use crate::quote::Rate;
use crate::rewards::RewardPolicy;
use crate::schedule::{Emission, MAX_EMISSIONS, MAX_STEPS};
use crate::steering::{Steering, SteeringError};
use crate::time::{Duration, Timestamp};
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

/// Why a policy is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// A value is above its outer limit.
    #[error("{field}: expected at most {max}, found {found}")]
    TooLarge {
        /// The field.
        field: &'static str,
        /// The outer limit.
        max: Ratio,
        /// The value.
        found: Ratio,
    },
    /// A value must not be zero.
    #[error("{field} must be above zero")]
    Zero {
        /// The field.
        field: &'static str,
    },
    /// A rate is faster than any real one.
    #[error("{field}: expected at most {max} base units a second, found {amount} in {per} s")]
    RateTooLarge {
        /// The field.
        field: &'static str,
        /// The fastest rate, per second.
        max: Tokens,
        /// The amount.
        amount: Tokens,
        /// The time that it is for.
        per: Duration,
    },
    /// A total is larger than any real one.
    #[error("{field}: expected at most {max} base units, found {found}")]
    TotalTooLarge {
        /// The field.
        field: &'static str,
        /// The largest total.
        max: Tokens,
        /// The total.
        found: Tokens,
    },
    /// A list is longer than can be processed in bounded time.
    #[error("{field}: expected at most {max} entries, found {found}")]
    TooMany {
        /// The field.
        field: &'static str,
        /// The most entries.
        max: usize,
        /// The entries.
        found: usize,
    },
    /// The steps of a schedule are not in order of time.
    #[error("step {index} of the schedule starts at {found}, expected after {previous}")]
    StepOrder {
        /// Position of the step, from 0.
        index: usize,
        /// Start of the step before.
        previous: Timestamp,
        /// Start of this step.
        found: Timestamp,
    },
    /// There is one network time, so there can be one baseline.
    #[error("expected at most one baseline emission, found {found}")]
    Baselines {
        /// How many there are.
        found: usize,
    },
    /// The steering rule is refused.
    #[error(transparent)]
    Steering(#[from] SteeringError),
    /// The values do not fit together.
    #[error(transparent)]
    Math(#[from] MathError),
}

impl Policy {
    /// A policy to start from, part by part: everything burns, 90% of the smoothed burn is minted again, nothing vests.
    #[must_use]
    pub const fn plain() -> Self {
        Self { burn: BurnPolicy::plain(), mint: MintPolicy::plain(), reward: RewardPolicy::plain() }
    }

    /// Checks every value against its outer limit and the whole for consistency.
    pub fn validate(&self) -> Result<(), PolicyError> {
        self.burn.validate()?;
        self.mint.validate()?;
        self.reward.validate()
    }
}

impl BurnPolicy {
    fn validate(&self) -> Result<(), PolicyError> {
        at_most("burn_share", self.burn_share, Ratio::ONE)?;
        // A spread of one would take the tokens and give nothing.
        at_most("credit_spread", self.credit_spread, Ratio::from_atomics(Ratio::ONE.atomics() - 1))
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

    fn validate(&self) -> Result<(), PolicyError> {
        if self.schedule.len() > MAX_EMISSIONS {
            return Err(PolicyError::TooMany {
                field: "schedule",
                max: MAX_EMISSIONS,
                found: self.schedule.len(),
            });
        }
        self.schedule.iter().try_for_each(Emission::validate)?;
        let baselines =
            self.schedule.iter().filter(|stream| matches!(stream, Emission::Baseline { .. })).count();
        if baselines > 1 {
            return Err(PolicyError::Baselines { found: baselines });
        }
        match &self.rho {
            Rho::Fixed(rho) => at_most("rho", *rho, MAX_RHO)?,
            Rho::Steered(steering) => {
                at_most("rho.max", steering.max, MAX_RHO)?;
                steering.validate()?;
            }
        }
        above_zero("smoothing.weight", self.smoothing.weight.atomics())?;
        at_most("smoothing.weight", self.smoothing.weight, Ratio::ONE)?;
        above_zero("smoothing.period", self.smoothing.period.into())?;
        if let Some(cap) = self.remint_cap {
            valid_rate("remint_cap", "remint_cap.per", cap)?;
        }
        at_most("value_share", self.value_share, Ratio::ONE)?;
        at_most("round_trip", self.round_trip, MAX_ROUND_TRIP)?;
        at_most("net_emission_cap", self.net_emission_cap.unwrap_or_default(), Ratio::ONE)?;
        at_most("gross_emission_cap", self.gross_emission_cap, Ratio::ONE)?;
        at_most("breaker.caution", self.breaker.caution, Ratio::ONE)?;
        at_most("breaker.restricted", self.breaker.restricted, self.breaker.caution)
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

impl Emission {
    fn validate(&self) -> Result<(), PolicyError> {
        match self {
            Self::Constant { rate, .. } => valid_rate("schedule.rate", "schedule.rate.per", *rate),
            Self::Steps { steps } => {
                if steps.len() > MAX_STEPS {
                    return Err(PolicyError::TooMany {
                        field: "schedule.steps",
                        max: MAX_STEPS,
                        found: steps.len(),
                    });
                }
                let mut previous = None;
                for (index, step) in steps.iter().enumerate() {
                    valid_rate("schedule.steps.rate", "schedule.steps.rate.per", step.rate)?;
                    if let Some(previous) = previous.filter(|previous| step.from <= *previous) {
                        return Err(PolicyError::StepOrder { index, previous, found: step.from });
                    }
                    previous = Some(step.from);
                }
                Ok(())
            }
            Self::ExponentialDecay { total, half_life, .. } => {
                valid_total("schedule.total", *total)?;
                above_zero("schedule.half_life", (*half_life).into())
            }
            Self::Baseline { total, half_life, baseline } => {
                valid_total("schedule.total", *total)?;
                above_zero("schedule.half_life", (*half_life).into())?;
                above_zero("schedule.baseline.initial", baseline.initial.into())?;
                above_zero("schedule.baseline.per", baseline.per.into())?;
                above_zero("schedule.baseline.doubling", baseline.doubling.into())
            }
        }
    }
}

impl RewardPolicy {
    fn validate(&self) -> Result<(), PolicyError> {
        at_most("vesting_share", self.vesting_share, Ratio::ONE)?;
        if self.vesting_share.is_zero() {
            return Ok(());
        }
        above_zero("vesting_period", self.vesting_period.into())
    }
}

fn at_most(field: &'static str, found: Ratio, max: Ratio) -> Result<(), PolicyError> {
    if found > max { Err(PolicyError::TooLarge { field, max, found }) } else { Ok(()) }
}

fn above_zero(field: &'static str, found: u128) -> Result<(), PolicyError> {
    if found == 0 { Err(PolicyError::Zero { field }) } else { Ok(()) }
}

fn valid_rate(field: &'static str, per: &'static str, rate: Rate) -> Result<(), PolicyError> {
    above_zero(per, rate.per.into())?;
    if rate.amount.get() / u128::from(rate.per) > MAX_RATE.get() {
        return Err(PolicyError::RateTooLarge { field, max: MAX_RATE, amount: rate.amount, per: rate.per });
    }
    Ok(())
}

/// Checks a supply, a budget or a total against [`MAX_SUPPLY`].
pub fn valid_total(field: &'static str, found: Tokens) -> Result<(), PolicyError> {
    let max = MAX_SUPPLY;
    if found > max { Err(PolicyError::TotalTooLarge { field, max, found }) } else { Ok(()) }
}
