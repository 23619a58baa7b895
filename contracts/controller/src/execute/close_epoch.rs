use cosmwasm_std::{DepsMut, Env, Response, to_json_binary};

use super::limit;
use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::price::Market;
use crate::state::{CONFIG, PARAMS};

pub fn close_epoch(deps: DepsMut, env: Env, given: Option<u32>) -> Result<Response, ContractError> {
    let limit = limit("limit", given, MAX_CLOSED_AT_ONCE, MAX_CLOSED_AT_ONCE)?;
    let config = CONFIG.load(deps.storage)?;
    let rolled = roll(deps, &env, &config, limit)?;
    let outcome = to_json_binary(&rolled.outcome)?;
    Ok(rolled.response("close_epoch").set_data(outcome))
}

pub fn poke(deps: DepsMut, env: Env) -> Result<Response, ContractError> {
    let params = PARAMS.load(deps.storage)?;
    Market::note(deps, &env, &params.price)?;
    Ok(Response::new().add_attribute("action", "poke"))
}
