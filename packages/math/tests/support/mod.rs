//! What the suites share: exact rationals to judge the integers by, strategies of every size, plain policies.

#![allow(dead_code, reason = "each suite uses a part of it")]

pub mod policies;

use ballast_math::*;
use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::ToPrimitive;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// So many cases, and a failing one is kept beside the suite.
pub fn cases(number: u32) -> ProptestConfig {
    let persistence = FileFailurePersistence::WithSource("proptest-regressions");
    ProptestConfig { cases: number, failure_persistence: Some(Box::new(persistence)), ..Default::default() }
}

/// A whole number.
pub fn int(value: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(value.into())
}

/// `numerator / denominator`.
pub fn frac(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// A number that counts 10⁻¹⁸.
pub fn atomics(value: impl Into<BigInt>) -> BigRational {
    frac(value, ONE)
}

pub fn ratio(value: Ratio) -> BigRational {
    atomics(value.atomics())
}

/// The bits of a fixed-point number as an integer.
pub fn bits(value: Fixed) -> BigInt {
    BigInt::from_bytes_le(Sign::Plus, &value.to_bits().to_le_bytes::<32>())
}

pub fn fixed(value: Fixed) -> BigRational {
    BigRational::new(bits(value), BigInt::from(1) << Fixed::BITS)
}

/// A smoothed amount, by its text: the type does not show its insides.
pub fn fine(value: HighPrecisionAmount) -> BigRational {
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    atomics(format!("{whole}{fraction:0<18}").parse::<BigInt>().expect("digits"))
}

/// So many 10⁻¹⁸ of a base unit.
pub fn high_precision(atomics: u128) -> HighPrecisionAmount {
    format!("{}.{:018}", atomics / ONE, atomics % ONE).parse().expect("a number")
}

/// The rounded value, where it fits.
pub fn rounded(exact: &BigRational, rounding: Rounding) -> Option<u128> {
    match rounding {
        Rounding::Down => exact.floor(),
        Rounding::Up => exact.ceil(),
    }
    .to_integer()
    .to_u128()
}

pub fn floor(exact: &BigRational) -> Option<u128> {
    rounded(exact, Rounding::Down)
}

/// Amounts of every order of magnitude, the ends included.
pub fn any_amount() -> impl Strategy<Value = u128> {
    prop_oneof![
        1 => Just(0),
        1 => Just(1),
        1 => Just(u128::MAX),
        20 => (any::<u128>(), 0..128u32).prop_map(|(value, shift)| value >> shift),
    ]
}

/// Amounts up to 2^`bits`, of every order of magnitude.
pub fn amount_below(bits: u32) -> impl Strategy<Value = u128> {
    (any::<u128>(), 128 - bits..=128).prop_map(|(value, shift)| value.checked_shr(shift).unwrap_or(0))
}

/// Ratios in [0, 1], the ends included.
pub fn any_share() -> impl Strategy<Value = Ratio> {
    prop_oneof![1 => Just(0), 1 => Just(ONE), 1 => Just(1), 1 => Just(ONE - 1), 12 => 0..=ONE]
        .prop_map(Ratio::from_atomics)
}

pub fn any_rounding() -> impl Strategy<Value = Rounding> {
    prop_oneof![Just(Rounding::Down), Just(Rounding::Up)]
}

/// From a billionth of a dollar to a billion dollars.
pub fn any_quote() -> impl Strategy<Value = Quote> {
    (1_000_000_000u128..1_000_000_000 * ONE, 0..60u32, 0..=Quote::MAX_DECIMALS).prop_map(
        |(price, shift, decimals)| {
            let price = Price::from_atomics((price >> shift).max(1_000_000_000));
            Quote::new(price, decimals).expect("a price above zero")
        },
    )
}

/// All burns, re-minted in full and at once; no cap that is not obligatory, and those as wide as they go.
pub fn plain_policy() -> Policy {
    let mut policy = Policy::plain();
    let mint = &mut policy.mint;
    mint.rho = Rho::Fixed(Ratio::ONE);
    mint.smoothing.weight = Ratio::ONE;
    mint.round_trip = MAX_ROUND_TRIP;
    mint.gross_emission_cap = Ratio::ONE;
    policy
}

/// A rule in which every field is in use.
pub fn steering() -> Steering {
    Steering {
        target_low: SignedRatio::percent(-20),
        target_high: SignedRatio::percent(-10),
        gain: Ratio::percent(50),
        leak: Ratio::percent(10),
        rest: Ratio::percent(80),
        min: Ratio::percent(50),
        max: Ratio::percent(100),
        max_step: Ratio::percent(2),
        plant_gain: Ratio::percent(40),
        delay: 3,
    }
}
