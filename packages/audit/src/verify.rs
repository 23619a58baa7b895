//! The audit: every event in its order, every record against what follows.

use ballast_api::events::ContractEvent;

use super::difference::{Difference, Place};
use super::events::read;
use super::evidence::Evidence;
use super::recomputation::{Recomputation, totals};

/// What an audit that found no difference went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Epochs that were recomputed.
    pub epochs: u64,
    /// Receipts that the commitment covers.
    pub receipts: u64,
    /// Changes of parameters that were followed.
    pub changes: u64,
}

/// Recomputes the whole contract from the evidence, by the steps of `packages/economy` that the contract itself takes.
///
/// From the events: every payment, from its tenant's deposit, credits and authorisation; purchases of credits; changes of
/// parameters; the reserve; the commitment. Of an epoch: the providers' weight, the breaker's level and its moves at the close,
/// and all of the mint.
///
/// Taken as told: prices, GPU seconds, and the remainders that waited for a grant. Not seen: the limits of meters, and a move that no message announced although the market called for it. A move
/// that was announced must follow from what was told with it.
///
/// Errors: the first figure that differs.
pub fn verify(evidence: &Evidence) -> Result<Verdict, Difference> {
    let mut events: Vec<(u64, ContractEvent)> = vec![];
    for block in &evidence.blocks {
        for event in &block.events {
            events.extend(read(event, &at(block.height))?.map(|event| (block.height, event)));
        }
    }
    let mut audit = Recomputation::new(evidence, &events)?;
    for (height, event) in events {
        audit.take(&at(height), event)?;
    }
    audit.finish(&at(evidence.height))?;

    let epochs = audit.books.open.epoch;
    let place = Place("the chain".to_owned());
    place.same("closed epochs, records against events", epochs, evidence.records.len() as u64)?;
    let place = Place("receipts".to_owned());
    place.same("number", audit.receipts, evidence.audit.receipts)?;
    place.same("commitment", audit.commitment.to_hex(), evidence.audit.commitment.clone())?;
    totals(evidence, &audit.books)?;
    Ok(Verdict { epochs, receipts: audit.receipts, changes: audit.changes })
}

fn at(height: u64) -> Place {
    Place(format!("block {height}"))
}
