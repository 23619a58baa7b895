//! What never changes: the terms of every change, and the rule of each parameter.

use core::ops::RangeInclusive;

use ballast_math::{Duration, Ratio};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::parameters::ParameterId;
use crate::rule::{Bounds, Rule};
use crate::unit::Quantity;

/// The terms of every change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Terms {
    /// Seconds from queueing to the earliest execution.
    pub delay: Duration,
    /// Blocks from queueing to the earliest execution: both must have passed, so that a halted chain does not eat the time
    /// in which a change can be vetoed.
    pub delay_blocks: u64,
    /// Seconds in which a set may be executed, from its earliest time on; also how long a role that was offered can be
    /// accepted.
    pub grace: Duration,
    /// The longest trip of the guardian, in seconds.
    pub longest_trip: Duration,
}

/// Outer limits of a constitution, in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Of the delay in time.
    pub delay: RangeInclusive<Duration>,
    /// Of the delay in blocks.
    pub delay_blocks: RangeInclusive<u64>,
    /// Of the grace.
    pub grace: RangeInclusive<Duration>,
    /// Of the guardian's trip.
    pub longest_trip: RangeInclusive<Duration>,
    /// Of a parameter's interval.
    pub interval: RangeInclusive<Duration>,
    /// The largest step.
    pub step: Ratio,
}

impl Limits {
    /// The limits that every deployed constitution obeys.
    pub const STANDARD: Self = Self {
        // Two days: a weekend's notice is the least that a holder needs to leave; a month is the longest that a network
        // can wait for a repair.
        delay: Duration::days(2)..=Duration::days(30),
        // A thousand blocks are two hours at 6 s: enough for a veto after a halted chain has started again.
        delay_blocks: 1_000..=10_000_000,
        grace: Duration::DAY..=Duration::WEEK,
        longest_trip: Duration::HOUR..=Duration::WEEK,
        interval: Duration::DAY..=Duration::YEAR,
        // Doubling: more than that is not a step.
        step: Ratio::ONE,
    };
}

/// The terms and the rules. A parameter without a rule cannot be changed at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constitution<Id: Ord> {
    /// The terms of every change.
    pub terms: Terms,
    /// Rules by family of parameters.
    #[serde(
        with = "crate::entries",
        bound(serialize = "Id: Serialize", deserialize = "Id: Deserialize<'de> + Ord")
    )]
    pub rules: LiteMap<Id, Rule>,
}

/// Why a constitution is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConstitutionError {
    /// A term is outside of its outer limits.
    #[error("constitution: {term}: expected from {min} to {max}, found {found}")]
    Term {
        /// The term.
        term: &'static str,
        /// The smallest allowed.
        min: u64,
        /// The largest allowed.
        max: u64,
        /// What was found.
        found: u64,
    },
    /// A parameter's hard bounds are reversed or wider than what the code can take.
    #[error(
        "constitution: bounds of {parameter}: expected within {min} and {max}, found {found_min} to {found_max}"
    )]
    Bounds {
        /// The parameter.
        parameter: String,
        /// The smallest allowed minimum.
        min: String,
        /// The largest allowed maximum.
        max: String,
        /// The minimum.
        found_min: String,
        /// The maximum.
        found_max: String,
    },
    /// A step is zero or too large.
    #[error("constitution: step of {parameter}: expected above 0 and at most {max}, found {found}")]
    Step {
        /// The parameter.
        parameter: String,
        /// The largest step.
        max: Ratio,
        /// The step.
        found: Ratio,
    },
    /// The smallest absolute step is zero, or as wide as the bounds.
    #[error(
        "constitution: min_step of {parameter}: expected above 0 and below the width of the bounds ({width}), found {found}"
    )]
    MinStep {
        /// The parameter.
        parameter: String,
        /// Maximum less minimum.
        width: String,
        /// The smallest step.
        found: String,
    },
    /// An interval is outside of its outer limits.
    #[error("constitution: interval of {parameter}: expected from {min} to {max} s, found {found} s")]
    Interval {
        /// The parameter.
        parameter: String,
        /// The shortest allowed.
        min: Duration,
        /// The longest allowed.
        max: Duration,
        /// The interval.
        found: Duration,
    },
    /// A value is outside of its hard bounds.
    #[error("{parameter}: expected from {min} to {max}, found {found}")]
    Value {
        /// The parameter.
        parameter: String,
        /// The hard minimum.
        min: String,
        /// The hard maximum.
        max: String,
        /// The value.
        found: String,
    },
}

impl Terms {
    fn validate(&self, limits: &Limits) -> Result<(), ConstitutionError> {
        let within = |term, found: u64, min: u64, max: u64| {
            if (min..=max).contains(&found) {
                Ok(())
            } else {
                Err(ConstitutionError::Term { term, min, max, found })
            }
        };
        let lasts = |term, found: Duration, limits: &RangeInclusive<Duration>| {
            within(term, found.seconds(), limits.start().seconds(), limits.end().seconds())
        };
        let blocks = &limits.delay_blocks;
        lasts("delay", self.delay, &limits.delay)?;
        within("delay_blocks", self.delay_blocks, *blocks.start(), *blocks.end())?;
        lasts("grace", self.grace, &limits.grace)?;
        lasts("longest_trip", self.longest_trip, &limits.longest_trip)
    }
}

impl<Id: ParameterId> Constitution<Id> {
    /// The rule of a parameter; `None` for one that cannot be changed.
    #[must_use]
    pub fn rule(&self, id: &Id) -> Option<&Rule> {
        self.rules.get(&id.family())
    }

    /// Checks the terms and every rule against the outer limits of the code.
    pub fn validate(&self, limits: &Limits) -> Result<(), ConstitutionError> {
        self.terms.validate(limits)?;
        self.rules.iter().try_for_each(|(id, rule)| rule.validate(id, limits))
    }

    /// Checks that a value lies within its hard bounds; one without a rule may be anything.
    pub fn admits(&self, id: &Id, value: u128) -> Result<(), ConstitutionError> {
        match self.rule(id) {
            Some(rule) if !rule.bounds.contain(value) => {
                let show = |number| Quantity(id.unit(), number).to_string();
                Err(ConstitutionError::Value {
                    parameter: id.to_string(),
                    min: show(rule.bounds.min),
                    max: show(rule.bounds.max),
                    found: show(value),
                })
            }
            _ => Ok(()),
        }
    }
}

impl Rule {
    fn validate<Id: ParameterId>(&self, id: &Id, limits: &Limits) -> Result<(), ConstitutionError> {
        let show = |number| Quantity(id.unit(), number).to_string();
        let parameter = || id.to_string();
        let Bounds { min, max } = id.outer();
        let inside = min <= self.bounds.min && self.bounds.max <= max;
        if !inside || self.bounds.min > self.bounds.max {
            return Err(ConstitutionError::Bounds {
                parameter: parameter(),
                min: show(min),
                max: show(max),
                found_min: show(self.bounds.min),
                found_max: show(self.bounds.max),
            });
        }
        if self.step.is_zero() || self.step > limits.step {
            return Err(ConstitutionError::Step {
                parameter: parameter(),
                max: limits.step,
                found: self.step,
            });
        }
        let width = self.bounds.max - self.bounds.min;
        // A smallest step across all of the bounds would make the step a dead letter. Bounds of a single number or two
        // leave no smaller one.
        if self.min_step == 0 || (self.min_step >= width && width > 1) {
            return Err(ConstitutionError::MinStep {
                parameter: parameter(),
                width: show_width(id, width),
                found: show_width(id, self.min_step),
            });
        }
        if !limits.interval.contains(&self.interval) {
            return Err(ConstitutionError::Interval {
                parameter: parameter(),
                min: *limits.interval.start(),
                max: *limits.interval.end(),
                found: self.interval,
            });
        }
        Ok(())
    }
}

fn show_width<Id: ParameterId>(id: &Id, width: u128) -> String {
    Quantity(id.unit().of_differences(), width).to_string()
}
