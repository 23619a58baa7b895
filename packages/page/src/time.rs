//! Points in time and lengths of time, as a reader says them. All in UTC.

use anyhow::Context as _;
use ballast_math::{Duration, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use ballast_replay::calendar::{date, month};

use crate::number::{Number, count};

const DAY: u64 = Duration::DAY.seconds();
const HOUR: u64 = Duration::HOUR.seconds();
const BEYOND: &str = "the history ends beyond the calendar";

/// A point in time to the minute: `2024-03-01 23:00`. Errors beyond the calendar.
pub fn minute(time: Timestamp) -> anyhow::Result<String> {
    Ok(timestamp(time)?.strftime("%Y-%m-%d %H:%M").to_string())
}

/// A point in time for machines: `2024-03-01T23:00:00Z`, or the seconds where it lies beyond the calendar.
#[must_use]
pub fn instant(time: Timestamp) -> String {
    timestamp(time).map_or_else(|_| time.to_string(), |time| time.to_string())
}

/// UNIX time of a day's first second. Errors beyond the calendar.
pub fn midnight(date: Date) -> anyhow::Result<Timestamp> {
    let time = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).context("a date beyond the calendar")?;
    Ok(Timestamp::new(u64::try_from(time.as_second()).unwrap_or(0)))
}

fn timestamp(time: Timestamp) -> anyhow::Result<jiff::Timestamp> {
    jiff::Timestamp::from_second(i64::try_from(time.seconds()).context(BEYOND)?).context(BEYOND)
}

/// How long something is, in the unit that people would choose: `41 days`, `16 months`, `5.5 years`.
#[must_use]
pub fn span(time: Duration) -> String {
    let days = time.seconds() as f64 / Duration::DAY.seconds() as f64;
    let months = (days / 30.436_9).round();
    match days {
        days if days < 1.0 => length(time),
        days if days < 75.0 => count(days.round() as u64, "day"),
        _ if months <= 36.0 => count(months as u64, "month"),
        days => format!("{} years", Number::measured(days / 365.25).fixed(1)),
    }
}

/// A length of time that is a round number of something: `1 day`, `6 hours`.
#[must_use]
pub fn length(time: Duration) -> String {
    let seconds = time.seconds();
    for (unit, noun) in [(DAY, "day"), (HOUR, "hour"), (60, "minute")] {
        if seconds >= unit && seconds.is_multiple_of(unit) {
            return count(seconds / unit, noun);
        }
    }
    count(seconds, "second")
}

/// A length of time in its two largest units: `1 d 6 h`.
#[must_use]
pub fn duration(time: Duration) -> String {
    let mut left = time.seconds();
    let mut said = vec![];
    for (unit, name) in [(DAY, "d"), (HOUR, "h"), (60, "min"), (1, "s")] {
        if left >= unit {
            said.push(format!("{} {name}", left / unit));
            left %= unit;
        }
    }
    said.truncate(2);
    if said.is_empty() { "0 s".to_owned() } else { said.join(" ") }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{DAY, Duration, Timestamp, date, duration, instant, length, minute, span};

    #[rstest]
    #[case(DAY - 1, "86,399 seconds")]
    #[case(DAY, "1 day")]
    #[case(41 * DAY, "41 days")]
    #[case(75 * DAY - DAY / 2 - 1, "74 days")]
    #[case(75 * DAY, "2 months")]
    #[case(500 * DAY, "16 months")]
    #[case(1_110 * DAY, "36 months")]
    #[case(1_111 * DAY, "3.0 years")]
    #[case(2_000 * DAY, "5.5 years")]
    fn a_span_has_the_unit_that_people_would_choose(#[case] seconds: u64, #[case] text: &str) {
        assert_eq!(span(Duration::new(seconds)), text);
    }

    #[rstest]
    #[case(0, "0 seconds", "0 s")]
    #[case(1, "1 second", "1 s")]
    #[case(59, "59 seconds", "59 s")]
    #[case(60, "1 minute", "1 min")]
    #[case(61, "61 seconds", "1 min 1 s")]
    #[case(3_599, "3,599 seconds", "59 min 59 s")]
    #[case(3_600, "1 hour", "1 h")]
    #[case(21_600, "6 hours", "6 h")]
    #[case(86_399, "86,399 seconds", "23 h 59 min")]
    #[case(108_000, "30 hours", "1 d 6 h")]
    #[case(7 * DAY, "7 days", "7 d")]
    fn a_length_is_round_or_in_two_units(#[case] seconds: u64, #[case] round: &str, #[case] two: &str) {
        assert_eq!(
            (length(Duration::new(seconds)).as_str(), duration(Duration::new(seconds)).as_str()),
            (round, two)
        );
    }

    #[test]
    fn a_point_in_time_is_a_day_a_minute_or_an_instant() {
        assert_eq!(date(Timestamp::new(1_709_335_200)).unwrap().to_string(), "2024-03-01");
        assert_eq!(minute(Timestamp::new(1_709_335_200)).unwrap(), "2024-03-01 23:20");
        assert_eq!(instant(Timestamp::new(1_709_335_200)), "2024-03-01T23:20:00Z");
        assert_eq!(instant(Timestamp::MAX), u64::MAX.to_string());
        for beyond in [u64::MAX, 1 << 60] {
            assert_eq!(
                date(Timestamp::new(beyond)).unwrap_err().to_string(),
                "the history ends beyond the calendar"
            );
        }
    }
}
