//! Events that come of the contract's own types; the structs, and how they are written, are in `ballast_api::events`.

use ballast_api::events::{ChangeEvent, ChangeStatus, EndedEvent, ExecuteEvent, QueueEvent, TightenEvent};
use ballast_api::{Action, ChangeMsg, Parameter, Proposal};
use ballast_guardrails::{Content, Ending, Pending};
use cosmwasm_std::Event;

use crate::changes::{describe, describe_content};

type ChangeSet = Pending<Parameter, Action>;

/// A change set that was queued, then its changes.
pub fn queue(set: &ChangeSet) -> Vec<Event> {
    let event = QueueEvent {
        id: set.id,
        by: set.by.clone(),
        loosens: set.loosens,
        earliest_time: set.earliest.time,
        earliest_height: set.earliest.height,
        expires: set.expires,
        proposal: action(set),
    };
    with_changes(event.to_event(), Some(set.id), ChangeStatus::Queued, &changes(set))
}

/// A change set that took effect, then its changes.
pub fn execute(set: &ChangeSet) -> Vec<Event> {
    let event = ExecuteEvent { id: set.id, proposal: action(set) };
    with_changes(event.to_event(), Some(set.id), ChangeStatus::Executed, &changes(set))
}

/// A tightening at once, then its changes.
pub fn tighten(by: &str, changes: &[ChangeMsg]) -> Vec<Event> {
    let event = TightenEvent { by: by.to_owned() };
    with_changes(event.to_event(), None, ChangeStatus::Tightened, changes)
}

/// Change sets that ended without being executed, and who ended them.
pub fn ended(ids: &[u64], ending: Ending, by: Option<&str>) -> Vec<Event> {
    let event = |id: &u64| EndedEvent { id: *id, ending, by: by.map(str::to_owned) }.to_event();
    ids.iter().map(event).collect()
}

fn with_changes(event: Event, id: Option<u64>, status: ChangeStatus, changes: &[ChangeMsg]) -> Vec<Event> {
    let changes = changes.iter().map(|change| ChangeEvent::of(id, status, change).to_event());
    std::iter::once(event).chain(changes).collect()
}

fn changes(set: &ChangeSet) -> Vec<ChangeMsg> {
    match &set.content {
        Content::Changes(changes) => describe(changes),
        Content::Action(_) => vec![],
    }
}

/// What the set does, where that is not a change of values.
fn action(set: &ChangeSet) -> Option<Proposal> {
    matches!(set.content, Content::Action(_)).then(|| describe_content(&set.content))
}
