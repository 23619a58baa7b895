//! Thresholds of the breaker's signals: higher ones trip later. Their order and gaps are checked over the whole.

use ballast_guardrails::LooseningDirection::Up;
use ballast_guardrails::Unit::Decimal;

use crate::place::{Place, Slot};
use crate::row::EffectiveFrom::AtOnce;
use crate::row::Valid::ByHolder;
use crate::row::{Lab, Row, SHARE};

/// The three thresholds of a signal: its field in the breaker's policy, what falls, and who is hurt.
macro_rules! signal {
    ($signal:ident, $fall:literal, $hurt:literal) => {
        [
            signal!($signal.caution, "1", $fall, $hurt, "less is minted"),
            signal!($signal.halted, "3", $fall, $hurt, "the mint stops"),
            signal!($signal.restricted, "2", $fall, $hurt, "little is minted and loosenings are held"),
        ]
    };
    ($signal:ident . $field:ident, $level:literal, $fall:literal, $hurt:literal, $effect:literal) => {
        Row {
            name: concat!("breaker.", stringify!($signal), ".", stringify!($field)),
            place: Place::Params(|params| Some(Slot::Ratio(&mut params.breaker.$signal.$field))),
            unit: Decimal,
            loosens: Up,
            outer: SHARE,
            valid: ByHolder,
            starts: AtOnce,
            mends: None,
            lab: Lab::Simulated(concat!("Level ", $level, " begins at another ", $fall, ".")),
            hurt: concat!($hurt, ": ", $effect, " only after a larger ", $fall, "."),
        }
    };
}

pub const ROWS: [[Row; 3]; 5] = [
    signal!(collateral, "shortfall of what outstanding credits promise", "Providers that credits will pay"),
    signal!(
        coverage,
        "gap between the smoothed burn and the smoothed mint",
        "Holders, whose share is diluted"
    ),
    signal!(price_day, "fall of the price from its best hour of a day", "Holders, who lose more in a crash"),
    signal!(
        price_week,
        "fall of the price from its best hour of a week",
        "Holders, who lose more in a decline"
    ),
    signal!(usage, "fall of the smoothed burn from its best", "Holders, who pay for work that is gone"),
];
