//! Ways to stop a pending set: the guardian's veto, and governance's own withdrawal.

use ballast_guardrails::Ending;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use crate::clock::moment;
use crate::error::ContractError;
use crate::events;
use crate::history;
use crate::state::{REGISTRY, ROLES};

pub fn veto(deps: DepsMut, env: Env, sender: Addr, id: u64) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_guardian(sender.as_str())?;
    let mut registry = REGISTRY.load(deps.storage)?;
    registry.veto(moment(&env), id)?;
    REGISTRY.save(deps.storage, &registry)?;
    ended(deps, &env, &sender, "veto", id, Ending::Vetoed)
}

pub fn cancel(deps: DepsMut, env: Env, sender: Addr, id: u64) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_governor(sender.as_str())?;
    let mut registry = REGISTRY.load(deps.storage)?;
    registry.cancel(moment(&env), id)?;
    REGISTRY.save(deps.storage, &registry)?;
    ended(deps, &env, &sender, "cancel", id, Ending::Cancelled)
}

fn ended(
    deps: DepsMut,
    env: &Env,
    by: &Addr,
    action: &'static str,
    id: u64,
    ending: Ending,
) -> Result<Response, ContractError> {
    history::note_ended(deps.storage, env, &[id], ending)?;
    let events = events::ended(&[id], ending, Some(by.as_str()));
    Ok(Response::new().add_attribute("action", action).add_events(events))
}
