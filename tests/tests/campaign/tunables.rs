//! What governance may tune in the campaign: the rows of the table of parameters, each with a hard rule of this campaign.
//! The constitution is made of it, and so are the shadow's judgements.

use std::sync::LazyLock;

use ballast_api::{ConstitutionConfig, Parameter, Params, RuleConfig, Values};
use ballast_economy::Signals;
use ballast_guardrails::{Bounds, LooseningDirection, ParameterId as _, Quantity, Terms, Unit, Values as _};
use ballast_math::{Duration, Ratio};
use ballast_sandbox::example;
use cosmwasm_std::{Uint128, Uint256};

use crate::shadow::ONE;

pub const DELAY: u64 = 172_800;
pub const DELAY_BLOCKS: u64 = 1_000;
pub const GRACE: u64 = 86_400;
pub const LONGEST_TRIP: u64 = 172_800;
pub const INTERVAL: u64 = 86_400;

/// What the rows say of a number and its hard rule; its interval is the same for all.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub unit: Unit,
    pub looser: LooseningDirection,
    pub min: u128,
    pub max: u128,
    /// In hundredths.
    pub step: u128,
    pub min_step: u128,
    /// Values that make something happen.
    pub favourites: &'static [u128],
}

impl Limits {
    /// One step from a value: `value / (1 + step)` rounded up to `value · (1 + step)` rounded down, or `min_step` either
    /// way, within the bounds.
    pub fn reach(&self, value: u128) -> (u128, u128) {
        let (value_256, grown) = (Uint256::from(value), Uint256::from(100 + self.step));
        let hundred = Uint256::from(100u128);
        let narrow = |wide: Uint256| Uint128::try_from(wide).map_or(u128::MAX, |narrow| narrow.u128());
        let down = narrow((value_256 * hundred + grown - Uint256::one()) / grown);
        let up = narrow(value_256 * grown / hundred);
        let min = down.min(value.saturating_sub(self.min_step)).max(self.min);
        let max = up.max(value.saturating_add(self.min_step)).min(self.max);
        (min, max)
    }

    pub fn text(&self, number: u128) -> String {
        Quantity(self.unit, number).to_string()
    }

    pub fn parse(&self, text: &str) -> u128 {
        self.unit.parse(text).unwrap()
    }
}

const PERCENT: u128 = ONE / 100;
const DAY: u128 = 86_400;
const UNIT: u128 = 1_000_000;

/// The room of a number within its row: bounds, steps and favourites.
#[derive(Clone, Copy)]
struct Room {
    bounds: Bounds,
    step: u128,
    /// The smallest there is of its unit, or as wide a step as there can be.
    min_step: Option<u128>,
    favourites: &'static [u128],
}

const fn room((min, max): (u128, u128), step: u128) -> Room {
    Room { bounds: Bounds { min, max }, step, min_step: None, favourites: &[] }
}

const fn threshold() -> Room {
    room((5 * PERCENT, 95 * PERCENT), 30)
}

/// Demand is so noisy here that a lower threshold would be crossed all the time, and never be raised again.
const fn usage() -> Room {
    room((50 * PERCENT, 95 * PERCENT), 30)
}

const fn dwell() -> Room {
    room((600, DAY), 100)
}

/// A number that may go anywhere at once: as wide a step as there can be.
const fn free(max: u128, favourites: &'static [u128]) -> Room {
    free_from(0, max, favourites)
}

const fn free_from(min: u128, max: u128, favourites: &'static [u128]) -> Room {
    Room { min_step: Some(max - min - 1), favourites, ..room((min, max), 10) }
}

pub const METER: &str = "meters.*";
pub const MAX_AGE: &str = "sources.*.max_age";
pub const QUORUM: &str = "sources.*.quorum";

/// Families that have a room of their own here; every other one that a network has gets the widest that its row allows.
const ROOMS: [(&str, Room); 39] = [
    ("breaker.collateral.caution", threshold()),
    ("breaker.collateral.halted", threshold()),
    ("breaker.collateral.restricted", threshold()),
    ("breaker.coverage.caution", threshold()),
    ("breaker.coverage.halted", threshold()),
    ("breaker.coverage.restricted", threshold()),
    ("breaker.price_day.caution", threshold()),
    ("breaker.price_day.halted", threshold()),
    ("breaker.price_day.restricted", threshold()),
    ("breaker.price_week.caution", threshold()),
    ("breaker.price_week.halted", threshold()),
    ("breaker.price_week.restricted", threshold()),
    ("breaker.recovery.dwell.caution", dwell()),
    ("breaker.recovery.dwell.halted", dwell()),
    ("breaker.recovery.dwell.restricted", dwell()),
    ("breaker.recovery.exit", room((60 * PERCENT, 90 * PERCENT), 20)),
    ("breaker.usage.caution", usage()),
    ("breaker.usage.halted", usage()),
    ("breaker.usage.restricted", usage()),
    ("breaker.usage_window", room((8, 60), 50)),
    (
        METER,
        Room {
            min_step: Some(60_000 * UNIT),
            favourites: &[1_000_000 * UNIT, 200_000 * UNIT, 60_000 * UNIT, 20_000 * UNIT],
            ..room((0, 10_000_000 * UNIT), 100)
        },
    ),
    // A share of nothing would end the usage, and while that holds the breaker up the share cannot be raised again.
    (
        "policy.burn.burn_share",
        Room { min_step: Some(49 * PERCENT), ..free_from(50 * PERCENT, ONE, &[ONE, 95 * PERCENT]) },
    ),
    ("policy.burn.credit_spread", room((0, 20 * PERCENT), 25)),
    ("policy.mint.breaker.caution", free(ONE, &[50 * PERCENT, ONE, 30 * PERCENT])),
    ("policy.mint.breaker.restricted", free(ONE, &[10 * PERCENT, 40 * PERCENT, 0])),
    ("policy.mint.gross_emission_cap", free(ONE, &[ONE, ONE, 10 * PERCENT, ONE / 10_000, ONE / 10_000])),
    (
        "policy.mint.max_supply",
        free(1_100_000_000 * UNIT, &[1_100_000_000 * UNIT, 1_050_000_000 * UNIT, 999_900_000 * UNIT]),
    ),
    ("policy.mint.net_emission_cap", free(ONE, &[ONE, 20 * PERCENT, ONE / 100_000, 0, 0])),
    ("policy.mint.remint_cap", free(1_000_000 * UNIT, &[1_000_000 * UNIT, 2_000 * UNIT])),
    ("policy.mint.rho", free(2 * ONE, &[90 * PERCENT, 2 * ONE, 30 * PERCENT, 0])),
    ("policy.mint.round_trip", free(10 * ONE, &[ONE, ONE, 10 * ONE, 10 * ONE, 30 * PERCENT])),
    ("policy.mint.schedule.*.rate", free(1_000_000 * UNIT, &[3_000 * UNIT, 40_000 * UNIT, 0])),
    ("policy.mint.value_share", free(ONE, &[0, ONE, 80 * PERCENT])),
    ("policy.reward.vesting_period", room((DAY / 2, 180 * DAY), 100)),
    ("policy.reward.vesting_share", free(ONE, &[0, 33 * PERCENT, 75 * PERCENT, ONE])),
    ("price.band", room((5 * PERCENT, 60 * PERCENT), 50)),
    ("receipt_retention", room((1, 40), 100)),
    (MAX_AGE, Room { favourites: &[43_200], ..room((21_600, 86_400), 40) }),
    (QUORUM, room((1, 3), 10)),
];

/// Numbers that exist and have no rule.
pub const FIXED: [&str; 2] = ["policy.mint.smoothing.weight", "price.min_sources"];

/// One more: the averages of the shadow know no other period than an epoch.
const PERIOD: &str = "policy.mint.smoothing.period";

/// No such parameter in any network.
pub const UNKNOWN: &str = "policy.mint.by_decree";

/// Names of the families that have a rule: those with a room, and whatever else the example of a network has.
static FAMILIES: LazyLock<Vec<Parameter>> = LazyLock::new(|| {
    let fixed = |parameter: &Parameter| FIXED.contains(&parameter.name()) || parameter.name() == PERIOD;
    let listed = ROOMS.iter().map(|(family, _)| Parameter::new(*family));
    let others = alone(&example::params()).parameters().into_iter().filter(|parameter| !fixed(parameter));
    let mut families: Vec<Parameter> = listed.chain(others).collect();
    families.sort_unstable();
    families.dedup();
    families
});

/// Names of the numbers of the parameters, in their order; a network has one stream at most.
pub static TUNABLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let member = |family: &Parameter| family.meter_address().is_none() && family.source_id().is_none();
    FAMILIES
        .iter()
        .filter(|family| member(family))
        .map(|family| family.name().replace(".*.", ".0."))
        .collect()
});

/// The rule of a parameter, by its name.
pub fn limits_of(name: &str) -> Option<Limits> {
    let family = Parameter::new(name).family();
    FAMILIES.binary_search(&family).is_ok().then(|| limits(&family))
}

fn limits(family: &Parameter) -> Limits {
    let (unit, looser, Bounds { min, max }) = (family.unit(), family.loosens(), family.outer());
    let own = ROOMS.iter().find(|(name, _)| *name == family.name()).map(|(_, room)| *room);
    let Room { bounds, step, min_step, favourites } = own.unwrap_or(room((min, max), 10));
    let smallest = if unit == Unit::Whole { 1 } else { PERCENT };
    let Bounds { min, max } = bounds;
    Limits { unit, looser, min, max, step, min_step: min_step.unwrap_or(smallest), favourites }
}

/// The number of a parameter that lies in the parameters themselves.
pub fn read(params: &Params, name: &str) -> Option<u128> {
    alone(params).get(&Parameter::new(name))
}

/// Sets one, where these parameters have it.
pub fn write(params: &mut Params, name: &str, number: u128) {
    let mut values = alone(params);
    values.set(&Parameter::new(name), number);
    *params = values.params;
}

/// Parameters without any sources and meters.
fn alone(params: &Params) -> Values {
    Values { params: params.clone(), sources: vec![], meters: Default::default() }
}

pub fn constitution(signals: Signals) -> ConstitutionConfig {
    let terms = Terms {
        delay: Duration::new(DELAY),
        delay_blocks: DELAY_BLOCKS,
        grace: Duration::new(GRACE),
        longest_trip: Duration::new(LONGEST_TRIP),
    };
    let rules = FAMILIES.iter().map(|family| (family.clone(), rule(&limits(family)))).collect();
    ConstitutionConfig { terms, signals, rules }
}

fn rule(limits: &Limits) -> RuleConfig {
    RuleConfig {
        min: limits.text(limits.min),
        max: limits.text(limits.max),
        step: Ratio::from_atomics(limits.step * PERCENT),
        min_step: limits.text(limits.min_step),
        interval: Duration::new(INTERVAL),
    }
}
