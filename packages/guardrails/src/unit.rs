//! How the number of a parameter is written for people.

use core::fmt;

use ballast_math::{ParseError, Ratio, SignedRatio, parse_integer};

/// How a parameter's number is written. Inside, every parameter is an unsigned integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// As it is: amounts, seconds, counts.
    Whole,
    /// With 18 decimals: shares, ratios.
    Decimal,
    /// A relative change, such as a target of −10% a year; inside, the factor `1 + change` with 18 decimals, on which a
    /// ratio-symmetric step makes sense.
    Change,
}

/// A number with its unit, to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity(pub Unit, pub u128);

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(unit, number) = *self;
        match unit {
            Unit::Whole => write!(f, "{number}"),
            Unit::Decimal => write!(f, "{}", Ratio::from_atomics(number)),
            Unit::Change => {
                let one = Ratio::ONE.atomics();
                if number < one {
                    write!(f, "-{}", Ratio::from_atomics(one - number))
                } else {
                    write!(f, "{}", Ratio::from_atomics(number - one))
                }
            }
        }
    }
}

impl Unit {
    /// The number that a text stands for. Errors on anything that [`Quantity`] could not have written, but for leading and
    /// trailing zeros.
    pub fn parse(self, text: &str) -> Result<u128, ParseError> {
        match self {
            Self::Whole => parse_integer(text),
            Self::Decimal => text.parse::<Ratio>().map(Ratio::atomics),
            Self::Change => Self::factor(text.parse::<SignedRatio>()?).ok_or(ParseError::TooLarge),
        }
    }

    /// The unit of a difference of two such numbers.
    #[must_use]
    pub const fn of_differences(self) -> Self {
        match self {
            Self::Whole => Self::Whole,
            Self::Decimal | Self::Change => Self::Decimal,
        }
    }

    /// The factor `1 + change`; `None` below zero.
    #[must_use]
    pub fn factor(change: SignedRatio) -> Option<u128> {
        Ratio::ONE.atomics().checked_add_signed(change.atomics())
    }

    /// The change that a factor stands for; `None` where it does not fit.
    #[must_use]
    pub fn change(factor: u128) -> Option<SignedRatio> {
        let factor = i128::try_from(factor).ok()?;
        // Below one is at most one away from it.
        factor.checked_sub(Ratio::ONE.atomics() as i128).map(SignedRatio::from_atomics)
    }
}
