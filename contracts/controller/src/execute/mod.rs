//! One verb, one file.

mod authorize;
mod buy_credits;
mod claim;
mod close_epoch;
mod deposit;
mod fund_reserve;
mod prune;
mod receive;
mod settle;
mod settlement;
mod submit_price;
mod withdraw;

use ballast_math::Tokens;
use cosmwasm_std::MessageInfo;

pub use authorize::{MAX_AUTHORISATIONS, authorize};
pub use buy_credits::buy_credits;
pub use claim::claim;
pub use close_epoch::{close_epoch, poke};
pub use deposit::deposit;
pub use fund_reserve::fund_reserve;
pub use prune::prune;
pub use receive::receive;
pub use settle::settle;
pub use settlement::{Batch, MAX_LINES, Settlement};
pub use submit_price::submit_price;
pub use withdraw::withdraw;

use crate::error::ContractError;
use crate::supply::{Mode, tokens};

/// Most messages take no funds; what is sent along by mistake must not be swallowed.
pub fn refuse_funds(info: &MessageInfo) -> Result<(), ContractError> {
    if info.funds.is_empty() { Ok(()) } else { Err(ContractError::UnexpectedFunds { found: shown(info) }) }
}

/// The tokens attached to a message: exactly one coin of the network's denom.
fn paid(info: &MessageInfo, mode: &Mode, message: &'static str) -> Result<Tokens, ContractError> {
    let denom = mode.payment_denom().ok_or(ContractError::NotInMode { message, mode: mode.name() })?;
    match info.funds.as_slice() {
        [coin] if coin.denom == denom && !coin.amount.is_zero() => Ok(tokens(coin.amount)?),
        _ => Err(ContractError::WrongFunds { expected: denom.to_owned(), found: shown(info) }),
    }
}

fn shown(info: &MessageInfo) -> String {
    if info.funds.is_empty() {
        return "none".to_owned();
    }
    let coins: Vec<String> = info.funds.iter().map(ToString::to_string).collect();
    coins.join(", ")
}

/// A limit that the caller may give, within its bounds.
fn limit(field: &'static str, given: Option<u32>, usual: u32, max: u32) -> Result<u32, ContractError> {
    let limit = given.unwrap_or(usual);
    if limit == 0 || limit > max {
        return Err(ContractError::OutOfRange { field, min: 1, max: max.into(), found: limit.into() });
    }
    Ok(limit)
}
