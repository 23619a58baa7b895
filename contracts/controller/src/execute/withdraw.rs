use ballast_api::events::WithdrawEvent;
use ballast_math::Tokens;
use cosmwasm_std::{DepsMut, MessageInfo, Response};

use crate::error::ContractError;
use crate::state::CONFIG;
use crate::working_set::{WorkingSet, account};

/// Needs no price, no epoch and no breaker level: unspent money can always be had back.
pub fn withdraw(deps: DepsMut, info: MessageInfo, amount: Option<Tokens>) -> Result<Response, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    let tenant = account(deps.api, info.sender.as_str())?;
    let mut books = WorkingSet::load(deps.storage)?;
    let mut record = books.tenant(deps.storage, &tenant.key)?;

    let amount = record.withdraw(&mut books.ledger, amount)?;
    books.put_tenant(tenant.key, record);
    books.save_accounts(deps.storage)?;

    let event = WithdrawEvent { tenant: tenant.addr.to_string(), amount };
    Ok(Response::new()
        .add_attribute("action", "withdraw")
        .add_message(config.mode.pay(&tenant.addr, amount)?)
        .add_event(event.to_event()))
}
