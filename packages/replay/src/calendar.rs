//! Days and months of UNIX times, in UTC.

use anyhow::Context;
use ballast_math::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The UTC day of a point in time.
pub fn date(time: Timestamp) -> anyhow::Result<Date> {
    let time = i64::try_from(time.seconds()).context("the history ends beyond the calendar")?;
    Ok(jiff::Timestamp::from_second(time)
        .context("the history ends beyond the calendar")?
        .to_zoned(TimeZone::UTC)
        .date())
}

/// `2024-03`.
#[must_use]
pub fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}
