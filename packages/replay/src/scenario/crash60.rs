//! The crash: usage −60%, price −50%.
//!
//! ```text
//! days      phase      usage, USD a day              price at the end of the day
//! 1–30      calm       100%                          100%
//! 31–44     crash      100% − 60% · (1 − (1 − x)²)   100% − 50% · x²        x = day of 14
//! 45–74     bottom     40%                           50%
//! 75–134    recovery   40% + 40% · y                 50% + 20% · y          y = day of 60
//! ```
//!
//! 100% is 200,000 USD a day and 2 USD a token. Tenants leave first and the market follows: usage falls fastest on the
//! first day, the price on the last. Within a day the price moves in a straight line and is quoted every hour, so that
//! no fall is sudden that would not be.
//!
//! The shape decides how hard the crash hits: what burns is USD ÷ price, so the burn falls to 60% while usage leads, and stands
//! at 80% once the price has followed.

use ballast_math::{Duration, MathError, ONE, Price, Rounding, Timestamp, Usd, mul_div};

use crate::history::{History, Row};
use crate::outcome::Published;

/// 2025-01-01.
const START: Timestamp = Timestamp::new(1_735_689_600);

const USAGE: Usd = Usd::new(200_000_000_000);
const PRICE: Price = Price::from_atomics(2 * ONE);

/// The first day of the crash, from 1.
pub const FIRST_DAY: u64 = CALM + 1;
/// Days of the crash.
pub const CRASH: u64 = 14;
const CALM: u64 = 30;
const BOTTOM: u64 = 30;
const RECOVERY: u64 = 60;

/// The path of the crash.
pub fn history() -> Result<History, MathError> {
    let rows: Result<Vec<Row>, MathError> = (1..=CALM + CRASH + BOTTOM + RECOVERY).map(row).collect();
    Ok(History { source: "crash60: usage −60%, price −50% within two weeks".to_owned(), rows: rows? })
}

/// A day, from 1.
fn row(day: u64) -> Result<Row, MathError> {
    let start = START.saturating_plus(Duration::days(day - 1));
    let (usage, price) = levels(day);
    let (_, opening) = levels(day - 1);
    Ok(Row {
        start,
        end: start.saturating_plus(Duration::DAY),
        demand: Usd::new(part(USAGE.get(), usage)?),
        price: Price::from_atomics(part(PRICE.atomics(), price)?),
        opening: Some(Price::from_atomics(part(PRICE.atomics(), opening)?)),
        published: Published::default(),
    })
}

/// A share, exactly: numerator and denominator.
type Share = (u128, u128);

/// Usage of a day and price at its end, as shares of those before the crash.
fn levels(day: u64) -> (Share, Share) {
    let phase = |before: u64, length: u64| u128::from(day.saturating_sub(before).min(length));
    let crash = phase(CALM, CRASH);
    let (length, recovered) = (u128::from(CRASH), phase(CALM + CRASH + BOTTOM, RECOVERY));
    if recovered > 0 {
        let whole = 100 * u128::from(RECOVERY);
        return (
            (40 * u128::from(RECOVERY) + 40 * recovered, whole),
            (50 * u128::from(RECOVERY) + 20 * recovered, whole),
        );
    }
    let square = length * length;
    let left = (length - crash) * (length - crash);
    ((100 * square - 60 * (square - left), 100 * square), (100 * square - 50 * crash * crash, 100 * square))
}

fn part(whole: u128, (numerator, denominator): Share) -> Result<u128, MathError> {
    mul_div(whole, numerator, denominator, Rounding::Down, "share of the level before the crash")
}
