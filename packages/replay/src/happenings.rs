//! What an entry of the guardrails' history is about.

use ballast_api::{ChangeMsg, HistoryEntry, HistoryEvent, Proposal};
use ballast_economy::Signal;
use ballast_guardrails::Transition;

/// A move of the breaker, where that is what happened.
#[must_use]
pub fn moved(entry: &HistoryEntry) -> Option<&Transition<Signal>> {
    match &entry.what {
        HistoryEvent::Breaker(transition) => Some(transition),
        _ => None,
    }
}

/// The values that changed, where any did.
#[must_use]
pub fn changes(entry: &HistoryEntry) -> &[ChangeMsg] {
    match &entry.what {
        HistoryEvent::Executed { proposal: Proposal::Changes(changes), .. }
        | HistoryEvent::Tightened { changes } => changes,
        _ => &[],
    }
}
