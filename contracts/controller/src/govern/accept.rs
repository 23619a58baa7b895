use ballast_api::HistoryEvent;
use ballast_api::events::RoleEvent;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use crate::clock::now;
use crate::error::ContractError;
use crate::history;
use crate::state::ROLES;

pub fn accept(deps: DepsMut, env: Env, sender: Addr) -> Result<Response, ContractError> {
    let mut roles = ROLES.load(deps.storage)?;
    let (role, left) = roles.accept(sender.as_str(), now(&env))?;
    ROLES.save(deps.storage, &roles)?;
    let address = sender.to_string();
    let event = RoleEvent { role, holder: address.clone(), left }.to_event();
    history::note(deps.storage, &env, HistoryEvent::Accepted { role, address })?;
    Ok(Response::new().add_attribute("action", "accept").add_event(event))
}
