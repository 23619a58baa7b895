//! The audit: every event in its order, every record against what follows.

use ballast_api::events::ContractEvent;
use ballast_math::Tokens;

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
    /// Base units that the token lacks beside the books: whoever holds tokens can burn them without the contract.
    pub burned_by_holders: Tokens,
}

/// Recomputes the whole contract from the evidence, by the steps of `packages/economy` that the contract itself takes.
///
/// From the events: every batch under its number; every payment, from its tenant's deposit, credits and authorisation; purchases
/// of credits; claims, against all that was earned; changes of parameters, queued before they are executed; the reserve; the
/// commitment. Of an epoch: the providers' weight, the breaker's level and its moves at the close, and all of the mint.
///
/// A move of the breaker that a message announced must follow from what was told with it and agree with what is known.
///
/// Taken as told: prices, GPU seconds, the remainders that waited for a grant, the supply mode. Not seen: when a message was
/// sent, so neither dwells nor delays nor that an epoch was over when it was closed; what a meter could settle before governance
/// first changed that; a move that no message announced although the market called for it.
///
/// Errors: the first figure that differs.
pub fn verify(evidence: &Evidence) -> Result<Verdict, Difference> {
    let mut events: Vec<(u64, ContractEvent)> = vec![];
    let ascending = evidence.blocks.is_sorted_by_key(|block| block.height);
    Place("the chain".to_owned()).same("blocks in their order", true, ascending)?;
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
    let burned_by_holders = totals(evidence, &audit.books)?;
    Ok(Verdict { epochs, receipts: audit.receipts, changes: audit.changes, burned_by_holders })
}

fn at(height: u64) -> Place {
    Place(format!("block {height}"))
}
