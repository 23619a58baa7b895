//! Prepaid USD: tokens are locked at today's price and burn as the credits are used.

use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::quote::Quote;
use crate::units::{Ratio, Tokens, Usd};
use crate::wide::Rounding;

/// A tenant's credits and the tokens locked behind them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credits {
    /// Unused credits in micro-USD.
    pub usd: Usd,
    /// Tokens that burn as the credits are used.
    pub locked: Tokens,
}

impl Credits {
    /// Locks `tokens` and credits their value less the spread, rounded down (against the buyer).
    ///
    /// ```text
    /// credit = ⌊⌊tokens · price⌋ · (1 − spread)⌋
    /// ```
    ///
    /// The caller passes a quote at the lower of spot and TWAP (see [`credit_price`](crate::credit_price)).
    ///
    /// Returns: the credits after, and how much USD was added.
    #[inline]
    pub fn lock(self, tokens: Tokens, quote: Quote, spread: Ratio) -> Result<(Self, Usd), MathError> {
        let credit = quote.usd_for(tokens)?.times(spread.complement(), Rounding::Down)?;
        let after = Self { usd: self.usd.plus(credit)?, locked: self.locked.plus(tokens)? };
        Ok((after, credit))
    }

    /// Uses `usd` of the credits: `⌈usd · locked / credits⌉` tokens leave the lock, and all of them with the last credit.
    ///
    /// Returns: the tokens released, and the credits after. Errors when `usd` is more than there is.
    #[inline]
    pub fn consume(self, usd: Usd) -> Result<(Tokens, Self), MathError> {
        let left = self.usd.minus(usd)?;
        if usd.is_zero() {
            return Ok((Tokens::ZERO, self));
        }
        let released = self.locked.scale(usd.get(), self.usd.get(), Rounding::Up)?;
        Ok((released, Self { usd: left, locked: self.locked.minus(released)? }))
    }
}

/// The fewest tokens for which [`Credits::lock`] gives `usd` of credits or more.
///
/// ```text
/// tokens = ⌈⌈usd / (1 − spread)⌉ / price⌉
/// ```
///
/// Errors at a spread of one, which leaves nothing, and when the tokens do not fit.
pub fn tokens_to_credit(usd: Usd, quote: Quote, spread: Ratio) -> Result<Tokens, MathError> {
    let paid = usd.scale(Ratio::ONE.atomics(), spread.complement().atomics(), Rounding::Up)?;
    quote.tokens_for(paid, Rounding::Up)
}
