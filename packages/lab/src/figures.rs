//! Amounts as people read them.

use ballast_math::{ONE, Price, Tokens, Usd};

/// Tokens as a decimal number of whole tokens, exactly.
#[must_use]
pub fn exact_tokens(amount: Tokens, decimals: u8) -> String {
    exact(amount.get(), decimals.into())
}

/// Micro-USD as a decimal number of USD, exactly.
#[must_use]
pub fn exact_usd(amount: Usd) -> String {
    exact(amount.get(), 6)
}

fn exact(units: u128, decimals: usize) -> String {
    let digits = format!("{units:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// Tokens as a float of whole tokens: for plots only.
#[must_use]
pub fn tokens_f64(amount: Tokens, decimals: u8) -> f64 {
    amount.get() as f64 / 10f64.powi(decimals.into())
}

/// Micro-USD as a float of USD: for plots only.
#[must_use]
pub fn usd_f64(amount: Usd) -> f64 {
    amount.get() as f64 / 1e6
}

/// Units of 10⁻¹⁸ as a float: for plots only.
#[must_use]
pub fn atomics_f64(atomics: i128) -> f64 {
    atomics as f64 / ONE as f64
}

/// A number with thousands separators and so many decimals: `1,234,567.9`.
#[must_use]
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

/// A price as a float of USD per token: for plots and tables only.
#[must_use]
pub fn price_f64(price: Price) -> f64 {
    atomics_f64(i128::try_from(price.atomics()).unwrap_or(i128::MAX))
}
