//! Numbers read as people say them, on both sides of each boundary.

use ballast_math::{Flow, ONE, Price, Ratio, SignedRatio, Tokens, Usd};
use rstest::rstest;

use super::{Number, column_of_rates, count, cut, percent_a_year, percent_a_year_to, ratio, share, share_of};

const UNIT: u128 = 100_000_000;

fn tokens(units: u128) -> Number {
    Number::tokens(Tokens::new(units), 8)
}

fn signed(parts: i128) -> SignedRatio {
    SignedRatio::from_atomics(parts * (ONE as i128 / 1_000_000))
}

#[rstest]
#[case::nothing(0, "0")]
#[case::eight_decimals_below_a_hundredth(999_999, "0.00999999")]
#[case::four_from_there(1_000_000, "0.0100")]
#[case::four_below_one(99_990_000, "0.9999")]
#[case::two_from_one(UNIT, "1.00")]
#[case::two_below_a_hundred(9_999_000_000, "99.99")]
#[case::one_from_a_hundred(100 * UNIT, "100.0")]
#[case::one_below_a_thousand(99_990_000_000, "999.9")]
#[case::none_from_a_thousand(1_000 * UNIT, "1,000")]
#[case::thousands_apart(1_234_567 * UNIT, "1,234,567")]
fn an_amount_has_the_decimals_that_its_size_needs(#[case] units: u128, #[case] text: &str) {
    assert_eq!(tokens(units).sized(), text);
    // The same in floats, where these are exact enough.
    assert_eq!(Number::measured(tokens(units).coordinate()).sized(), text);
}

#[rstest]
#[case::below_a_half(149_999_999, "1")]
#[case::a_half_to_the_even_digit_below(250_000_000, "2")]
#[case::a_half_to_the_even_digit_above(150_000_000, "2")]
#[case::above_a_half(250_000_001, "3")]
#[case::over_a_power_of_ten(99_950_000_000, "1,000")]
fn the_nearest_is_shown(#[case] units: u128, #[case] text: &str) {
    assert_eq!(tokens(units).fixed(0), text);
}

#[test]
fn no_digit_of_an_amount_is_lost_or_made_up() {
    // Beyond 2^53 a float has holes.
    assert_eq!(tokens(9_007_199_254_740_993).exact(), "90071992.54740993");
    assert_eq!(tokens(9_007_199_254_740_993).fixed(8), "90,071,992.54740993");
    assert_eq!(
        Number::tokens(Tokens::MAX, 0).fixed(0),
        "340,282,366,920,938,463,463,374,607,431,768,211,455"
    );
    assert_eq!(Number::tokens(Tokens::MAX, 38).fixed(1), "3.4");
    // A token with absurdly many decimals: next to nothing, and no panic.
    assert_eq!(Number::tokens(Tokens::MAX, 200).fixed(2), "0.00");
    assert_eq!(Number::tokens(Tokens::MAX, 200).sized(), "0.00000000");
    assert_eq!(Number::tokens(Tokens::new(5), 0).fixed(2), "5.00");
    assert_eq!(Number::usd(Usd::new(1_500_000)).exact(), "1.5");
    assert_eq!(Number::usd(Usd::new(1)).exact(), "0.000001");
    assert_eq!(Number::price(Price::from_atomics(ONE / 4)).exact(), "0.25");
    assert_eq!(Number::whole(7).percent().exact(), "700");
    assert_eq!(Number::integer(i128::MIN).fixed(0), "−170,141,183,460,469,231,731,687,303,715,884,105,728");
}

#[rstest]
#[case(3, 5, "−0.2", "−0.2")]
#[case(5, 3, "0.2", "+0.2")]
#[case(4, 4, "0.0", "0.0")]
fn what_is_below_zero_has_a_true_minus(
    #[case] minted: u128,
    #[case] burned: u128,
    #[case] fixed: &str,
    #[case] signed: &str,
) {
    let flow = Flow { minted: Tokens::new(minted), burned: Tokens::new(burned) };
    assert_eq!(Number::net(flow, 1).fixed(1), fixed);
    assert_eq!(Number::net(flow, 1).signed(1), signed);
}

#[test]
fn what_rounds_to_nothing_has_no_sign() {
    for number in [Number::measured(-0.001), Number::measured(0.001), Number::signed_ratio(signed(-400))] {
        assert_eq!(number.signed(2), "0.00");
    }
    assert_eq!(Number::signed_ratio(signed(-1)).exact(), "-0.000001");
    assert_eq!(Number::signed_ratio(SignedRatio::ZERO).exact(), "0");
}

#[rstest]
#[case(0, "0.0%")]
#[case(499, "< 0.1%")]
#[case(500, "< 0.1%")]
#[case(501, "0.1%")]
#[case(999_400, "99.9%")]
#[case(1_000_000, "100.0%")]
fn a_share_that_is_there_is_never_shown_as_nothing(#[case] millionths: u128, #[case] text: &str) {
    assert_eq!(share(Ratio::from_atomics(millionths * (ONE / 1_000_000))), text);
}

#[test]
fn a_share_of_nothing_is_nothing() {
    assert_eq!(share_of(0, 0), "0.0%");
    assert_eq!(share_of(1, 3), "33.3%");
    assert_eq!(share_of(2, 3), "66.7%");
    assert_eq!(share_of(7, 7), "100.0%");
}

#[rstest]
#[case::nothing(0, "0.00%")]
#[case(99, "+0.0099%")]
#[case(100, "+0.010%")]
#[case(999, "+0.100%")]
#[case(1_000, "+0.10%")]
#[case(-99_900, "−9.99%")]
#[case(-100_000, "−10.0%")]
#[case(10_000_000_000, "+1,000,000.0%")]
#[case(10_000_000_001, "> 1,000,000%")]
#[case(-10_000_000_000, "−1,000,000.0%")]
#[case(-10_000_000_001, "< −1,000,000%")]
fn a_rate_has_the_decimals_that_its_size_needs(#[case] millionths: i128, #[case] text: &str) {
    assert_eq!(percent_a_year(Some(signed(millionths))), text);
}

#[test]
fn a_column_of_rates_has_the_decimals_that_its_largest_needs_and_one_more() {
    assert_eq!(column_of_rates([signed(-1_000_000), signed(3)].into_iter()), 1);
    assert_eq!(column_of_rates([signed(-999_999), signed(3)].into_iter()), 2);
    assert_eq!(column_of_rates(std::iter::empty()), 2);
    assert_eq!(percent_a_year_to(Some(signed(-123_456)), 3), "−12.346%");
    assert_eq!(percent_a_year_to(None, 3), "—");
}

#[rstest]
#[case(99_994, "99.99")]
#[case(100_000, "100")]
#[case(9_999_499, "9,999")]
#[case(10_000_000, "> 9,999")]
fn a_ratio_says_no_more_than_can_be_meant(#[case] thousandths: u128, #[case] text: &str) {
    assert_eq!(ratio(Some(Ratio::from_atomics(thousandths * (ONE / 1_000)))), text);
}

#[test]
fn what_is_not_there_is_a_dash() {
    assert_eq!((ratio(None), percent_a_year(None)), ("—".to_owned(), "—".to_owned()));
    assert_eq!(ratio(Some(Ratio::MAX)), "> 9,999");
}

#[rstest]
#[case(0, "0 epochs")]
#[case(1, "1 epoch")]
#[case(2, "2 epochs")]
#[case(999, "999 epochs")]
#[case(1_200, "1,200 epochs")]
fn a_count_has_its_noun(#[case] number: u64, #[case] text: &str) {
    assert_eq!(count(number, "epoch"), text);
}

#[rstest]
#[case("12", "12")]
#[case("0.123456", "0.123456")]
#[case("0.1234567", "0.123456…")]
#[case("0.1200007", "0.12…")]
#[case("0.0000001", "0.000000…")]
#[case("0.€€€€€€€", "0.€€€€€€…")]
fn a_long_number_is_cut_and_says_so(#[case] number: &str, #[case] text: &str) {
    assert_eq!(cut(number), text);
}

#[test]
fn parts_per_million_are_ones_and_hundredths() {
    assert_eq!(Number::millionths(1_234_567.0).fixed(4), "1.2346");
    assert_eq!(Number::hundredths(1_234_567.0).fixed(2), "123.46");
    assert_eq!(Number::measured(f64::NAN).fixed(1), "NaN");
}
