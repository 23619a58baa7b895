//! What happened to the guardrails: the last entries, so that a network's whole past never has to be read.

use ballast_api::{HistoryEntry, HistoryEvent};
use ballast_economy::Signal;
use ballast_guardrails::{Ending, Transition};
use cosmwasm_std::{Env, StdResult, Storage};

use crate::clock::moment;
use crate::packed::Slice;
use crate::state::{HISTORY, epoch_key};

/// Entries that are kept. Trips a day are bounded by the dwells, so this is weeks even of the worst market.
pub const KEPT: u64 = 1_000;

pub fn note(storage: &mut dyn Storage, env: &Env, what: HistoryEvent) -> StdResult<()> {
    let last = HISTORY.one(storage, Slice::last(1))?;
    let number = last.map_or(0, |(_, entry)| entry.number).saturating_add(1);
    HISTORY.save(storage, &epoch_key(number), &HistoryEntry { number, at: moment(env), what })?;
    if let Some(old) = number.checked_sub(KEPT) {
        HISTORY.remove(storage, &epoch_key(old));
    }
    Ok(())
}

pub fn note_breaker(storage: &mut dyn Storage, env: &Env, transition: Transition<Signal>) -> StdResult<()> {
    note(storage, env, HistoryEvent::Breaker(transition))
}

pub fn note_ended(storage: &mut dyn Storage, env: &Env, ids: &[u64], ending: Ending) -> StdResult<()> {
    ids.iter().try_for_each(|id| note(storage, env, HistoryEvent::Ended { id: *id, ending }))
}
