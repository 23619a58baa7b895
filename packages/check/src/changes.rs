//! Every parameter that is to change, what it may become, and when.

use ballast_api::Parameter;
use ballast_guardrails::{LooseningDirection, ParameterId as _, Quantity};
use ballast_math::Duration;
use serde::Serialize;

use super::base::{Base, modelled};
use super::proposal::{Change, Path, Request};

/// A parameter that is to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// Its name.
    pub parameter: String,
    /// What it is.
    pub now: String,
    /// What it becomes.
    pub proposed: String,
    /// The smallest and the largest value that one change can reach now; none where no rule lets it change.
    pub allowed: Option<(String, String)>,
    /// The hard bounds.
    pub bounds: Option<(String, String)>,
    /// Whether this change loosens.
    pub loosens: bool,
    /// Whether it can only be queued, whichever way it goes.
    pub both_ways: bool,
    /// Seconds from the moment at which it is queued, or tightened, to the first at which it can be in force.
    pub in_force_after: Duration,
    /// Whether it waits for the next epoch.
    pub waits_for_epoch: bool,
    /// Whether the runs know it.
    pub modelled: bool,
}

/// A row for each change.
pub fn rows(base: &Base, asked: &Request, changes: &[Change]) -> Vec<ChangeRow> {
    changes.iter().map(|change| row(base, asked, change)).collect()
}

fn row(base: &Base, asked: &Request, change: &Change) -> ChangeRow {
    let parameter = &change.parameter;
    let show = |number| Quantity(parameter.unit(), number).to_string();
    let statuses = &base.guardrails.parameters;
    let rule = statuses.iter().find(|status| status.parameter == *parameter);
    let rule = rule.and_then(|status| status.rule.as_ref());
    let loosens = parameter.loosens();
    ChangeRow {
        parameter: parameter.to_string(),
        now: show(change.from),
        proposed: show(change.to),
        allowed: rule.map(|rule| (rule.reach_min.clone(), rule.reach_max.clone())),
        bounds: rule.map(|rule| (rule.min.clone(), rule.max.clone())),
        loosens: loosens.by(change.from, change.to),
        both_ways: loosens == LooseningDirection::Both,
        in_force_after: in_force_after(base, asked.path, parameter),
        waits_for_epoch: parameter.waits_for_epoch(),
        modelled: modelled(parameter),
    }
}

/// From now to the first moment at which a value can be in force.
fn in_force_after(base: &Base, path: Path, parameter: &Parameter) -> Duration {
    let now = base.now();
    let executed = match path {
        Path::Queue => base.preview.earliest.time,
        Path::Tighten => now,
    };
    base.in_force(parameter, executed).since(now)
}
