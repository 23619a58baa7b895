//! Figures of many runs, in their units.

use ballast_check::Delta;
use ballast_stress::Measure;

use crate::number::{Number, cut};

/// Parts per million as percent.
#[must_use]
pub fn percent(parts: f64) -> String {
    format!("{}%", Number::hundredths(parts).fixed(2))
}

/// What a figure is called, with its unit.
#[must_use]
pub fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::NetEmission => "net emission, % of supply",
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

/// A figure in its unit, without it: the number, and how many decimals it has.
fn shown(measure: Measure, value: f64) -> (Number, usize) {
    match measure {
        Measure::Trips | Measure::BrokenPromises => (Number::measured(value), 2),
        Measure::Pay | Measure::MintPerBurn => (Number::millionths(value), 4),
        _ => (Number::hundredths(value), 2),
    }
}

/// A figure in its unit, without it.
#[must_use]
pub fn figure(measure: Measure, value: f64) -> String {
    let (number, decimals) = shown(measure, value);
    number.fixed(decimals)
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
    let (mean, decimals) = shown(measure, delta.mean);
    match mean.is_visible(decimals) {
        true => format!("{} ± {}", mean.signed(decimals), figure(measure, delta.margin)),
        false if delta.mean > 0.0 => "a trace more".to_owned(),
        false => "a trace less".to_owned(),
    }
}

/// A pair of bounds.
#[must_use]
pub fn span(bounds: &Option<(String, String)>) -> String {
    bounds.as_ref().map_or_else(|| "fixed".to_owned(), |(low, high)| format!("{} to {}", cut(low), cut(high)))
}
