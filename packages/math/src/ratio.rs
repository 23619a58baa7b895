//! Ratios: parts of a whole, and differences that may be negative.

use core::fmt;
use core::str::FromStr;

use crate::decimal::{self, ONE};
use crate::error::MathError;
use crate::numbers::{decimal_number, string_in_json};
use crate::wide::{Rounding, mul_div};

decimal_number!(
    /// A dimensionless number, 18 decimals.
    Ratio
);

string_in_json!(Ratio, (u128, u8), Ratio::without_zeros, Ratio::with_zeros);
string_in_json!(SignedRatio, i128);

impl Ratio {
    /// The ratio as stored: its digits, and how many zeros follow them. Ratios that people choose have few digits, and on
    /// chain every byte costs: 0.25 takes two instead of nine.
    fn without_zeros(self) -> (u128, u8) {
        let (mut digits, mut zeros) = (self.0, 0);
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
            zeros += 1;
        }
        (digits, zeros)
    }

    fn with_zeros((digits, zeros): (u128, u8)) -> Option<Self> {
        10u128.checked_pow(zeros.into()).and_then(|scale| digits.checked_mul(scale)).map(Self)
    }

    /// So many hundredths.
    #[must_use]
    #[inline]
    pub const fn percent(hundredths: u64) -> Self {
        Self(hundredths as u128 * (ONE / 100))
    }

    /// `numerator / denominator`, rounded down. Errors when the denominator is zero or the ratio does not fit.
    #[inline]
    pub fn of(numerator: u128, denominator: u128) -> Result<Self, MathError> {
        mul_div(numerator, ONE, denominator, Rounding::Down, "ratio").map(Self)
    }

    /// `numerator / denominator`, rounded down; the largest ratio that can be written where it does not fit, so that a measure
    /// never fails for a small denominator. `None` when the denominator is zero.
    #[must_use]
    #[inline]
    pub fn quotient(numerator: u128, denominator: u128) -> Option<Self> {
        // The only error left is a quotient that does not fit.
        (denominator != 0).then(|| Self::of(numerator, denominator).unwrap_or(Self::MAX))
    }

    /// `1 − self`, or zero where the ratio is above one.
    #[must_use]
    #[inline]
    pub const fn complement(self) -> Self {
        Self(ONE.saturating_sub(self.0))
    }

    /// `self · other`, rounded as asked.
    #[inline]
    pub fn times(self, other: Self, rounding: Rounding) -> Result<Self, MathError> {
        mul_div(self.0, other.0, ONE, rounding, "product of ratios").map(Self)
    }

    /// Whether `self ≥ ⌊ratio · share⌋`, without the division. A product too large to be written is never reached.
    #[must_use]
    #[inline]
    pub fn reaches(self, ratio: Self, share: Self) -> bool {
        // ⌊a/b⌋ ≤ c  ⇔  a < (c + 1)·b
        let product = ratio.0.checked_mul(share.0);
        let above = self.0.checked_add(1).and_then(|next| next.checked_mul(ONE));
        product.is_some_and(|product| above.is_none_or(|above| product < above))
    }
}

/// A ratio that may be negative, 18 decimals: net emission, a target band.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedRatio(#[cfg_attr(feature = "schema", schemars(with = "String"))] i128);

impl SignedRatio {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// The value of so many units of 10⁻¹⁸.
    #[must_use]
    #[inline]
    pub const fn from_atomics(atomics: i128) -> Self {
        Self(atomics)
    }

    /// Units of 10⁻¹⁸.
    #[must_use]
    #[inline]
    pub const fn atomics(self) -> i128 {
        self.0
    }

    /// So many hundredths.
    #[must_use]
    #[inline]
    pub const fn percent(hundredths: i64) -> Self {
        Self(hundredths as i128 * (ONE as i128 / 100))
    }

    /// The difference of two amounts as a share of a whole, magnitude rounded down; errors as [`Ratio::of`].
    #[inline]
    pub fn of_difference(minuend: u128, subtrahend: u128, whole: u128) -> Result<Self, MathError> {
        let magnitude = Ratio::of(minuend.abs_diff(subtrahend), whole)?.atomics();
        Self::signed(magnitude, minuend < subtrahend, "signed ratio")
    }

    #[inline]
    pub(crate) fn signed(
        magnitude: u128,
        negative: bool,
        operation: &'static str,
    ) -> Result<Self, MathError> {
        let magnitude = i128::try_from(magnitude).map_err(|_| MathError::overflow(operation))?;
        Ok(Self(if negative { -magnitude } else { magnitude }))
    }
}

impl fmt::Display for SignedRatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_str("-")?;
        }
        f.write_str(&decimal::format(self.0.unsigned_abs()))
    }
}

impl FromStr for SignedRatio {
    type Err = decimal::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (digits, negative) = match text.strip_prefix('-') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let magnitude = decimal::parse(digits)?;
        Self::signed(magnitude, negative, "parse").map_err(|_| decimal::ParseError::TooLarge)
    }
}
