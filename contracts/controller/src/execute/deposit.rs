use ballast_api::events::DepositEvent;
use ballast_math::Tokens;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};

use super::paid;
use crate::error::ContractError;
use crate::state::{Account, CONFIG};
use crate::working_set::{WorkingSet, account};

pub fn deposit(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    tenant: Option<String>,
) -> Result<Response, ContractError> {
    let amount = paid(&info, &CONFIG.load(deps.storage)?.mode, "deposit")?;
    let tenant = account(deps.api, tenant.as_deref().unwrap_or(info.sender.as_str()))?;
    credit(deps, &env, &tenant, amount)
}

/// Adds tokens that have arrived to a tenant's escrow.
pub fn credit(deps: DepsMut, env: &Env, tenant: &Account, amount: Tokens) -> Result<Response, ContractError> {
    // This contract sends no withdrawals to itself: the tokens would be lost.
    if tenant.addr == env.contract.address {
        let problem = "this contract cannot be a tenant";
        return Err(ContractError::Malformed { field: "tenant", problem, found: tenant.addr.to_string() });
    }
    let mut books = WorkingSet::load(deps.storage)?;
    let mut record = books.tenant(deps.storage, &tenant.key)?;
    record.pay_in(&mut books.ledger, amount)?;
    books.put_tenant(tenant.key.clone(), record);
    books.save_accounts(deps.storage)?;

    let event = DepositEvent { tenant: tenant.addr.to_string(), amount };
    Ok(Response::new().add_attribute("action", "deposit").add_event(event.to_event()))
}
