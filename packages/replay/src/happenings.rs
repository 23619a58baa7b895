//! What an entry of the guardrails' history is about.

use ballast_api::ballast_economy::Signal;
use ballast_api::ballast_guardrails::Transition;
use ballast_api::{ChangeMsg, Happening, HistoryEntry, Proposal};

/// A move of the breaker, where that is what happened.
#[must_use]
pub fn moved(entry: &HistoryEntry) -> Option<&Transition<Signal>> {
    match &entry.what {
        Happening::Breaker(transition) => Some(transition),
        _ => None,
    }
}

/// The values that changed, where any did.
#[must_use]
pub fn changes(entry: &HistoryEntry) -> &[ChangeMsg] {
    match &entry.what {
        Happening::Executed { proposal: Proposal::Changes(changes), .. }
        | Happening::Tightened { changes } => changes,
        _ => &[],
    }
}
