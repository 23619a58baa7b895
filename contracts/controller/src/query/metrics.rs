//! Measures over the last closed epochs.

use ballast_api::{EpochRecord, MetricsResponse};
use ballast_math::MAX_WINDOW;
use cosmwasm_std::Deps;

use crate::error::ContractError;
use crate::packed::Slice;
use crate::state::RECORDS;

const USUAL_WINDOW: u32 = 30;

pub fn metrics(deps: Deps, epochs: Option<u32>) -> Result<MetricsResponse, ContractError> {
    let wanted = epochs.unwrap_or(USUAL_WINDOW);
    if wanted == 0 || wanted > MAX_WINDOW {
        let (min, max) = (1, MAX_WINDOW.into());
        return Err(ContractError::OutOfRange { field: "epochs", min, max, found: wanted.into() });
    }
    // Newest first.
    let records = RECORDS.list(deps.storage, Slice::last(wanted as usize))?;
    let records: Vec<EpochRecord> = records.into_iter().map(|(_, record)| record).collect();
    Ok(MetricsResponse::of(&records)?)
}
