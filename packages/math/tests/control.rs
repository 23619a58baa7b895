//! Controllers, detection and dilution: the closed forms on both sides of their bounds.

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

/// By how much `xₖ₊₁ = xₖ − gain · xₖ₋ₔ` grows a unit shock in 20,000 steps.
fn growth_of_a_delayed_integrator(gain: f64, delay: usize) -> f64 {
    let mut x = vec![1.0; delay + 1];
    for k in delay..20_000 {
        x.push(x[k] - gain * x[k - delay]);
    }
    x.iter().rev().take(200).fold(0.0, |max, x| x.abs().max(max))
}

#[rstest]
fn an_integrator_with_a_delay_is_stable_up_to_the_bound(#[values(0, 1, 2, 3, 4, 5, 6, 7, 8)] delay: u32) {
    let bound = real(stability_bound(delay).unwrap());
    let growth = |of_bound: f64| growth_of_a_delayed_integrator(bound * of_bound, delay as usize);
    assert!(growth(0.99) < 1e-3, "just below the bound: {}", growth(0.99));
    assert!(growth(1.01) > 1e3, "just above the bound: {}", growth(1.01));
}

#[rstest]
#[case::settles(0.5, 3.9, true)]
#[case::at_the_bound(0.5, 4.0, false)]
#[case::swings(0.5, 4.1, false)]
#[case::inelastic(1.9, 1.0, true)]
#[case::just_too_strong(2.1, 1.0, false)]
fn a_multiplicative_controller_settles_below_two(
    #[case] step: f64,
    #[case] elasticity: f64,
    #[case] settles: bool,
) {
    // The price follows usage, pᵢ₊₁ = pᵢ · (u/u*)^φ, and usage answers the price, u = u* · p^(−ε).
    let mut price = 1.001f64;
    for _ in 0..500 {
        let usage = price.powf(-elasticity);
        price *= usage.powf(step);
    }
    let settled = (price - 1.0).abs() < 1e-6;
    assert_eq!(settled, settles, "the price ended at {price}");
    assert_eq!(equilibrium::multiplicative_is_stable(ratio_of(step), ratio_of(elasticity)), Ok(settles));
}

#[rstest]
#[case::nothing(0)]
#[case::a_tenth(100_000_000)]
#[case::all_of_the_market_cap(1_000_000_000)]
#[case::three_times_it(3_000_000_000)]
fn redeeming_credits_at_market_dilutes_exponentially(#[case] credits: u128) {
    // The market cap stays, so every new token lowers the price; 100,000 redemptions in a row.
    let market_cap = Usd::new(1_000_000_000);
    let mut supply = Tokens::new(1_000_000_000 * ONE);
    let steps = 100_000;
    for _ in 0..steps {
        let price = mul_div(market_cap.get(), ONE * 1_000_000_000_000, supply.get(), Rounding::Down, "price")
            .unwrap();
        let quote = Quote::new(Price::from_atomics(price), 18).unwrap();
        supply = supply.plus(quote.tokens_for(Usd::new(credits / steps), Rounding::Down).unwrap()).unwrap();
    }
    let simulated = supply.get() as f64 / (1e9 * ONE as f64);
    let formula = real(equilibrium::redemption_dilution(Usd::new(credits), market_cap).unwrap());
    let exact = (credits as f64 / 1e9).exp();
    assert!((formula / exact - 1.0).abs() < 1e-15, "{formula} against {exact}");
    // Redemptions in steps dilute less, by half of a step.
    assert!((simulated / formula - 1.0).abs() < 1e-4, "{simulated} against {formula}");
}

// e^0.1, e, e^3 and e^40 from the tables, cut after 18 digits.
#[rstest]
#[case::a_tenth(1, 10, "1.105170918075647624")]
#[case::once(7, 7, "2.718281828459045235")]
#[case::three_times(3_000_000_000, 1_000_000_000, "20.085536923187667740")]
#[case::forty_times(40, 1, "235385266837019985.407899910749034804")]
fn the_dilution_is_within_its_error(
    #[case] credits: u128,
    #[case] market_cap: u128,
    #[case] expected: Ratio,
) {
    let found = equilibrium::redemption_dilution(Usd::new(credits), Usd::new(market_cap)).unwrap();
    // 10^-18 of the value, and a unit of the last place.
    let error = expected.atomics() / ONE + 1;
    assert!(found <= expected && expected.atomics() - found.atomics() <= error, "{found}");
}

#[rstest]
#[case::none("0")]
#[case::a_fifth("0.2")]
#[case::half("0.5")]
#[case::nearly_all("0.99")]
fn a_bill_reminted_after_a_fall_dilutes(#[case] fall: Ratio) {
    let mut policy = plain_policy();
    policy.mint.value_share = Ratio::ONE;
    let usd = Usd::new(1_000_000_000);
    let price = |ratio: Ratio| Quote::new(Price::from_atomics(ratio.atomics()), 18).unwrap();
    let burned = price(Ratio::ONE).tokens_for(usd, Rounding::Up).unwrap();
    let later = price(fall.complement());
    let request = policy
        .mint
        .request(Ratio::ZERO, HighPrecisionAmount::ZERO, Duration::DAY, usd, Some(later), Tokens::ZERO)
        .unwrap();
    let found = request.remint_by_value.share_of(burned).unwrap();
    assert_eq!(equilibrium::late_settlement_dilution(fall), Ok(found));
    assert!((real(found) * (1.0 - real(fall)) - 1.0).abs() < 1e-12);
}

#[test]
fn a_fall_of_everything_has_no_dilution() {
    let none = Err(MathError::DivisionByZero { operation: "ratio" });
    assert_eq!(equilibrium::late_settlement_dilution(Ratio::ONE), none);
}

/// The first epoch at which an average that starts at its peak shows the drawdown.
fn detected(threshold: Ratio, fall: Ratio, alpha: Ratio) -> u64 {
    // Enough digits that the average is exact to 30 of them.
    let peak = 1_000_000_000_000 * ONE;
    let smoothing = Smoothing { weight: alpha, period: Duration::DAY };
    let value =
        HighPrecisionAmount::whole(Tokens::new(peak).times(fall.complement(), Rounding::Down).unwrap().get());
    let (mut average, mut epochs) = (HighPrecisionAmount::whole(peak), 0);
    loop {
        // Up to the rounding of the average, so that a threshold that is met exactly is met.
        let now = average.times(Ratio::ONE).unwrap().get();
        if drawdown(now, peak).unwrap() >= threshold {
            return epochs;
        }
        average = smoothing.update(average, value, Duration::DAY).unwrap();
        epochs += 1;
    }
}

#[rstest]
fn a_fall_is_detected_when_the_formula_says(
    #[values("0.1", "0.25", "0.45", "0.6")] threshold: Ratio,
    #[values("0.61", "0.8", "0.999", "1")] fall: Ratio,
    #[values("0.001", "0.05", "0.142857142857142857", "0.5", "0.9")] alpha: Ratio,
) {
    assert_eq!(detection_epochs(threshold, fall, alpha), Ok(Some(detected(threshold, fall, alpha))));
}

// Where the average meets the threshold exactly, an error of the last bit would cost an epoch.
#[rstest]
#[case::a_half_once("0.5", "1", "0.5", 1)]
#[case::a_half_twice("0.75", "1", "0.5", 2)]
#[case::a_tenth_once("0.1", "1", "0.1", 1)]
#[case::a_tenth_twice("0.19", "1", "0.1", 2)]
#[case::a_tenth_three_times("0.271", "1", "0.1", 3)]
#[case::a_tenth_six_times("0.468559", "1", "0.1", 6)]
#[case::a_fifth_of_a_half("0.18", "0.5", "0.2", 2)]
#[case::one_unit_more_takes_an_epoch_more("0.190000000000000001", "1", "0.1", 3)]
#[case::one_unit_less_does_not("0.189999999999999999", "1", "0.1", 2)]
fn a_threshold_met_exactly_is_met(
    #[case] threshold: Ratio,
    #[case] fall: Ratio,
    #[case] alpha: Ratio,
    #[case] epochs: u64,
) {
    assert_eq!(detected(threshold, fall, alpha), epochs);
    assert_eq!(detection_epochs(threshold, fall, alpha), Ok(Some(epochs)));
}

#[rstest]
#[case::a_fall_as_large_as_the_threshold("0.5", "0.5", "0.1", None)]
#[case::a_smaller_fall("0.5", "0.4", "0.1", None)]
#[case::an_average_that_does_not_move("0.5", "0.6", "0", None)]
#[case::an_average_that_is_the_value("0.5", "0.6", "1", Some(1))]
#[case::no_threshold("0", "0.6", "0.1", Some(0))]
fn detection_at_the_edges(
    #[case] threshold: Ratio,
    #[case] fall: Ratio,
    #[case] alpha: Ratio,
    #[case] expected: Option<u64>,
) {
    assert_eq!(detection_epochs(threshold, fall, alpha), Ok(expected));
}
