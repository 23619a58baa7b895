//! How values are written and read: strictly, and the same way back.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use proptest::prelude::*;
use rstest::rstest;
use serde::{Deserialize, Serialize};
use serde_json::json;
use support::policies::any_policy;
use support::*;

use ballast_math::ParseError::*;

#[rstest]
#[case::whole("12", Ok(12 * ONE))]
#[case::a_fraction("0.95", Ok(950_000_000_000_000_000))]
#[case::without_a_leading_zero(".5", Ok(ONE / 2))]
#[case::without_digits_after_the_point("5.", Ok(5 * ONE))]
#[case::leading_zeros("007.10", Ok(7 * ONE + ONE / 10))]
#[case::the_smallest("0.000000000000000001", Ok(1))]
#[case::the_largest("340282366920938463463.374607431768211455", Ok(u128::MAX))]
#[case::a_unit_above_the_largest("340282366920938463463.374607431768211456", Err(TooLarge))]
#[case::a_whole_above_the_largest("340282366920938463464", Err(TooLarge))]
#[case::more_than_128_bits("340282366920938463463374607431768211456", Err(TooLarge))]
#[case::empty("", Err(Empty))]
#[case::a_point(".", Err(Empty))]
#[case::too_precise("0.0000000000000000001", Err(TooPrecise(19)))]
#[case::too_precise_though_zero("1.0000000000000000000", Err(TooPrecise(19)))]
#[case::a_plus("+1", Err(NotADigit('+')))]
#[case::a_minus("-1", Err(NotADigit('-')))]
#[case::a_minus_after_the_point("1.-1", Err(NotADigit('-')))]
#[case::an_exponent("1e3", Err(NotADigit('e')))]
#[case::a_comma("1,5", Err(NotADigit(',')))]
#[case::a_space(" 1", Err(NotADigit(' ')))]
#[case::an_underscore("1_000", Err(NotADigit('_')))]
#[case::two_points("1.2.3", Err(NotADigit('.')))]
#[case::another_alphabet("\u{0663}", Err(NotADigit('\u{0663}')))]
fn a_decimal_number(#[case] text: &str, #[case] expected: Result<u128, ParseError>) {
    assert_eq!(text.parse::<Ratio>().map(Ratio::atomics), expected);
    assert_eq!(text.parse::<Price>().map(Price::atomics), expected);
}

#[rstest]
#[case::nothing("0", Ok(0))]
#[case::leading_zeros("0012", Ok(12))]
#[case::the_largest("340282366920938463463374607431768211455", Ok(u128::MAX))]
#[case::too_large("340282366920938463463374607431768211456", Err(TooLarge))]
#[case::empty("", Err(Empty))]
#[case::a_plus("+1", Err(NotADigit('+')))]
#[case::a_minus("-1", Err(NotADigit('-')))]
#[case::a_fraction("1.0", Err(NotADigit('.')))]
#[case::hexadecimal("0x10", Err(NotADigit('x')))]
fn an_amount(#[case] text: &str, #[case] expected: Result<u128, ParseError>) {
    assert_eq!(text.parse::<Tokens>().map(Tokens::get), expected);
    assert_eq!(text.parse::<Usd>().map(Usd::get), expected);
}

#[rstest]
#[case::positive("0.5", Ok(ONE as i128 / 2))]
#[case::negative("-0.15", Ok(-150_000_000_000_000_000))]
#[case::minus_nothing("-0", Ok(0))]
#[case::the_largest("170141183460469231731.687303715884105727", Ok(i128::MAX))]
#[case::the_smallest("-170141183460469231731.687303715884105727", Ok(-i128::MAX))]
#[case::too_large("170141183460469231731.687303715884105728", Err(TooLarge))]
#[case::too_small("-170141183460469231731.687303715884105729", Err(TooLarge))]
#[case::two_minuses("--1", Err(NotADigit('-')))]
#[case::a_plus("+1", Err(NotADigit('+')))]
#[case::only_a_minus("-", Err(Empty))]
#[case::empty("", Err(Empty))]
fn a_signed_number(#[case] text: &str, #[case] expected: Result<i128, ParseError>) {
    assert_eq!(text.parse::<SignedRatio>().map(SignedRatio::atomics), expected);
}

#[rstest]
#[case::whole("12", Ok("12"))]
#[case::zeros_are_dropped("12.500", Ok("12.5"))]
#[case::the_largest(
    "340282366920938463463374607431768211455.999999999999999999",
    Ok("340282366920938463463374607431768211455.999999999999999999")
)]
#[case::too_large("340282366920938463463374607431768211456.0", Err(TooLarge))]
#[case::too_precise("1.0000000000000000001", Err(TooPrecise(19)))]
#[case::empty("", Err(Empty))]
#[case::only_a_fraction(".5", Err(Empty))]
#[case::a_minus("-1.5", Err(NotADigit('-')))]
#[case::a_minus_in_the_fraction("1.-5", Err(NotADigit('-')))]
fn a_smoothed_amount(#[case] text: &str, #[case] expected: Result<&str, ParseError>) {
    assert_eq!(text.parse::<HighPrecisionAmount>().map(|fine| fine.to_string()), expected.map(str::to_owned));
}

#[rstest]
#[case::as_pyth_writes_it(6_543_210_000_000, -8, Some("65432.1"))]
#[case::whole(7, 0, Some("7"))]
#[case::with_zeros(7, 3, Some("7000"))]
#[case::the_last_place(1, -18, Some("0.000000000000000001"))]
#[case::rounded_down(19, -19, Some("0.000000000000000001"))]
#[case::below_the_last_place(9, -19, Some("0"))]
#[case::far_below(u128::MAX, -1_000, Some("0"))]
#[case::the_largest(u128::MAX, -18, Some("340282366920938463463.374607431768211455"))]
#[case::too_large(u128::MAX, -17, None)]
#[case::far_above(1, 1_000, None)]
#[case::the_largest_exponent(1, i32::MAX, None)]
#[case::the_smallest_exponent(1, i32::MIN, Some("0"))]
fn a_price_in_scientific_notation(
    #[case] mantissa: u128,
    #[case] exponent: i32,
    #[case] expected: Option<&str>,
) {
    let found = Price::from_scientific(mantissa, exponent).map(|price| price.to_string());
    assert_eq!(found.as_deref(), expected);
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn every_number_survives_its_text(value in any_amount(), negative in any::<bool>()) {
        prop_assert_eq!(Ratio::from_atomics(value).to_string().parse(), Ok(Ratio::from_atomics(value)));
        prop_assert_eq!(Tokens::new(value).to_string().parse(), Ok(Tokens::new(value)));
        let signed = i128::try_from(value >> 1)? * if negative { -1 } else { 1 };
        let signed = SignedRatio::from_atomics(signed);
        prop_assert_eq!(signed.to_string().parse(), Ok(signed));
    }

    #[test]
    fn a_policy_survives_json_and_postcard(policy in any_policy()) {
        let text = serde_json::to_string(&policy)?;
        prop_assert_eq!(&serde_json::from_str::<Policy>(&text)?, &policy);
        let bytes = postcard::to_allocvec(&policy)?;
        prop_assert_eq!(&postcard::from_bytes::<Policy>(&bytes)?, &policy);
    }
}

#[test]
fn in_json_amounts_are_strings_and_streams_have_names() {
    let mut policy = plain_policy();
    policy.mint.schedule = vec![Emission::Constant {
        start: Timestamp::new(3),
        rate: Rate { amount: Tokens::new(u128::MAX), per: Duration::new(60) },
    }];
    let text = serde_json::to_value(&policy).unwrap();
    assert_eq!(text["mint"]["rho"], json!({ "fixed": "1" }));
    assert_eq!(text["mint"]["breaker"], json!({ "caution": "0.5", "restricted": "0.1" }));
    assert_eq!(
        text["mint"]["schedule"][0],
        json!({ "constant": {
            "start": 3,
            "rate": { "amount": "340282366920938463463374607431768211455", "per": 60 },
        } })
    );
    assert_eq!(text["reward"]["weight_by"], json!("burned"));
}

/// What work a network expects can be more than JavaScript counts to.
#[test]
fn in_json_the_work_of_a_baseline_is_a_string_and_in_storage_a_number() {
    let baseline = Baseline {
        start: Timestamp::new(1),
        initial: u64::MAX,
        per: Duration::new(2),
        doubling: Duration::new(3),
        measure: WorkMeasure::Usd,
    };
    let text = serde_json::to_value(baseline).unwrap();
    assert_eq!(text["initial"], json!("18446744073709551615"));
    assert_eq!(serde_json::from_value::<Baseline>(text.clone()).unwrap(), baseline);
    let bytes = postcard::to_allocvec(&baseline).unwrap();
    assert_eq!(bytes, postcard::to_allocvec(&(1u64, u64::MAX, 2u64, 3u64, WorkMeasure::Usd)).unwrap());
    assert_eq!(postcard::from_bytes::<Baseline>(&bytes).unwrap(), baseline);
    for wrong in [json!(5), json!("18446744073709551616"), json!("-5"), json!("05x"), json!(""), json!(null)]
    {
        let mut text = text.clone();
        text["initial"] = wrong.clone();
        assert!(serde_json::from_value::<Baseline>(text).is_err(), "{wrong}");
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Maybe(#[serde(with = "ballast_math::text::option")] Option<u64>);

#[test]
fn in_json_what_may_be_absent_is_a_string_or_null() {
    for (value, text) in [(Some(u64::MAX), json!("18446744073709551615")), (None, json!(null))] {
        assert_eq!(serde_json::to_value(Maybe(value)).unwrap(), text);
        assert_eq!(serde_json::from_value::<Maybe>(text).unwrap(), Maybe(value));
        let bytes = postcard::to_allocvec(&Maybe(value)).unwrap();
        assert_eq!(bytes, postcard::to_allocvec(&value).unwrap());
        assert_eq!(postcard::from_bytes::<Maybe>(&bytes).unwrap(), Maybe(value));
    }
    assert!(serde_json::from_value::<Maybe>(json!(5)).is_err());
}

#[rstest]
#[case::policy("")]
#[case::burn("/burn")]
#[case::mint("/mint")]
#[case::smoothing("/mint/smoothing")]
#[case::breaker("/mint/breaker")]
#[case::reward("/reward")]
#[case::emission("/mint/schedule/0/constant")]
#[case::rate("/mint/schedule/0/constant/rate")]
fn an_unknown_field_is_refused(#[case] place: &str) {
    let mut policy = plain_policy();
    policy.mint.schedule = vec![Emission::Constant {
        start: Timestamp::new(3),
        rate: Rate { amount: Tokens::new(1), per: Duration::new(60) },
    }];
    let mut text = serde_json::to_value(&policy).unwrap();
    assert!(serde_json::from_value::<Policy>(text.clone()).is_ok());
    // A misspelt limit that is silently ignored would be no limit.
    text.pointer_mut(place).unwrap()["max_suply"] = json!("1");
    let error = serde_json::from_value::<Policy>(text).unwrap_err().to_string();
    assert!(error.contains("unknown field `max_suply`"), "{error}");
}

#[rstest]
#[case::a_number(json!(1))]
#[case::a_float(json!(0.5))]
#[case::a_bad_text(json!("1e3"))]
#[case::nothing(json!(null))]
fn in_json_a_ratio_is_a_string_of_digits(#[case] value: serde_json::Value) {
    assert!(serde_json::from_value::<Ratio>(value).is_err());
}

#[test]
fn in_binary_amounts_are_short() {
    assert_eq!(postcard::to_allocvec(&Tokens::new(5)).unwrap(), [5]);
    assert_eq!(postcard::to_allocvec(&HighPrecisionAmount::whole(5)).unwrap(), [5, 0]);
    // A quarter is 25 with sixteen zeros; one unit of 10⁻¹⁸ has none.
    assert_eq!(postcard::to_allocvec(&Ratio::percent(25)).unwrap(), [25, 16]);
    assert_eq!(postcard::to_allocvec(&Ratio::from_atomics(1)).unwrap(), [1, 0]);
    assert_eq!(postcard::to_allocvec(&Ratio::ZERO).unwrap(), [0, 0]);
    assert_eq!(postcard::from_bytes(&[25, 16]), Ok(Ratio::percent(25)));
    assert!(postcard::from_bytes::<Ratio>(&[1, 39]).is_err(), "10^39 does not fit");
    assert!(postcard::from_bytes::<Ratio>(&[4, 38]).is_err(), "nor does 4 · 10^38");
}
