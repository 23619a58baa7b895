use cosmwasm_std::{DepsMut, Env, Response, to_json_binary};

use super::limit;
use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::state::{CONFIG, PARAMS};
use crate::text::snake_case;
use crate::watch::{self, Sums};

pub fn close_epoch(deps: DepsMut, env: Env, given: Option<u32>) -> Result<Response, ContractError> {
    let limit = limit("limit", given, MAX_CLOSED_AT_ONCE, MAX_CLOSED_AT_ONCE)?;
    let config = CONFIG.load(deps.storage)?;
    let rolled = roll(deps, &env, &config, limit)?;
    let outcome = to_json_binary(&rolled.outcome)?;
    Ok(rolled.response("close_epoch").set_data(outcome))
}

pub fn poke(deps: DepsMut, env: Env) -> Result<Response, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    let params = PARAMS.load(deps.storage)?;
    let view = watch::observe(deps, &env, &config, &params, Sums::Stored)?;
    Ok(Response::new()
        .add_attribute("action", "poke")
        .add_attribute("level", snake_case(&view.level()))
        .add_events(view.events))
}
