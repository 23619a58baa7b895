//! The steering of ρ: what is refused, how it moves, and that it settles where its validation says so.

#![allow(clippy::float_arithmetic, missing_docs)]

mod support;

use ballast_math::*;
use rstest::rstest;
use support::*;

fn real(ratio: Ratio) -> f64 {
    ratio.atomics() as f64 / ONE as f64
}

fn ratio_of(value: f64) -> Ratio {
    Ratio::from_atomics((value * ONE as f64).round() as u128)
}

#[rstest]
#[case::band(
    Steering { target_high: SignedRatio::percent(-20), ..steering() },
    Steering { target_high: SignedRatio::percent(-21), ..steering() },
    SteeringError::Band { low: SignedRatio::percent(-20), high: SignedRatio::percent(-21) }
)]
#[case::rest_below_min(
    Steering { min: Ratio::percent(80), ..steering() },
    Steering { min: Ratio::percent(81), ..steering() },
    SteeringError::Limits { min: Ratio::percent(81), rest: Ratio::percent(80), max: Ratio::percent(100) }
)]
#[case::rest_above_max(
    Steering { max: Ratio::percent(80), ..steering() },
    Steering { max: Ratio::percent(79), ..steering() },
    SteeringError::Limits { min: Ratio::percent(50), rest: Ratio::percent(80), max: Ratio::percent(79) }
)]
#[case::max_step(
    Steering { max_step: Ratio::from_atomics(1), ..steering() },
    Steering { max_step: Ratio::ZERO, ..steering() },
    SteeringError::Zero { field: "max_step" }
)]
#[case::plant_gain(
    Steering { plant_gain: Ratio::from_atomics(1), ..steering() },
    Steering { plant_gain: Ratio::ZERO, ..steering() },
    SteeringError::Zero { field: "plant_gain" }
)]
#[case::delay(
    Steering { gain: Ratio::ZERO, leak: Ratio::ZERO, delay: MAX_DELAY, ..steering() },
    Steering { delay: MAX_DELAY + 1, ..steering() },
    SteeringError::Delay { max: 120, found: 121 }
)]
// Without a delay gain · plant + leak must stay below two; a product that does not come out even rounds up.
#[case::stability_by_the_gain(
    Steering { delay: 0, gain: "4.749999999999999997".parse().unwrap(), ..steering() },
    Steering { delay: 0, gain: "4.749999999999999998".parse().unwrap(), ..steering() },
    SteeringError::Unstable { loop_gain: Ratio::percent(200), bound: Ratio::percent(200), delay: 0 }
)]
#[case::stability_by_the_leak(
    Steering { delay: 1, gain: Ratio::ZERO, leak: "0.999999999999999998".parse().unwrap(), ..steering() },
    Steering { delay: 1, gain: Ratio::ZERO, leak: "0.999999999999999999".parse().unwrap(), ..steering() },
    SteeringError::Unstable {
        loop_gain: "0.999999999999999999".parse().unwrap(),
        bound: "0.999999999999999999".parse().unwrap(),
        delay: 1,
    }
)]
#[case::products(
    Steering { gain: Ratio::ZERO, plant_gain: Ratio::MAX, ..steering() },
    Steering { gain: Ratio::MAX, plant_gain: Ratio::MAX, ..steering() },
    SteeringError::Math(MathError::Overflow { operation: "product of ratios" })
)]
#[case::sums(
    Steering { gain: Ratio::ZERO, ..steering() },
    Steering { leak: Ratio::MAX, ..steering() },
    SteeringError::Math(MathError::Overflow { operation: "loop gain" })
)]
fn a_steering_rule_is_refused(#[case] good: Steering, #[case] bad: Steering, #[case] reason: SteeringError) {
    assert_eq!(good.validate(), Ok(()));
    assert_eq!(bad.validate(), Err(reason));
    // And as a part of a policy.
    let mut policy = plain_policy();
    policy.mint.rho = Rho::Steered(bad);
    assert_eq!(policy.validate(), Err(PolicyError::Steering(reason)));
}

// −20% to −10% is the band; ρ rests at 0.8 within 0.5 to 1, and moves by at most 0.02 a step.
#[rstest]
#[case::inside_the_band_at_rest("0.8", "-0.15", "0.8")]
#[case::on_the_lower_edge("0.8", "-0.2", "0.8")]
#[case::on_the_upper_edge("0.8", "-0.1", "0.8")]
#[case::below_the_band("0.8", "-0.22", "0.81")]
#[case::above_the_band("0.8", "-0.09", "0.795")]
#[case::inside_the_band_it_leaks_down("0.85", "-0.15", "0.845")]
#[case::inside_the_band_it_leaks_up("0.75", "-0.15", "0.755")]
#[case::the_leak_works_against_the_gain("0.85", "-0.22", "0.855")]
#[case::a_step_up_is_limited("0.8", "-0.9", "0.82")]
#[case::a_step_down_is_limited("0.8", "3", "0.78")]
#[case::never_above_the_maximum("0.99", "-0.9", "1")]
#[case::never_below_the_minimum("0.505", "3", "0.5")]
#[case::less_than_a_unit_moves_nothing("0.8", "-0.200000000000000001", "0.8")]
#[case::two_units_move_one("0.8", "-0.200000000000000002", "0.800000000000000001")]
#[case::beyond_all_numbers_is_a_step_down("0.8", "170141183460469231731.687303715884105727", "0.78")]
#[case::beyond_all_numbers_is_a_step_up("0.8", "-170141183460469231731.687303715884105727", "0.82")]
fn steering_moves_rho(#[case] rho: Ratio, #[case] net_emission: SignedRatio, #[case] expected: Ratio) {
    assert_eq!(steering().next(rho, net_emission), Ok(expected));
}

#[test]
fn an_enormous_gain_on_a_faint_plant_still_steers() {
    // Valid, since the product counts; the correction alone would not fit its number.
    let steering = Steering {
        gain: Ratio::from_atomics(ONE * ONE),
        plant_gain: Ratio::from_atomics(1),
        leak: Ratio::ZERO,
        delay: 0,
        max_step: Ratio::MAX,
        ..steering()
    };
    assert_eq!(steering.validate(), Ok(()));
    assert_eq!(steering.next(Ratio::percent(80), SignedRatio::percent(90_000)), Ok(Ratio::percent(50)));
    assert_eq!(steering.next(Ratio::percent(80), SignedRatio::percent(-90_000)), Ok(Ratio::percent(100)));
}

/// A rule whose band is a single point, without a leak.
fn on_a_point(gain: Ratio, delay: u32) -> Steering {
    Steering {
        target_low: SignedRatio::percent(-15),
        target_high: SignedRatio::percent(-15),
        gain,
        leak: Ratio::ZERO,
        rest: Ratio::percent(50),
        min: Ratio::ZERO,
        max: Ratio::percent(150),
        max_step: Ratio::percent(150),
        plant_gain: Ratio::percent(40),
        delay,
    }
}

/// The controller against its plant: net emission is `plant gain · (ρ − 1)`, `delay` late.
fn distance_after(steering: &Steering, epochs: usize) -> f64 {
    let mut rho = vec![Ratio::percent(63); steering.delay as usize + 1];
    for k in steering.delay as usize..epochs {
        let seen = rho[k - steering.delay as usize].atomics() as i128 - ONE as i128;
        let net = SignedRatio::from_atomics(seen * 40 / 100);
        rho.push(steering.next(rho[k], net).unwrap());
    }
    // 40% · (ρ − 1) = −15% at ρ = 0.625.
    rho.iter().rev().take(100).fold(0.0, |max, rho| (real(*rho) - 0.625).abs().max(max))
}

#[rstest]
fn steering_that_validates_settles_and_steering_that_does_not_would_swing(
    #[values(0, 1, 2, 5, 8)] delay: u32,
) {
    let edge = real(stability_bound(delay).unwrap()) / 0.4;
    let (below, above) = (on_a_point(ratio_of(edge * 0.98), delay), on_a_point(ratio_of(edge * 1.02), delay));
    assert_eq!(below.validate(), Ok(()));
    assert!(distance_after(&below, 20_000) < 1e-6, "{}", distance_after(&below, 20_000));
    assert!(matches!(above.validate(), Err(SteeringError::Unstable { .. })));
    assert!(distance_after(&above, 20_000) > 0.1, "{}", distance_after(&above, 20_000));
}

#[test]
fn limits_do_not_wind_up() {
    // Years far below the band push ρ against its limit; one epoch above it moves ρ away from there at once.
    let steering = on_a_point(Ratio::percent(10), 0);
    let mut rho = steering.rest;
    for _ in 0..1_000 {
        rho = steering.next(rho, SignedRatio::percent(-95)).unwrap();
    }
    assert_eq!(rho, steering.max);
    let after = steering.next(rho, SignedRatio::percent(-5)).unwrap();
    assert_eq!(after, Ratio::percent(149), "one tenth of a distance of ten percent");
}
