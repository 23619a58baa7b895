//! Whether a policy can be used: every value against its outer limit, and the whole for consistency.

use thiserror::Error;

use super::{MAX_RATE, MAX_RHO, MAX_ROUND_TRIP, MAX_SUPPLY, MintPolicy, Policy, Rho};
use crate::burn::BurnPolicy;
use crate::error::MathError;
use crate::quote::Rate;
use crate::rewards::RewardPolicy;
use crate::schedule::{Emission, MAX_EMISSIONS, MAX_STEPS};
use crate::steering::SteeringError;
use crate::time::{Duration, Timestamp};
use crate::units::{Ratio, Tokens};

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
