use ballast_api::events::AuthorizeEvent;
use ballast_math::Usd;
use cosmwasm_std::{DepsMut, MessageInfo, Response};

use crate::error::ContractError;
use crate::state::METERS;
use crate::working_set::{WorkingSet, account};

/// A tenant's record is written with each of its settlements: it must stay small.
pub const MAX_AUTHORISATIONS: usize = 8;

pub fn authorize(
    deps: DepsMut,
    info: MessageInfo,
    meter: String,
    usd_per_epoch: Usd,
) -> Result<Response, ContractError> {
    let tenant = account(deps.api, info.sender.as_str())?;
    let named = account(deps.api, &meter)?;
    let Some(registered) = METERS.may_load(deps.storage, named.key.as_slice())? else {
        return Err(ContractError::UnknownMeter { meter });
    };

    let mut books = WorkingSet::load(deps.storage)?;
    let mut record = books.tenant(deps.storage, &tenant.key)?;
    record.authorise(registered.id, usd_per_epoch);
    let found = record.authorisations.len();
    if found > MAX_AUTHORISATIONS {
        return Err(ContractError::WrongCount {
            field: "authorisations",
            min: 0,
            max: MAX_AUTHORISATIONS,
            found,
        });
    }
    books.put_tenant(tenant.key, record);
    books.save_accounts(deps.storage)?;

    let event = AuthorizeEvent { tenant: tenant.addr.into(), meter: named.addr.into(), usd_per_epoch };
    Ok(Response::new().add_attribute("action", "authorize").add_event(event.to_event()))
}
