//! The price, against the highest hourly average of a day and of a week.

use ballast_math::{DAY, MathError, Ratio, Seconds, WEEK};

use super::Look;

/// How far the last price known lies below the best hour of a day.
#[inline]
pub fn day(look: &Look) -> Result<Option<Ratio>, MathError> {
    fall(look, DAY)
}

/// How far the last price known lies below the best hour of a week.
#[inline]
pub fn week(look: &Look) -> Result<Option<Ratio>, MathError> {
    fall(look, WEEK)
}

#[inline]
fn fall(look: &Look, window: Seconds) -> Result<Option<Ratio>, MathError> {
    match look.market.last {
        Some(price) => look.memory.price.fall(price, look.now, window),
        None => Ok(None),
    }
}
