use ballast_api::{Cw20HookMsg, Cw20ReceiveMsg};
use ballast_json::Message;
use ballast_math::Tokens;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, from_json};

use super::buy_credits::lock;
use super::deposit::credit;
use crate::error::ContractError;
use crate::state::CONFIG;
use crate::supply::Mode;
use crate::working_set::account;

/// Trusts nobody but the configured token about who paid what.
pub fn receive(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    payment: Cw20ReceiveMsg,
) -> Result<Response, ContractError> {
    let mode = CONFIG.load(deps.storage)?.mode;
    let Mode::Cw20 { token } = &mode else {
        return Err(ContractError::NotInMode { message: "receive", mode: mode.name() });
    };
    if info.sender.as_str() != token {
        return Err(ContractError::ForeignToken { expected: token.clone(), found: info.sender.into() });
    }
    let amount = Tokens::new(payment.amount.u128());
    if amount.is_zero() {
        return Err(ContractError::ZeroAmount);
    }
    let Message(hook) = from_json(&payment.msg)?;
    match hook {
        Cw20HookMsg::Deposit { tenant } => {
            let tenant = account(deps.api, tenant.as_deref().unwrap_or(&payment.sender))?;
            credit(deps, &env, &tenant, amount)
        }
        Cw20HookMsg::BuyCredits { min_usd } => {
            let tenant = account(deps.api, &payment.sender)?;
            lock(deps, env, &tenant, amount, amount, min_usd)
        }
    }
}
