//! What is minted by the calendar, or by the network's own growth. A row is for all streams of its kind.

use ballast_guardrails::LooseningDirection::{Both, Down, Up};
use ballast_guardrails::Unit::Whole;
use ballast_math::{Duration, Emission, MAX_RATE, MAX_SUPPLY};

use crate::place::{Place, Slot};
use crate::row::EffectiveFrom::NextEpoch;
use crate::row::Valid::ByHolder;
use crate::row::{Lab, Row, between, up_to};

pub const ROWS: [Row; 5] = [
    // An easier baseline lets network time run faster.
    Row {
        name: "policy.mint.schedule.*.baseline.initial",
        place: Place::Stream(|stream| match stream {
            Emission::Baseline { baseline, .. } => Some(Slot::Long(&mut baseline.initial)),
            _ => None,
        }),
        unit: Whole,
        loosens: Down,
        outer: between(1, u64::MAX as u128),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The same work advances the stream's time less, or more."),
        hurt: "Holders: the same work earns more of the schedule sooner.",
    },
    // A half-life moves emission between now and later.
    Row {
        name: "policy.mint.schedule.*.half_life",
        place: Place::Stream(|stream| match stream {
            Emission::ExponentialDecay { half_life, .. } | Emission::Baseline { half_life, .. } => {
                Some(Slot::Duration(half_life))
            }
            _ => None,
        }),
        unit: Whole,
        loosens: Both,
        outer: between(1, Duration::days(100 * 365).seconds() as u128),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The stream gives its total out over a longer time, or a shorter one."),
        hurt: "Upwards the providers of today, for more is left to those who come later; downwards holders, who are diluted sooner.",
    },
    Row {
        name: "policy.mint.schedule.*.rate",
        place: Place::Stream(|stream| match stream {
            Emission::Constant { rate, .. } => Some(Slot::Tokens(&mut rate.amount)),
            _ => None,
        }),
        unit: Whole,
        loosens: Up,
        outer: up_to(MAX_RATE.get()),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The stream emits more, or less, in the same time."),
        hurt: "Holders: more is minted whether there is work or not.",
    },
    Row {
        name: "policy.mint.schedule.*.steps.*.rate",
        place: Place::Step(|step| Some(Slot::Tokens(&mut step.rate.amount))),
        unit: Whole,
        loosens: Up,
        outer: up_to(MAX_RATE.get()),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The stream emits more, or less, while the step holds."),
        hurt: "Holders: more is minted whether there is work or not, while the step holds.",
    },
    Row {
        name: "policy.mint.schedule.*.total",
        place: Place::Stream(|stream| match stream {
            Emission::ExponentialDecay { total, .. } | Emission::Baseline { total, .. } => {
                Some(Slot::Tokens(total))
            }
            _ => None,
        }),
        unit: Whole,
        loosens: Up,
        outer: up_to(MAX_SUPPLY.get()),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The stream emits more, or less, in every epoch."),
        hurt: "Holders: the schedule gives out more, as far as the emission budget goes.",
    },
];
