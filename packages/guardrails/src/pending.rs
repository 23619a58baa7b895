//! A queued set.

use ballast_math::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::guard::Guard;
use crate::parameters::{Action, ParameterId};

/// One parameter's part of a set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change<Id> {
    /// The parameter.
    pub id: Id,
    /// What it must be when the set executes: compare and set.
    pub from: u128,
    /// What it becomes.
    pub to: u128,
}

impl<Id: ParameterId> Change<Id> {
    /// Whether it loosens its parameter.
    #[must_use]
    pub fn loosens(&self) -> bool {
        self.id.loosens().by(self.from, self.to)
    }

    /// Whether the breaker keeps it from taking effect: it loosens, and mends nothing that is lacking.
    #[must_use]
    pub fn held_by_breaker(&self, guard: Guard<'_, Id::Lack>) -> bool {
        guard.refuses_loosening() && self.loosens() && !self.id.mends().is_some_and(|lack| guard.lacks(&lack))
    }
}

/// What a set does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Content<Id, A> {
    /// Changes values, all or none; in order of the parameters.
    Changes(Vec<Change<Id>>),
    /// Something that is not a value.
    Action(A),
}

/// A queued set. Nothing of it ever changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pending<Id, A> {
    /// Its number; never used again.
    pub id: u64,
    /// Who queued it.
    pub by: String,
    /// What it does.
    pub content: Content<Id, A>,
    /// When it was queued.
    pub queued: Moment,
    /// The first moment at which it may be executed; both clocks must have reached it.
    pub earliest: Moment,
    /// The first second at which it is too late.
    pub expires: Timestamp,
    /// Whether anything in it loosens.
    pub loosens: bool,
}

impl<Id: ParameterId, A: Action<Id::Lack>> Pending<Id, A> {
    /// Whether its time is over.
    #[must_use]
    pub fn is_expired(&self, now: Moment) -> bool {
        now.time >= self.expires
    }

    /// Its change of a parameter, if it has one.
    #[must_use]
    pub fn change(&self, id: &Id) -> Option<&Change<Id>> {
        match &self.content {
            Content::Changes(changes) => changes.iter().find(|change| change.id == *id),
            Content::Action(_) => None,
        }
    }

    /// Whether the guardian may veto it.
    #[must_use]
    pub fn vetoable(&self) -> bool {
        match &self.content {
            Content::Changes(_) => self.loosens,
            Content::Action(action) => action.vetoable(),
        }
    }

    /// Whether the breaker keeps it from running.
    #[must_use]
    pub fn held_by_breaker(&self, guard: Guard<'_, Id::Lack>) -> bool {
        match &self.content {
            Content::Changes(changes) => changes.iter().any(|change| change.held_by_breaker(guard)),
            Content::Action(action) => guard.refuses_loosening() && action.held_by_breaker(guard),
        }
    }
}
