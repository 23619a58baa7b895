//! The accumulated price, and its averages over a day and a week.
//!
//! Every observation adds `last price · time it held`. The first one of each hour is also kept by its hour; the average
//! since a time in the past is read off the straight line between the two kept points around that time.

use ballast_guardrails::HOUR;
use ballast_math::{Accumulated, Price, Seconds};
use cosmwasm_std::{Order, StdResult, Storage};
use cw_storage_plus::RawBound;

use crate::error::ContractError;
use crate::state::{HOURS, TWAP, Twap};

pub use ballast_guardrails::{DAY, WEEK};

/// One hour more than the longest average needs, so that there is always a point before its start.
const KEPT_HOURS: u64 = WEEK / HOUR + 1;

/// Two old points go for each new one, so that a backlog after a pause shrinks without an unbounded loop.
const REMOVED_AT_ONCE: usize = 2;

/// Adds the time that the last price held, and takes up the new one if there is one.
///
/// Returns: the accumulated price after it.
pub fn observe(
    storage: &mut dyn Storage,
    now: Seconds,
    spot: Option<Price>,
) -> Result<Option<Twap>, ContractError> {
    let previous = TWAP.may_load(storage)?;
    let twap = match (previous, spot) {
        (None, None) => return Ok(None),
        (None, Some(price)) => Twap { point: Accumulated { time: now, cumulative: 0 }, price },
        (Some(last), spot) => {
            let price = spot.unwrap_or(last.price);
            if last.point.time >= now && price == last.price {
                return Ok(previous);
            }
            Twap { point: last.point.held(last.price, now)?, price }
        }
    };
    let hour = now / HOUR;
    if previous.is_none_or(|last| last.point.time / HOUR < hour) {
        HOURS.save(storage, &hour.to_be_bytes(), &twap.point)?;
        forget(storage, hour)?;
    }
    TWAP.save(storage, &twap)?;
    Ok(Some(twap))
}

fn forget(storage: &mut dyn Storage, hour: u64) -> StdResult<()> {
    let oldest = hour.saturating_sub(KEPT_HOURS);
    let end = RawBound::Exclusive(oldest.to_be_bytes().to_vec());
    let old: StdResult<Vec<_>> =
        HOURS.range(storage, None, Some(end), Order::Ascending).take(REMOVED_AT_ONCE + 1).collect();
    // The newest of the old points stays: it may be the only one before the start of an average.
    let old = old?;
    for (key, _) in old.iter().take(old.len().saturating_sub(1)) {
        HOURS.remove(storage, key);
    }
    Ok(())
}

/// The average over a span up to now; the last price is taken to hold until now. `None` before the first price.
pub fn average(
    storage: &dyn Storage,
    now: Seconds,
    span: Seconds,
    last: Option<Twap>,
) -> Result<Option<Price>, ContractError> {
    let Some(last) = last else { return Ok(None) };
    let current = last.point.held(last.price, now)?;
    let start = point_at(storage, now.saturating_sub(span), current)?;
    // Right after the first observation no time has passed: the price is its own average.
    Ok(Some(current.average_since(start).unwrap_or(last.price)))
}

/// The accumulated price at a time in the past; the first point where history does not reach that far.
fn point_at(
    storage: &dyn Storage,
    time: Seconds,
    current: Accumulated,
) -> Result<Accumulated, ContractError> {
    let key = (time / HOUR).to_be_bytes().to_vec();
    // The point of the same hour may lie after `time`: then the one before it is wanted.
    let before = HOURS
        .range(storage, None, Some(RawBound::Inclusive(key)), Order::Descending)
        .take(2)
        .find(|entry| entry.as_ref().map_or(true, |(_, point)| point.time <= time))
        .transpose()?;
    let after = |start: Option<RawBound>| -> StdResult<Option<Accumulated>> {
        HOURS
            .range(storage, start, None, Order::Ascending)
            .next()
            .transpose()
            .map(|entry| entry.map(|(_, point)| point))
    };
    match before {
        Some((key, earlier)) => {
            let later = after(Some(RawBound::Exclusive(key)))?.unwrap_or(current);
            Ok(earlier.between(later, time)?)
        }
        None => Ok(after(None)?.unwrap_or(current)),
    }
}
