//! Numbers, dates and spans, as a reader says them.

use anyhow::Context;
use ballast_math::{Ratio, Seconds, SignedRatio};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::figures::{atomics_f64, grouped};
use ballast_replay::outcome::Totals;

pub use ballast_replay::calendar::{date, month};

const DAY: Seconds = 86_400;
/// What stands where there is no figure.
pub const NOTHING: &str = "—";

/// The decimals that a column needs whose largest value is `largest`.
pub fn decimals_for(largest: f64) -> usize {
    match largest.abs() {
        value if value >= 1_000.0 || value == 0.0 => 0,
        value if value >= 100.0 => 1,
        value if value >= 1.0 => 2,
        value if value >= 0.01 => 4,
        _ => 8,
    }
}

/// An amount with as many decimals as its size needs.
pub fn amount(value: f64) -> String {
    grouped(value, decimals_for(value))
}

/// An amount with its sign, `+` included.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    let is_zero = text.chars().all(|digit| matches!(digit, '0' | '.'));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// A share from 0 to 1, in percent.
pub fn share(part: f64) -> String {
    let percent = part * 100.0;
    if percent > 0.0 && percent < 0.05 { "< 0.1%".into() } else { format!("{percent:.1}%") }
}

/// So many out of so many, in percent.
pub fn share_of(part: usize, whole: usize) -> String {
    share(part as f64 / whole.max(1) as f64)
}

/// A signed share a year, in percent.
pub fn rate(value: Option<SignedRatio>) -> String {
    rate_to(value, value.map_or(0, |value| rate_decimals(percent(value))))
}

/// The decimals that a percentage needs.
fn rate_decimals(percent: f64) -> usize {
    match percent.abs() {
        size if size >= 10.0 => 1,
        size if size >= 0.1 || size == 0.0 => 2,
        size if size >= 0.01 => 3,
        _ => 4,
    }
}

/// The decimals for a column of signed shares a year: one more than its largest needs.
pub fn column_of_rates(values: impl Iterator<Item = SignedRatio>) -> usize {
    rate_decimals(values.map(|value| percent(value).abs()).fold(0.0, f64::max) / 10.0)
}

/// A signed share a year, in percent with so many decimals.
pub fn rate_to(value: Option<SignedRatio>, decimals: usize) -> String {
    match value.map(percent) {
        None => NOTHING.into(),
        Some(percent) if percent < -1e6 => "< −1,000,000%".into(),
        Some(percent) if percent > 1e6 => "> 1,000,000%".into(),
        Some(percent) => format!("{}%", signed(percent, decimals)),
    }
}

fn percent(value: SignedRatio) -> f64 {
    atomics_f64(value.atomics()) * 100.0
}

/// A plain ratio.
pub fn ratio(value: Option<Ratio>) -> String {
    let Some(value) = value else { return NOTHING.into() };
    match value.atomics() as f64 / 1e18 {
        value if value >= 10_000.0 => "> 9,999".into(),
        value if value >= 100.0 => grouped(value, 0),
        value => grouped(value, 2),
    }
}

/// A ratio as a share, in percent.
pub fn percent_of(ratio: Ratio) -> String {
    share(ratio.atomics() as f64 / 1e18)
}

/// A count with its noun: `1 epoch`, `1,200 epochs`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number as f64, 0), if number == 1 { "" } else { "s" })
}

/// How the breaker stood: epochs at each level, and how often it tripped.
pub fn levels(totals: &Totals) -> String {
    let epochs = |level: usize| count(totals.epochs_at_level[level] as usize, "epoch");
    if totals.epochs_above_normal() == 0 {
        return format!("Breaker: level 0 in all {}.", epochs(0));
    }
    let [_, caution, restricted, halted] = totals.epochs_at_level;
    let trips = count(totals.trips as usize, "trip");
    format!("Breaker: level 0 in {}, 1 in {caution}, 2 in {restricted}, 3 in {halted}; {trips}.", epochs(0))
}

/// How long the history is, in the unit that people would choose.
pub fn span(seconds: Seconds) -> String {
    let days = seconds as f64 / DAY as f64;
    let months = (days / 30.436_9).round();
    match days {
        days if days < 1.0 => length(seconds),
        days if days < 75.0 => count(days.round() as usize, "day"),
        _ if months <= 36.0 => count(months as usize, "month"),
        days => format!("{:.1} years", days / 365.25),
    }
}

/// A length of time that is a round number of something: `1 day`, `6 hours`.
pub fn length(seconds: Seconds) -> String {
    for (unit, noun) in [(DAY, "day"), (3_600, "hour"), (60, "minute")] {
        if seconds >= unit && seconds.is_multiple_of(unit) {
            return count((seconds / unit) as usize, noun);
        }
    }
    count(seconds as usize, "second")
}

/// A point in time to the minute, in UTC: `2024-03-01 23:00`.
pub fn minute(time: Seconds) -> anyhow::Result<String> {
    let time =
        Timestamp::from_second(i64::try_from(time)?).context("the history ends beyond the calendar")?;
    Ok(time.strftime("%Y-%m-%d %H:%M").to_string())
}

/// UNIX time of a day's first second in UTC.
pub fn midnight(date: Date) -> anyhow::Result<Seconds> {
    let time = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).context("a date beyond the calendar")?;
    Ok(u64::try_from(time.as_second()).unwrap_or(0))
}
