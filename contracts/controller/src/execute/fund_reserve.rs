use ballast_api::events::ReserveEvent;
use ballast_economy::Issuance;
use cosmwasm_std::{DepsMut, MessageInfo, Response};

use super::paid;
use crate::error::ContractError;
use crate::state::{CONFIG, LEDGER, OPEN};

pub fn fund_reserve(deps: DepsMut, info: MessageInfo) -> Result<Response, ContractError> {
    let mode = CONFIG.load(deps.storage)?.mode;
    mode.require("fund_reserve", mode.issuance() == Issuance::Reserve)?;
    let amount = paid(&info, &mode, "fund_reserve")?;

    // What waits in the reserve does not circulate.
    let mut ledger = LEDGER.load(deps.storage)?;
    ledger.fund_reserve(amount)?;
    LEDGER.save(deps.storage, &ledger)?;
    let mut open = OPEN.load(deps.storage)?;
    open.retire(amount)?;
    OPEN.save(deps.storage, &open)?;

    let event = ReserveEvent { funded: amount, reserve: ledger.reserve };
    Ok(Response::new().add_attribute("action", "fund_reserve").add_event(event.to_event()))
}
