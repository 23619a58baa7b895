//! Figures in words.

use ballast_math::Seconds;
use ballast_stress::Measure;

use crate::figures::grouped;
use ballast_check::Delta;

/// Parts per million as percent.
#[must_use]
pub fn percent(parts: f64) -> String {
    format!("{}%", grouped(parts / 10_000.0, 2))
}

/// What a figure is called, with its unit.
#[must_use]
pub fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::NetIssuance => "net issuance, % of supply",
        Measure::MintPerBurn => "minted per burned",
        Measure::WorstNetEmission => "highest net emission of the window, % a year",
        Measure::PriceDrawdown => "deepest fall of the price, %",
        Measure::BurnDrawdown => "deepest fall of the smoothed burn, %",
        Measure::Restricted => "epochs above level 0, %",
        Measure::Trips => "trips of the breaker",
        Measure::Pay => "granted to providers per USD of work, USD",
        Measure::Unpaid => "demand that was not settled, %",
        Measure::WhaleGain => "gain of the large account, % of supply",
        Measure::BrokenPromises => "epochs above level 0 that minted more than they burned",
    }
}

/// A figure in its unit, without it.
#[must_use]
pub fn figure(measure: Measure, value: f64) -> String {
    match measure {
        Measure::Trips | Measure::BrokenPromises => grouped(value, 2),
        Measure::Pay | Measure::MintPerBurn => grouped(value / 1e6, 4),
        _ => grouped(value / 1e4, 2),
    }
}

/// A difference with its interval.
#[must_use]
pub fn delta(measure: Measure, delta: Delta) -> String {
    if delta.mean == 0.0 && delta.margin == 0.0 {
        return "none".to_owned();
    }
    if !delta.is_detectable() {
        return "no detectable change".to_owned();
    }
    match signed(measure, delta.mean) {
        text if has_digits(&text) => format!("{text} ± {}", figure(measure, delta.margin)),
        _ if delta.mean > 0.0 => "a trace more".to_owned(),
        _ => "a trace less".to_owned(),
    }
}

/// A difference with its sign.
fn signed(measure: Measure, mean: f64) -> String {
    let text = figure(measure, mean);
    if mean > 0.0 && has_digits(&text) { format!("+{text}") } else { text }
}

/// Whether anything is left of a number after rounding.
fn has_digits(text: &str) -> bool {
    text.chars().any(|letter| ('1'..='9').contains(&letter))
}

/// Seconds as days, hours and minutes.
#[must_use]
pub fn duration(seconds: Seconds) -> String {
    let parts = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut left = seconds;
    let mut said = vec![];
    for (unit, name) in parts {
        if left >= unit {
            said.push(format!("{} {name}", left / unit));
            left %= unit;
        }
    }
    said.truncate(2);
    if said.is_empty() { "0 s".to_owned() } else { said.join(" ") }
}

/// A pair of bounds.
#[must_use]
pub fn span(bounds: &Option<(String, String)>) -> String {
    bounds
        .as_ref()
        .map_or_else(|| "fixed".to_owned(), |(low, high)| format!("{} to {}", short(low), short(high)))
}

/// A number with at most six decimals, for people; the contract counts with eighteen.
#[must_use]
pub fn short(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, decimals)) if decimals.len() > 6 => {
            let kept = decimals[..6].trim_end_matches('0');
            if kept.is_empty() { format!("{whole}.000000…") } else { format!("{whole}.{kept}…") }
        }
        _ => number.to_owned(),
    }
}
