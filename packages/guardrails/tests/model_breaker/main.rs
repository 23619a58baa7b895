//! Every reachable state of the breaker, with dwells of a few seconds.
//!
//! The transitions are the real ones. Beside them each state carries what an observer has written down, and the thresholds
//! are compared here in whole points. Times count by their distance from now, so the search covers histories of any length.

#![allow(missing_docs)]

mod any_signals;
mod guardian_alone;
#[path = "../support/search.rs"]
mod search;

use ballast_guardrails::{Dwell, Level, Observation, Reading, Recovery, Thresholds};
use ballast_math::{Duration, Ratio};
use search::search;

/// Seconds of calm at levels 1, 2 and 3.
const DWELL: [u64; 4] = [0, 1, 2, 3];
const RAMP: u64 = 1 + 2 + 3;
/// Points of fall from which levels 1, 2 and 3 are entered.
const ENTRY: [u64; 3] = [10, 20, 30];
/// Points of fall below which they are left: 70%.
const EXIT: [u64; 3] = [7, 14, 21];
/// The longest trip.
const LONGEST: u64 = 2;

const RECOVERY: Recovery = Recovery {
    exit: Ratio::percent(70),
    dwell: Dwell {
        caution: Duration::new(DWELL[1]),
        restricted: Duration::new(DWELL[2]),
        halted: Duration::new(DWELL[3]),
    },
};

fn thresholds() -> Thresholds {
    let [caution, restricted, halted] = ENTRY.map(Ratio::percent);
    Thresholds { caution, restricted, halted }
}

/// The signals of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Signal {
    Pressure,
    Load,
    Sensor,
    Guardian,
}

/// What can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sight {
    /// One signal, or two, fallen by so many points.
    Fall(u64, u64),
    /// The same, from data that is not fresh.
    Stale(u64),
    /// No sensor reads the pressure.
    DeadSensor(u64),
}

impl Sight {
    fn falls(self) -> [u64; 2] {
        match self {
            Self::Fall(one, other) => [one, other],
            Self::Stale(drawdown) | Self::DeadSensor(drawdown) => [drawdown, 0],
        }
    }

    fn is_fresh(self) -> bool {
        matches!(self, Self::Fall(..))
    }

    fn sensor_is_dead(self) -> bool {
        matches!(self, Self::DeadSensor(_))
    }

    /// The level that is held up by what has reached these points.
    fn level(self, points: [u64; 3]) -> usize {
        let of = |drawdown: u64| points.iter().filter(|point| drawdown >= **point).count();
        let dead = if self.sensor_is_dead() { 2 } else { 0 };
        self.falls().into_iter().map(of).max().unwrap_or(0).max(dead)
    }

    fn observation(self) -> Observation<Signal, 2> {
        let reading = |signal, drawdown| Reading {
            signal,
            drawdown: Ratio::percent(drawdown),
            thresholds: thresholds(),
        };
        let [pressure, load] = self.falls();
        Observation {
            readings: [Some(reading(Signal::Pressure, pressure)), Some(reading(Signal::Load, load))],
            demand: self.sensor_is_dead().then_some((Signal::Sensor, Level::Restricted)),
            fresh: self.is_fresh(),
        }
    }
}

#[test]
fn under_any_signals() {
    search("any signals", any_signals::Signals, 10_000);
}

#[test]
fn under_a_guardian_who_does_all_that_it_may() {
    search("the guardian alone", guardian_alone::Guardian, 100);
}
