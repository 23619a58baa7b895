//! Exponential moving averages, kept 18 decimals below the base unit.
//!
//! An average over whole units stops moving as soon as its step is smaller than one unit; at 10⁻¹⁸ of a unit that point
//! is out of reach of any real amount.

use core::fmt;
use core::str::FromStr;

use ruint::aliases::U256;
use serde::{Deserialize, Serialize};

use crate::decimal;
use crate::division::div_rem;
use crate::error::MathError;
use crate::fixed::Fixed;
use crate::numbers::string_in_json;
use crate::time::Duration;
use crate::units::{ONE, Ratio, Tokens};
use crate::wide::{narrow, product};

/// An amount with 18 decimals below its base unit: a smoothed amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HighPrecisionAmount(#[cfg_attr(feature = "schema", schemars(with = "String"))] (u128, u64));

impl HighPrecisionAmount {
    /// Nothing.
    pub const ZERO: Self = Self((0, 0));

    /// So many whole units.
    #[must_use]
    #[inline]
    pub const fn whole(units: u128) -> Self {
        Self((units, 0))
    }

    /// The whole units, rounded down.
    #[must_use]
    #[inline]
    pub const fn floor(self) -> u128 {
        self.0.0
    }

    /// `⌊self · ratio⌋` base units, with a single rounding at the end.
    #[inline]
    pub fn times(self, ratio: Ratio) -> Result<Tokens, MathError> {
        const OPERATION: &str = "share of a smoothed amount";
        let (whole, fraction) = self.0;
        let ratio = ratio.atomics();
        // ⌊(w + f/10¹⁸)·r⌋ = ⌊(w·r + ⌊f·r/10¹⁸⌋)/10¹⁸⌋ with r in 10⁻¹⁸: real amounts fit 128 bits all the way.
        let of_fraction = u128::from(fraction).checked_mul(ratio).map(|product| product / ONE);
        let narrow_sum =
            whole.checked_mul(ratio).zip(of_fraction).and_then(|(of_whole, rest)| of_whole.checked_add(rest));
        if let Some(sum) = narrow_sum {
            return Ok(Tokens::new(sum / ONE));
        }
        let wide = self.atomics().checked_mul(U256::from(ratio)).ok_or(MathError::overflow(OPERATION))?;
        narrow(div_rem(wide, product(ONE, ONE)).0, OPERATION).map(Tokens::new)
    }

    /// `self / other`, rounded down; `None` where `other` is zero.
    ///
    /// A quotient too large to be written is as good as the largest that can be: a smoothed mint that fades away must
    /// not turn the coverage into an error.
    #[inline]
    pub fn ratio_to(self, other: Self) -> Result<Option<Ratio>, MathError> {
        if other == Self::ZERO {
            return Ok(None);
        }
        let wide =
            self.atomics().checked_mul(U256::from(ONE)).ok_or(MathError::overflow("ratio of rates"))?;
        let quotient = u128::try_from(div_rem(wide, other.atomics()).0).unwrap_or(u128::MAX);
        Ok(Some(Ratio::from_atomics(quotient)))
    }

    /// How far the amount lies below another, as a share of the other, rounded down; zero at or above it.
    ///
    /// `(reference − self) / reference`: the fall of the smoothed burn from its best, and the part of the smoothed mint that
    /// the smoothed burn does not cover.
    #[inline]
    pub fn drawdown_from(self, reference: Self) -> Result<Ratio, MathError> {
        if self >= reference {
            return Ok(Ratio::ZERO);
        }
        const OPERATION: &str = "fall of a smoothed amount";
        let missing = (reference.atomics() - self.atomics()).checked_mul(U256::from(ONE));
        // The reference is above `self`, so it is not zero.
        let (drawdown, _) = div_rem(missing.ok_or(MathError::overflow(OPERATION))?, reference.atomics());
        narrow(drawdown, OPERATION).map(Ratio::from_atomics)
    }

    /// `(self · weight + other · its) / 10¹⁸` for weights that add up to 10¹⁸, rounded down to 10⁻¹⁸ units.
    ///
    /// The whole units of both contribute a whole number of 10⁻¹⁸, so that only their fractions need a division:
    ///
    /// ```text
    /// ⌊((w + f/10¹⁸)·α + (v + g/10¹⁸)·β)⌋ in 10⁻¹⁸  =  w·α + v·β + ⌊(f·α + g·β)/10¹⁸⌋
    /// ```
    #[inline]
    fn weighted(self, weight: u128, other: Self, its: u128) -> Result<Self, MathError> {
        let ((whole, fraction), (other_whole, other_fraction)) = (self.0, other.0);
        // Two fractions below 10^18, with weights that add up to it: at most 10^36.
        let fractions = (u128::from(fraction) * weight + u128::from(other_fraction) * its) / ONE;
        let wholes = whole.checked_mul(weight).zip(other_whole.checked_mul(its));
        let narrow_sum = wholes.and_then(|(one, other)| one.checked_add(other)?.checked_add(fractions));
        match narrow_sum {
            // Real amounts; the remainder of a division by 10^18 fits 64 bits.
            Some(sum) => Ok(Self((sum / ONE, (sum % ONE) as u64))),
            // 188 bits at most.
            None => {
                Self::from_atomics(product(whole, weight) + product(other_whole, its) + U256::from(fractions))
            }
        }
    }

    /// Units of 10⁻¹⁸ of the base unit; at most 188 bits.
    #[inline]
    fn atomics(self) -> U256 {
        product(self.0.0, ONE) + U256::from(self.0.1)
    }

    #[inline]
    fn from_atomics(atomics: U256) -> Result<Self, MathError> {
        let (whole, fraction) = div_rem(atomics, U256::from(ONE));
        // A remainder of a division by 10^18 fits 64 bits.
        Ok(Self((narrow(whole, "smoothed amount")?, fraction.to::<u64>())))
    }
}

impl fmt::Display for HighPrecisionAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = self.0;
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        let text = format!("{fraction:018}");
        write!(f, "{whole}.{}", text.trim_end_matches('0'))
    }
}

impl FromStr for HighPrecisionAmount {
    type Err = decimal::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let fraction = decimal::parse(&format!("0.{fraction}"))?;
        // Below 10^18, so it fits.
        Ok(Self((decimal::parse_integer(whole)?, fraction as u64)))
    }
}

string_in_json!(HighPrecisionAmount, (u128, u64));

/// How fast an average follows: `weight` of a new value after one `period`.
///
/// Stating the weight per period, not a time constant, lets published rules be written exactly: Helium's
/// "six sevenths of the old, one seventh of the new, daily" is `{ weight: 1/7, period: 86400 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Smoothing {
    /// Weight of the new value after one period; above 0, at most 1.
    pub weight: Ratio,
    /// Seconds; above 0.
    pub period: Duration,
}

impl Smoothing {
    /// The weight of a value that held for `elapsed` seconds:
    ///
    /// ```text
    /// α(Δt) = 1 − (1 − weight)^(Δt / period)
    /// ```
    ///
    /// Two spans in a row weigh what one span of their sum does, to within 2·10⁻¹⁸. Rounded up (the new value's side),
    /// error at most 10⁻¹⁸; exact for one whole period.
    #[inline]
    pub fn weight_for(self, elapsed: Duration) -> Result<Ratio, MathError> {
        if elapsed == self.period || self.weight >= Ratio::ONE {
            return Ok(self.weight);
        }
        let periods = Fixed::ratio(elapsed.into(), 1, self.period.into(), 1)?;
        let kept = Fixed::pow(self.weight.complement(), periods)?.of(ONE)?;
        Ok(Ratio::from_atomics(ONE - kept))
    }

    /// The average after `value` held for `elapsed` seconds, rounded down to 10⁻¹⁸ units:
    ///
    /// ```text
    /// s' = (1 − α)·s + α·value
    /// ```
    #[inline]
    pub fn update(
        self,
        average: HighPrecisionAmount,
        value: HighPrecisionAmount,
        elapsed: Duration,
    ) -> Result<HighPrecisionAmount, MathError> {
        let weight = self.weight_for(elapsed)?.atomics();
        average.weighted(ONE.saturating_sub(weight), value, weight)
    }
}
