//! Text of integers and of 18-decimal numbers: exact, and strict about what it accepts.

use thiserror::Error;

/// One, in 18-decimal fixed point.
pub const ONE: u128 = 1_000_000_000_000_000_000;

const DECIMALS: usize = 18;

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ParseError {
    /// The text is empty.
    #[error("expected a number, found an empty string")]
    Empty,
    /// The text has a character that no plain decimal number has: a sign, an exponent, a space, a letter.
    #[error("expected digits, found {0:?}")]
    NotADigit(char),
    /// More than 18 digits after the point: the rest would be lost.
    #[error("expected at most 18 digits after the point, found {0}")]
    TooPrecise(usize),
    /// The number does not fit 128 bits.
    #[error("number too large")]
    TooLarge,
}

/// A whole number: digits only, without a sign. Errors when it does not fit 128 bits.
pub fn parse_integer(text: &str) -> Result<u128, ParseError> {
    if text.is_empty() {
        return Err(ParseError::Empty);
    }
    // `u128::from_str` accepts a leading plus; a canonical amount has none.
    if let Some(other) = text.chars().find(|c| !c.is_ascii_digit()) {
        return Err(ParseError::NotADigit(other));
    }
    text.parse().map_err(|_| ParseError::TooLarge)
}

/// A number such as `12`, `0.95` or `.5` in units of 10⁻¹⁸.
pub(crate) fn parse(text: &str) -> Result<u128, ParseError> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(ParseError::Empty);
    }
    if fraction.len() > DECIMALS {
        return Err(ParseError::TooPrecise(fraction.len()));
    }
    let digits = |part: &str| if part.is_empty() { Ok(0) } else { parse_integer(part) };
    // At most 18 digits, so neither the power nor the product can overflow.
    let fraction = digits(fraction)? * 10u128.pow((DECIMALS - fraction.len()) as u32);
    digits(whole)?.checked_mul(ONE).and_then(|whole| whole.checked_add(fraction)).ok_or(ParseError::TooLarge)
}

/// The shortest text of a number in units of 10⁻¹⁸.
pub(crate) fn format(atomics: u128) -> String {
    let (whole, fraction) = (atomics / ONE, atomics % ONE);
    if fraction == 0 {
        return whole.to_string();
    }
    let fraction = format!("{fraction:018}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}
