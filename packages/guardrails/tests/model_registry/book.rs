//! What an observer writes down, and what must follow from it. Knows the rules of the spec; calls nothing of the crate but
//! its plain data.

use ballast_math::Timestamp;
use std::collections::BTreeMap;

use ballast_guardrails::{Change, Guard, Level, Moment};

use crate::support::{Knob, Lack, Settings};

/// Seconds from queueing to the earliest execution.
pub const DELAY: u64 = 2;
/// Blocks from queueing to the earliest execution.
pub const BLOCKS: u64 = 2;
/// Seconds of the window.
pub const GRACE: u64 = 2;
/// Seconds between changes.
pub const INTERVAL: u64 = 3;
/// Hard bounds of every parameter.
pub const MIN: u128 = 1;
pub const MAX: u128 = 4;

/// A set that was queued and has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    pub set: u64,
    pub at: Moment,
    pub changes: Vec<Change<Knob>>,
}

/// The observer's notes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    pub next: u64,
    pub open: Vec<Entry>,
    pub ended: Vec<u64>,
    pub changed: BTreeMap<Knob, u64>,
}

impl Entry {
    pub fn is_expired(&self, now: Moment) -> bool {
        now.time >= Timestamp::new(self.at.time.seconds() + DELAY + GRACE)
    }

    pub fn is_in_its_window(&self, now: Moment) -> bool {
        let ripe = now.time >= Timestamp::new(self.at.time.seconds() + DELAY)
            && now.height >= self.at.height + BLOCKS;
        ripe && !self.is_expired(now)
    }

    pub fn loosens(&self) -> bool {
        self.changes.iter().any(loosens)
    }

    pub fn touches(&self, id: Knob) -> bool {
        self.changes.iter().any(|change| change.id == id)
    }

    pub fn loosens_any_of(&self, ids: &[Change<Knob>]) -> bool {
        self.changes.iter().any(|change| loosens(change) && ids.iter().any(|other| other.id == change.id))
    }
}

impl Book {
    pub fn entry(&self, set: u64) -> Option<&Entry> {
        self.open.iter().find(|entry| entry.set == set)
    }

    pub fn live(&self, now: Moment, set: u64) -> Option<&Entry> {
        self.entry(set).filter(|entry| !entry.is_expired(now))
    }

    pub fn end(&mut self, set: u64) {
        self.open.retain(|entry| entry.set != set);
        self.ended.push(set);
    }

    pub fn is_rested(&self, id: Knob, now: Moment) -> bool {
        self.changed.get(&id).is_none_or(|last| now.time >= Timestamp::new(last + INTERVAL))
    }

    /// Whether a set may be queued.
    pub fn may_queue(&self, values: &Settings, now: Moment, changes: &[Change<Knob>]) -> bool {
        let taken = |change: &Change<Knob>| {
            self.open.iter().any(|entry| !entry.is_expired(now) && entry.touches(change.id))
        };
        is_well_formed(changes) && fits(values, changes) && !changes.iter().any(taken)
    }

    /// R7, the right side.
    pub fn may_execute(&self, values: &Settings, now: Moment, guard: Guard<'_, Lack>, set: u64) -> bool {
        // A lack lets through what ends it.
        let mends = |change: &Change<Knob>| change.id == Knob::Margin && guard.lacks(&Lack::Pressure);
        self.entry(set).is_some_and(|entry| {
            entry.is_in_its_window(now)
                && self.may_apply(values, now, &entry.changes)
                && (guard.level < Level::Restricted
                    || entry.changes.iter().all(|change| !loosens(change) || mends(change)))
        })
    }

    /// R13, the right side.
    pub fn may_tighten(&self, values: &Settings, now: Moment, changes: &[Change<Knob>]) -> bool {
        is_well_formed(changes) && self.may_apply(values, now, changes) && !changes.iter().any(loosens)
    }

    fn may_apply(&self, values: &Settings, now: Moment, changes: &[Change<Knob>]) -> bool {
        let rested = changes.iter().all(|change| self.is_rested(change.id, now));
        fits(values, changes) && rested && fit_together(&after(values, changes))
    }
}

fn is_well_formed(changes: &[Change<Knob>]) -> bool {
    !changes.is_empty()
        && changes.windows(2).all(|pair| pair[0].id < pair[1].id)
        && changes.iter().all(|change| change.from != change.to)
}

/// Expected values, bounds and step.
fn fits(values: &Settings, changes: &[Change<Knob>]) -> bool {
    changes.iter().all(|change| {
        values.0.get(&change.id) == Some(&change.from)
            && (MIN..=MAX).contains(&change.to)
            && is_a_step(change.from, change.to)
    })
}

/// At most half as much again, or down by the same factor, or by one.
pub fn is_a_step(from: u128, to: u128) -> bool {
    from.abs_diff(to) <= 1 || (2 * to <= 3 * from && 2 * from <= 3 * to)
}

pub fn loosens(change: &Change<Knob>) -> bool {
    match change.id {
        Knob::Cap => change.to > change.from,
        Knob::Floor => change.to != change.from,
        Knob::Margin => change.to < change.from,
        other => unreachable!("{other} is not in the model"),
    }
}

pub fn after(values: &Settings, changes: &[Change<Knob>]) -> Settings {
    let mut after = values.clone();
    after.0.extend(changes.iter().map(|change| (change.id, change.to)));
    after
}

pub fn fit_together(values: &Settings) -> bool {
    let cap = values.0.get(&Knob::Cap).expect("a cap");
    values.0.values().all(|value| value <= cap)
}
