use ballast_api::PruneResponse;
use ballast_api::events::PruneEvent;
use cosmwasm_std::{DepsMut, Response, to_json_binary};

use super::limit;
use crate::error::ContractError;
use crate::packed::{RawBound, Slice};
use crate::state::{AUDIT, OPEN, PARAMS, RECEIPTS, epoch_key, parse_receipts_key};

const USUAL: u32 = 10;
const MAX: u32 = 30;

pub fn prune(deps: DepsMut, given: Option<u32>) -> Result<Response, ContractError> {
    let limit = limit("limit", given, USUAL, MAX)?;
    let retention = PARAMS.load(deps.storage)?.receipt_retention;
    let first_kept = OPEN.load(deps.storage)?.epoch.saturating_sub(retention.into());

    let end = RawBound::Exclusive(epoch_key(first_kept).to_vec());
    // One more than may go: it says where what is left begins.
    let mut past = RECEIPTS.keys(deps.storage, Slice::first(limit as usize + 1).to(end));
    let next = if past.len() > limit as usize { past.pop() } else { None };
    for key in &past {
        RECEIPTS.remove(deps.storage, key);
    }

    let mut audit = AUDIT.load(deps.storage)?;
    let gone_before = match next.as_deref().and_then(parse_receipts_key) {
        Some((epoch, ..)) => epoch,
        None => first_kept,
    };
    // A longer retention does not bring back what is gone.
    audit.pruned_before = audit.pruned_before.max(gone_before);
    AUDIT.save(deps.storage, &audit)?;

    // At most `limit`.
    let batches = past.len() as u32;
    Ok(Response::new()
        .add_attribute("action", "prune")
        .add_event(PruneEvent { batches, pruned_before: audit.pruned_before }.to_event())
        .set_data(to_json_binary(&PruneResponse { batches })?))
}
