//! How numbers are written for people, and read again.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use ballast_math::{ONE, SignedRatio};
use proptest::prelude::*;
use rstest::rstest;
use support::cases;

#[rstest]
#[case::whole(Unit::Whole, 1_500, "1500")]
#[case::decimal(Unit::Decimal, ONE + ONE / 2, "1.5")]
#[case::the_smallest_decimal(Unit::Decimal, 1, "0.000000000000000001")]
#[case::a_fall(Unit::Change, ONE / 10 * 9, "-0.1")]
#[case::a_rise(Unit::Change, ONE / 10 * 11, "0.1")]
#[case::no_change(Unit::Change, ONE, "0")]
#[case::everything_gone(Unit::Change, 0, "-1")]
#[case::one_unit_below(Unit::Change, ONE - 1, "-0.000000000000000001")]
fn a_number_is_written_and_read(#[case] unit: Unit, #[case] number: u128, #[case] text: &str) {
    assert_eq!(Quantity(unit, number).to_string(), text);
    assert_eq!(unit.parse(text).unwrap(), number);
}

#[rstest]
#[case::a_fraction_of_a_whole(Unit::Whole, "1.5")]
#[case::a_negative_whole(Unit::Whole, "-1")]
#[case::a_negative_decimal(Unit::Decimal, "-0.1")]
#[case::a_fall_below_nothing(Unit::Change, "-1.000000000000000001")]
#[case::nineteen_decimals(Unit::Decimal, "0.0000000000000000001")]
#[case::nothing(Unit::Whole, "")]
#[case::no_number(Unit::Decimal, "half")]
#[case::spaces(Unit::Change, " 0.1")]
#[case::an_exponent(Unit::Decimal, "1e3")]
fn what_could_not_have_been_written_is_refused(#[case] unit: Unit, #[case] text: &str) {
    assert!(unit.parse(text).is_err());
}

#[test]
fn a_difference_of_changes_is_a_decimal() {
    let units = [Unit::Whole, Unit::Decimal, Unit::Change].map(Unit::of_differences);
    assert_eq!(units, [Unit::Whole, Unit::Decimal, Unit::Decimal]);
}

#[rstest]
#[case::minus_one_is_nothing(-(ONE as i128), Some(0))]
#[case::below_it_there_is_nothing(-(ONE as i128) - 1, None)]
#[case::no_change_is_one(0, Some(ONE))]
#[case::the_largest(i128::MAX, Some(i128::MAX as u128 + ONE))]
fn a_change_is_a_factor(#[case] change: i128, #[case] factor: Option<u128>) {
    assert_eq!(Unit::factor(SignedRatio::from_atomics(change)), factor);
}

#[test]
fn a_factor_too_large_is_no_change() {
    assert_eq!(Unit::change(i128::MAX as u128 + 1), None);
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn what_is_written_is_read_again(
        unit in prop::sample::select(vec![Unit::Whole, Unit::Decimal, Unit::Change]),
        number in (0..=i128::MAX as u128, 0..127u32).prop_map(|(number, shift)| number >> shift),
    ) {
        prop_assert_eq!(unit.parse(&Quantity(unit, number).to_string()), Ok(number));
    }

    #[test]
    fn factors_and_changes_are_each_others_inverse(factor in 0..=i128::MAX as u128) {
        prop_assert_eq!(Unit::change(factor).and_then(Unit::factor), Some(factor));
    }
}
