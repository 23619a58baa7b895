//! The accumulated price in storage: the last observation, and the first one of each hour.

use ballast_economy::PriceNote;
use ballast_math::{Accumulated, HOUR, HourPoints, KEPT_HOURS, Price, Seconds, Twap};
use cosmwasm_std::{Order, StdResult, Storage};
use cw_storage_plus::RawBound;

use crate::error::ContractError;
use crate::state::{HOURS, TWAP};

pub use ballast_math::WEEK;

/// Two old points go for each new one, so that a backlog after a pause shrinks without an unbounded loop.
const REMOVED_AT_ONCE: usize = 2;

/// Takes note of the price, or of there being none.
///
/// Returns: the accumulated price after it.
pub fn observe(
    storage: &mut dyn Storage,
    now: Seconds,
    spot: Option<Price>,
) -> Result<Option<Twap>, ContractError> {
    let previous = TWAP.may_load(storage)?;
    let Some(PriceNote { twap, hour }) = PriceNote::of(previous, now, spot)? else { return Ok(previous) };
    if let Some(hour) = hour {
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

/// The average over a span up to now; `None` before the first price.
pub fn average(
    storage: &dyn Storage,
    now: Seconds,
    span: Seconds,
    last: Option<Twap>,
) -> Result<Option<Price>, ContractError> {
    last.map(|last| last.average(&Hours(storage), now, span)).transpose()
}

/// The points that are kept in storage.
pub struct Hours<'a>(pub &'a dyn Storage);

impl HourPoints for Hours<'_> {
    type Error = ContractError;

    fn until(&self, time: Seconds) -> Result<Option<(u64, Accumulated)>, ContractError> {
        let end = RawBound::Inclusive((time / HOUR).to_be_bytes().to_vec());
        // The point of the same hour may lie after `time`: then the one before it is wanted.
        let point = HOURS
            .range(self.0, None, Some(end), Order::Descending)
            .take(2)
            .find(|entry| entry.as_ref().map_or(true, |(_, point)| point.time <= time))
            .transpose()?;
        Ok(point.map(|(key, point)| (hour_of(&key), point)))
    }

    fn after(&self, hour: Option<u64>) -> Result<Option<Accumulated>, ContractError> {
        let start = hour.map(|hour| RawBound::Exclusive(hour.to_be_bytes().to_vec()));
        let next = HOURS.range(self.0, start, None, Order::Ascending).next().transpose()?;
        Ok(next.map(|(_, point)| point))
    }
}

/// The hour of a key that [`observe`] made.
fn hour_of(key: &[u8]) -> u64 {
    key.try_into().map_or(0, u64::from_be_bytes)
}
