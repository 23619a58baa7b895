//! How payments are split, and how rewards are paid out.

use ballast_guardrails::LooseningDirection::Both;
use ballast_guardrails::Unit::{Decimal, Whole};
use ballast_math::Duration;

use crate::place::{Place, Slot};
use crate::row::EffectiveFrom::NextEpoch;
use crate::row::Valid::ByHolder;
use crate::row::{Lab, Row, SHARE, up_to};

/// Why the lab leaves vesting out.
const GRANTED: Lab = Lab::Left("The runs count what is granted, not when it is paid out.");

pub const ROWS: [Row; 4] = [
    // More burned is less paid to the provider directly.
    Row {
        name: "policy.burn.burn_share",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.burn.burn_share))),
        unit: Decimal,
        loosens: Both,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated(
            "More of each bill burns and less is paid to providers directly, or the reverse.",
        ),
        hurt: "Upwards providers, who are paid less directly and wait for the mint; downwards holders, for whom less burns.",
    },
    // A spread takes from the tenant.
    Row {
        name: "policy.burn.credit_spread",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.burn.credit_spread))),
        unit: Decimal,
        loosens: Both,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: Lab::Simulated("Tenants who prepay get fewer credits for their tokens, or more."),
        hurt: "Upwards tenants who prepay, for they get fewer credits; downwards holders, who carry the risk of the price \
               between purchase and use for less.",
    },
    Row {
        name: "policy.reward.vesting_period",
        place: Place::Params(|params| Some(Slot::Duration(&mut params.policy.reward.vesting_period))),
        unit: Whole,
        loosens: Both,
        outer: up_to(Duration::days(10 * 365).seconds() as u128),
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: GRANTED,
        hurt: "Upwards providers, who wait longer for what they earned; downwards holders, who meet it on the market sooner.",
    },
    Row {
        name: "policy.reward.vesting_share",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.policy.reward.vesting_share))),
        unit: Decimal,
        loosens: Both,
        outer: SHARE,
        valid: ByHolder,
        starts: NextEpoch,
        mends: None,
        lab: GRANTED,
        hurt: "Upwards providers, of whose rewards more waits; downwards holders, who meet more of them on the market at once.",
    },
];
