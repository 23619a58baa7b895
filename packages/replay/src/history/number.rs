//! Cells as exact integers. Digits beyond the unit's precision are cut off; nothing goes through a float.

use ballast_math::{ONE, Price, Timestamp, Tokens, Usd};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Problem;

const DECIMALS: usize = 18;

/// A number in units of 10⁻¹⁸.
fn atomics(column: &'static str, text: &str) -> Result<u128, Problem> {
    let refused = || Problem::NotANumber { column, found: text.to_owned() };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return Err(refused());
    }
    let fraction = &fraction[..fraction.len().min(DECIMALS)];
    let number: Price = format!("{whole}.{fraction}")
        .parse()
        .map_err(|_| Problem::TooLarge { column, max: (u128::MAX / ONE).to_string() })?;
    Ok(number.atomics())
}

pub fn price(column: &'static str, text: &str) -> Result<Price, Problem> {
    atomics(column, text).map(Price::from_atomics)
}

pub fn usd(column: &'static str, text: &str) -> Result<Usd, Problem> {
    atomics(column, text).map(|atomics| Usd::new(atomics / (ONE / 1_000_000)))
}

pub fn tokens(column: &'static str, text: &str, decimals: u8) -> Result<Tokens, Problem> {
    let unit = ONE / 10u128.pow(u32::from(decimals).min(18));
    atomics(column, text).map(|atomics| Tokens::new(atomics / unit))
}

/// A date, a month, a timestamp or UNIX seconds.
pub fn time(column: &'static str, text: &str) -> Result<Timestamp, Problem> {
    let refused = || Problem::NotATime { column, found: text.to_owned() };
    if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() >= 9 {
        let time = text.parse().ok().filter(|time| *time < Timestamp::new(100_000_000_000));
        return time.ok_or_else(refused);
    }
    let date = |text: &str| text.parse::<Date>().ok();
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    // Only a bare date is one: the parser would also take the date out of a longer text.
    let timestamp = match text.len() {
        7 => date(&format!("{text}-01")).and_then(midnight),
        10 => date(text).and_then(midnight),
        _ => text.parse::<jiff::Timestamp>().ok(),
    };
    let seconds = timestamp.and_then(|time| u64::try_from(time.as_second()).ok());
    seconds.map(Timestamp::new).ok_or_else(refused)
}
