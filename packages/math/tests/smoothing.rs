//! Moving averages: against exact powers, and indifferent to how time is cut.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use num_rational::BigRational;
use num_traits::Pow;
use proptest::prelude::*;
use rstest::rstest;
use support::*;

fn any_weight() -> impl Strategy<Value = Ratio> {
    // Down to weights of 10^-15: a time constant of thousands of years of seconds.
    (1..=ONE, 0..50u32).prop_map(|(weight, shift)| Ratio::from_atomics((weight >> shift).max(1_000)))
}

/// What the computation may add to the rounding to 18 decimals.
fn noise() -> BigRational {
    int(2).pow(-90i32)
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn whole_periods_weigh_the_exact_power(
        weight in any_weight(), periods in 0..200u32, period in 1..=1_000_000u64,
    ) {
        let smoothing = Smoothing { weight, period: Duration::new(period) };
        let exact = int(1) - (int(1) - ratio(weight)).pow(periods);
        let found = ratio(smoothing.weight_for(Duration::new(period * u64::from(periods)))?);
        prop_assert!(found >= &exact - noise(), "rounded to the old value's side: {found} < {exact}");
        prop_assert!(found <= exact + atomics(1) + noise());
    }

    #[test]
    fn parts_of_a_period_weigh_the_exact_root(
        weight in any_weight(), elapsed in 0..80u32, period in 1..80u32,
    ) {
        let found = Smoothing { weight, period: Duration::new(period.into()) }.weight_for(Duration::new(elapsed.into()))?;
        // kept = (1 − w)^(elapsed/period), so kept^period = (1 − w)^elapsed, which is exact on both sides.
        let kept = int(1) - ratio(found);
        let power = (int(1) - ratio(weight)).pow(elapsed);
        let above = &kept + atomics(1) + noise();
        prop_assert!(above.pow(period) >= power, "more than a unit of the last place too low");
        let below = &kept - noise();
        prop_assert!(below < int(0) || below.pow(period) <= power, "kept is rounded down");
    }

    #[test]
    fn two_spans_weigh_what_their_sum_does(
        weight in any_weight(), period in 1..10_000_000u64,
        first in 0..10_000_000u64, second in 0..10_000_000u64,
    ) {
        let smoothing = Smoothing { weight, period: Duration::new(period) };
        let kept = |elapsed| smoothing.weight_for(elapsed).map(|weight| int(1) - ratio(weight));
        let (parts, whole) = (kept(Duration::new(first))? * kept(Duration::new(second))?, kept(Duration::new(first + second))?);
        let apart = if parts > whole { parts - whole } else { whole - parts };
        prop_assert!(apart <= atomics(2), "{apart}");
    }

    #[test]
    fn a_longer_span_never_weighs_less(
        weight in any_weight(), period in 1..100_000u64, elapsed in 0..1_000_000u64, more in 0..100_000u64,
    ) {
        let smoothing = Smoothing { weight, period: Duration::new(period) };
        prop_assert!(smoothing.weight_for(Duration::new(elapsed))? <= smoothing.weight_for(Duration::new(elapsed + more))?);
    }

    #[test]
    fn an_average_is_the_weighted_mean_rounded_down(
        old in any_amount(), fraction in 0..ONE, value in any_amount(),
        weight in any_weight(), period in 1..1_000u64, elapsed in 0..1_000u64,
    ) {
        let old: HighPrecisionAmount = format!("{old}.{fraction:018}").parse()?;
        let value = HighPrecisionAmount::whole(value);
        let smoothing = Smoothing { weight, period: Duration::new(period) };
        let alpha = ratio(smoothing.weight_for(Duration::new(elapsed))?);
        let exact = (int(1) - &alpha) * fine(old) + alpha * fine(value);
        let found = fine(smoothing.update(old, value, Duration::new(elapsed))?);
        prop_assert_eq!(&found, &(&(&exact * int(ONE)).floor() / int(ONE)));
        // An average never leaves the range of what it averages.
        prop_assert!(found <= fine(old).max(fine(value)));
    }

    #[test]
    fn halving_the_epoch_moves_the_smoothed_burn_by_less_than_four_units_of_the_18th_place(
        old in amount_below(100), burned in amount_below(100), weight in any_weight(),
        period in 1..1_000_000u64, half in 1..1_000_000u64,
    ) {
        let smoothing = Smoothing { weight, period: Duration::new(period) };
        let whole = smoothing.update(HighPrecisionAmount::whole(2 * old), HighPrecisionAmount::whole(2 * burned), Duration::new(2 * half))?;
        let first = smoothing.update(HighPrecisionAmount::whole(old), HighPrecisionAmount::whole(burned), Duration::new(half))?;
        let second = smoothing.update(first, HighPrecisionAmount::whole(burned), Duration::new(half))?;
        let (whole, halves) = (fine(whole), fine(second) * int(2));
        let apart = if whole > halves { whole - halves } else { halves - whole };
        // Of the larger amount, plus the roundings: two of the halves, doubled, and one of the whole.
        let bound = int(old.max(burned) * 2) * atomics(2) + atomics(5);
        prop_assert!(apart <= bound, "{apart} > {bound}");
    }

    #[test]
    fn a_share_of_a_smoothed_amount_rounds_once(
        value in any_amount(), fraction in 0..ONE, share in any_amount(),
    ) {
        let smoothed: HighPrecisionAmount = format!("{value}.{fraction:018}").parse()?;
        let exact = fine(smoothed) * atomics(share);
        prop_assert_eq!(smoothed.times(Ratio::from_atomics(share)).ok().map(Tokens::get), floor(&exact));
    }

    #[test]
    fn a_quotient_of_smoothed_amounts_rounds_down_and_stops_at_the_largest_ratio(
        a in amount_below(120), b in amount_below(120),
    ) {
        let found = high_precision(a).ratio_to(high_precision(b))?;
        let exact = (b > 0).then(|| floor(&(frac(a, b.max(1)) * int(ONE))).unwrap_or(u128::MAX));
        prop_assert_eq!(found.map(Ratio::atomics), exact);
    }

    #[test]
    fn a_smoothed_amount_survives_its_text(value in any_amount(), fraction in 0..ONE) {
        let smoothed: HighPrecisionAmount = format!("{value}.{fraction:018}").parse()?;
        prop_assert_eq!(smoothed.to_string().parse::<HighPrecisionAmount>()?, smoothed);
        let json = serde_json::to_string(&smoothed)?;
        prop_assert_eq!(&json, &format!("\"{smoothed}\""));
        prop_assert_eq!(serde_json::from_str::<HighPrecisionAmount>(&json)?, smoothed);
        let bytes = postcard::to_allocvec(&smoothed)?;
        prop_assert_eq!(postcard::from_bytes::<HighPrecisionAmount>(&bytes)?, smoothed);
    }
}

#[rstest]
#[case::one_period_is_exact("0.142857142857142857", 86_400, 86_400, "0.142857142857142857")]
#[case::no_time_weighs_nothing("0.142857142857142857", 86_400, 0, "0")]
#[case::two_periods_of_a_half("0.5", 3_600, 7_200, "0.75")]
#[case::half_a_period_of_three_quarters("0.75", 3_600, 1_800, "0.5")]
#[case::all_at_once("1", 86_400, 1, "1")]
#[case::an_age("0.5", 1, u64::MAX, "1")]
#[case::an_age_of_nearly_everything("0.999999999999999999", 1, u64::MAX, "1")]
#[case::the_smallest_weight_over_an_age("0.000000000000000001", u64::MAX, u64::MAX, "0.000000000000000001")]
fn a_weight_for_a_span(
    #[case] weight: Ratio,
    #[case] period: u64,
    #[case] elapsed: u64,
    #[case] expected: Ratio,
) {
    assert_eq!(
        Smoothing { weight, period: Duration::new(period) }.weight_for(Duration::new(elapsed)),
        Ok(expected)
    );
}

#[test]
fn a_tiny_step_still_moves_the_average() {
    // One base unit, one second, a weekly average: an average of whole units would stay at zero.
    let smoothing = Smoothing { weight: Ratio::percent(50), period: Duration::days(7) };
    let average =
        smoothing.update(HighPrecisionAmount::ZERO, HighPrecisionAmount::whole(1), Duration::new(1)).unwrap();
    assert!(average > HighPrecisionAmount::ZERO);
    assert!(average < high_precision(ONE / 500_000));
}

#[rstest]
#[case::a_quarter("75", "100", "0.25")]
#[case::not_at_all("100", "100", "0")]
#[case::above_it("101", "100", "0")]
#[case::all_of_it("0", "100", "1")]
#[case::from_nothing("0", "0", "0")]
#[case::a_third_rounded_down("2", "3", "0.333333333333333333")]
#[case::below_the_unit("0.000000000000000001", "0.000000000000000004", "0.75")]
#[case::of_the_largest("0", "340282366920938463463374607431768211455.999999999999999999", "1")]
fn a_fall_is_a_share_of_its_reference(
    #[case] now: HighPrecisionAmount,
    #[case] reference: HighPrecisionAmount,
    #[case] expected: Ratio,
) {
    assert_eq!(now.drawdown_from(reference), Ok(expected));
}
