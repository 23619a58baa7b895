//! How governance is set up: who governs, who guards, and the constitution as people write it.

use std::collections::BTreeMap;

use ballast_economy::Signals;
use ballast_guardrails::{Bounds, Constitution, ParameterId, Rule, Terms, Unit};
use ballast_math::{Duration, ParseError, Ratio};
use litemap::LiteMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Parameter;

/// Who governs, and within what limits. Roles can be handed over; the constitution is fixed for the life of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GovernanceConfig {
    /// Accounts that may queue changes and tighten, at most 4: x/gov's module account, a DAO.
    pub governors: Vec<String>,
    /// Whether the chain itself governs too, through `sudo`. There must be a governor of one kind or the other.
    pub chain_governs: bool,
    /// Who may veto loosenings and trip the breaker; no governor.
    pub guardian: Option<String>,
    /// What no vote can change.
    pub constitution: ConstitutionConfig,
}

/// What no vote can change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConstitutionConfig {
    /// The terms of every change.
    pub terms: Terms,
    /// What trips the breaker.
    pub signals: Signals,
    /// Rules by parameter, such as `policy.mint.round_trip`, `sources.*.max_age` or `meters.*`. A parameter without one
    /// cannot be changed.
    pub rules: BTreeMap<Parameter, RuleConfig>,
}

/// The hard rule of a parameter, its numbers as texts in the parameter's unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleConfig {
    /// Hard minimum.
    pub min: String,
    /// Hard maximum.
    pub max: String,
    /// The largest relative move of one change: `"0.1"` reaches from `value / 1.1` to `value · 1.1`. At most 1.
    pub step: Ratio,
    /// The smallest absolute move that is always allowed within the bounds.
    pub min_step: String,
    /// Seconds from one change to the next; from a day to a year.
    pub interval: Duration,
}

/// Why a constitution cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RuleError {
    /// There is no such parameter.
    #[error("constitution: there is no parameter {parameter}")]
    Unknown {
        /// Its name.
        parameter: Parameter,
    },
    /// The limit of a meter that is removed is 0.
    #[error("constitution: min of meters.*: expected 0, found {found}")]
    MeterMinimum {
        /// The minimum.
        found: String,
    },
    /// A number is not one.
    #[error("constitution: {field} of {parameter}: {error}, found {found:?}")]
    Number {
        /// The parameter.
        parameter: Parameter,
        /// The field.
        field: &'static str,
        /// What is wrong.
        error: ParseError,
        /// The text.
        found: String,
    },
}

impl ConstitutionConfig {
    /// The constitution that this describes; its limits are not checked yet.
    pub fn read(&self) -> Result<Constitution<Parameter>, RuleError> {
        let mut constitution = Constitution { terms: self.terms, rules: LiteMap::new() };
        for (parameter, rule) in &self.rules {
            constitution.rules.insert(parameter.clone(), rule.read(parameter)?);
        }
        Ok(constitution)
    }
}

impl RuleConfig {
    fn read(&self, parameter: &Parameter) -> Result<Rule, RuleError> {
        // A rule is for a whole family: one for a single meter would be a rule about an account.
        if !parameter.is_known() || parameter.family() != *parameter {
            return Err(RuleError::Unknown { parameter: parameter.clone() });
        }
        let number = |field, unit: Unit, text: &String| {
            unit.parse(text).map_err(|error| RuleError::Number {
                parameter: parameter.clone(),
                field,
                error,
                found: text.clone(),
            })
        };
        let unit = parameter.unit();
        let min = number("min", unit, &self.min)?;
        if *parameter == Parameter::meter("*") && min > 0 {
            return Err(RuleError::MeterMinimum { found: self.min.clone() });
        }
        Ok(Rule {
            bounds: Bounds { min, max: number("max", unit, &self.max)? },
            step: self.step,
            min_step: number("min_step", unit.of_differences(), &self.min_step)?,
            interval: self.interval,
        })
    }
}
