//! What the registry answers with.

use crate::parameters::Values;
use crate::pending::Pending;
use crate::refusal::Refusal;

/// A refusal of the values `V`.
pub type RefusalOf<V> = Refusal<<V as Values>::Id, <V as Values>::Invalid>;

/// What queueing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueOutcome<Id, A> {
    /// The new set.
    pub set: Pending<Id, A>,
    /// Sets that had expired and were swept away.
    pub expired: Vec<u64>,
}

/// What an execution did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecuteOutcome<V, Id, A> {
    /// The set.
    pub set: Pending<Id, A>,
    /// The values after it.
    pub values: V,
}

/// What a tightening did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TightenOutcome<V> {
    /// The values after it.
    pub values: V,
    /// Pending sets that it cancelled, because they would have loosened what it tightens.
    pub superseded: Vec<u64>,
}
