//! What a set is checked for, apart from the queue that it stands in.

use crate::clock::Moment;
use crate::constitution::Constitution;
use crate::outcomes::RefusalOf;
use crate::parameters::{ParameterId, Values};
use crate::pending::{Change, Pending};
use crate::refusal::Refusal;

/// Changes in one set.
pub const MAX_CHANGES: usize = 16;

/// What can be said of a set whatever the time: its form, its bounds, its steps, its old values.
pub fn check_changes<V: Values>(
    constitution: &Constitution<V::Id>,
    values: &V,
    changes: &[Change<V::Id>],
) -> Vec<RefusalOf<V>> {
    let mut reasons = vec![];
    if changes.is_empty() || changes.len() > MAX_CHANGES {
        reasons.push(Refusal::Count { max: MAX_CHANGES, found: changes.len() });
    }
    for (change, next) in changes.iter().zip(changes.iter().skip(1)) {
        if next.id <= change.id {
            reasons.push(Refusal::OutOfOrder { previous: change.id.clone(), found: next.id.clone() });
        }
    }
    for change in changes {
        check_change(constitution, values, change, &mut reasons);
    }
    reasons
}

fn check_change<V: Values>(
    constitution: &Constitution<V::Id>,
    values: &V,
    change: &Change<V::Id>,
    reasons: &mut Vec<RefusalOf<V>>,
) {
    let Change { id, from, to } = change;
    let parameter = || id.clone();
    let Some(current) = values.get(id) else {
        return reasons.push(Refusal::Unknown { parameter: parameter() });
    };
    let Some(rule) = constitution.rule(id) else {
        return reasons.push(Refusal::Fixed { parameter: parameter() });
    };
    if from == to {
        reasons.push(Refusal::NoChange { parameter: parameter(), value: *to });
    }
    if *from != current {
        reasons.push(Refusal::Stale { parameter: parameter(), expected: *from, found: current });
    }
    let bounds = rule.bounds;
    if !bounds.contain(*to) {
        let (min, max) = (bounds.min, bounds.max);
        reasons.push(Refusal::OutOfBounds { parameter: parameter(), min, max, found: *to });
    }
    // The step is measured on the value before the whole set, which compare-and-set makes the expected one.
    let reach = rule.reach(*from);
    if !reach.contain(*to) && bounds.contain(*to) {
        let (from, min, max) = (*from, reach.min, reach.max);
        reasons.push(Refusal::StepTooLarge { parameter: parameter(), from, min, max, found: *to });
    }
}

pub fn window<Id: ParameterId, A, I>(pending: &Pending<Id, A>, now: Moment) -> Vec<Refusal<Id, I>> {
    let (id, earliest) = (pending.id, pending.earliest);
    // One that is too late will never be anything else, so that comes first.
    if now.time >= pending.expires {
        return vec![Refusal::Expired { id, expired: pending.expires, now: now.time }];
    }
    let mut reasons = vec![];
    if now.time < earliest.time {
        reasons.push(Refusal::TooEarly { id, earliest: earliest.time, now: now.time });
    }
    if now.height < earliest.height {
        reasons.push(Refusal::TooFewBlocks { id, earliest: earliest.height, now: now.height });
    }
    reasons
}
