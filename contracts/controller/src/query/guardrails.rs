//! The guardrails as voters see them.

use ballast_api::{
    BreakerResponse, ChangeMsg, Countdown, GuardrailsResponse, HistoryResponse, Parameter, ParameterStatus,
    PendingChange, PendingResponse, PendingSet, PreviewResponse, RuleStatus, Values,
};
use ballast_economy::Lack;
use ballast_guardrails::{
    Constitution, Content, Guard, Level, Moment, ParameterId, Pending, Quantity, Registry, Values as _,
};
use cosmwasm_std::{Deps, Env};

use super::page;
use crate::changes;
use crate::clock::{moment, now};
use crate::epoch::MAX_CLOSED_AT_ONCE;
use crate::error::ContractError;
use crate::govern::actions;
use crate::packed::{RawBound, Slice};
use crate::state::{CONFIG, CONSTITUTION, HISTORY, OPEN, PARAMS, REGISTRY, ROLES, epoch_key};
use crate::values;
use crate::watch;

type Queue = Registry<Parameter, ballast_api::Action>;

pub fn guardrails(deps: Deps, env: &Env) -> Result<GuardrailsResponse, ContractError> {
    let roles = ROLES.load(deps.storage)?;
    let constitution = CONSTITUTION.load(deps.storage)?;
    let registry = REGISTRY.load(deps.storage)?;
    let values = values::load(deps)?;
    let status = |id| parameter(&constitution, &registry, &values, moment(env), id);
    Ok(GuardrailsResponse {
        governors: roles.governors().to_vec(),
        guardian: roles.guardian().map(str::to_owned),
        offers: roles.offers().iter().filter(|offer| now(env) < offer.expires).cloned().collect(),
        terms: constitution.terms,
        signals: CONFIG.load(deps.storage)?.signals,
        parameters: values.parameters().into_iter().map(status).collect(),
    })
}

fn parameter(
    constitution: &Constitution<Parameter>,
    registry: &Queue,
    values: &Values,
    now: Moment,
    id: Parameter,
) -> ParameterStatus {
    let show = |number| Quantity(id.unit(), number).to_string();
    // Only parameters that have a value are listed.
    let value = values.get(&id).unwrap_or_default();
    let rule = constitution.rule(&id).map(|rule| {
        let reach = rule.reach(value);
        RuleStatus {
            min: show(rule.bounds.min),
            max: show(rule.bounds.max),
            step: rule.step,
            min_step: Quantity(id.unit().of_differences(), rule.min_step).to_string(),
            interval: rule.interval,
            reach_min: show(reach.min),
            reach_max: show(reach.max),
            last_change: registry.last_change(&id),
            next_change: registry.next_change(constitution, &id),
        }
    });
    let pending = registry.pending_change(&id, now).and_then(|set| {
        let change = set.change(&id)?;
        Some(PendingChange { id: set.id, to: show(change.to), countdown: countdown(set, now) })
    });
    ParameterStatus { value: show(value), loosens: id.loosens(), rule, pending, parameter: id }
}

fn countdown(set: &Pending<Parameter, ballast_api::Action>, now: Moment) -> Countdown {
    Countdown {
        earliest: set.earliest,
        seconds_left: set.earliest.time.since(now.time),
        blocks_left: set.earliest.height.saturating_sub(now.height),
        expires: set.expires,
    }
}

pub fn pending(deps: Deps, env: &Env) -> Result<PendingResponse, ContractError> {
    let constitution = CONSTITUTION.load(deps.storage)?;
    let registry = REGISTRY.load(deps.storage)?;
    let values = values::load(deps)?;
    let (now, (level, lacking)) = (moment(env), guard(deps, env)?);
    let guard = Guard { level, lacking: &lacking };
    let backlog = backlog(deps, env)?;
    let refusals = |set: &Pending<Parameter, ballast_api::Action>| {
        let mut found = backlog.clone();
        found.extend(texts(registry.why_not_execute(&constitution, &values, now, guard, set.id)));
        if let Content::Action(action) = &set.content {
            found.extend(actions::check(deps, action.clone()).err().map(|error| error.to_string()));
        }
        found
    };
    let describe = |set: &Pending<Parameter, ballast_api::Action>| PendingSet {
        id: set.id,
        by: set.by.clone(),
        proposal: changes::describe_content(&set.content),
        queued: set.queued,
        countdown: countdown(set, now),
        loosens: set.loosens,
        vetoable: set.vetoable(),
        refusals: refusals(set),
    };
    Ok(PendingResponse {
        sets: registry.pending().iter().filter(|set| !set.is_expired(now)).map(describe).collect(),
    })
}

pub fn preview(deps: Deps, env: &Env, messages: &[ChangeMsg]) -> Result<PreviewResponse, ContractError> {
    let changes = changes::read(deps.api, messages)?;
    let constitution = CONSTITUTION.load(deps.storage)?;
    let registry = REGISTRY.load(deps.storage)?;
    let values = values::load(deps)?;
    let now = moment(env);
    let terms = constitution.terms;
    let backlog = backlog(deps, env)?;
    let after_backlog = |refusals| [backlog.clone(), texts(refusals)].concat();
    let (level, lacking) = guard(deps, env)?;
    let guard = Guard { level, lacking: &lacking };
    let earliest = now.after(terms.delay, terms.delay_blocks);
    Ok(PreviewResponse {
        loosens: changes.iter().any(ballast_guardrails::Change::loosens),
        queue: texts(registry.why_not_queue(&constitution, &values, now, &changes)),
        execute: after_backlog(registry.why_not_apply(&constitution, &values, now, guard, &changes)),
        tighten: after_backlog(registry.why_not_tighten(&constitution, &values, now, &changes)),
        earliest,
        expires: earliest.time.saturating_plus(terms.grace),
    })
}

/// What stands before every message that closes epochs: more of them than one message closes.
fn backlog(deps: Deps, env: &Env) -> Result<Vec<String>, ContractError> {
    let open = OPEN.load(deps.storage)?.epoch;
    let behind = CONFIG.load(deps.storage)?.behind(open, now(env));
    let behind = behind.saturating_sub(MAX_CLOSED_AT_ONCE.into());
    Ok(if behind > 0 { vec![ContractError::EpochsBehind { behind }.to_string()] } else { vec![] })
}

/// The breaker as the next message would find it: its level, and what is lacking.
fn guard(deps: Deps, env: &Env) -> Result<(Level, Vec<Lack>), ContractError> {
    let (config, params) = (CONFIG.load(deps.storage)?, PARAMS.load(deps.storage)?);
    let view = watch::peek(deps, env, &config, &params)?;
    Ok((view.level(), view.lacking(env, &config, &params)?))
}

fn texts(refusals: Vec<impl ToString>) -> Vec<String> {
    refusals.iter().map(ToString::to_string).collect()
}

pub fn breaker(deps: Deps, env: &Env) -> Result<BreakerResponse, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    let params = PARAMS.load(deps.storage)?;
    let view = watch::peek(deps, env, &config, &params)?;
    let now = now(env);
    let signals = view.breaker.signals(now, &view.sight, &params.breaker, config.signals)?;
    let breaker = view.breaker.breaker;
    let tripped = breaker.is_tripped_by_guardian(now);
    Ok(BreakerResponse {
        level: breaker.level(),
        signals,
        calm_since: breaker.calm_since(),
        next_recovery: breaker.earliest_recovery(&params.breaker.recovery, now),
        guardian_until: tripped.then_some(breaker.guardian_trip().until),
        guardian_next: breaker.guardian_trip().next,
        recovery: params.breaker.recovery,
    })
}

pub fn history(
    deps: Deps,
    start_after: Option<u64>,
    limit: Option<u32>,
) -> Result<HistoryResponse, ContractError> {
    let start = start_after.map(|number| RawBound::Exclusive(epoch_key(number).to_vec()));
    let entries = HISTORY.list(deps.storage, Slice::first(page(limit)).from(start))?;
    Ok(HistoryResponse { entries: entries.into_iter().map(|(_, entry)| entry).collect() })
}
