//! Binary fixed point with 128 fractional bits: powers of two and their logarithm, to stated bounds.
//!
//! Everything that grows or decays here does so by powers of two (half-lives, doublings, weights per period), so one
//! exponential and one logarithm serve the whole crate.

use ruint::Uint;
use ruint::aliases::U256;

use crate::division::div_rem;
use crate::error::MathError;
use crate::units::{ONE, Ratio};

type U512 = Uint<512, 8>;

/// π · 2¹²⁶, rounded down (two bits less, so that it fits 128 bits).
const PI_2_126: U256 = U256::from_limbs([0xc4c6_628b_80dc_1cd1, 0xc90f_daa2_2168_c234, 0, 0]);

/// A non-negative number with 128 fractional bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed(U256);

impl Fixed {
    /// Fractional bits.
    pub const BITS: usize = 128;
    /// Zero.
    pub const ZERO: Self = Self(U256::ZERO);
    /// One.
    pub const ONE: Self = Self(U256::from_limbs([0, 0, 1, 0]));
    /// ln 2, rounded down.
    pub const LN_2: Self = Self(U256::from_limbs([0xc9e3_b398_03f2_f6af, 0xb172_17f7_d1cf_79ab, 0, 0]));
    /// 1 / ln 2, rounded down.
    pub const LOG2_E: Self = Self(U256::from_limbs([0x7d0f_fda0_d23a_7d11, 0x7154_7652_b82f_e177, 1, 0]));

    /// A whole number.
    #[must_use]
    pub fn from_integer(value: u128) -> Self {
        Self(U256::from(value) << Self::BITS)
    }

    /// A number of so many units of 2⁻¹²⁸.
    #[must_use]
    pub const fn from_bits(bits: U256) -> Self {
        Self(bits)
    }

    /// Units of 2⁻¹²⁸.
    #[must_use]
    pub const fn to_bits(self) -> U256 {
        self.0
    }

    /// `a · b / (c · d)`, rounded down to 2⁻¹²⁸. Errors when a divisor is zero or the result has more than 128 whole bits.
    pub fn ratio(a: u128, b: u128, c: u128, d: u128) -> Result<Self, MathError> {
        if c == 0 || d == 0 {
            return Err(MathError::division_by_zero("fixed-point ratio"));
        }
        let numerator = (U512::from(a) * U512::from(b)) << Self::BITS;
        let (quotient, _) = div_rem(numerator, U512::from(c) * U512::from(d));
        narrow(quotient, "fixed-point ratio")
    }

    /// `self / divisor`, rounded down. Errors when the divisor is zero.
    pub fn over(self, divisor: u128) -> Result<Self, MathError> {
        if divisor == 0 {
            return Err(MathError::division_by_zero("fixed-point quotient"));
        }
        Ok(Self(div_rem(self.0, U256::from(divisor)).0))
    }

    /// `self · other`, rounded down to 2⁻¹²⁸.
    pub fn times(self, other: Self) -> Result<Self, MathError> {
        let product: U512 = U512::from(self.0) * U512::from(other.0);
        narrow(product >> Self::BITS, "fixed-point product")
    }

    /// `self + other`.
    pub fn plus(self, other: Self) -> Result<Self, MathError> {
        self.0.checked_add(other.0).map(Self).ok_or(MathError::overflow("fixed-point sum"))
    }

    /// `self − other`, or zero where `other` is the larger.
    #[must_use]
    pub fn saturating_minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `⌊self · amount⌋` for a value of at most one; errors when the product does not fit 128 bits.
    pub fn of(self, amount: u128) -> Result<u128, MathError> {
        let product: U512 = U512::from(self.0) * U512::from(amount);
        u128::try_from(product >> Self::BITS).map_err(|_| MathError::overflow("fixed-point share"))
    }

    /// The whole part and the fraction.
    fn split(self) -> (U256, U256) {
        let whole = self.0 >> Self::BITS;
        (whole, self.0 - (whole << Self::BITS))
    }

    /// `2^self`. Absolute error at most 2⁻¹²⁰ times the result; the result is never above the true value.
    ///
    /// Errors when the exponent is 128 or more.
    pub fn exp2(self) -> Result<Self, MathError> {
        let (whole, fraction) = self.split();
        let shift = usize::try_from(whole).ok().filter(|shift| *shift < Self::BITS);
        let shift = shift.ok_or(MathError::overflow("power of two"))?;
        Ok(Self(exp2_fraction(fraction) << shift))
    }

    /// `2^(−self)`, in (0, 1]. Absolute error at most 2⁻¹²⁰; below 2⁻¹²⁸ it is zero.
    #[must_use]
    pub fn exp2_neg(self) -> Self {
        let (whole, fraction) = self.split();
        let Some(shift) = usize::try_from(whole).ok().filter(|shift| *shift <= Self::BITS) else {
            return Self::ZERO;
        };
        if fraction.is_zero() {
            return Self(Self::ONE.0 >> shift);
        }
        // 2^(−f) = 2^(1−f) / 2 keeps every term of the series positive.
        Self(exp2_fraction(Self::ONE.0 - fraction) >> (shift + 1))
    }

    /// `e^(−self)`, in (0, 1]. Absolute error at most 2⁻¹¹⁹; below 2⁻¹²⁸ it is zero.
    #[must_use]
    pub fn exp_neg(self) -> Self {
        // An exponent too large for the product leaves nothing.
        self.times(Self::LOG2_E).map_or(Self::ZERO, Self::exp2_neg)
    }

    /// `base^exponent` for a base in (0, 1]. Absolute error at most 2⁻¹¹⁸ · (1 + exponent), so better than 10⁻¹⁸ for any
    /// base of 18 decimals; below 2⁻¹²⁸ it is zero.
    ///
    /// Errors for a base of zero or above one.
    pub fn pow(base: Ratio, exponent: Self) -> Result<Self, MathError> {
        // log2(1/base) of a base of 18 decimals is below 60: an exponent too large for the product leaves nothing.
        let halvings = Self::ratio(ONE, 1, base.atomics(), 1)?.log2()?;
        Ok(halvings.times(exponent).map_or(Self::ZERO, Self::exp2_neg))
    }

    /// `log2(self)` for a value of at least one. Absolute error at most 2⁻¹²⁰; never above the true value.
    ///
    /// Errors below one.
    pub fn log2(self) -> Result<Self, MathError> {
        if self < Self::ONE {
            return Err(MathError::Underflow { operation: "logarithm below one", minuend: 0, subtrahend: 1 });
        }
        let whole = self.0.bit_len() - 1 - Self::BITS;
        // The mantissa, in [1, 2), with 127 fractional bits: its square then fits 256 bits.
        let mut mantissa: U256 = self.0 >> (whole + 1);
        let two = U256::from(1u8) << Self::BITS;
        let mut fraction = U256::ZERO;
        // One bit of the logarithm per squaring.
        for _ in 0..Self::BITS {
            mantissa = (mantissa * mantissa) >> (Self::BITS - 1);
            fraction <<= 1;
            if mantissa >= two {
                mantissa >>= 1;
                fraction |= U256::from(1u8);
            }
        }
        Ok(Self((U256::from(whole) << Self::BITS) + fraction))
    }

    /// `2 · cos(d·π / (2d + 1))`, the stability bound of an integrator with a delay of `d` steps.
    ///
    /// Computed as `2 · sin(π / (2(2d + 1)))`, which is the same number and needs no cancellation.
    /// Absolute error at most 2⁻¹¹⁸.
    #[must_use]
    pub fn delay_stability_bound(delay: u32) -> Self {
        // π/2 is above one, but π/(2(2d+1)) is at most π/2 only for d = 0, where the bound is exactly 2.
        if delay == 0 {
            return Self(Self::ONE.0 << 1);
        }
        let (angle, _) = div_rem(PI_2_126 << 1, U256::from(2 * u64::from(delay) + 1));
        let square: U256 = (angle * angle) >> Self::BITS;
        // sin x = x − x³/3! + x⁵/5! − …, with x ≤ π/6: the terms shrink by more than a twentieth each.
        let (mut plus, mut minus) = (angle, U256::ZERO);
        let mut term = angle;
        let mut n = 1u64;
        while !term.is_zero() {
            (term, _) = div_rem((term * square) >> Self::BITS, U256::from((n + 1) * (n + 2)));
            if n % 4 == 1 {
                minus += term
            } else {
                plus += term
            }
            n += 2;
        }
        Self((plus - minus) << 1)
    }
}

/// `2^f` for a fraction `f` of one, by the series of `e^(f·ln 2)`; every term is below one.
fn exp2_fraction(fraction: U256) -> U256 {
    let exponent: U256 = narrow_to_256((U512::from(fraction) * U512::from(Fixed::LN_2.0)) >> Fixed::BITS);
    let mut sum = Fixed::ONE.0;
    let mut term = exponent;
    let mut n = 1u64;
    // (ln 2)^n / n! falls under 2⁻¹²⁸ before n = 36.
    while !term.is_zero() {
        sum += term;
        n += 1;
        (term, _) = div_rem((term * exponent) >> Fixed::BITS, U256::from(n));
    }
    sum
}

fn narrow(value: U512, operation: &'static str) -> Result<Fixed, MathError> {
    if value.bit_len() > 256 {
        return Err(MathError::overflow(operation));
    }
    Ok(Fixed(narrow_to_256(value)))
}

/// The low 256 bits, of a value that has no others.
fn narrow_to_256(value: U512) -> U256 {
    let limbs = value.as_limbs();
    U256::from_limbs([limbs[0], limbs[1], limbs[2], limbs[3]])
}
