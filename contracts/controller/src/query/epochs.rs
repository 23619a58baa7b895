use ballast_api::{EpochRecord, EpochRecordsResponse, EpochResponse};
use ballast_math::EpochId;
use cosmwasm_std::{Deps, Env, StdError};

use super::page;
use crate::clock::now;
use crate::error::ContractError;
use crate::packed::{RawBound, Slice};
use crate::state::{CONFIG, EPOCH_STATE, OPEN, PARAMS, RECORDS, epoch_key};
use crate::watch;

pub fn open(deps: Deps, env: &Env) -> Result<EpochResponse, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    let open = OPEN.load(deps.storage)?;
    let state = EPOCH_STATE.load(deps.storage)?;
    let range = config.epoch_range(open.epoch)?;
    let view = watch::peek(deps, env, &config, &PARAMS.load(deps.storage)?)?;
    Ok(EpochResponse {
        epoch: open.epoch,
        start: range.start,
        end: range.end,
        behind: config.behind(open.epoch, now(env)),
        usd_settled: open.usd_settled,
        burned: open.burned,
        rho: state.rho,
        smoothed_burn: state.smoothed_burn,
        level: view.level(),
        budget_left: state.budget_left,
        remint_credit: state.remint_credit,
    })
}

pub fn record(deps: Deps, epoch: EpochId) -> Result<EpochRecord, ContractError> {
    let record = RECORDS.may_load(deps.storage, &epoch_key(epoch))?;
    Ok(record.ok_or_else(|| StdError::msg(format!("epoch {epoch} is not closed")))?)
}

pub fn records(
    deps: Deps,
    start_after: Option<EpochId>,
    limit: Option<u32>,
) -> Result<EpochRecordsResponse, ContractError> {
    let start = start_after.map(|epoch| RawBound::Exclusive(epoch_key(epoch).to_vec()));
    let records = RECORDS.list(deps.storage, Slice::first(page(limit)).from(start))?;
    Ok(EpochRecordsResponse { records: records.into_iter().map(|(_, record)| record).collect() })
}
