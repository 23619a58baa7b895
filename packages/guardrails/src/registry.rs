//! The queue of changes and the clock of each parameter: how values move, and how they cannot.
//!
//! ```text
//! queue ─┬─ execute ─ executed      inside its window, checked again as a whole
//!        ├─ veto ──── vetoed        by the guardian, while it loosens
//!        ├─ cancel ── cancelled     by governance, or because its proposer was removed
//!        ├─ tighten ─ superseded    by a tightening of the same parameter, or the removal of what it is about
//!        └─ (time) ── expired
//! ```

mod queue;

use std::collections::VecDeque;

use ballast_math::Timestamp;
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use crate::checks::{check_changes, window};
use crate::clock::Moment;
use crate::constitution::Constitution;
use crate::guard::Guard;
use crate::outcomes::{ExecuteOutcome, QueueOutcome, RefusalOf, TightenOutcome};
use crate::parameters::{Action, ParameterId, Values};
use crate::pending::{Change, Content, Pending};
use crate::refusal::{Ending, Refusal};

/// Pending sets at once: a spam of sets cannot make any message dearer than this.
pub const MAX_PENDING: usize = 16;

/// Endings that are remembered, so that an error can say what became of a set.
pub const MAX_ENDED: usize = 32;

/// The state of the registry; the values themselves lie where the contract keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Registry<Id: Ord, A> {
    next_id: u64,
    pending: Vec<Pending<Id, A>>,
    #[serde(
        with = "crate::entries",
        bound(serialize = "Id: Serialize", deserialize = "Id: Deserialize<'de> + Ord")
    )]
    changed: LiteMap<Id, Timestamp>,
    ended: VecDeque<(u64, Ending)>,
}

impl<Id: Ord, A> Default for Registry<Id, A> {
    fn default() -> Self {
        Self { next_id: 1, pending: vec![], changed: LiteMap::new(), ended: VecDeque::new() }
    }
}

impl<Id: ParameterId, A: Action<Id::Lack>> Registry<Id, A> {
    /// The sets that are pending, and those whose time is over and that nobody has swept away yet.
    #[must_use]
    pub fn pending(&self) -> &[Pending<Id, A>] {
        &self.pending
    }

    /// The pending set that touches a parameter, if there is one.
    #[must_use]
    pub fn pending_change(&self, id: &Id, now: Moment) -> Option<&Pending<Id, A>> {
        self.live(now).find(|set| set.change(id).is_some())
    }

    /// When a parameter last changed, if it ever did.
    #[must_use]
    pub fn last_change(&self, id: &Id) -> Option<Timestamp> {
        self.changed.get(id).copied()
    }

    /// The first second at which a parameter may change again, by whatever path.
    #[must_use]
    pub fn next_change(&self, constitution: &Constitution<Id>, id: &Id) -> Timestamp {
        match (self.changed.get(id), constitution.rule(id)) {
            (Some(last), Some(rule)) => last.saturating_plus(rule.interval),
            _ => Timestamp::default(),
        }
    }

    /// How a set ended, if that is remembered.
    #[must_use]
    pub fn ending(&self, id: u64) -> Option<Ending> {
        self.ended.iter().find(|(ended, _)| *ended == id).map(|(_, ending)| *ending)
    }

    /// Why a set of changes would be refused if it were queued now; empty when it would be taken.
    pub fn why_not_queue<V: Values<Id = Id>>(
        &self,
        constitution: &Constitution<Id>,
        values: &V,
        now: Moment,
        changes: &[Change<Id>],
    ) -> Vec<RefusalOf<V>> {
        let mut reasons = check_changes(constitution, values, changes);
        for change in changes {
            if let Some(other) = self.pending_change(&change.id, now) {
                reasons.push(Refusal::ParameterPending { parameter: change.id.clone(), id: other.id });
            }
        }
        reasons.extend(self.check_room(now));
        reasons
    }

    /// Queues a set of changes. Only governance may.
    pub fn queue<V: Values<Id = Id>>(
        &mut self,
        constitution: &Constitution<Id>,
        values: &V,
        now: Moment,
        by: &str,
        changes: Vec<Change<Id>>,
    ) -> Result<QueueOutcome<Id, A>, RefusalOf<V>> {
        first(self.why_not_queue(constitution, values, now, &changes))?;
        let loosens = changes.iter().any(Change::loosens);
        Ok(self.push(constitution, now, by, Content::Changes(changes), loosens))
    }

    /// Queues an action. Only governance may; whether it can be done at all is for the caller to check.
    pub fn queue_action<I>(
        &mut self,
        constitution: &Constitution<Id>,
        now: Moment,
        by: &str,
        action: A,
    ) -> Result<QueueOutcome<Id, A>, Refusal<Id, I>> {
        let same = |set: &&Pending<Id, A>| matches!(&set.content, Content::Action(other) if other.same_subject(&action));
        if let Some(other) = self.live(now).find(same) {
            return Err(Refusal::ActionPending { id: other.id });
        }
        if let Some(full) = self.check_room(now) {
            return Err(full);
        }
        Ok(self.push(constitution, now, by, Content::Action(action), true))
    }

    /// Why a pending set would be refused if it were executed now; empty when it would run.
    pub fn why_not_execute<V: Values<Id = Id>>(
        &self,
        constitution: &Constitution<Id>,
        values: &V,
        now: Moment,
        guard: Guard<'_, Id::Lack>,
        id: u64,
    ) -> Vec<RefusalOf<V>> {
        let Some(pending) = self.find(id) else {
            return vec![Refusal::NotPending { id, ended: self.ending(id) }];
        };
        let mut reasons = window(pending, now);
        if let Content::Changes(changes) = &pending.content {
            reasons.extend(self.why_not_change(constitution, values, now, changes));
        }
        if pending.held_by_breaker(guard) {
            reasons.push(Refusal::Breaker { found: guard.level });
        }
        reasons
    }

    /// Executes a pending set, all of it or nothing. Anyone may.
    pub fn execute<V: Values<Id = Id>>(
        &mut self,
        constitution: &Constitution<Id>,
        values: &V,
        now: Moment,
        guard: Guard<'_, Id::Lack>,
        id: u64,
    ) -> Result<ExecuteOutcome<V, Id, A>, RefusalOf<V>> {
        first(self.why_not_execute(constitution, values, now, guard, id))?;
        let set = self.take(id, Ending::Executed)?;
        let mut values = values.clone();
        if let Content::Changes(changes) = &set.content {
            self.apply(&mut values, changes, now);
        }
        Ok(ExecuteOutcome { set, values })
    }

    /// Stops a pending set for good. Only the guardian may.
    pub fn veto<I>(&mut self, now: Moment, id: u64) -> Result<Pending<Id, A>, Refusal<Id, I>> {
        let pending = self.find_live(now, id)?;
        if !pending.vetoable() {
            return Err(Refusal::NotVetoable { id });
        }
        self.take(id, Ending::Vetoed)
    }

    /// Withdraws a pending set. Only governance may.
    pub fn cancel<I>(&mut self, now: Moment, id: u64) -> Result<Pending<Id, A>, Refusal<Id, I>> {
        self.find_live(now, id)?;
        self.take(id, Ending::Cancelled)
    }

    /// Withdraws everything that a proposer who is no governor any more has queued.
    ///
    /// Returns: the sets.
    pub fn cancel_all_of(&mut self, by: &str, now: Moment) -> Vec<u64> {
        self.take_where(|set| !set.is_expired(now) && set.by == by, Ending::Cancelled)
    }

    /// Why a tightening would be refused now; empty when it would be taken.
    pub fn why_not_tighten<V: Values<Id = Id>>(
        &self,
        constitution: &Constitution<Id>,
        values: &V,
        now: Moment,
        changes: &[Change<Id>],
    ) -> Vec<RefusalOf<V>> {
        let mut reasons = self.why_not_change(constitution, values, now, changes);
        for change in changes {
            if change.loosens() {
                let (parameter, from, to) = (change.id.clone(), change.from, change.to);
                reasons.push(Refusal::Loosens { parameter, from, to });
            }
        }
        reasons
    }

    /// Tightens at once, under the same bounds, steps and intervals, and cancels what would have loosened the same
    /// parameters. Only governance may.
    pub fn tighten<V: Values<Id = Id>>(
        &mut self,
        constitution: &Constitution<Id>,
        values: &V,
        now: Moment,
        changes: &[Change<Id>],
    ) -> Result<TightenOutcome<V>, RefusalOf<V>> {
        first(self.why_not_tighten(constitution, values, now, changes))?;
        let mut values = values.clone();
        self.apply(&mut values, changes, now);
        let loosens = |set: &Pending<Id, A>| {
            changes.iter().any(|change| set.change(&change.id).is_some_and(Change::loosens))
        };
        let superseded = self.take_where(|set| !set.is_expired(now) && loosens(set), Ending::Superseded);
        Ok(TightenOutcome { values, superseded })
    }

    /// Notes that a member was removed at once: its parameter's clock starts again, and what was pending about it ends.
    ///
    /// Returns: the sets that it cancelled.
    pub fn note_removal(&mut self, id: Id, now: Moment) -> Vec<u64> {
        let cancelled =
            self.take_where(|set| !set.is_expired(now) && set.change(&id).is_some(), Ending::Superseded);
        self.changed.insert(id, now.time);
        cancelled
    }

    /// Sweeps away what has expired.
    ///
    /// Returns: the sets.
    pub fn sweep(&mut self, now: Moment) -> Vec<u64> {
        self.take_where(|set| set.is_expired(now), Ending::Expired)
    }

    /// Why changes would be refused if their delay had passed now; empty when they would take effect.
    pub fn why_not_apply<V: Values<Id = Id>>(
        &self,
        constitution: &Constitution<Id>,
        values: &V,
        now: Moment,
        guard: Guard<'_, Id::Lack>,
        changes: &[Change<Id>],
    ) -> Vec<RefusalOf<V>> {
        let mut reasons = self.why_not_change(constitution, values, now, changes);
        if changes.iter().any(|change| change.held_by_breaker(guard)) {
            reasons.push(Refusal::Breaker { found: guard.level });
        }
        reasons
    }

    fn why_not_change<V: Values<Id = Id>>(
        &self,
        constitution: &Constitution<Id>,
        values: &V,
        now: Moment,
        changes: &[Change<Id>],
    ) -> Vec<RefusalOf<V>> {
        let mut reasons = check_changes(constitution, values, changes);
        for change in changes {
            let next = self.next_change(constitution, &change.id);
            if now.time < next {
                reasons.push(Refusal::TooSoon { parameter: change.id.clone(), next, now: now.time });
            }
        }
        let mut after = values.clone();
        for change in changes {
            after.set(&change.id, change.to);
        }
        if let Err(invalid) = after.validate() {
            reasons.push(Refusal::Invalid(invalid));
        }
        reasons
    }

    fn apply<V: Values<Id = Id>>(&mut self, values: &mut V, changes: &[Change<Id>], now: Moment) {
        for change in changes {
            values.set(&change.id, change.to);
            self.changed.insert(change.id.clone(), now.time);
        }
    }
}

fn first<Id: ParameterId, I>(reasons: Vec<Refusal<Id, I>>) -> Result<(), Refusal<Id, I>> {
    reasons.into_iter().next().map_or(Ok(()), Err)
}
