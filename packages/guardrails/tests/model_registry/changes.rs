//! Two parameters, and everything that anybody can send about them.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Mutex;

use ballast_guardrails::*;
use ballast_math::Ratio;
use stateright::{Checker, Model, Property};

use crate::book::{BLOCKS, Book, DELAY, GRACE, INTERVAL, MAX, MIN};
use crate::judge::{self, CLAIMS, Claim};
use crate::support::*;

/// What was just done, for the proof that it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    Queued,
    Executed { loosening: bool, both: bool },
    Vetoed,
    Cancelled,
    Tightened { superseding: bool },
    Expired,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub now: Moment,
    pub values: Settings,
    pub registry: Board,
    pub book: Book,
    pub event: Option<Event>,
    pub broken: Option<Claim>,
}

/// What somebody sends, or a clock.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Second,
    Block,
    Queue(Vec<Change<Knob>>),
    Tighten(Vec<Change<Knob>>),
    Execute(u64, Guard<'static, Lack>),
    Veto(u64),
    Cancel(u64),
    Sweep,
}

pub struct Changes {
    pub constitution: Constitution<Knob>,
    pub knobs: [Knob; 2],
    /// How often each refusal came up.
    pub refusals: Mutex<BTreeMap<&'static str, u64>>,
}

/// Times by their distance from now, as far as it matters; sets by their order. What has ended decides nothing any more, so it
/// does not count.
impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let now = self.now;
        let age = |then: Moment| {
            let blocks = now.height.saturating_sub(then.height).min(BLOCKS);
            (now.time.since(then.time).min(Duration::new(DELAY + GRACE)), blocks)
        };
        let rest =
            |last: Option<u64>| last.map_or(INTERVAL, |last| (now.time.seconds() - last).min(INTERVAL));
        self.values.hash(hasher);
        for pending in self.registry.pending() {
            let until = (pending.earliest.time.seconds() + GRACE).abs_diff(pending.expires.seconds());
            (&pending.content, pending.loosens, until, age(pending.queued)).hash(hasher);
        }
        for entry in &self.book.open {
            (&entry.changes, age(entry.at)).hash(hasher);
        }
        for knob in self.values.0.keys() {
            let noted = self.book.changed.get(knob).copied();
            (rest(self.registry.last_change(knob).map(Timestamp::seconds)), rest(noted)).hash(hasher);
        }
        (self.event, self.broken).hash(hasher);
    }
}

impl Model for Changes {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        let [cap, other] = self.knobs;
        vec![State {
            now: moment(100, 100),
            values: Settings(BTreeMap::from([(cap, 2), (other, 2)])),
            registry: Board::default(),
            book: Book { next: 1, ..Book::default() },
            event: None,
            broken: None,
        }]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        steps.extend([Step::Second, Step::Block, Step::Sweep]);
        for changes in self.sets(&state.values) {
            steps.extend([Step::Queue(changes.clone()), Step::Tighten(changes)]);
        }
        // What is open, what ended last, and what never was.
        let open = state.book.open.iter().map(|entry| entry.set);
        for set in open.chain(state.book.ended.last().copied()).chain([state.book.next]) {
            let tripped = Guard::at(Level::Restricted);
            let lacking = Guard { lacking: &[Lack::Pressure], ..tripped };
            steps
                .extend([Guard::at(Level::Caution), tripped, lacking].map(|guard| Step::Execute(set, guard)));
            steps.extend([Step::Veto(set), Step::Cancel(set)]);
        }
    }

    fn next_state(&self, before: &State, step: Step) -> Option<State> {
        let mut after = State { event: None, ..before.clone() };
        if let Err(refusal) = judge::take(self, &mut after, &step) {
            *self.refusals.lock().expect("no panic").entry(refusal).or_default() += 1;
            after.claim(Claim::R12, after.registry == before.registry && after.values == before.values);
            // What was refused leads nowhere, unless it should not have been.
            return after.broken.is_some().then_some(after);
        }
        judge::compare(before, &mut after, &step);
        let moved = after.now != before.now || after.event.is_some() || after.broken.is_some();
        moved.then_some(after)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let reached = |name, condition| Property::<Self>::sometimes(name, condition);
        let mut properties: Vec<_> = CLAIMS.into();
        properties.extend([
            reached("queued", |_, state| state.event == Some(Event::Queued)),
            reached("executed a loosening", |_, state| {
                state.event == Some(Event::Executed { loosening: true, both: false })
            }),
            reached("executed a tightening", |_, state| {
                state.event == Some(Event::Executed { loosening: false, both: false })
            }),
            reached("executed both at once", |_, state| {
                state.event == Some(Event::Executed { loosening: true, both: true })
            }),
            reached("vetoed", |_, state| state.event == Some(Event::Vetoed)),
            reached("cancelled", |_, state| state.event == Some(Event::Cancelled)),
            reached("tightened", |_, state| state.event == Some(Event::Tightened { superseding: false })),
            reached("superseded", |_, state| state.event == Some(Event::Tightened { superseding: true })),
            reached("expired", |_, state| state.event == Some(Event::Expired)),
        ]);
        properties
    }
}

impl Changes {
    /// Every set of one and of two changes, and some that are malformed.
    fn sets(&self, values: &Settings) -> Vec<Vec<Change<Knob>>> {
        let [a, b] = self.knobs.map(|knob| {
            let from = values.get(&knob).expect("it is in the model");
            (MIN - 1..=MAX + 1).map(move |to| change(knob, from, to)).collect::<Vec<_>>()
        });
        let stale = |of: &[Change<Knob>]| change(of[0].id, of[0].from + 1, of[0].from);
        let mut sets = vec![vec![], vec![stale(&a)], vec![stale(&b)]];
        sets.extend([vec![b[1].clone(), a[1].clone()], vec![a[1].clone(), a[2].clone()]]);
        // Of pairs, those that could run, and one that goes too far.
        let (count, inside) = (a.len(), 1..a.len() - 1);
        for first in &a[inside.clone()] {
            sets.extend(b[inside.clone()].iter().map(|second| vec![first.clone(), second.clone()]));
        }
        sets.push(vec![a[1].clone(), b[count - 1].clone()]);
        sets.extend(a.into_iter().chain(b).map(|one| vec![one]));
        sets
    }
}

pub fn check(other: Knob, floor: usize) {
    let rule = Rule {
        bounds: Bounds { min: MIN, max: MAX },
        step: Ratio::percent(50),
        min_step: 1,
        interval: Duration::new(INTERVAL),
    };
    let model = Changes {
        constitution: Constitution {
            terms: Terms {
                delay: Duration::new(DELAY),
                delay_blocks: BLOCKS,
                grace: Duration::new(GRACE),
                longest_trip: Duration::new(1),
            },
            rules: [(Knob::Cap, rule), (other, rule)].into_iter().collect(),
        },
        knobs: [Knob::Cap, other],
        refusals: Mutex::default(),
    };
    let checker = crate::search(&format!("cap and {other}"), model, floor);
    let refusals = checker.model().refusals.lock().expect("no panic");
    println!("refused: {refusals:?}");
    let missing: Vec<_> = judge::REFUSALS.iter().filter(|name| !refusals.contains_key(*name)).collect();
    assert!(missing.is_empty(), "never refused for {missing:?}");
}
