//! What governance may tune in the campaign, written out by hand: where each number lies, which way it loosens, and its
//! hard rule. The constitution is made of this table, and so are the shadow's judgements.

use ballast_api::{ConstitutionConfig, Parameter, Params, RuleConfig};
use ballast_economy::Signals;
use ballast_guardrails::Terms;
use ballast_math::{Emission, Ratio, Rho, Tokens};
use cosmwasm_std::{Uint128, Uint256};

use crate::shadow::ONE;

pub const DELAY: u64 = 172_800;
pub const DELAY_BLOCKS: u64 = 1_000;
pub const GRACE: u64 = 86_400;
pub const LONGEST_TRIP: u64 = 172_800;
pub const INTERVAL: u64 = 86_400;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looser {
    Up,
    Down,
    Both,
}

impl Looser {
    pub fn by(self, from: u128, to: u128) -> bool {
        match self {
            Self::Up => from < to,
            Self::Down => to < from,
            Self::Both => from != to,
        }
    }
}

/// The hard rule of a number; its interval is the same for all.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub whole: bool,
    pub looser: Looser,
    pub least: u128,
    pub most: u128,
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
        let least = down.min(value.saturating_sub(self.min_step)).max(self.least);
        let most = up.max(value.saturating_add(self.min_step)).min(self.most);
        (least, most)
    }

    pub fn text(&self, number: u128) -> String {
        if self.whole { number.to_string() } else { Ratio::from_atomics(number).to_string() }
    }

    pub fn parse(&self, text: &str) -> u128 {
        if self.whole { text.parse().unwrap() } else { text.parse::<Ratio>().unwrap().atomics() }
    }
}

/// A number of the parameters.
pub struct Tunable {
    pub name: &'static str,
    pub limits: Limits,
    pub get: fn(&Params) -> Option<u128>,
    pub set: fn(&mut Params, u128),
}

const PERCENT: u128 = ONE / 100;
const DAY: u128 = 86_400;
const UNIT: u128 = 1_000_000;

const fn limits(whole: bool, looser: Looser, (least, most): (u128, u128), step: u128) -> Limits {
    let min_step = if whole { 1 } else { PERCENT };
    Limits { whole, looser, least, most, step, min_step, favourites: &[] }
}

const fn threshold() -> Limits {
    limits(false, Looser::Up, (5 * PERCENT, 95 * PERCENT), 30)
}

/// Demand is so noisy here that a lower threshold would be crossed all the time, and never be raised again.
const fn usage() -> Limits {
    limits(false, Looser::Up, (50 * PERCENT, 95 * PERCENT), 30)
}

const fn dwell() -> Limits {
    limits(true, Looser::Down, (600, DAY), 100)
}

/// A ratio that may go anywhere at once: as wide a step as there can be.
const fn free(looser: Looser, most: u128, favourites: &'static [u128]) -> Limits {
    Limits { min_step: most - 1, favourites, ..limits(false, looser, (0, most), 10) }
}

/// The same for an amount.
const fn amount(most: u128, favourites: &'static [u128]) -> Limits {
    Limits { min_step: most - 1, favourites, ..limits(true, Looser::Up, (0, most), 10) }
}

macro_rules! ratio {
    ($name:literal, $limits:expr, $($field:ident).+) => {
        Tunable {
            name: $name,
            limits: $limits,
            get: |params| Some(params.$($field).+.atomics()),
            set: |params, value| params.$($field).+ = Ratio::from_atomics(value),
        }
    };
}

macro_rules! number {
    ($name:literal, $limits:expr, $($field:ident).+) => {
        Tunable {
            name: $name,
            limits: $limits,
            get: |params| Some(params.$($field).+.into()),
            set: |params, value| params.$($field).+ = value.try_into().unwrap(),
        }
    };
}

use Looser::{Both, Down, Up};

/// In order of the names.
pub static TUNABLES: [Tunable; 36] = [
    ratio!("breaker.collateral.caution", threshold(), breaker.collateral.caution),
    ratio!("breaker.collateral.halted", threshold(), breaker.collateral.halted),
    ratio!("breaker.collateral.restricted", threshold(), breaker.collateral.restricted),
    ratio!("breaker.coverage.caution", threshold(), breaker.coverage.caution),
    ratio!("breaker.coverage.halted", threshold(), breaker.coverage.halted),
    ratio!("breaker.coverage.restricted", threshold(), breaker.coverage.restricted),
    ratio!("breaker.price_day.caution", threshold(), breaker.price_day.caution),
    ratio!("breaker.price_day.halted", threshold(), breaker.price_day.halted),
    ratio!("breaker.price_day.restricted", threshold(), breaker.price_day.restricted),
    ratio!("breaker.price_week.caution", threshold(), breaker.price_week.caution),
    ratio!("breaker.price_week.halted", threshold(), breaker.price_week.halted),
    ratio!("breaker.price_week.restricted", threshold(), breaker.price_week.restricted),
    number!("breaker.recovery.dwell.caution", dwell(), breaker.recovery.dwell.caution),
    number!("breaker.recovery.dwell.halted", dwell(), breaker.recovery.dwell.halted),
    number!("breaker.recovery.dwell.restricted", dwell(), breaker.recovery.dwell.restricted),
    ratio!(
        "breaker.recovery.exit",
        limits(false, Up, (60 * PERCENT, 90 * PERCENT), 20),
        breaker.recovery.exit
    ),
    ratio!("breaker.usage.caution", usage(), breaker.usage.caution),
    ratio!("breaker.usage.halted", usage(), breaker.usage.halted),
    ratio!("breaker.usage.restricted", usage(), breaker.usage.restricted),
    number!("breaker.usage_window", limits(true, Down, (8, 60), 50), breaker.usage_window),
    ratio!(
        "policy.burn.burn_share",
        // A share of nothing would end the usage, and while that holds the breaker up the share cannot be raised again.
        Limits { least: 50 * PERCENT, min_step: 49 * PERCENT, ..free(Both, ONE, &[ONE, 95 * PERCENT]) },
        policy.burn.burn_share
    ),
    ratio!(
        "policy.burn.credit_spread",
        limits(false, Both, (0, 20 * PERCENT), 25),
        policy.burn.credit_spread
    ),
    ratio!(
        "policy.mint.breaker.caution",
        free(Up, ONE, &[50 * PERCENT, ONE, 30 * PERCENT]),
        policy.mint.breaker.caution
    ),
    ratio!(
        "policy.mint.breaker.restricted",
        free(Up, ONE, &[10 * PERCENT, 40 * PERCENT, 0]),
        policy.mint.breaker.restricted
    ),
    ratio!(
        "policy.mint.gross_emission_cap",
        free(Up, ONE, &[ONE, ONE, 10 * PERCENT, ONE / 10_000, ONE / 10_000]),
        policy.mint.gross_emission_cap
    ),
    Tunable {
        name: "policy.mint.max_supply",
        limits: amount(
            1_100_000_000 * UNIT,
            &[1_100_000_000 * UNIT, 1_050_000_000 * UNIT, 999_900_000 * UNIT],
        ),
        get: |params| params.policy.mint.max_supply.map(Tokens::get),
        set: |params, value| params.policy.mint.max_supply = Some(Tokens::new(value)),
    },
    Tunable {
        name: "policy.mint.net_emission_cap",
        limits: free(Up, ONE, &[ONE, 20 * PERCENT, ONE / 100_000, 0, 0]),
        get: |params| params.policy.mint.net_emission_cap.map(Ratio::atomics),
        set: |params, value| params.policy.mint.net_emission_cap = Some(Ratio::from_atomics(value)),
    },
    Tunable {
        name: "policy.mint.remint_cap",
        limits: amount(1_000_000 * UNIT, &[1_000_000 * UNIT, 2_000 * UNIT]),
        get: |params| params.policy.mint.remint_cap.map(|cap| cap.amount.get()),
        set: |params, value| params.policy.mint.remint_cap.as_mut().unwrap().amount = Tokens::new(value),
    },
    Tunable {
        name: "policy.mint.rho",
        limits: free(Up, 2 * ONE, &[90 * PERCENT, 2 * ONE, 30 * PERCENT, 0]),
        get: |params| match &params.policy.mint.rho {
            Rho::Fixed(rho) => Some(rho.atomics()),
            Rho::Steered(_) => None,
        },
        set: |params, value| params.policy.mint.rho = Rho::Fixed(Ratio::from_atomics(value)),
    },
    ratio!(
        "policy.mint.round_trip",
        free(Up, 10 * ONE, &[ONE, ONE, 10 * ONE, 10 * ONE, 30 * PERCENT]),
        policy.mint.round_trip
    ),
    Tunable {
        name: "policy.mint.schedule.0.rate",
        limits: amount(1_000_000 * UNIT, &[3_000 * UNIT, 40_000 * UNIT, 0]),
        get: |params| match params.policy.mint.schedule.first() {
            Some(Emission::Constant { rate, .. }) => Some(rate.amount.get()),
            _ => None,
        },
        set: |params, value| match &mut params.policy.mint.schedule[0] {
            Emission::Constant { rate, .. } => rate.amount = Tokens::new(value),
            other => unreachable!("{other:?}"),
        },
    },
    ratio!("policy.mint.value_share", free(Up, ONE, &[0, ONE, 80 * PERCENT]), policy.mint.value_share),
    number!(
        "policy.reward.vesting_period",
        limits(true, Both, (DAY / 2, 180 * DAY), 100),
        policy.reward.vesting_period
    ),
    ratio!(
        "policy.reward.vesting_share",
        free(Both, ONE, &[0, 33 * PERCENT, 75 * PERCENT, ONE]),
        policy.reward.vesting_share
    ),
    ratio!("price.band", limits(false, Up, (5 * PERCENT, 60 * PERCENT), 50), price.band),
    number!("receipt_retention", limits(true, Down, (1, 40), 100), receipt_retention),
];

/// Numbers that exist and have no rule.
pub const FIXED: [&str; 2] = ["policy.mint.smoothing.weight", "price.min_sources"];

/// No such parameter in any network.
pub const UNKNOWN: &str = "policy.mint.by_decree";

const METER: Limits = Limits {
    min_step: 60_000 * UNIT,
    favourites: &[1_000_000 * UNIT, 200_000 * UNIT, 60_000 * UNIT, 20_000 * UNIT],
    ..limits(true, Looser::Up, (0, 10_000_000 * UNIT), 100)
};
const MAX_AGE: Limits = Limits { favourites: &[43_200], ..limits(true, Looser::Up, (21_600, 86_400), 40) };
const QUORUM: Limits = limits(true, Looser::Down, (1, 3), 10);

/// The rule of a parameter, by its name.
pub fn limits_of(name: &str) -> Option<Limits> {
    if name.starts_with("meters.") {
        return Some(METER);
    }
    if name.starts_with("sources.") {
        return match name.rsplit('.').next() {
            Some("max_age") => Some(MAX_AGE),
            Some("quorum") => Some(QUORUM),
            _ => None,
        };
    }
    tunable(name).map(|tunable| tunable.limits)
}

pub fn tunable(name: &str) -> Option<&'static Tunable> {
    TUNABLES.iter().find(|tunable| tunable.name == name)
}

pub fn constitution(signals: Signals) -> ConstitutionConfig {
    let families = [("meters.*", METER), ("sources.*.max_age", MAX_AGE), ("sources.*.quorum", QUORUM)];
    let rules = TUNABLES.iter().map(|tunable| (tunable.name, tunable.limits)).chain(families);
    let terms = Terms { delay: DELAY, delay_blocks: DELAY_BLOCKS, grace: GRACE, longest_trip: LONGEST_TRIP };
    ConstitutionConfig {
        terms,
        signals,
        rules: rules
            .map(|(name, limits)| (Parameter::new(name.replace(".0.", ".*.")), rule(&limits)))
            .collect(),
    }
}

fn rule(limits: &Limits) -> RuleConfig {
    RuleConfig {
        min: limits.text(limits.least),
        max: limits.text(limits.most),
        step: Ratio::from_atomics(limits.step * PERCENT),
        min_step: limits.text(limits.min_step),
        interval: INTERVAL,
    }
}
