//! Amounts as floats: for made-up markets, plots and tables only. Nothing that the contract computes goes through them.

use ballast_math::{ONE, Price};

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
