//! The price, against the highest hourly average of a day and of a week.

use ballast_math::{Duration, MathError, Ratio};

use super::SignalInputs;

/// How far the last price known lies below the best hour of a day.
#[inline]
pub fn day(look: &SignalInputs) -> Result<Option<Ratio>, MathError> {
    drawdown(look, Duration::DAY)
}

/// How far the last price known lies below the best hour of a week.
#[inline]
pub fn week(look: &SignalInputs) -> Result<Option<Ratio>, MathError> {
    drawdown(look, Duration::WEEK)
}

#[inline]
fn drawdown(look: &SignalInputs, window: Duration) -> Result<Option<Ratio>, MathError> {
    match look.market.last {
        Some(price) => look.memory.price.drawdown(price, look.now, window),
        None => Ok(None),
    }
}
