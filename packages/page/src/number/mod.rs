//! Numbers as people read them: one formatter for amounts, shares and measured means.
//!
//! What is an integer in the contract stays one until it is text: an amount of tokens is never a float on the way. Text for people has
//! thousands separated (`1,234.5`), a true minus (`−`) and is rounded to the nearest, a half to the even digit; text for machines
//! ([`Number::exact`]) has neither, and every digit.

mod digits;
mod say;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use ballast_math::{Flow, Price, Ratio, SignedRatio, Tokens, Usd};

use digits::Exact;
pub use say::{NONE, column_of_rates, count, cut, percent_a_year, percent_a_year_to, ratio, share, share_of};

/// Decimals of a ratio and of a price.
const ATOMIC: u32 = 18;
/// Decimals of an amount of USD.
const MICRO: u32 = 6;

/// A number, before it is text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(Value);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Value {
    /// Known to the last digit.
    Exact(Exact),
    /// A mean, a tick of an axis: what never was an integer.
    Measured(f64),
}

impl Number {
    /// Whole tokens, of base units of a token with so many decimals.
    #[must_use]
    pub fn tokens(amount: Tokens, decimals: u8) -> Self {
        Self::of_units(amount.get(), decimals.into())
    }

    /// Whole tokens that were minted less those that burned.
    #[must_use]
    pub fn net(flow: Flow, decimals: u8) -> Self {
        Self::difference(flow.minted, flow.burned, decimals)
    }

    /// Whole tokens of one amount less another.
    #[must_use]
    pub fn difference(minuend: Tokens, subtrahend: Tokens, decimals: u8) -> Self {
        let (negative, units) = (minuend < subtrahend, minuend.get().abs_diff(subtrahend.get()));
        Self(Value::Exact(Exact { negative, units, scale: decimals.into() }))
    }

    /// USD, of micro-USD.
    #[must_use]
    pub fn usd(amount: Usd) -> Self {
        Self::of_units(amount.get(), MICRO)
    }

    /// USD per token.
    #[must_use]
    pub fn price(price: Price) -> Self {
        Self::of_units(price.atomics(), ATOMIC)
    }

    /// A ratio.
    #[must_use]
    pub fn ratio(ratio: Ratio) -> Self {
        Self::of_units(ratio.atomics(), ATOMIC)
    }

    /// A ratio with its sign.
    #[must_use]
    pub fn signed_ratio(ratio: SignedRatio) -> Self {
        let atomics = ratio.atomics();
        Self(Value::Exact(Exact { negative: atomics < 0, units: atomics.unsigned_abs(), scale: ATOMIC }))
    }

    /// A count.
    #[must_use]
    pub fn whole(count: u64) -> Self {
        Self::of_units(count.into(), 0)
    }

    /// A whole number.
    #[must_use]
    pub const fn integer(number: i128) -> Self {
        Self(Value::Exact(Exact { negative: number < 0, units: number.unsigned_abs(), scale: 0 }))
    }

    /// A mean, or what else is known as a float only; never an amount of tokens.
    #[must_use]
    pub const fn measured(value: f64) -> Self {
        Self(Value::Measured(value))
    }

    /// Parts per million over runs, as a number of ones.
    #[must_use]
    pub fn millionths(parts: f64) -> Self {
        Self::measured(parts / 1e6)
    }

    /// Parts per million over runs, in hundredths: what stands before a `%`.
    #[must_use]
    pub fn hundredths(parts: f64) -> Self {
        Self::measured(parts / 1e4)
    }

    /// The same number in hundredths: what stands before a `%`.
    #[must_use]
    pub fn percent(self) -> Self {
        Self(match self.0 {
            Value::Exact(exact) => Value::Exact(exact.hundredfold()),
            Value::Measured(value) => Value::Measured(value * 100.0),
        })
    }

    const fn of_units(units: u128, scale: u32) -> Self {
        Self(Value::Exact(Exact { negative: false, units, scale }))
    }

    /// With so many decimals: `1,234.5`, `−0.3`; what rounds to nothing has no sign.
    #[must_use]
    pub fn fixed(self, decimals: usize) -> String {
        let (negative, text) = match self.0 {
            Value::Exact(exact) => (exact.negative, exact.rounded(decimals)),
            Value::Measured(value) => (value < 0.0, format!("{:.decimals$}", value.abs())),
        };
        let sign = if negative && digits::is_something(&text) { "−" } else { "" };
        format!("{sign}{}", digits::grouped(&text))
    }

    /// The same with a `+` where it is above zero.
    #[must_use]
    pub fn signed(self, decimals: usize) -> String {
        let text = self.fixed(decimals);
        if self.is_positive() && self.is_visible(decimals) { format!("+{text}") } else { text }
    }

    /// Whether anything is left of it with so many decimals.
    #[must_use]
    pub fn is_visible(self, decimals: usize) -> bool {
        digits::is_something(&self.fixed(decimals))
    }

    /// With as many decimals as its size needs.
    #[must_use]
    pub fn sized(self) -> String {
        self.fixed(self.decimals())
    }

    /// The decimals that its size needs, so that about four digits can be read: none from 1,000 on and for nothing at all, eight below a
    /// hundredth.
    #[must_use]
    pub fn decimals(self) -> usize {
        match () {
            () if self.is_zero() || self.reaches(Bound::whole(1_000)) => 0,
            () if self.reaches(Bound::whole(100)) => 1,
            () if self.reaches(Bound::whole(1)) => 2,
            () if self.reaches(Bound { units: 1, scale: 2 }) => 4,
            () => 8,
        }
    }

    /// Every digit, for machines: no separators, no zeros at the end, and `-` for a minus.
    #[must_use]
    pub fn exact(self) -> String {
        match self.0 {
            Value::Exact(exact) => exact.plain(),
            Value::Measured(value) => value.to_string(),
        }
    }

    /// The same number as a coordinate: for plots only.
    #[must_use]
    pub fn coordinate(self) -> f64 {
        match self.0 {
            Value::Exact(Exact { negative, units, scale }) => {
                let size = units as f64 / 10f64.powi(i32::try_from(scale).unwrap_or(i32::MAX));
                if negative { -size } else { size }
            }
            Value::Measured(value) => value,
        }
    }

    fn is_zero(self) -> bool {
        match self.0 {
            Value::Exact(exact) => exact.units == 0,
            Value::Measured(value) => value == 0.0,
        }
    }

    fn is_positive(self) -> bool {
        match self.0 {
            Value::Exact(exact) => !exact.negative && exact.units > 0,
            Value::Measured(value) => value > 0.0,
        }
    }

    /// Its size beside a bound; what is no number is below all of them.
    fn compare(self, bound: Bound) -> Ordering {
        match self.0 {
            Value::Exact(exact) => exact.compare(bound),
            Value::Measured(value) => {
                let bound = bound.units as f64 / 10f64.powi(i32::from(bound.scale));
                value.abs().partial_cmp(&bound).unwrap_or(Ordering::Less)
            }
        }
    }

    /// Whether its size is that of a bound or more.
    fn reaches(self, bound: Bound) -> bool {
        self.compare(bound).is_ge()
    }
}

/// Where numbers begin to be shown in another way: `units` of 10⁻ˢᶜᵃˡᵉ.
#[derive(Debug, Clone, Copy)]
struct Bound {
    units: u128,
    scale: u8,
}

impl Bound {
    const fn whole(units: u128) -> Self {
        Self { units, scale: 0 }
    }
}
