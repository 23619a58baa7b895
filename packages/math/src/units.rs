//! Dimensioned numbers: a token amount can never be added to a dollar amount by mistake.
//!
//! ```text
//! Tokens · Ratio → Tokens          Usd / Price   → Tokens   (through `Quote`)
//! Tokens + Tokens → Tokens         Tokens · Price → Usd     (through `Quote`)
//! Tokens / Tokens → Ratio          Usd / Usd     → Ratio
//! ```
//!
//! In JSON every one of them is a string, because JavaScript loses integers above 2⁵³; in binary formats it is a varint.

use core::fmt;
use core::str::FromStr;

use crate::decimal;
pub use crate::decimal::ONE;
use crate::error::MathError;
use crate::numbers::{decimal_number, string_in_json};
pub use crate::ratio::{Ratio, SignedRatio};
use crate::wide::{Rounding, mul_div};

/// The number of an epoch, from 0 at instantiation.
pub type EpochId = u64;

/// An amount that only grows by addition and shrinks by checked subtraction.
macro_rules! amount {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(#[cfg_attr(feature = "schema", schemars(with = "String"))] u128);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);
            /// The largest amount that can be written.
            pub const MAX: Self = Self(u128::MAX);

            /// An amount of so many base units.
            #[must_use]
            #[inline]
            pub const fn new(units: u128) -> Self {
                Self(units)
            }

            /// The base units.
            #[must_use]
            #[inline]
            pub const fn get(self) -> u128 {
                self.0
            }

            /// Whether there is nothing.
            #[must_use]
            #[inline]
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// The sum, or an overflow.
            #[inline]
            pub fn plus(self, other: Self) -> Result<Self, MathError> {
                self.0
                    .checked_add(other.0)
                    .map(Self)
                    .ok_or(MathError::overflow(concat!("sum of ", $what)))
            }

            /// The difference, or an underflow that carries both sides.
            #[inline]
            pub fn minus(self, other: Self) -> Result<Self, MathError> {
                self.0.checked_sub(other.0).map(Self).ok_or(MathError::Underflow {
                    operation: concat!("difference of ", $what),
                    minuend: self.0,
                    subtrahend: other.0,
                })
            }

            /// The difference, or zero where `other` is the larger.
            #[must_use]
            #[inline]
            pub const fn saturating_minus(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }

            /// `self · numerator / denominator`, rounded as asked.
            #[inline]
            pub fn scale(
                self,
                numerator: u128,
                denominator: u128,
                rounding: Rounding,
            ) -> Result<Self, MathError> {
                mul_div(self.0, numerator, denominator, rounding, concat!("scaling of ", $what)).map(Self)
            }

            /// `self · ratio`, rounded as asked.
            #[inline]
            pub fn times(self, ratio: Ratio, rounding: Rounding) -> Result<Self, MathError> {
                self.scale(ratio.atomics(), ONE, rounding)
            }

            /// `self / whole` as a ratio, rounded down. Errors when `whole` is zero or the ratio does not fit.
            #[inline]
            pub fn share_of(self, whole: Self) -> Result<Ratio, MathError> {
                mul_div(self.0, ONE, whole.0, Rounding::Down, concat!("share of ", $what))
                    .map(Ratio::from_atomics)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = decimal::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                decimal::parse_integer(text).map(Self)
            }
        }

        string_in_json!($name, u128);
    };
}

amount!(
    /// Base units of the network token.
    Tokens,
    "tokens"
);

amount!(
    /// Micro-USD, 10⁻⁶ USD.
    Usd,
    "micro-USD"
);

decimal_number!(
    /// USD per whole token, 18 decimals.
    Price
);

string_in_json!(Price, u128);
