//! R10: when nothing else trips the breaker, the guardian keeps it tripped for a third of the time at most.
//!
//! Somebody observes in every second; what the guardian gains from nobody looking is not its doing.

use ballast_math::{Duration, Timestamp};
use std::hash::{Hash, Hasher};

use ballast_guardrails::Breaker;
use stateright::{Model, Property};

use crate::{LONGEST, RAMP, RECOVERY, Sight, Signal};

/// Longer than any cooldown.
const MAX: u64 = 3 * (LONGEST + RAMP) + 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    now: u64,
    breaker: Breaker,
    /// When the last trip began, and the seconds since then at a level above 0.
    begun: Option<u64>,
    tripped: u64,
    /// Whether the last trip and its ramp took more than a third of the time until the next.
    too_much: bool,
    /// Whether they took exactly a third.
    a_third: bool,
    /// Whether a trip was prolonged: began before the level was back at 0.
    prolonged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    Second,
    Trip(u64),
}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let trip = self.breaker.guardian_trip();
        let ahead = |later: u64| later.saturating_sub(self.now);
        let calm = self.breaker.calm_since().map(|since| (self.now - since.seconds()).min(3));
        (self.breaker.level(), calm, ahead(trip.until.seconds()), ahead(trip.next.seconds())).hash(hasher);
        let begun = self.begun.map(|begun| (self.now - begun).min(MAX));
        (begun, self.tripped, self.too_much, self.a_third, self.prolonged).hash(hasher);
    }
}

impl State {
    fn observe(&mut self) {
        let calm = Sight::Fall(0, 0).observation();
        self.breaker = self.breaker.observe(Timestamp::new(self.now), &calm, &RECOVERY, Signal::Guardian).0;
    }
}

pub struct Guardian;

impl Model for Guardian {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            now: 100,
            breaker: Breaker::default(),
            begun: None,
            tripped: 0,
            too_much: false,
            a_third: false,
            prolonged: false,
        }]
    }

    fn actions(&self, _: &State, steps: &mut Vec<Step>) {
        steps.push(Step::Second);
        steps.extend((1..=LONGEST).map(Step::Trip));
    }

    fn next_state(&self, before: &State, step: Step) -> Option<State> {
        let mut after = *before;
        match step {
            Step::Second => {
                after.tripped += u64::from(after.breaker.level() as u8 > 0);
                after.now += 1;
            }
            Step::Trip(length) => {
                after.breaker = after
                    .breaker
                    .trip(Timestamp::new(after.now), Duration::new(length), Duration::new(LONGEST), &RECOVERY)
                    .ok()?;
                if let Some(begun) = after.begun {
                    after.too_much = 3 * after.tripped > after.now - begun;
                    after.a_third = 3 * after.tripped == after.now - begun;
                }
                after.prolonged = before.breaker.level() as u8 > 0;
                (after.begun, after.tripped) = (Some(after.now), 0);
            }
        }
        after.observe();
        Some(after)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("a third of the time at most", |_, state: &State| !state.too_much),
            Property::always("no trip is prolonged", |_, state: &State| !state.prolonged),
            Property::always("no trip lasts longer than it may", |_, state: &State| {
                state.tripped <= LONGEST + RAMP
            }),
            Property::sometimes("exactly a third", |_, state: &State| state.a_third),
        ]
    }
}
