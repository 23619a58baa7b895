//! Entry points: each arm is one call.

use ballast_api::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg, SudoMsg};
use ballast_json::Message;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Response};

use crate::error::ContractError;
use crate::{execute, govern, instantiate, migrate, query, sudo};

/// Sets the network up.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    Message(msg): Message<InstantiateMsg>,
) -> Result<Response, ContractError> {
    execute::refuse_funds(&info)?;
    instantiate::instantiate(deps, env, msg)
}

/// What accounts can do.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    Message(msg): Message<ExecuteMsg>,
) -> Result<Response, ContractError> {
    if !matches!(msg, ExecuteMsg::Deposit { .. } | ExecuteMsg::BuyCredits { .. } | ExecuteMsg::FundReserve {})
    {
        execute::refuse_funds(&info)?;
    }
    match msg {
        ExecuteMsg::Deposit { tenant } => execute::deposit(deps, env, info, tenant),
        ExecuteMsg::Withdraw { amount } => execute::withdraw(deps, info, amount),
        ExecuteMsg::BuyCredits { amount, min_usd } => execute::buy_credits(deps, env, info, amount, min_usd),
        ExecuteMsg::Authorize { meter, usd_per_epoch } => {
            execute::authorize(deps, info, meter, usd_per_epoch)
        }
        ExecuteMsg::Settle { batch, lines } => execute::settle(deps, env, info.sender, batch, lines),
        ExecuteMsg::CloseEpoch { limit } => execute::close_epoch(deps, env, limit),
        ExecuteMsg::Claim {} => execute::claim(deps, env, info),
        ExecuteMsg::Prune { limit } => execute::prune(deps, limit),
        ExecuteMsg::SubmitPrice { round, price, time } => {
            execute::submit_price(deps, env, info, round, price, time)
        }
        ExecuteMsg::Govern(msg) => govern::govern(deps, env, info.sender, msg),
        ExecuteMsg::Poke {} => execute::poke(deps, env),
        ExecuteMsg::FundReserve {} => execute::fund_reserve(deps, info),
        ExecuteMsg::Receive(payment) => execute::receive(deps, env, info, payment),
    }
}

/// What the chain itself can do.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn sudo(deps: DepsMut, env: Env, Message(msg): Message<SudoMsg>) -> Result<Response, ContractError> {
    match msg {
        SudoMsg::Settle { batch, lines } => {
            let chain = env.contract.address.clone();
            execute::settle(deps, env, chain, batch, lines)
        }
        SudoMsg::ReportBurns { batch, burns } => sudo::report_burns(deps, env, batch, burns),
        SudoMsg::Govern(msg) => {
            let chain = env.contract.address.clone();
            govern::govern(deps, env, chain, msg)
        }
        SudoMsg::ConfirmMint { amount } => sudo::confirm_mint(deps, env, amount),
    }
}

/// What can be asked.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, Message(msg): Message<QueryMsg>) -> Result<Binary, ContractError> {
    query::query(deps, env, msg)
}

/// Upgrades the code.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn migrate(
    deps: DepsMut,
    env: Env,
    Message(msg): Message<MigrateMsg>,
) -> Result<Response, ContractError> {
    migrate::migrate(deps, env, msg)
}
