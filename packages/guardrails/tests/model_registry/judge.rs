//! Does what was sent, and holds it against the book.

use ballast_guardrails::*;
use stateright::Property;

use crate::book::{self, BLOCKS, DELAY, Entry, GRACE, INTERVAL, MAX, MIN};
use crate::changes::{Changes, Event, State, Step};
use crate::support::*;

/// The invariants, by their names in the spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claim {
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
    /// Not numbered: queueing, cancelling and sweeping work exactly when they should.
    Queue,
}

macro_rules! claims {
    ($($claim:ident: $name:literal,)*) => {
        pub const CLAIMS: [Property<Changes>; 14] = [$(Property {
            expectation: stateright::Expectation::Always,
            name: $name,
            condition: |_, state| state.broken != Some(Claim::$claim),
        },)*];
    };
}

claims! {
    R1: "R1 values stay within their bounds",
    R2: "R2 one execution moves a value by a step at most",
    R3: "R3 an interval lies between changes",
    R4: "R4 the earliest loosening never comes nearer",
    R5: "R5 what loosened was queued for the delay, and ran once",
    R6: "R6 endings are final, numbers are new, content stays",
    R7: "R7 execute works exactly when it should",
    R8: "R8 one pending set to a parameter",
    R9: "R9 the values fit together",
    R10: "R10 the guardian changes no value and no clock",
    R11: "R11 veto works exactly while a loosening is pending",
    R12: "R12 what fails changes nothing",
    R13: "R13 tighten works exactly when it should",
    Queue: "queue, cancel and sweep work exactly when they should",
}

impl State {
    /// Notes the first claim that does not hold.
    pub fn claim(&mut self, claim: Claim, holds: bool) {
        if !holds {
            self.broken = self.broken.or(Some(claim));
        }
    }
}

/// Makes a step, and checks that it was refused exactly when it should be. Returns: the name of the refusal.
pub fn take(model: &Changes, state: &mut State, step: &Step) -> Result<(), &'static str> {
    let constitution = &model.constitution;
    let now = state.now;
    match step {
        Step::Second => state.now.time = state.now.time.saturating_plus(Duration::new(1)),
        Step::Block => state.now.height += 1,
        Step::Sweep => {
            let swept = state.registry.sweep(now);
            expire(state, &swept);
            state.event = (!swept.is_empty()).then_some(Event::Expired);
        }
        Step::Queue(changes) => {
            let expected = state.book.may_queue(&state.values, now, changes);
            let queued = state.registry.queue(constitution, &state.values, now, "governor", changes.clone());
            state.claim(Claim::Queue, queued.is_ok() == expected);
            let queued = queued.map_err(|refusal| name(&refusal))?;
            let set = state.book.next;
            state.claim(Claim::R6, queued.set.id == set);
            expire(state, &queued.expired);
            state.book.open.push(Entry { set, at: now, changes: changes.clone() });
            state.book.next += 1;
            state.event = Some(Event::Queued);
        }
        Step::Execute(set, guard) => {
            let expected = state.book.may_execute(&state.values, now, *guard, *set);
            let done = state.registry.execute(constitution, &state.values, now, *guard, *set);
            state.claim(Claim::R7, done.is_ok() == expected);
            let done = done.map_err(|refusal| name(&refusal))?;
            let entry = state.book.entry(*set).cloned();
            let changes = entry.as_ref().map_or(&[][..], |entry| &entry.changes);
            let wanted = book::after(&state.values, changes);
            state.claim(Claim::R7, done.values == wanted);
            state.values = done.values;
            note(state, changes);
            state.book.end(*set);
            let loosening = entry.as_ref().is_some_and(Entry::loosens);
            state.event = Some(Event::Executed { loosening, both: changes.len() == 2 });
        }
        Step::Veto(set) => {
            let expected = state.book.live(now, *set).is_some_and(Entry::loosens);
            let vetoed = state.registry.veto::<AboveCap>(now, *set);
            state.claim(Claim::R11, vetoed.is_ok() == expected);
            vetoed.map_err(|refusal| name(&refusal))?;
            state.book.end(*set);
            state.event = Some(Event::Vetoed);
        }
        Step::Cancel(set) => {
            let expected = state.book.live(now, *set).is_some();
            let cancelled = state.registry.cancel::<AboveCap>(now, *set);
            state.claim(Claim::Queue, cancelled.is_ok() == expected);
            cancelled.map_err(|refusal| name(&refusal))?;
            state.book.end(*set);
            state.event = Some(Event::Cancelled);
        }
        Step::Tighten(changes) => {
            let expected = state.book.may_tighten(&state.values, now, changes);
            let done = state.registry.tighten(constitution, &state.values, now, changes);
            state.claim(Claim::R13, done.is_ok() == expected);
            let done = done.map_err(|refusal| name(&refusal))?;
            let open = state.book.open.iter();
            let undone = open.filter(|entry| !entry.is_expired(now) && entry.loosens_any_of(changes));
            let undone: Vec<u64> = undone.map(|entry| entry.set).collect();
            state.claim(Claim::R13, done.superseded == undone);
            state.claim(Claim::R13, done.values == book::after(&state.values, changes));
            state.values = done.values;
            note(state, changes);
            undone.iter().for_each(|set| state.book.end(*set));
            state.event = Some(Event::Tightened { superseding: !undone.is_empty() });
        }
    }
    Ok(())
}

fn note(state: &mut State, changes: &[Change<Knob>]) {
    for change in changes {
        state.claim(Claim::R3, state.book.is_rested(change.id, state.now));
        state.book.changed.insert(change.id, state.now.time.seconds());
    }
}

fn expire(state: &mut State, swept: &[u64]) {
    let over = state.book.open.iter().filter(|entry| entry.is_expired(state.now));
    let over: Vec<u64> = over.map(|entry| entry.set).collect();
    state.claim(Claim::Queue, swept == over);
    over.iter().for_each(|set| state.book.end(*set));
}

/// What must hold between a state and the next, whatever was sent.
pub fn compare(before: &State, after: &mut State, step: &Step) {
    let knobs: Vec<Knob> = before.values.0.keys().copied().collect();
    after.claim(Claim::R9, book::fit_together(&after.values));
    for knob in knobs {
        let [from, to] = [before, after].map(|state: &State| state.values.get(&knob).unwrap_or_default());
        after.claim(Claim::R1, (MIN..=MAX).contains(&to));
        after.claim(Claim::R2, book::is_a_step(from, to));
        after.claim(
            Claim::R3,
            after.registry.last_change(&knob) == after.book.changed.get(&knob).copied().map(Timestamp::new),
        );
        let [earlier, later] = [before, after].map(|state: &State| earliest_loosening(state, knob));
        after.claim(Claim::R4, later.time >= earlier.time && later.height >= earlier.height);
        let loosened = book::loosens(&change(knob, from, to));
        after.claim(Claim::R5, !loosened || was_ripe(before, step, knob));
        let live = after.registry.pending().iter().filter(|set| !set.is_expired(after.now));
        let touching = live.filter(|set| set.change(&knob).is_some()).count();
        after.claim(Claim::R8, touching <= 1);
        let guardian_moved = matches!(step, Step::Veto(_))
            && (from != to || before.registry.last_change(&knob) != after.registry.last_change(&knob));
        after.claim(Claim::R10, !guardian_moved);
    }
    // The registry holds exactly what the book holds, as it was queued.
    let pending = after.registry.pending().iter();
    let same = pending.len() == after.book.open.len()
        && pending.zip(&after.book.open).all(|(pending, entry)| {
            let earliest = moment(entry.at.time.seconds() + DELAY, entry.at.height + BLOCKS);
            pending.id == entry.set
                && pending.content == Content::Changes(entry.changes.clone())
                && (pending.queued, pending.earliest) == (entry.at, earliest)
                && pending.expires == Timestamp::new(entry.at.time.seconds() + DELAY + GRACE)
                && pending.loosens == entry.loosens()
        });
    after.claim(Claim::R6, same);
    let revived = |set: &u64| after.registry.pending().iter().any(|pending| pending.id == *set);
    after.claim(Claim::R6, !after.book.ended.iter().any(revived));
}

/// R5: a loosening is the execution of a set that was queued the delay before.
fn was_ripe(before: &State, step: &Step, knob: Knob) -> bool {
    let Step::Execute(set, _) = step else { return false };
    let entry = before.book.entry(*set);
    entry.is_some_and(|entry| entry.is_in_its_window(before.now) && entry.touches(knob))
}

/// The first moment at which a parameter could loosen: through what is pending, or through what is queued now.
fn earliest_loosening(state: &State, knob: Knob) -> Moment {
    let now = state.now;
    let pending = state.registry.pending().iter().filter(|set| !set.is_expired(now));
    let ready = pending
        .filter(|set| set.change(&knob).is_some_and(book::loosens))
        .map(|set| set.earliest)
        .next()
        .unwrap_or(moment(now.time.seconds() + DELAY, now.height + BLOCKS));
    let rested = state.registry.last_change(&knob).map_or(0, |last| last.seconds() + INTERVAL);
    moment(ready.time.max(Timestamp::new(rested)).max(now.time).seconds(), ready.height.max(now.height))
}

/// Every refusal that the model must have met.
pub const REFUSALS: [&str; 16] = [
    "NotPending",
    "TooEarly",
    "TooFewBlocks",
    "Expired",
    "Count",
    "OutOfOrder",
    "NoChange",
    "Stale",
    "OutOfBounds",
    "StepTooLarge",
    "TooSoon",
    "ParameterPending",
    "Loosens",
    "Invalid",
    "Breaker",
    "NotVetoable",
];

fn name(refusal: &Refused) -> &'static str {
    match refusal {
        Refusal::NotPending { .. } => "NotPending",
        Refusal::TooEarly { .. } => "TooEarly",
        Refusal::TooFewBlocks { .. } => "TooFewBlocks",
        Refusal::Expired { .. } => "Expired",
        Refusal::Count { .. } => "Count",
        Refusal::OutOfOrder { .. } => "OutOfOrder",
        Refusal::NoChange { .. } => "NoChange",
        Refusal::Stale { .. } => "Stale",
        Refusal::OutOfBounds { .. } => "OutOfBounds",
        Refusal::StepTooLarge { .. } => "StepTooLarge",
        Refusal::TooSoon { .. } => "TooSoon",
        Refusal::ParameterPending { .. } => "ParameterPending",
        Refusal::Loosens { .. } => "Loosens",
        Refusal::Invalid(_) => "Invalid",
        Refusal::Breaker { .. } => "Breaker",
        Refusal::NotVetoable { .. } => "NotVetoable",
        _ => "another",
    }
}
