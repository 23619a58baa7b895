//! Amounts as people read them.

use ballast_math::{Tokens, Usd};

pub use ballast_presets::floats::{atomics_f64, price_f64, tokens_f64, usd_f64};

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
