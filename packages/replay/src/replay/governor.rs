//! Who governs in a replay: what the network once changed is changed again, under the constitution.
//!
//! A parameter that has far to go goes there by the largest steps that its rule allows. Each set of changes is queued, waits
//! for its delay in time and in blocks and for the parameters' intervals, and is executed; the first one is queued so early
//! that the last one is in force on the date.

use std::collections::VecDeque;

use anyhow::{Context, Result};
use ballast_api::{
    ChangeMsg, ExecuteMsg, GovernMsg, GuardrailsResponse, Parameter, Proposal, QueryMsg, QueueResponse,
    Values,
};
use ballast_guardrails::{Constitution, ParameterId, Values as _};
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::Sandbox;

use ballast_presets::{Change, Preset};

/// The account that governs.
pub const GOVERNOR: &str = "governor";

/// How long it waits after a refusal: the breaker may be in the way.
const PATIENCE: Duration = Duration::HOUR;

/// Governance, with all that it still has to do.
pub struct Governor {
    marches: VecDeque<March>,
}

/// The way of some parameters to their targets.
struct March {
    targets: Vec<(Parameter, u128)>,
    pending: Option<QueueResponse>,
    appointment: Timestamp,
}

impl Governor {
    /// Plans every change that lies after `start`, the start of the first epoch.
    pub fn plan(preset: &Preset, start: Timestamp, length: Duration) -> Result<Self> {
        let constitution = preset.constitution.read()?;
        let mut values =
            Values { params: preset.params_at(start)?, sources: vec![], meters: Default::default() };
        let mut marches = VecDeque::new();
        for change in preset.changes.iter().filter(|change| change.from > start) {
            let targets = targets(change)?;
            let waits = waits(&constitution, &values, &targets);
            // Policies change with the next epoch: the last set is executed in the middle of the one before.
            let epochs = change.from.since(start).seconds().div_ceil(length.seconds());
            let half = Duration::new(length.seconds().div_ceil(2));
            let last = start.saturating_plus(length.saturating_times(epochs)).saturating_minus(half);
            let appointment = last.saturating_minus(waits).max(start);
            for (parameter, target) in &targets {
                values.set(parameter, *target);
            }
            marches.push_back(March { targets, pending: None, appointment });
        }
        Ok(Self { marches })
    }

    /// When it has something to do next.
    pub fn appointment(&self) -> Option<Timestamp> {
        self.marches.front().map(|march| march.appointment)
    }

    /// Does what is to be done now: executes what has waited long enough, and queues the next step.
    pub fn act(&mut self, chain: &mut Sandbox) -> Result<()> {
        let Some(march) = self.marches.front_mut() else { return Ok(()) };
        let now = chain.now();
        if let Some(pending) = march.pending.take() {
            let execute = ExecuteMsg::Govern(GovernMsg::Execute { id: pending.id });
            // A set that is refused can be tried again until it expires; then the step is queued anew.
            if chain.execute(&chain.account("keeper"), &execute).is_err() && now < pending.expires {
                march.pending = Some(pending);
                march.appointment = now.saturating_plus(PATIENCE);
                return Ok(());
            }
        }
        let (changes, may_change) = steps(chain, &march.targets)?;
        if changes.is_empty() {
            self.marches.pop_front();
            // One march after the other: the next one may have waited.
            if let Some(next) = self.marches.front_mut() {
                next.appointment = next.appointment.max(now.saturating_plus(Duration::new(1)));
            }
            return Ok(());
        }
        let queue = ExecuteMsg::Govern(GovernMsg::Queue { proposal: Proposal::Changes(changes) });
        let response = chain.execute(&chain.account(GOVERNOR), &queue).context("queueing a change")?;
        let queued: QueueResponse = Sandbox::data(&response)?;
        march.appointment = queued.earliest.time.max(may_change);
        march.pending = Some(queued);
        Ok(())
    }
}

fn targets(change: &Change) -> Result<Vec<(Parameter, u128)>> {
    let read = |(parameter, text): (&Parameter, &String)| {
        let number = parameter.unit().parse(text).with_context(|| format!("{parameter}: {text}"))?;
        Ok((parameter.clone(), number))
    };
    change.to.iter().map(read).collect()
}

/// From the queueing of the first set to the execution of the last one.
fn waits(constitution: &Constitution<Parameter>, values: &Values, targets: &[(Parameter, u128)]) -> Duration {
    let delay = constitution.terms.delay;
    let (mut max_steps, mut pace) = (1, delay);
    for (parameter, target) in targets {
        let (Some(rule), Some(mut value)) = (constitution.rule(parameter), values.get(parameter)) else {
            continue;
        };
        let mut steps = 0;
        while value != *target {
            let reach = rule.reach(value);
            let next = (*target).clamp(reach.min, reach.max);
            if next == value {
                break;
            }
            (value, steps) = (next, steps + 1);
        }
        max_steps = max_steps.max(steps);
        pace = pace.max(rule.interval);
    }
    delay.saturating_plus(pace.saturating_times(max_steps - 1))
}

/// The largest allowed step of each parameter towards its target, and when all of them may change.
fn steps(chain: &Sandbox, targets: &[(Parameter, u128)]) -> Result<(Vec<ChangeMsg>, Timestamp)> {
    let guardrails: GuardrailsResponse = chain.query(&QueryMsg::Guardrails {})?;
    let (mut changes, mut may_change) = (vec![], Timestamp::default());
    for (parameter, target) in targets {
        let status = guardrails.parameters.iter().find(|status| status.parameter == *parameter);
        let status = status.with_context(|| format!("the network has no parameter {parameter}"))?;
        let rule = status.rule.as_ref().with_context(|| format!("{parameter} cannot be changed"))?;
        let number =
            |text: &str| parameter.unit().parse(text).with_context(|| format!("{parameter}: {text}"));
        let next = (*target).clamp(number(&rule.reach_min)?, number(&rule.reach_max)?);
        let to = ballast_guardrails::Quantity(parameter.unit(), next).to_string();
        if to != status.value {
            changes.push(ChangeMsg { parameter: parameter.clone(), from: status.value.clone(), to });
            may_change = may_change.max(rule.next_change);
        }
    }
    Ok((changes, may_change))
}
