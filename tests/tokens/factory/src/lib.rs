//! The least that a contract can do with a tokenfactory denom: what mint and burn cost without any books.

use anybuf::Anybuf;
use cosmwasm_std::{
    AnyMsg, Binary, CosmosMsg, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdError, StdResult,
    entry_point,
};
use serde::{Deserialize, Serialize};

/// The module's messages start with this.
#[derive(Serialize, Deserialize)]
pub struct InstantiateMsg {
    pub type_url_prefix: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExecuteMsg {
    Mint { amount: String },
    Burn { amount: String },
}

const PREFIX: &[u8] = b"p";

fn message(prefix: &str, name: &str, fields: Anybuf) -> CosmosMsg {
    CosmosMsg::Any(AnyMsg { type_url: format!("{prefix}.{name}"), value: Binary::from(fields.into_vec()) })
}

#[entry_point]
pub fn instantiate(deps: DepsMut, env: Env, _: MessageInfo, msg: InstantiateMsg) -> StdResult<Response> {
    deps.storage.set(PREFIX, msg.type_url_prefix.as_bytes());
    let fields = Anybuf::new().append_string(1, &env.contract.address).append_string(2, "least");
    Ok(Response::new().add_message(message(&msg.type_url_prefix, "MsgCreateDenom", fields)))
}

#[entry_point]
pub fn execute(deps: DepsMut, env: Env, _: MessageInfo, msg: ExecuteMsg) -> StdResult<Response> {
    let prefix = deps.storage.get(PREFIX).unwrap_or_default();
    let prefix = String::from_utf8(prefix).map_err(|error| StdError::msg(error.to_string()))?;
    let contract = env.contract.address;
    let (name, amount) = match msg {
        ExecuteMsg::Mint { amount } => ("MsgMint", amount),
        ExecuteMsg::Burn { amount } => ("MsgBurn", amount),
    };
    let coin = Anybuf::new().append_string(1, format!("factory/{contract}/least")).append_string(2, amount);
    let fields = Anybuf::new().append_string(1, &contract).append_message(2, &coin);
    Ok(Response::new().add_message(message(&prefix, name, fields)))
}

#[entry_point]
pub fn query(_: Deps, _: Env, _: Empty) -> StdResult<Binary> {
    Ok(Binary::default())
}
