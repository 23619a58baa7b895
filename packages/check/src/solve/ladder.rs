//! The values of one parameter from today's to its hard bound, and the changes that lead along them.

use anyhow::{Context, Result, bail, ensure};
use ballast_api::{GuardrailsResponse, Parameter, ParameterStatus, RuleStatus};
use ballast_guardrails::{Bounds, LooseningDirection, ParameterId as _, Quantity, Rule, Unit};
use ballast_math::Timestamp;

/// More changes than anybody would march; the way is not followed any further.
pub const MAX_STOPS: usize = 1_000;

/// A value that is looked for has no smaller parts than a tenth of the smallest step, if nothing else is said.
const PARTS_OF_A_STEP: u128 = 10;

/// One parameter, in its numbers: from today's value in the direction that loosens.
#[derive(Debug, Clone)]
pub struct Ladder {
    /// Which.
    pub parameter: Parameter,
    /// Which way it loosens: up or down.
    pub loosens: LooseningDirection,
    /// Today's value, with what waits for the next epoch already in force.
    pub today: u128,
    /// The hard bound in that direction.
    pub bound: u128,
    /// The values that are tried are whole multiples of this, or the bound, or stops on the way.
    pub resolution: u128,
    /// How one change may move it.
    pub rule: Rule,
    /// UNIX time from which it may change again.
    pub next_change: Timestamp,
    /// A pending set that touches it.
    pub pending: Option<u64>,
}

/// Whether there is anything to look for.
#[derive(Debug, Clone)]
pub enum Room {
    /// The constitution has no rule for the parameter.
    Fixed,
    /// It is at its hard bound.
    AtItsBound,
    /// These values.
    Open(Ladder),
}

/// The parameter that a name stands for: a whole name, or the end of exactly one, such as `mint.rho` of `policy.mint.rho`.
///
/// Errors: none or several that this network has.
pub fn named<'a>(guardrails: &'a GuardrailsResponse, name: &str) -> Result<&'a ParameterStatus> {
    let whole = guardrails.parameters.iter().find(|status| status.parameter.name() == name);
    if let Some(status) = whole {
        return Ok(status);
    }
    let end = format!(".{name}");
    let statuses = guardrails.parameters.iter();
    let found: Vec<&ParameterStatus> =
        statuses.filter(|status| status.parameter.name().ends_with(&end)).collect();
    match found[..] {
        [status] => Ok(status),
        [] => bail!("there is no parameter {name}"),
        _ => {
            let names: Vec<&str> = found.iter().map(|status| status.parameter.name()).collect();
            bail!("{name}: expected one parameter, found {}", names.join(", "))
        }
    }
}

impl Ladder {
    /// Of a parameter as the contract describes it; `resolution` as it is written, a tenth of the smallest step if none is given.
    ///
    /// Errors: a parameter without a looser direction, a resolution that is no number or nothing.
    pub fn of(status: &ParameterStatus, resolution: Option<&str>) -> Result<Room> {
        let parameter = status.parameter.clone();
        let unit = parameter.unit();
        let loosens = parameter.loosens();
        ensure!(
            loosens != LooseningDirection::Both,
            "{parameter} has no looser direction: either way somebody gains what another loses. Write a proposal and check it"
        );
        let Some(found) = &status.rule else { return Ok(Room::Fixed) };
        let rule = rule(unit, found)?;
        let today = unit.parse(&status.value)?;
        let bound = if loosens == LooseningDirection::Up { rule.bounds.max } else { rule.bounds.min };
        if !loosens.by(today, bound) {
            return Ok(Room::AtItsBound);
        }
        let resolution = match resolution {
            Some(text) => {
                let parsed = unit.of_differences().parse(text);
                parsed.with_context(|| format!("--resolution: {text:?} is no number for {parameter}"))?
            }
            None => (rule.min_step / PARTS_OF_A_STEP).max(1),
        };
        ensure!(resolution > 0, "--resolution: expected above 0");
        let (next_change, pending) = (found.next_change, status.pending.as_ref().map(|pending| pending.id));
        Ok(Room::Open(Self { parameter, loosens, today, bound, resolution, rule, next_change, pending }))
    }

    /// A value as it is written.
    #[must_use]
    pub fn show(&self, value: u128) -> String {
        Quantity(self.parameter.unit(), value).to_string()
    }

    /// The resolution as it is written.
    #[must_use]
    pub fn show_resolution(&self) -> String {
        Quantity(self.parameter.unit().of_differences(), self.resolution).to_string()
    }

    /// A multiple of the resolution between two values, as near to their middle as there is one; none where there is none.
    #[must_use]
    pub fn between(&self, one: u128, other: u128) -> Option<u128> {
        let (low, high) = (one.min(other), one.max(other));
        let below = (low + (high - low) / 2) / self.resolution * self.resolution;
        let found = if below > low { below } else { below.checked_add(self.resolution)? };
        (low < found && found < high).then_some(found)
    }

    /// How many values there are to look through, at most.
    #[must_use]
    pub fn count(&self) -> u128 {
        self.today.abs_diff(self.bound) / self.resolution + 1
    }

    /// The values that a parameter has on the way from today's to a looser one when every change is the largest that is allowed; the
    /// last is the looser one. None where that takes more than [`MAX_STOPS`] changes.
    #[must_use]
    pub fn stops(&self, goal: u128) -> Option<Vec<u128>> {
        let mut stops = vec![];
        let mut value = self.today;
        while value != goal {
            let reach = self.rule.reach(value);
            // Not beyond the goal.
            value = match self.loosens {
                LooseningDirection::Down => reach.min.max(goal),
                _ => reach.max.min(goal),
            };
            stops.push(value);
            if stops.len() > MAX_STOPS {
                return None;
            }
        }
        Some(stops)
    }
}

fn rule(unit: Unit, status: &RuleStatus) -> Result<Rule> {
    Ok(Rule {
        bounds: Bounds { min: unit.parse(&status.min)?, max: unit.parse(&status.max)? },
        step: status.step,
        min_step: unit.of_differences().parse(&status.min_step)?,
        interval: status.interval,
    })
}
