//! Rates, and the price that turns dollars into tokens and back.

use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::time::Duration;
use crate::units::{Price, Tokens, Usd};
use crate::wide::{Rounding, mul_div};

/// An amount per span of time: `amount` base units in every `per` seconds.
///
/// Kept as two integers, so that "82,191.78082192 a day" is exact and no rate is rounded to a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rate {
    /// Base units of the token in every `per` seconds.
    pub amount: Tokens,
    /// Seconds.
    pub per: Duration,
}

impl Rate {
    /// What the rate gives from its own start until `elapsed` seconds later, rounded down.
    ///
    /// The amount for a span is the difference of two of these: it does not depend on how the span is cut.
    #[inline]
    pub fn accrued(self, elapsed: Duration) -> Result<Tokens, MathError> {
        self.amount.scale(elapsed.into(), self.per.into(), Rounding::Down)
    }
}

/// A price together with the token's decimals: what turns dollars into tokens and back.
///
/// ```text
/// usd [10⁻⁶ USD] · 10^decimals · 10¹² / price [10⁻¹⁸ USD per whole token] = base units
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    price: Price,
    units_per_token: u128,
}

impl Quote {
    /// The most decimals that a token may have.
    pub const MAX_DECIMALS: u8 = 18;

    /// A quote. Errors when the price is zero or `decimals` above 18.
    #[inline]
    pub fn new(price: Price, decimals: u8) -> Result<Self, MathError> {
        if price.is_zero() {
            return Err(MathError::division_by_zero("quote at a price of zero"));
        }
        let units_per_token = POWERS_OF_TEN.get(usize::from(decimals)).copied();
        let units_per_token = units_per_token.ok_or(MathError::overflow("token decimals"))?;
        Ok(Self { price, units_per_token })
    }

    /// The price.
    #[must_use]
    #[inline]
    pub const fn price(self) -> Price {
        self.price
    }

    /// Tokens worth `usd`: rounded up for a charge, down for a mint.
    #[inline]
    pub fn tokens_for(self, usd: Usd, rounding: Rounding) -> Result<Tokens, MathError> {
        // At most 10^18 · 10^12, which fits.
        let scale = self.units_per_token * MICRO_USD_TO_ATOMICS;
        mul_div(usd.get(), scale, self.price.atomics(), rounding, "tokens for USD").map(Tokens::new)
    }

    /// USD worth of `tokens`, rounded down: never more than they can pay for.
    #[inline]
    pub fn usd_for(self, tokens: Tokens) -> Result<Usd, MathError> {
        let scale = self.units_per_token * MICRO_USD_TO_ATOMICS;
        mul_div(tokens.get(), self.price.atomics(), scale, Rounding::Down, "USD for tokens").map(Usd::new)
    }
}

/// 10ⁿ for every number of decimals that a token may have: every bill asks for one of them.
const POWERS_OF_TEN: [u128; Quote::MAX_DECIMALS as usize + 1] = {
    let mut powers = [1; Quote::MAX_DECIMALS as usize + 1];
    let mut decimals = 1;
    while decimals < powers.len() {
        powers[decimals] = powers[decimals - 1] * 10;
        decimals += 1;
    }
    powers
};

/// A micro-USD is 10¹² of the price's atomic units.
const MICRO_USD_TO_ATOMICS: u128 = 1_000_000_000_000;
