//! Amounts as floats: for made-up markets, plots and tables only. Nothing that the contract computes goes through them.

use ballast_math::{ONE, Price, Tokens, Usd};

/// Whole tokens.
#[must_use]
pub fn tokens_f64(amount: Tokens, decimals: u8) -> f64 {
    amount.get() as f64 / 10f64.powi(decimals.into())
}

/// USD.
#[must_use]
pub fn usd_f64(amount: Usd) -> f64 {
    amount.get() as f64 / 1e6
}

/// Units of 10⁻¹⁸.
#[must_use]
pub fn atomics_f64(atomics: i128) -> f64 {
    atomics as f64 / ONE as f64
}

/// USD per token.
#[must_use]
pub fn price_f64(price: Price) -> f64 {
    atomics_f64(i128::try_from(price.atomics()).unwrap_or(i128::MAX))
}
