//! The arithmetic of amounts, against exact rationals.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use proptest::prelude::*;
use rstest::rstest;
use support::*;

const OVERFLOW: Result<u128, MathError> = Err(MathError::Overflow { operation: "test" });

#[rstest]
#[case::the_largest_product_that_comes_back(u128::MAX, u128::MAX, u128::MAX, Ok(u128::MAX), Ok(u128::MAX))]
#[case::just_below_the_limit_rounds_up_to_it(
    u128::MAX,
    u128::MAX - 1,
    u128::MAX,
    Ok(u128::MAX - 1),
    Ok(u128::MAX - 1)
)]
// (2^128 − 1)(2^127 + 1) / (2^127) = 2^128 + 1 − 2^-127: one unit too large either way.
#[case::just_too_large(u128::MAX, (1 << 127) + 1, 1 << 127, OVERFLOW, OVERFLOW)]
// (2^127)(2^65 − 1) / 2^64 = 2^128 − 2^63: fits.  (2^128 − 1) · 3 / 2 does not.
#[case::half_as_much_again(u128::MAX, 3, 2, OVERFLOW, OVERFLOW)]
#[case::a_product_of_exactly_2_to_the_128(1 << 64, 1 << 64, 3, Ok(u128::MAX / 3), Ok(u128::MAX / 3 + 1))]
#[case::nothing(0, u128::MAX, 7, Ok(0), Ok(0))]
#[case::less_than_a_unit(1, 1, u128::MAX, Ok(0), Ok(1))]
fn mul_div_at_the_edges(
    #[case] a: u128,
    #[case] b: u128,
    #[case] divisor: u128,
    #[case] down: Result<u128, MathError>,
    #[case] up: Result<u128, MathError>,
) {
    assert_eq!(mul_div(a, b, divisor, Rounding::Down, "test"), down);
    assert_eq!(mul_div(a, b, divisor, Rounding::Up, "test"), up);
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn mul_div_is_the_rounded_quotient_or_says_why_not(
        a in any_amount(), b in any_amount(), divisor in any_amount(), rounding in any_rounding(),
    ) {
        let result = mul_div(a, b, divisor, rounding, "test");
        if divisor == 0 {
            prop_assert_eq!(result, Err(MathError::DivisionByZero { operation: "test" }));
        } else {
            let exact = int(a) * int(b) / int(divisor);
            let expected = rounded(&exact, rounding).ok_or(MathError::Overflow { operation: "test" });
            prop_assert_eq!(result, expected);
        }
    }

    #[test]
    fn amounts_add_and_subtract_or_say_why_not(a in any_amount(), b in any_amount()) {
        prop_assert_eq!(
            Tokens::new(a).plus(Tokens::new(b)).map(Tokens::get),
            rounded(&(int(a) + int(b)), Rounding::Down)
                .ok_or(MathError::Overflow { operation: "sum of tokens" })
        );
        let difference = floor(&(int(a) - int(b)));
        prop_assert_eq!(
            Usd::new(a).minus(Usd::new(b)).map(Usd::get),
            difference.ok_or(MathError::Underflow {
                operation: "difference of micro-USD",
                minuend: a,
                subtrahend: b,
            })
        );
        prop_assert_eq!(Tokens::new(a).saturating_minus(Tokens::new(b)).get(), difference.unwrap_or(0));
    }

    #[test]
    fn amounts_scale_by_ratios_exactly_but_for_the_rounding(
        amount in any_amount(), share in any_amount(), rounding in any_rounding(),
    ) {
        let exact = int(amount) * atomics(share);
        let share = Ratio::from_atomics(share);
        prop_assert_eq!(
            Tokens::new(amount).times(share, rounding).ok().map(Tokens::get), rounded(&exact, rounding)
        );
        let usd = Usd::new(amount).times(share, rounding);
        prop_assert_eq!(usd.ok().map(Usd::get), rounded(&exact, rounding));
        prop_assert_eq!(
            Ratio::from_atomics(amount).times(share, rounding).ok().map(Ratio::atomics),
            rounded(&exact, rounding)
        );
    }

    #[test]
    fn ratios_of_amounts_round_down(part in any_amount(), other in any_amount(), whole in any_amount()) {
        let exact = |numerator| (whole > 0).then(|| frac(numerator, whole) * int(ONE));
        let expected = exact(part).and_then(|exact| floor(&exact));
        prop_assert_eq!(Ratio::of(part, whole).ok().map(Ratio::atomics), expected);
        prop_assert_eq!(Tokens::new(part).share_of(Tokens::new(whole)).ok().map(Ratio::atomics), expected);

        // A signed ratio rounds its magnitude, towards zero on both sides.
        let expected = exact(part.abs_diff(other)).and_then(|magnitude| floor(&magnitude));
        let expected = expected.and_then(|magnitude| i128::try_from(magnitude).ok());
        let expected = expected.map(|magnitude| if part < other { -magnitude } else { magnitude });
        prop_assert_eq!(
            SignedRatio::of_difference(part, other, whole).ok().map(SignedRatio::atomics), expected
        );
    }

    #[test]
    fn a_complement_is_what_is_missing_to_one(value in any_amount()) {
        let value = Ratio::from_atomics(value);
        let expected = floor(&((int(1) - ratio(value)) * int(ONE))).unwrap_or(0);
        prop_assert_eq!(value.complement().atomics(), expected);
    }

    #[test]
    fn a_rate_gives_the_same_however_its_time_is_cut(
        amount in amount_below(96), per in 1..=u32::MAX, from in any::<u32>(), length in any::<u32>(),
    ) {
        let rate = Rate { amount: Tokens::new(amount), per: Duration::new(per.into()) };
        let (from, to) = (u64::from(from), u64::from(from) + u64::from(length));
        let (early, late) = (rate.accrued(Duration::new(from))?, rate.accrued(Duration::new(to))?);
        prop_assert_eq!(late.get(), floor(&(int(amount) * frac(to, per))).unwrap());
        prop_assert!(early <= late);
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn quotes_turn_dollars_into_tokens_and_back(
        quote in any_quote(), decimals in 0..=18u8, amount in amount_below(90), rounding in any_rounding(),
    ) {
        let quote = Quote::new(quote.price(), decimals)?;
        // Base units for a micro-USD, in words: (10^-6 USD) / (USD per token) · (base units per token).
        let units = int(10u64.pow(decimals.into())) / atomics(quote.price().atomics()) / int(1_000_000);

        let tokens = quote.tokens_for(Usd::new(amount), rounding);
        prop_assert_eq!(
            tokens.map(Tokens::get),
            rounded(&(int(amount) * &units), rounding)
                .ok_or(MathError::Overflow { operation: "tokens for USD" })
        );
        let usd = quote.usd_for(Tokens::new(amount));
        prop_assert_eq!(
            usd.map(Usd::get),
            floor(&(int(amount) / units)).ok_or(MathError::Overflow { operation: "USD for tokens" })
        );
    }

    #[test]
    fn what_a_deposit_is_worth_never_costs_more_than_the_deposit(
        quote in any_quote(), deposit in amount_below(78), share in any_share(),
    ) {
        let worth = quote.usd_for(Tokens::new(deposit))?;
        for usd in [worth, worth.times(share, Rounding::Down)?] {
            prop_assert!(quote.tokens_for(usd, Rounding::Up)?.get() <= deposit);
        }
        // And the deposit is used to the last dollar: one micro-USD more would not be covered.
        prop_assert!(quote.tokens_for(worth.plus(Usd::new(1))?, Rounding::Up)?.get() > deposit);
    }
}

#[rstest]
#[case::no_price(Price::ZERO, 6, MathError::DivisionByZero { operation: "quote at a price of zero" })]
#[case::too_many_decimals(Price::ONE, 19, MathError::Overflow { operation: "token decimals" })]
fn a_quote_is_refused(#[case] price: Price, #[case] decimals: u8, #[case] reason: MathError) {
    assert_eq!(Quote::new(price, decimals), Err(reason));
}

#[test]
fn errors_read_as_sentences() {
    let underflow = Tokens::new(1).minus(Tokens::new(2)).unwrap_err();
    assert_eq!(underflow.to_string(), "difference of tokens: cannot take 2 from 1");
    assert_eq!(Ratio::of(1, 0).unwrap_err().to_string(), "division by zero in ratio");
    assert_eq!(Usd::MAX.plus(Usd::new(1)).unwrap_err().to_string(), "overflow in sum of micro-USD");
}
