//! How the mint of an epoch is decided, the schedule and the steering aside.

use ballast_guardrails::LooseningDirection::{Both, Up};
use ballast_guardrails::Unit::{Decimal, Whole};
use ballast_math::{Duration, MAX_RHO, MAX_ROUND_TRIP, Rho};

use crate::place::{Place, Slot};
use crate::row::EffectiveFrom::NextEpoch;
use crate::row::Valid::ByHolder;
use crate::row::{Lab, Row, SHARE, between, up_to};

pub const ROWS: [Row; 11] = [
    Row {
        name: "policy.mint.breaker.caution",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.mint.breaker.caution))),
        unit: Decimal,
        loosens: Up,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("Level 1 leaves more of a request, or less."),
        hurt: "Holders: more is minted while something is wrong already.",
    },
    Row {
        name: "policy.mint.breaker.restricted",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.mint.breaker.restricted))),
        unit: Decimal,
        loosens: Up,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("Level 2 leaves more of a request, or less."),
        hurt: "Holders: more is minted in the middle of a crisis.",
    },
    Row {
        name: "policy.mint.gross_emission_cap",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.mint.gross_emission_cap))),
        unit: Decimal,
        loosens: Up,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The mint of a window stops at another share of the supply."),
        hurt: "Holders: whatever else is wrong, more can be minted in a window before it ends.",
    },
    Row {
        name: "policy.mint.max_supply",
        place: Place::Params(|params| params.policy.mint.max_supply.as_mut().map(Slot::Tokens)),
        unit: Whole,
        loosens: Up,
        outer: up_to(u128::MAX),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("Minting ends at another supply."),
        hurt: "Holders, to whom a smaller supply was promised.",
    },
    Row {
        name: "policy.mint.net_emission_cap",
        place: Place::Params(|params| params.policy.mint.net_emission_cap.as_mut().map(Slot::Ratio)),
        unit: Decimal,
        loosens: Up,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated(
            "What is minted beyond the burn of a window stops at another share of the supply.",
        ),
        hurt: "Holders: the supply can grow faster.",
    },
    Row {
        name: "policy.mint.remint_cap",
        place: Place::Params(|params| {
            params.policy.mint.remint_cap.as_mut().map(|cap| Slot::Tokens(&mut cap.amount))
        }),
        unit: Whole,
        loosens: Up,
        outer: up_to(u128::MAX),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("More of a large burn counts for the mint, or less."),
        hurt: "Holders: less of a large burn stays burned.",
    },
    Row {
        name: "policy.mint.rho",
        place: Place::Params(|params| match &mut params.policy.mint.rho {
            Rho::Fixed(rho) => Some(Slot::Ratio(rho)),
            Rho::Steered(_) => None,
        }),
        unit: Decimal,
        loosens: Up,
        outer: up_to(MAX_RHO.atomics()),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("More of the smoothed burn is minted again, or less."),
        hurt: "Holders: less of what burns stays burned.",
    },
    Row {
        name: "policy.mint.round_trip",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.mint.round_trip))),
        unit: Decimal,
        loosens: Up,
        outer: up_to(MAX_ROUND_TRIP.atomics()),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The re-mint of an epoch stops at another share of its own burn."),
        hurt: "Holders and honest providers: above 1, whoever buys work from itself can get back more than it burns.",
    },
    // How fast the averages follow decides when more is minted, either way.
    Row {
        name: "policy.mint.smoothing.period",
        place: Place::Params(|params| Some(Slot::Duration(&mut params.policy.mint.smoothing.period))),
        unit: Whole,
        loosens: Both,
        outer: between(1, Duration::YEAR.seconds() as u128),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The smoothed burn follows the burn slower, or faster."),
        hurt: "Upwards holders, for the mint follows a falling burn later; downwards providers, whose pay follows every \
               fluctuation of demand.",
    },
    Row {
        name: "policy.mint.smoothing.weight",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.mint.smoothing.weight))),
        unit: Decimal,
        loosens: Both,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("The smoothed burn follows the burn faster, or slower."),
        hurt: "Upwards providers, whose pay follows every fluctuation of demand; downwards holders, for the mint follows a \
               falling burn later.",
    },
    Row {
        name: "policy.mint.value_share",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.mint.value_share))),
        unit: Decimal,
        loosens: Up,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("More of what was settled is minted again at the price of the day, or less."),
        hurt: "Holders: more tokens are minted for the same work when the price falls, and outstanding credits promise more.",
    },
];
