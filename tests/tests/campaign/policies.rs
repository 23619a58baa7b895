//! Valid parameters of every kind, for the campaign to move between.

use ballast_api::{Params, PriceParams};
use ballast_math::{
    Baseline, Emission, Policy, Rate, Ratio, Rho, SignedRatio, Smoothing, Steering, Step, Tokens, WeightBy,
    Work,
};
use ballast_sandbox::example;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use crate::shadow::{ONE, Shadow};

const DAY: u64 = 86_400;

/// Re-mints twice the burn, as far as anything ever burned: the one policy under which the re-mint credit binds.
pub fn pump() -> Params {
    let mut params = example::params();
    let mint = &mut params.policy.mint;
    mint.rho = Rho::Fixed(Ratio::percent(200));
    mint.round_trip = Ratio::percent(1_000);
    mint.smoothing = Smoothing { weight: Ratio::ONE, period: DAY };
    mint.gross_emission_cap = Ratio::ONE;
    params
}

/// A pump that also re-mints all that was settled by value, of which half burned: what burned before is soon used up.
fn drain() -> Params {
    let mut params = pump();
    params.policy.burn.burn_share = Ratio::percent(50);
    params.policy.mint.value_share = Ratio::ONE;
    params
}

pub fn any(rng: &mut StdRng, shadow: &Shadow) -> Params {
    let mut params = match rng.random_range(0..10) {
        0..4 => return drain(),
        4 => pump(),
        _ => example::params(),
    };
    mint(rng, shadow, &mut params.policy);
    let burn = &mut params.policy.burn;
    burn.burn_share = Ratio::percent(*[100, 100, 95, 95, 50, 0].choose(rng).unwrap());
    burn.credit_spread = Ratio::percent(*[0, 0, 1, 5].choose(rng).unwrap());
    let reward = &mut params.policy.reward;
    if rng.random_ratio(1, 2) {
        reward.vesting_share = Ratio::percent(*[33, 75, 100].choose(rng).unwrap());
        reward.vesting_period = *[1, DAY / 2, 20 * DAY, 180 * DAY].choose(rng).unwrap();
    }
    if rng.random_ratio(1, 4) {
        reward.weight_by = WeightBy::Usd;
    }
    params.price = PriceParams { min_sources: 1, band: Ratio::percent(*[5, 25, 60].choose(rng).unwrap()) };
    params.receipt_retention = *[1, 3, 10].choose(rng).unwrap();
    params.policy.validate().unwrap();
    params
}

fn mint(rng: &mut StdRng, shadow: &Shadow, policy: &mut Policy) {
    let mint = &mut policy.mint;
    match rng.random_range(0..20) {
        0..2 => {
            mint.round_trip = Ratio::percent(*[0, 30, 60].choose(rng).unwrap());
            mint.smoothing.weight = Ratio::percent(80);
        }
        2 => mint.rho = Rho::Steered(steering()),
        3..6 => {
            mint.schedule = vec![constant(shadow, 40_000_000_000)];
            mint.net_emission_cap = Some(Ratio::from_atomics(ONE / 100_000));
        }
        6 => mint.schedule = vec![steps(shadow), constant(shadow, 3_000_000_000)],
        7 => {
            mint.value_share = Ratio::percent(80);
            mint.rho = Rho::Fixed(Ratio::percent(30));
        }
        8..10 => mint.gross_emission_cap = Ratio::from_atomics(ONE / 10_000),
        10..13 => {
            mint.schedule = vec![constant(shadow, 40_000_000_000)];
            mint.max_supply = Some(Tokens::new(shadow.supply() + rng.random_range(0..50_000_000_000)));
        }
        13 => mint.rho = Rho::Fixed(Ratio::ZERO),
        14 => mint.remint_cap = Some(Rate { amount: Tokens::new(2_000_000_000), per: DAY }),
        15..17 => mint.schedule = vec![decay(shadow), baseline(shadow)],
        17 => mint.breaker.restricted = Ratio::percent(*[0, 50].choose(rng).unwrap()),
        _ => {}
    }
}

fn constant(shadow: &Shadow, a_day: u128) -> Emission {
    Emission::Constant { start: shadow.now, rate: Rate { amount: Tokens::new(a_day), per: DAY } }
}

fn steps(shadow: &Shadow) -> Emission {
    let rate = |amount| Rate { amount: Tokens::new(amount), per: 7 * DAY };
    let step = |days, amount| Step { from: shadow.now + days * DAY, rate: rate(amount) };
    Emission::Steps { steps: vec![step(0, 70_000_000_003), step(3, 20_000_000_001), step(9, 0)] }
}

fn decay(shadow: &Shadow) -> Emission {
    let total = Tokens::new(300_000_000_000);
    Emission::ExponentialDecay { start: shadow.now, total, half_life: 9 * DAY }
}

fn baseline(shadow: &Shadow) -> Emission {
    Emission::Baseline {
        total: Tokens::new(200_000_000_000),
        half_life: 5 * DAY,
        baseline: Baseline {
            start: shadow.now,
            initial: 5_000_000_000,
            per: DAY,
            doubling: 100 * DAY,
            measure: Work::Usd,
        },
    }
}

fn steering() -> Steering {
    Steering {
        target_low: SignedRatio::percent(-20),
        target_high: SignedRatio::percent(-10),
        gain: Ratio::percent(50),
        leak: Ratio::percent(5),
        rest: Ratio::percent(80),
        min: Ratio::percent(20),
        max: Ratio::percent(120),
        max_step: Ratio::percent(10),
        plant_gain: Ratio::ONE,
        delay: 1,
    }
}
