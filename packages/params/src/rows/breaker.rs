//! How the breaker comes down, and how far it remembers.

use ballast_economy::MAX_USAGE_WINDOW;
use ballast_guardrails::LooseningDirection::{Down, Up};
use ballast_guardrails::Unit::{Decimal, Whole};
use ballast_math::Duration;

use crate::place::{Place, Slot};
use crate::row::EffectiveFrom::AtOnce;
use crate::row::Valid::{ByHolder, Outer};
use crate::row::{Lab, Row, SHARE, between};

/// A shorter dwell re-opens sooner: from a minute, a few blocks, to a week, the longest reference of the price.
macro_rules! dwell {
    ($field:ident, $level:literal, $hurt:literal) => {
        Row {
            name: concat!("breaker.recovery.dwell.", stringify!($field)),
            place: Place::Params(|params| Some(Slot::Duration(&mut params.breaker.recovery.dwell.$field))),
            unit: Whole,
            loosens: Down,
            outer: between(60, Duration::WEEK.seconds() as u128),
            valid: ByHolder,
            starts: AtOnce,
            mends: None,
            lab: Lab::Simulated(concat!("Level ", $level, " is left after another time of calm.")),
            hurt: $hurt,
        }
    };
}

pub const ROWS: [Row; 5] = [
    dwell!(caution, "1", "Holders: the full mint is back sooner, perhaps between two falls of one crash."),
    dwell!(
        halted,
        "3",
        "Holders: minting begins again sooner after a ruin, perhaps before its cause is known."
    ),
    dwell!(restricted, "2", "Holders: more is minted, and what loosens passes, sooner after a crisis."),
    Row {
        name: "breaker.recovery.exit",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.breaker.recovery.exit))),
        unit: Decimal,
        loosens: Up,
        outer: SHARE,
        valid: ByHolder,
        starts: AtOnce,
        mends: None,
        lab: Lab::Simulated("A level is left nearer to its threshold, or farther from it."),
        hurt: "Holders: a signal counts as calm while it is still close to tripping, so the mint comes back in the middle of \
               a fall.",
    },
    Row {
        name: "breaker.usage_window",
        place: Place::Params(|params| Some(Slot::Short(&mut params.breaker.usage_window))),
        unit: Whole,
        loosens: Down,
        outer: between(1, MAX_USAGE_WINDOW as u128),
        valid: Outer,
        starts: AtOnce,
        mends: None,
        lab: Lab::Simulated("The usage is compared with its best of more epochs, or of fewer."),
        // A shorter memory forgets its best sooner.
        hurt: "Holders: the best epoch is forgotten sooner, so a slow decline of the usage never looks like a fall.",
    },
];
