//! What is refused, with its exact reason, and what is accepted right beside it.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use rstest::rstest;
use support::*;

const YEAR: u64 = Duration::YEAR.seconds();

/// One unit of the last place above a ratio.
fn above(ratio: Ratio) -> Ratio {
    Ratio::from_atomics(ratio.atomics() + 1)
}

fn baseline() -> Baseline {
    Baseline {
        start: Timestamp::new(0),
        initial: 1,
        per: Duration::new(1),
        doubling: Duration::new(1),
        measure: WorkMeasure::Usd,
    }
}

fn rate(per: u64) -> Rate {
    Rate { amount: Tokens::new(5), per: Duration::new(per) }
}

fn steps(from: &[u64]) -> Emission {
    Emission::Steps {
        steps: from.iter().map(|from| Step { from: Timestamp::new(*from), rate: rate(1) }).collect(),
    }
}

fn baseline_emission(half_life: u64, baseline: Baseline) -> Emission {
    Emission::Baseline { total: Tokens::new(5), half_life: Duration::new(half_life), baseline }
}

/// A policy in which every field is in use.
fn full_policy() -> Policy {
    let mut policy = Policy::plain();
    let Policy { burn, mint, reward } = &mut policy;
    burn.burn_share = Ratio::percent(95);
    burn.credit_spread = "0.0025".parse().unwrap();
    mint.schedule = vec![
        Emission::Constant { start: Timestamp::new(3), rate: rate(86_400) },
        steps(&[1, 2, 300]),
        Emission::ExponentialDecay {
            start: Timestamp::new(9),
            total: MAX_SUPPLY,
            half_life: Duration::new(6 * YEAR),
        },
        baseline_emission(YEAR, Baseline { measure: WorkMeasure::GpuSeconds, ..baseline() }),
    ];
    mint.rho = Rho::Steered(steering());
    mint.smoothing.weight = "0.142857142857142857".parse().unwrap();
    mint.remint_cap = Some(rate(604_800));
    mint.value_share = Ratio::percent(10);
    mint.round_trip = Ratio::percent(99);
    mint.net_emission_cap = Some(Ratio::ZERO);
    mint.gross_emission_cap = Ratio::percent(1);
    mint.max_supply = Some(Tokens::new(223_000_000 * ONE));
    reward.weight_by = WeightBy::Usd;
    reward.vesting_share = Ratio::percent(75);
    reward.vesting_period = Duration::days(180);
    policy
}

fn too_large(field: &'static str, max: Ratio) -> PolicyError {
    PolicyError::TooLarge { field, max, found: above(max) }
}

/// The change is accepted with the first value and refused with the second.
fn check<V>(change: fn(&mut Policy, V), good: V, bad: V, reason: PolicyError) {
    let with = |value| {
        let mut policy = full_policy();
        change(&mut policy, value);
        policy.validate()
    };
    assert_eq!(with(good), Ok(()));
    assert_eq!(with(bad), Err(reason));
}

#[test]
fn a_full_policy_is_accepted() {
    assert_eq!(full_policy().validate(), Ok(()));
    assert_eq!(plain_policy().validate(), Ok(()));
}

#[rstest]
#[case::burn_share("burn_share", Ratio::ONE, |policy: &mut Policy, value| policy.burn.burn_share = value)]
#[case::credit_spread("credit_spread", Ratio::from_atomics(ONE - 1), |policy: &mut Policy, value| {
    policy.burn.credit_spread = value;
})]
#[case::rho("rho", MAX_RHO, |policy: &mut Policy, value| policy.mint.rho = Rho::Fixed(value))]
#[case::rho_max("rho.max", MAX_RHO, |policy: &mut Policy, max| {
    policy.mint.rho = Rho::Steered(Steering { max, ..steering() });
})]
#[case::smoothing_weight("smoothing.weight", Ratio::ONE, |policy: &mut Policy, value| {
    policy.mint.smoothing.weight = value;
})]
#[case::value_share("value_share", Ratio::ONE, |policy: &mut Policy, value| policy.mint.value_share = value)]
#[case::round_trip("round_trip", MAX_ROUND_TRIP, |policy: &mut Policy, value| policy.mint.round_trip = value)]
#[case::net_emission_cap("net_emission_cap", Ratio::ONE, |policy: &mut Policy, value| {
    policy.mint.net_emission_cap = Some(value);
})]
#[case::gross_emission_cap("gross_emission_cap", Ratio::ONE, |policy: &mut Policy, value| {
    policy.mint.gross_emission_cap = value;
})]
#[case::caution("breaker.caution", Ratio::ONE, |policy: &mut Policy, value| {
    policy.mint.breaker.caution = value;
})]
// Level 2 never leaves more than level 1.
#[case::restricted("breaker.restricted", Ratio::percent(50), |policy: &mut Policy, value| {
    policy.mint.breaker.restricted = value;
})]
#[case::vesting_share("vesting_share", Ratio::ONE, |policy: &mut Policy, value| {
    policy.reward.vesting_share = value;
})]
fn a_value_stops_at_its_outer_limit(
    #[case] field: &'static str,
    #[case] max: Ratio,
    #[case] change: fn(&mut Policy, Ratio),
) {
    check(change, max, above(max), too_large(field, max));
}

#[rstest]
#[case::smoothing_period("smoothing.period", |policy: &mut Policy, value| {
    policy.mint.smoothing.period = Duration::new(value);
})]
#[case::smoothing_weight("smoothing.weight", |policy: &mut Policy, value: u64| {
    policy.mint.smoothing.weight = Ratio::from_atomics(value.into());
})]
#[case::remint_cap("remint_cap.per", |policy: &mut Policy, per| policy.mint.remint_cap = Some(rate(per)))]
#[case::rate("schedule.rate.per", |policy: &mut Policy, per| {
    policy.mint.schedule[0] = Emission::Constant { start: Timestamp::new(0), rate: rate(per) };
})]
#[case::step("schedule.steps.rate.per", |policy: &mut Policy, per| {
    let steps = vec![Step { from: Timestamp::new(0), rate: rate(1) }, Step { from: Timestamp::new(1), rate: rate(per) }];
    policy.mint.schedule[0] = Emission::Steps { steps };
})]
#[case::half_life("schedule.half_life", |policy: &mut Policy, half_life| {
    policy.mint.schedule[0] = Emission::ExponentialDecay { start: Timestamp::new(0), total: Tokens::ZERO, half_life: Duration::new(half_life) };
})]
#[case::baseline_half_life("schedule.half_life", |policy: &mut Policy, half_life| {
    policy.mint.schedule[3] = baseline_emission(half_life, baseline());
})]
#[case::baseline_initial("schedule.baseline.initial", |policy: &mut Policy, initial| {
    policy.mint.schedule[3] = baseline_emission(1, Baseline { initial, ..baseline() });
})]
#[case::baseline_per("schedule.baseline.per", |policy: &mut Policy, per| {
    policy.mint.schedule[3] = baseline_emission(1, Baseline { per: Duration::new(per), ..baseline() });
})]
#[case::baseline_doubling("schedule.baseline.doubling", |policy: &mut Policy, doubling| {
    policy.mint.schedule[3] = baseline_emission(1, Baseline { doubling: Duration::new(doubling), ..baseline() });
})]
#[case::vesting_period("vesting_period", |policy: &mut Policy, period| policy.reward.vesting_period = Duration::new(period))]
fn a_value_must_not_be_zero(#[case] field: &'static str, #[case] change: fn(&mut Policy, u64)) {
    check(change, 1, 0, PolicyError::Zero { field });
}

#[test]
fn nothing_vests_without_a_period() {
    let mut policy = full_policy();
    policy.reward =
        RewardPolicy { vesting_share: Ratio::ZERO, vesting_period: Duration::ZERO, ..policy.reward };
    assert_eq!(policy.validate(), Ok(()));
}

#[rstest]
#[case::emissions(
    vec![steps(&[]); MAX_EMISSIONS],
    vec![steps(&[]); MAX_EMISSIONS + 1],
    PolicyError::TooMany { field: "schedule", max: 4, found: 5 }
)]
#[case::steps(
    vec![steps(&(0..MAX_STEPS as u64).collect::<Vec<_>>())],
    vec![steps(&(0..=MAX_STEPS as u64).collect::<Vec<_>>())],
    PolicyError::TooMany { field: "schedule.steps", max: 64, found: 65 }
)]
#[case::order_of_steps(
    vec![steps(&[0, 7, 8])],
    vec![steps(&[0, 7, 7])],
    PolicyError::StepOrder { index: 2, previous: Timestamp::new(7), found: Timestamp::new(7) }
)]
#[case::order_of_the_first_steps(
    vec![steps(&[0, 1])],
    vec![steps(&[1, 0])],
    PolicyError::StepOrder { index: 1, previous: Timestamp::new(1), found: Timestamp::new(0) }
)]
#[case::baselines(
    vec![baseline_emission(1, baseline())],
    vec![baseline_emission(1, baseline()), baseline_emission(2, baseline())],
    PolicyError::Baselines { found: 2 }
)]
fn a_schedule_is_refused(
    #[case] good: Vec<Emission>,
    #[case] bad: Vec<Emission>,
    #[case] reason: PolicyError,
) {
    check(|policy, schedule| policy.mint.schedule = schedule, good, bad, reason);
}

#[test]
fn reasons_read_as_sentences() {
    assert_eq!(
        too_large("burn_share", Ratio::ONE).to_string(),
        "burn_share: expected at most 1, found 1.000000000000000001"
    );
    assert_eq!(
        PolicyError::Steering(SteeringError::Unstable {
            loop_gain: Ratio::percent(210),
            bound: Ratio::percent(200),
            delay: 0
        })
        .to_string(),
        "unstable steering: gain · plant gain + leak is 2.1, must be below 2 at a delay of 0 epochs"
    );
}

/// A rate so fast that its sums would not fit could keep an epoch from ever closing.
#[rstest]
#[case::per_second(1)]
#[case::per_day(86_400)]
fn a_rate_is_refused_one_unit_above_the_fastest(#[case] per: u64) {
    let max = MAX_RATE.get() * u128::from(per) + u128::from(per) - 1;
    let with = |amount: u128| {
        let mut policy = full_policy();
        policy.mint.remint_cap = Some(Rate { amount: Tokens::new(amount), per: Duration::new(per) });
        policy.validate()
    };
    assert_eq!(with(max), Ok(()));
    let amount = Tokens::new(max + 1);
    assert_eq!(
        with(max + 1),
        Err(PolicyError::RateTooLarge {
            field: "remint_cap",
            max: MAX_RATE,
            amount,
            per: Duration::new(per)
        })
    );
}

#[rstest]
#[case::decay(|total| Emission::ExponentialDecay { start: Timestamp::new(0), total, half_life: Duration::new(1) })]
#[case::baseline(|total| Emission::Baseline { total, half_life: Duration::new(1), baseline: baseline() })]
fn a_total_is_refused_one_unit_above_the_largest_supply(#[case] emission: fn(Tokens) -> Emission) {
    let with = |total: Tokens| {
        let mut policy = full_policy();
        policy.mint.schedule = vec![emission(total)];
        policy.validate()
    };
    assert_eq!(with(MAX_SUPPLY), Ok(()));
    let found = Tokens::new(MAX_SUPPLY.get() + 1);
    let refused = PolicyError::TotalTooLarge { field: "schedule.total", max: MAX_SUPPLY, found };
    assert_eq!(with(found), Err(refused));
}
