//! Powers of two, logarithms and the delay bound, against series of 320 bits.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, Zero};
use proptest::prelude::*;
use rstest::rstest;
use ruint::aliases::U256;
use support::*;

/// Fractional bits of the reference; its series are off by a few hundred units of the last one.
const P: usize = 320;

fn one() -> BigInt {
    BigInt::one() << P
}

/// Σ termₙ, where termₙ₊₁ follows from termₙ and n, until nothing is left.
fn series(first: BigInt, next: impl Fn(&BigInt, u32) -> BigInt) -> BigInt {
    let (mut sum, mut term, mut n) = (BigInt::zero(), first, 0);
    while !term.is_zero() {
        sum += &term;
        n += 1;
        term = next(&term, n);
    }
    sum
}

/// Σ (−sign)ⁿ / ((2n+1) · base^(2n+1)): arctan of 1/base for sign −1, artanh for +1.
fn arc(base: u32, sign: i32) -> BigInt {
    let (mut sum, mut power, mut n) = (BigInt::zero(), one() / base, 1u32);
    while !power.is_zero() {
        sum += &power / n;
        power = power * sign / (base * base);
        n += 2;
    }
    sum
}

/// ln 2 = 2 · artanh(1/3).
fn ln_2() -> BigInt {
    arc(3, 1) * 2
}

/// π by Machin's formula.
fn pi() -> BigInt {
    (arc(5, -1) * 4 - arc(239, -1)) * 4
}

/// 2^x for an exponent in 2⁻¹²⁸ of either sign, in 2⁻ᴾ.
fn power_of_two(exponent: &BigInt) -> BigInt {
    let whole: BigInt = exponent >> Fixed::BITS;
    let fraction: BigInt = exponent - (&whole << Fixed::BITS);
    let x = (fraction * ln_2()) >> Fixed::BITS;
    let power = series(one(), |term, n| ((term * &x) >> P) / n);
    let shift = i64::try_from(whole).expect("a moderate exponent");
    if shift >= 0 { power << shift } else { power >> -shift }
}

/// 2·cos(d·π / (2d + 1)), in 2⁻ᴾ.
fn delay_bound(delay: u32) -> BigInt {
    let x = pi() * delay / (2 * u64::from(delay) + 1);
    let square = (&x * &x) >> P;
    series(one(), |term, n| -((term * &square) >> P) / (2 * n * (2 * n - 1))) * 2
}

fn real(value: BigInt) -> BigRational {
    BigRational::new(value, one())
}

fn two_to(exponent: i32) -> BigRational {
    int(2).pow(exponent)
}

/// Exponents below 2^`whole_bits`, mostly small.
fn any_exponent(whole_bits: u32) -> impl Strategy<Value = Fixed> {
    (any::<u128>(), any::<u128>(), 0..=whole_bits).prop_map(|(fraction, whole, bits)| {
        let whole = whole.checked_shr(128 - bits).unwrap_or(0);
        Fixed::from_bits((U256::from(whole) << 128) | U256::from(fraction))
    })
}

#[test]
fn the_reference_knows_its_constants() {
    // Digits from the tables; a wrong reference would prove nothing.
    let digits = |value: BigInt| ((value * BigInt::from(10).pow(40u32)) >> P).to_string();
    assert_eq!(digits(ln_2()), "6931471805599453094172321214581765680755");
    assert_eq!(digits(pi()), "31415926535897932384626433832795028841971");
    assert_eq!(digits(power_of_two(&(BigInt::one() << 127))), "14142135623730950488016887242096980785696");
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn exp2_is_within_its_bound_and_never_above(x in any_exponent(7)) {
        let exact = real(power_of_two(&bits(x)));
        let found = fixed(x.exp2()?);
        prop_assert!(found <= exact);
        prop_assert!(&exact - found <= exact * two_to(-120));
    }

    #[test]
    fn exp2_neg_is_within_its_bound_of_a_number_in_0_to_1(x in any_exponent(9)) {
        let exact = real(power_of_two(&-bits(x)));
        let found = fixed(x.exp2_neg());
        prop_assert!((exact - &found).abs() <= two_to(-120));
        prop_assert!(found <= int(1));
    }

    #[test]
    fn log2_is_within_its_bound_and_never_above(mantissa in any::<u128>(), shift in 0..=128u32) {
        // From one to the largest number that there is.
        let mantissa: U256 = (U256::from(1u8) << 128) | U256::from(mantissa);
        let x = Fixed::from_bits(mantissa.checked_shl(shift as usize).unwrap_or(U256::MAX));
        let log = bits(x.log2()?);
        // 2^log ≤ x < 2^(log + 2^-120): the logarithm is judged by powers, which the reference can do.
        prop_assert!(real(power_of_two(&log)) <= fixed(x) * (int(1) + two_to(-280)));
        let above = log + (BigInt::one() << (Fixed::BITS - 120));
        prop_assert!(real(power_of_two(&above)) > fixed(x));
    }

    #[test]
    fn exp_neg_is_within_its_bound(x in any_exponent(7)) {
        let exponent = (bits(x) << P) / ln_2();
        let exact = real(power_of_two(&-exponent));
        prop_assert!((exact - fixed(x.exp_neg())).abs() <= two_to(-119));
    }

    #[test]
    fn a_whole_power_is_within_its_bound(base in 1..=ONE, exponent in 0..40u32) {
        let exact = BigRational::new(base.into(), ONE.into()).pow(exponent as i32);
        let found = fixed(Fixed::pow(Ratio::from_atomics(base), Fixed::from_integer(exponent.into()))?);
        prop_assert!((exact - found).abs() <= two_to(-118) * int(1 + i64::from(exponent)));
    }

    #[test]
    fn a_root_to_its_power_is_the_base(base in 1..=ONE, root in 1..40u32) {
        let part = Fixed::ONE.over(root.into())?;
        let found = fixed(Fixed::pow(Ratio::from_atomics(base), part)?).pow(root as i32);
        let exact = BigRational::new(base.into(), ONE.into());
        // d(r^n) = n·r^(n−1)·dr, and r ≤ 1.
        prop_assert!((exact - found).abs() <= two_to(-116) * int(i64::from(root)));
    }

    #[test]
    fn more_never_gives_less(x in any_exponent(6), step in amount_below(120)) {
        let y = x.plus(Fixed::from_bits(U256::from(step)))?;
        prop_assert!(x.exp2()? <= y.exp2()?);
        prop_assert!(x.exp2_neg() >= y.exp2_neg());
        let (x, y) = (x.plus(Fixed::ONE)?, y.plus(Fixed::ONE)?);
        prop_assert!(x.log2()? <= y.log2()?);
    }

    #[test]
    fn arithmetic_rounds_down_or_overflows(
        a in any_amount(), b in any_amount(), c in any_amount(), d in any_amount(),
    ) {
        let limit = int(BigInt::one() << 128);
        let down = |exact: BigRational| (exact < limit).then(|| (exact * two_to(128)).floor().to_integer());
        let quotient = Fixed::ratio(a, b, c, d);
        if c == 0 || d == 0 {
            let error = MathError::DivisionByZero { operation: "fixed-point ratio" };
            prop_assert_eq!(quotient, Err(error));
        } else {
            prop_assert_eq!(quotient.ok().map(bits), down(int(a) * int(b) / int(c) / int(d)));
        }
        // Two numbers with fractions, made of the same four.
        let wide = |whole: u128, rest: u128| (U256::from(whole) << 128) | U256::from(rest);
        let number = |whole, rest| Fixed::from_bits(wide(whole, rest));
        let (x, y) = (number(a, b), number(c, d));
        prop_assert_eq!(x.times(y).ok().map(bits), down(fixed(x) * fixed(y)));
        prop_assert_eq!(x.plus(y).ok().map(bits), down(fixed(x) + fixed(y)));
        prop_assert_eq!(bits(x.saturating_minus(y)), (bits(x) - bits(y)).max(BigInt::zero()));
        prop_assert_eq!(x.over(d).ok().map(bits), (d > 0).then(|| bits(x) / d.max(1)));
        let share = Fixed::from_bits(U256::from(b));
        prop_assert_eq!(share.of(c).ok(), floor(&(fixed(share) * int(c))));
        prop_assert_eq!(x.of(1).ok(), Some(a));
    }
}

#[rstest]
#[case::zero(Fixed::ZERO, Fixed::ONE, Fixed::ONE)]
#[case::one(Fixed::ONE, Fixed::from_integer(2), Fixed::from_bits(U256::from(1u8) << 127))]
#[case::the_largest_whole(
    Fixed::from_integer(127),
    Fixed::from_integer(1 << 127),
    Fixed::from_bits(U256::from(2u8))
)]
fn whole_exponents_are_exact(#[case] x: Fixed, #[case] power: Fixed, #[case] inverse: Fixed) {
    assert_eq!(x.exp2(), Ok(power));
    assert_eq!(x.exp2_neg(), inverse);
    assert_eq!(power.log2(), Ok(x));
}

#[test]
fn powers_end_where_they_no_longer_fit() {
    let overflow = Err(MathError::Overflow { operation: "power of two" });
    let just_below = Fixed::from_bits((U256::from(128u8) << 128) - U256::from(1u8));
    // 2^127.999… is just short of 2^128: it fits, within 2^-120 of it.
    let power = fixed(just_below.exp2().unwrap());
    assert!(power < two_to(128) && power > two_to(128) * (int(1) - two_to(-119)));
    assert_eq!(Fixed::from_integer(128).exp2(), overflow);
    assert_eq!(Fixed::from_bits(U256::MAX).exp2(), overflow);

    assert_eq!(Fixed::from_integer(128).exp2_neg(), Fixed::from_bits(U256::from(1u8)));
    let half_a_unit = Fixed::from_bits((U256::from(257u16)) << 127);
    assert_eq!(half_a_unit.exp2_neg(), Fixed::ZERO);
    assert_eq!(Fixed::from_integer(129).exp2_neg(), Fixed::ZERO);
    assert_eq!(Fixed::from_bits(U256::MAX).exp2_neg(), Fixed::ZERO);
    assert!(Fixed::from_bits(U256::from(1u8)).exp2_neg() < Fixed::ONE);
}

#[test]
fn there_is_no_logarithm_below_one() {
    let below = Fixed::from_bits((U256::from(1u8) << 128) - U256::from(1u8));
    let error = MathError::Underflow { operation: "logarithm below one", minuend: 0, subtrahend: 1 };
    assert_eq!(below.log2(), Err(error));
    assert_eq!(Fixed::ZERO.log2(), Err(error));
    assert_eq!(Fixed::ONE.log2(), Ok(Fixed::ZERO));
}

#[test]
fn the_delay_bound_is_within_its_error_and_falls_with_the_delay() {
    let mut previous = Fixed::from_integer(3);
    for delay in (0..=200).chain([1_000, 65_535, u32::MAX]) {
        let found = Fixed::delay_stability_bound(delay);
        let apart = (fixed(found) - real(delay_bound(delay))).abs();
        assert!(apart <= two_to(-118), "delay {delay}: off by {apart}");
        assert!(found < previous, "delay {delay}");
        previous = found;
    }
}

// From the definition: 2, 2·cos 60°, 2·cos 72° = 1/φ, and for the longest window.
#[rstest]
#[case::at_once(0, "2")]
#[case::one_epoch(1, "0.999999999999999999")]
#[case::two_epochs(2, "0.618033988749894848")]
#[case::a_week(7, "0.209056926535306942")]
fn the_bound_as_a_ratio_rounds_down(#[case] delay: u32, #[case] expected: Ratio) {
    assert_eq!(stability_bound(delay), Ok(expected));
}

#[test]
fn powers_of_bases_outside_of_0_to_1_are_refused_and_the_edges_are_exact() {
    assert!(Fixed::pow(Ratio::ZERO, Fixed::ONE).is_err());
    assert!(Fixed::pow(Ratio::from_atomics(ONE + 1), Fixed::ONE).is_err());
    let huge = Fixed::from_integer(u128::MAX);
    assert_eq!(Fixed::pow(Ratio::ONE, huge), Ok(Fixed::ONE));
    assert_eq!(Fixed::pow(Ratio::percent(50), huge), Ok(Fixed::ZERO));
    assert_eq!(Fixed::pow(Ratio::percent(50), Fixed::ZERO), Ok(Fixed::ONE));
    assert_eq!((Fixed::ZERO.exp_neg(), huge.exp_neg()), (Fixed::ONE, Fixed::ZERO));
}
