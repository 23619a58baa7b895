use ballast_api::events::RemoveEvent;
use ballast_api::{HistoryEvent, Member, Parameter, SourceKind};
use ballast_guardrails::Ending;
use ballast_math::Usd;
use cosmwasm_std::{Addr, Api, DepsMut, Env, Response, Storage};

use crate::clock::moment;
use crate::error::ContractError;
use crate::events;
use crate::history;
use crate::state::{FEED, Feed, METERS, REGISTRY, ROLES, SOURCES};
use crate::working_set::account;

/// What a member could do ends at once. Its numbers stay: batches of a meter that comes back go on where they were.
pub fn remove(deps: DepsMut, env: Env, sender: Addr, member: Member) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_governor(sender.as_str())?;
    let superseded = match &member {
        Member::Meter { address } => remove_meter(deps.storage, deps.api, &env, address)?,
        Member::Feeder { address } => remove_feeder(deps.storage, address)?,
        Member::Source { id } => remove_source(deps.storage, *id)?,
    };
    history::note_ended(deps.storage, &env, &superseded, Ending::Superseded)?;
    let event = RemoveEvent::from(&member).to_event();
    history::note(deps.storage, &env, HistoryEvent::Removed { member })?;
    Ok(Response::new().add_attribute("action", "remove").add_event(event).add_events(events::ended(
        &superseded,
        Ending::Superseded,
        Some(sender.as_str()),
    )))
}

fn remove_meter(
    storage: &mut dyn Storage,
    api: &dyn Api,
    env: &Env,
    address: &str,
) -> Result<Vec<u64>, ContractError> {
    let named = account(api, address)?;
    let Some(mut meter) =
        METERS.may_load(storage, named.key.as_slice())?.filter(|meter| !meter.usd_per_epoch.is_zero())
    else {
        return Err(ContractError::UnknownMeter { meter: address.to_owned() });
    };
    meter.usd_per_epoch = Usd::ZERO;
    METERS.save(storage, named.key.as_slice(), &meter)?;
    let mut registry = REGISTRY.load(storage)?;
    let superseded = registry.note_removal(Parameter::meter(named.addr.as_str()), moment(env));
    REGISTRY.save(storage, &registry)?;
    Ok(superseded)
}

fn remove_feeder(storage: &mut dyn Storage, address: &str) -> Result<Vec<u64>, ContractError> {
    let mut sources = SOURCES.load(storage)?;
    let feeders = sources.feeders_mut();
    let found = feeders.and_then(|feeders| {
        let position = feeders.iter().position(|feeder| feeder == address)?;
        feeders.remove(position);
        Some(position)
    });
    let Some(position) = found else {
        return Err(ContractError::NotAFeeder { sender: address.to_owned() });
    };
    let mut feed = FEED.load(storage)?;
    if position < feed.submissions.len() {
        feed.submissions.remove(position);
    }
    FEED.save(storage, &feed)?;
    SOURCES.save(storage, &sources)?;
    Ok(vec![])
}

fn remove_source(storage: &mut dyn Storage, id: u16) -> Result<Vec<u64>, ContractError> {
    let mut sources = SOURCES.load(storage)?;
    let Some(position) = sources.list.iter().position(|source| source.id == id) else {
        return Err(ContractError::UnknownSource { id });
    };
    let removed = sources.list.remove(position);
    if let SourceKind::Feed { .. } = removed.source.kind {
        FEED.save(storage, &Feed::default())?;
    }
    SOURCES.save(storage, &sources)?;
    Ok(vec![])
}
