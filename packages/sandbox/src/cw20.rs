//! A cw20 token with the part of the standard that a payment token needs.

use cosmwasm_std::{
    Addr, Binary, Deps, DepsMut, Env, MessageInfo, Response, StdError, StdResult, Uint128, WasmMsg,
    to_json_binary,
};
use cw_storage_plus::{Item, Map};
use serde::{Deserialize, Serialize};

const BALANCES: Map<&Addr, Uint128> = Map::new("balances");
const SUPPLY: Item<Uint128> = Item::new("supply");
const MINTER: Item<Addr> = Item::new("minter");

#[derive(Debug, Serialize, Deserialize)]
pub struct Instantiate {
    pub holder: String,
    pub amount: Uint128,
    pub minter: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Execute {
    Transfer { recipient: String, amount: Uint128 },
    Send { contract: String, amount: Uint128, msg: Binary },
    Burn { amount: Uint128 },
    Mint { recipient: String, amount: Uint128 },
    UpdateMinter { new_minter: String },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    Balance { address: String },
    TokenInfo {},
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Balance {
    pub balance: Uint128,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct TokenInfo {
    pub total_supply: Uint128,
}

/// What the receiving contract is sent.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Hook {
    Receive { sender: String, amount: Uint128, msg: Binary },
}

pub fn instantiate(deps: DepsMut, _env: Env, _info: MessageInfo, msg: Instantiate) -> StdResult<Response> {
    BALANCES.save(deps.storage, &deps.api.addr_validate(&msg.holder)?, &msg.amount)?;
    SUPPLY.save(deps.storage, &msg.amount)?;
    MINTER.save(deps.storage, &deps.api.addr_validate(&msg.minter)?)?;
    Ok(Response::new())
}

pub fn execute(deps: DepsMut, _env: Env, info: MessageInfo, msg: Execute) -> StdResult<Response> {
    match msg {
        Execute::Transfer { recipient, amount } => {
            take(&deps, &info.sender, amount)?.apply(deps.storage)?;
            give(deps, &recipient, amount)?;
            Ok(Response::new())
        }
        Execute::Send { contract, amount, msg } => {
            take(&deps, &info.sender, amount)?.apply(deps.storage)?;
            give(deps, &contract, amount)?;
            let hook = Hook::Receive { sender: info.sender.into(), amount, msg };
            let msg = to_json_binary(&hook)?;
            Ok(Response::new().add_message(WasmMsg::Execute { contract_addr: contract, msg, funds: vec![] }))
        }
        Execute::Burn { amount } => {
            take(&deps, &info.sender, amount)?.apply(deps.storage)?;
            let supply = SUPPLY.load(deps.storage)?.checked_sub(amount)?;
            SUPPLY.save(deps.storage, &supply)?;
            Ok(Response::new())
        }
        Execute::Mint { recipient, amount } => {
            only_minter(&deps, &info)?;
            let supply = SUPPLY.load(deps.storage)?.checked_add(amount)?;
            SUPPLY.save(deps.storage, &supply)?;
            give(deps, &recipient, amount)?;
            Ok(Response::new())
        }
        Execute::UpdateMinter { new_minter } => {
            only_minter(&deps, &info)?;
            MINTER.save(deps.storage, &deps.api.addr_validate(&new_minter)?)?;
            Ok(Response::new())
        }
    }
}

pub fn query(deps: Deps, _env: Env, msg: Query) -> StdResult<Binary> {
    match msg {
        Query::Balance { address } => {
            let balance = BALANCES.may_load(deps.storage, &deps.api.addr_validate(&address)?)?;
            to_json_binary(&Balance { balance: balance.unwrap_or_default() })
        }
        Query::TokenInfo {} => to_json_binary(&TokenInfo { total_supply: SUPPLY.load(deps.storage)? }),
    }
}

struct NewBalance<'a>(&'a Addr, Uint128);

impl NewBalance<'_> {
    fn apply(self, storage: &mut dyn cosmwasm_std::Storage) -> StdResult<()> {
        BALANCES.save(storage, self.0, &self.1)
    }
}

fn take<'a>(deps: &DepsMut, from: &'a Addr, amount: Uint128) -> StdResult<NewBalance<'a>> {
    if amount.is_zero() {
        return Err(StdError::msg("cw20: invalid zero amount"));
    }
    let balance = BALANCES.may_load(deps.storage, from)?.unwrap_or_default();
    Ok(NewBalance(from, balance.checked_sub(amount)?))
}

fn give(deps: DepsMut, to: &str, amount: Uint128) -> StdResult<()> {
    let to = deps.api.addr_validate(to)?;
    let balance = BALANCES.may_load(deps.storage, &to)?.unwrap_or_default().checked_add(amount)?;
    BALANCES.save(deps.storage, &to, &balance)
}

fn only_minter(deps: &DepsMut, info: &MessageInfo) -> StdResult<()> {
    if MINTER.load(deps.storage)? == info.sender { Ok(()) } else { Err(StdError::msg("cw20: unauthorized")) }
}
