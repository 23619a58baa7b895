//! The queue itself: what is in it, what leaves it, and what is remembered of that.

use super::{MAX_ENDED, MAX_PENDING, Registry};
use crate::clock::Moment;
use crate::constitution::Constitution;
use crate::outcomes::QueueOutcome;
use crate::parameters::{Action, ParameterId};
use crate::pending::{Content, Pending};
use crate::refusal::{Ending, Refusal};

impl<Id: ParameterId, A: Action<Id::Lack>> Registry<Id, A> {
    pub(super) fn push(
        &mut self,
        constitution: &Constitution<Id>,
        now: Moment,
        by: &str,
        content: Content<Id, A>,
        loosens: bool,
    ) -> QueueOutcome<Id, A> {
        let expired = self.sweep(now);
        let terms = constitution.terms;
        let earliest = now.after(terms.delay, terms.delay_blocks);
        let pending = Pending {
            id: self.next_id,
            by: by.to_owned(),
            content,
            queued: now,
            earliest,
            expires: earliest.time.saturating_plus(terms.grace),
            loosens,
        };
        self.next_id = self.next_id.saturating_add(1);
        self.pending.push(pending.clone());
        QueueOutcome { set: pending, expired }
    }

    pub(super) fn live(&self, now: Moment) -> impl Iterator<Item = &Pending<Id, A>> {
        self.pending.iter().filter(move |set| !set.is_expired(now))
    }

    pub(super) fn find(&self, id: u64) -> Option<&Pending<Id, A>> {
        self.pending.iter().find(|pending| pending.id == id)
    }

    pub(super) fn find_live<I>(&self, now: Moment, id: u64) -> Result<&Pending<Id, A>, Refusal<Id, I>> {
        let pending = self.find(id).ok_or_else(|| Refusal::NotPending { id, ended: self.ending(id) })?;
        if pending.is_expired(now) {
            return Err(Refusal::Expired { id, expired: pending.expires, now: now.time });
        }
        Ok(pending)
    }

    pub(super) fn check_room<I>(&self, now: Moment) -> Option<Refusal<Id, I>> {
        (self.live(now).count() >= MAX_PENDING).then_some(Refusal::QueueFull { max: MAX_PENDING })
    }

    pub(super) fn take<I>(&mut self, id: u64, ending: Ending) -> Result<Pending<Id, A>, Refusal<Id, I>> {
        let position = self.pending.iter().position(|pending| pending.id == id);
        let Some(position) = position else {
            return Err(Refusal::NotPending { id, ended: self.ending(id) });
        };
        self.remember(id, ending);
        Ok(self.pending.remove(position))
    }

    pub(super) fn take_where(
        &mut self,
        mut which: impl FnMut(&Pending<Id, A>) -> bool,
        ending: Ending,
    ) -> Vec<u64> {
        let taken: Vec<u64> = self.pending.iter().filter(|set| which(set)).map(|set| set.id).collect();
        self.pending.retain(|set| !taken.contains(&set.id));
        for id in &taken {
            self.remember(*id, ending);
        }
        taken
    }

    pub(super) fn remember(&mut self, id: u64, ending: Ending) {
        if self.ended.len() >= MAX_ENDED {
            self.ended.pop_front();
        }
        self.ended.push_back((id, ending));
    }
}
