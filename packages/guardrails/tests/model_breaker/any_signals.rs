//! Any sight at any time, a guardian who trips whenever it may, and periods that close.

use std::hash::{Hash, Hasher};

use ballast_guardrails::{Breaker, Reading};
use ballast_math::{Duration, Ratio, Timestamp};
use stateright::{Model, Property};

use crate::{DWELL, ENTRY, EXIT, LONGEST, RAMP, RECOVERY, Sight, Signal, thresholds};

/// Nobody waits longer than this for the next observation.
const GAP: u64 = 3;
/// Calm for this long, and the level is 0 again: each level's dwell, and the wait for the observation that ends it.
const BOUND: u64 = RAMP + 3 * (GAP - 1);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    now: u64,
    breaker: Breaker,
    /// What the observer wrote down: the level, its peak, and until when the guardian's trip lasts.
    level: usize,
    peak: usize,
    until: u64,
    next: u64,
    /// The first of the observations in a row that were fresh and held up no such level.
    calm: Option<u64>,
    /// The first of the observations in a row that found nothing at all.
    quiet: Option<u64>,
    observed: u64,
    event: Option<Event>,
    broken: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Event {
    Tripped { from: usize, to: usize },
    Left(usize),
    TrippedByGuardian,
    Recovered,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    Second,
    Observe(Sight),
    /// What the close of a period finds.
    Raise(u64),
    Trip(u64),
    TakePeak,
}

pub struct Signals;

const UP_AND_DOWN: &str = "B1 up by any number of levels at once, down by exactly one";
const DWELLS: &str = "B2 down exactly when all was calm and fresh for the dwell";
const AT_LEAST: &str = "B3 the level is at least what the signals require";
const NEVER_LOWER: &str = "B6 no trip, raise or peak lowers a level or shortens a dwell";
const BOUNDED: &str = "B7 calm for the ramp and the waits, and the level is 0";
const DEAD_SENSOR: &str = "B7 a dead sensor keeps the level at 2 or above";
const TRIPS: &str = "a trip works exactly when it is short enough and the last one long enough ago";
const PEAK: &str = "the peak is the highest level since it was last taken";
const CLAIMS: [&str; 8] = [UP_AND_DOWN, DWELLS, AT_LEAST, NEVER_LOWER, BOUNDED, DEAD_SENSOR, TRIPS, PEAK];

impl State {
    fn claim(&mut self, claim: &'static str, holds: bool) {
        if !holds {
            self.broken = self.broken.or(Some(claim));
        }
    }

    fn observe(&mut self, sight: Sight) {
        let (breaker, moved) =
            self.breaker.observe(Timestamp::new(self.now), &sight.observation(), &RECOVERY, Signal::Guardian);
        let (from, to) = (self.level, breaker.level() as usize);
        let tripped = self.now < self.until;
        let guardian = if tripped { 3 } else { 0 };
        let required = sight.level(ENTRY).max(guardian);
        let held = sight.level(EXIT).max(guardian);

        self.claim(AT_LEAST, to >= required);
        self.claim(UP_AND_DOWN, to == required || to <= from);
        self.claim(UP_AND_DOWN, from <= to + 1);
        self.claim(DEAD_SENSOR, !sight.sensor_is_dead() || to >= 2);
        self.claim(UP_AND_DOWN, moved.is_some() == (from != to));
        let told = moved.is_none_or(|moved| (moved.from as usize, moved.to as usize) == (from, to));
        self.claim(UP_AND_DOWN, told && moved.is_none_or(|moved| moved.time == Timestamp::new(self.now)));

        let calm = sight.is_fresh() && held < from && required <= from;
        let since = self.calm.unwrap_or(self.now);
        let leaves = calm && self.calm.is_some() && self.now - since >= DWELL[from];
        self.claim(DWELLS, (to < from) == leaves);
        // A level that was just left begins its dwell at once; one that was just entered has seen no calm yet.
        self.calm = (calm && to <= from).then_some(if leaves { self.now } else { since });
        let nothing = sight.is_fresh() && sight.level(EXIT) == 0 && !tripped;
        self.quiet = nothing.then_some(self.quiet.unwrap_or(self.now));
        self.claim(BOUNDED, to == 0 || self.quiet.is_none_or(|quiet| self.now - quiet < BOUND));

        self.event = match from.cmp(&to) {
            std::cmp::Ordering::Less => Some(Event::Tripped { from, to }),
            std::cmp::Ordering::Greater if to == 0 => Some(Event::Recovered),
            std::cmp::Ordering::Greater => Some(Event::Left(from)),
            std::cmp::Ordering::Equal => None,
        };
        self.breaker = breaker;
        self.level = to;
        self.peak = self.peak.max(to);
        self.observed = self.now;
    }

    fn raise(&mut self, drawdown: u64) {
        let reading =
            Reading { signal: Signal::Load, drawdown: Ratio::percent(drawdown), thresholds: thresholds() };
        let (breaker, moved) = self.breaker.raise(Timestamp::new(self.now), &reading);
        let (from, to) = (self.level, breaker.level() as usize);
        self.claim(NEVER_LOWER, to == from.max(Sight::Fall(drawdown, 0).level(ENTRY)));
        self.claim(UP_AND_DOWN, moved.is_some() == (from != to));
        if to > from {
            (self.calm, self.quiet) = (None, None);
            self.event = Some(Event::Tripped { from, to });
        }
        self.breaker = breaker;
        self.level = to;
        self.peak = self.peak.max(to);
    }

    fn trip(&mut self, length: u64) {
        let allowed = (1..=LONGEST).contains(&length) && self.now >= self.next;
        let tripped = self.breaker.trip(
            Timestamp::new(self.now),
            Duration::new(length),
            Duration::new(LONGEST),
            &RECOVERY,
        );
        self.claim(TRIPS, tripped.is_ok() == allowed);
        let Ok(breaker) = tripped else { return };
        self.claim(NEVER_LOWER, breaker.level() as usize == self.level);
        self.breaker = breaker;
        self.until = self.now + length;
        self.next = self.until + 2 * length + 3 * RAMP;
        // A trip ends every calm.
        (self.calm, self.quiet) = (None, None);
        self.event = Some(Event::TrippedByGuardian);
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let age = |then: Option<u64>, max| then.map(|then| (self.now - then).min(max));
        let ahead = |later: u64| later.saturating_sub(self.now);
        let trip = self.breaker.guardian_trip();
        (
            self.breaker.level(),
            age(self.breaker.calm_since().map(Timestamp::seconds), 3),
            ahead(trip.until.seconds()),
            ahead(trip.next.seconds()),
        )
            .hash(hasher);
        (self.level, self.peak, ahead(self.until), ahead(self.next)).hash(hasher);
        (age(self.calm, 3), age(self.quiet, BOUND), self.now - self.observed).hash(hasher);
        (self.event, self.broken).hash(hasher);
    }
}

impl Model for Signals {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            now: 100,
            breaker: Breaker::default(),
            level: 0,
            peak: 0,
            until: 0,
            next: 0,
            calm: None,
            quiet: None,
            observed: 100,
            event: None,
            broken: None,
        }]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        if state.now - state.observed < GAP {
            steps.push(Step::Second);
        }
        // At every threshold and a point below it.
        let edges = || EXIT.into_iter().chain(ENTRY).flat_map(|point| [point - 1, point]);
        steps.extend(edges().map(|drawdown| Step::Observe(Sight::Fall(drawdown, 0))));
        steps.extend([6, 7, 19, 30].map(|drawdown| Step::Observe(Sight::Fall(6, drawdown))));
        steps.extend([6, 10, 20, 30].map(|drawdown| Step::Observe(Sight::Stale(drawdown))));
        steps.extend([6, 20, 29, 30].map(|drawdown| Step::Observe(Sight::DeadSensor(drawdown))));
        steps.extend(ENTRY.into_iter().flat_map(|point| [Step::Raise(point - 1), Step::Raise(point)]));
        steps.extend((0..=LONGEST + 1).map(Step::Trip));
        steps.push(Step::TakePeak);
    }

    fn next_state(&self, before: &State, step: Step) -> Option<State> {
        let mut after = State { event: None, ..*before };
        match step {
            Step::Second => after.now += 1,
            Step::Observe(sight) => after.observe(sight),
            Step::Raise(drawdown) => after.raise(drawdown),
            Step::Trip(length) => after.trip(length),
            Step::TakePeak => {
                let peak = after.breaker.take_peak() as usize;
                after.claim(PEAK, peak == after.peak);
                after.claim(NEVER_LOWER, after.breaker.level() == before.breaker.level());
                after.peak = after.level;
            }
        }
        let (old, new) = (before.breaker.calm_since(), after.breaker.calm_since());
        // Later than before, or begun anew: a dwell never becomes shorter.
        let later =
            new.is_none_or(|new| old.is_none_or(|old| new >= old) && new <= Timestamp::new(after.now));
        after.claim(NEVER_LOWER, later);
        after.claim(NEVER_LOWER, matches!(step, Step::Observe(_)) || after.level >= before.level);
        Some(after)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let reached = |name, condition| Property::<Self>::sometimes(name, condition);
        let mut properties = vec![
            reached("from normal to halted at once", |_, state| {
                state.event == Some(Event::Tripped { from: 0, to: 3 })
            }),
            reached("left 3", |_, state| state.event == Some(Event::Left(3))),
            reached("left 2", |_, state| state.event == Some(Event::Left(2))),
            reached("back to normal", |_, state| state.event == Some(Event::Recovered)),
            reached("tripped by the guardian", |_, state| state.event == Some(Event::TrippedByGuardian)),
            reached("calm for as long as it can take", |_, state| {
                state.quiet.is_some_and(|quiet| state.now - quiet >= BOUND)
            }),
        ];
        macro_rules! always {
            ($($index:literal)*) => {
                properties.extend([$(Property::<Self>::always(CLAIMS[$index], |_, state| {
                    state.broken != Some(CLAIMS[$index])
                }),)*]);
            };
        }
        always!(0 1 2 3 4 5 6 7);
        properties
    }
}
