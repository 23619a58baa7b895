//! Ways to stop a pending set: the guardian's veto, and governance's own withdrawal.

use ballast_guardrails::Ending;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use crate::error::ContractError;
use crate::events;
use crate::history::{self, moment};
use crate::state::{REGISTRY, ROLES};

pub fn veto(deps: DepsMut, env: Env, sender: Addr, set: u64) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_guardian(sender.as_str())?;
    let mut registry = REGISTRY.load(deps.storage)?;
    registry.veto(moment(&env), set)?;
    REGISTRY.save(deps.storage, &registry)?;
    ended(deps, &env, "veto", set, Ending::Vetoed)
}

pub fn cancel(deps: DepsMut, env: Env, sender: Addr, set: u64) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_governor(sender.as_str())?;
    let mut registry = REGISTRY.load(deps.storage)?;
    registry.cancel(moment(&env), set)?;
    REGISTRY.save(deps.storage, &registry)?;
    ended(deps, &env, "cancel", set, Ending::Superseded)
}

fn ended(
    deps: DepsMut,
    env: &Env,
    action: &'static str,
    set: u64,
    ending: Ending,
) -> Result<Response, ContractError> {
    history::note_ended(deps.storage, env, &[set], ending)?;
    Ok(Response::new().add_attribute("action", action).add_events(events::ended(&[set], ending)))
}
