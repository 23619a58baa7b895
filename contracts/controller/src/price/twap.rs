//! The accumulated price in storage: the last observation, and the first one of each hour.

use ballast_economy::PriceNote;
use ballast_math::{CumulativePrice, Duration, HourPoints, KEPT_HOURS, Price, Timestamp, Twap};
use cosmwasm_std::{StdResult, Storage};

use crate::error::ContractError;
use crate::packed::{RawBound, Slice};
use crate::state::{HOURS, TWAP};

/// Two old points go for each new one, so that a backlog after a pause shrinks without an unbounded loop.
const REMOVED_AT_ONCE: usize = 2;

/// Takes note of the price, or of there being none.
///
/// Returns: the accumulated price after it.
pub fn observe(
    storage: &mut dyn Storage,
    now: Timestamp,
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
    let old = HOURS.keys(storage, Slice::first(REMOVED_AT_ONCE + 1).to(end));
    // The newest of the old points stays: it may be the only one before the start of an average.
    for key in old.iter().take(old.len().saturating_sub(1)) {
        HOURS.remove(storage, key);
    }
    Ok(())
}

/// The average over a span up to now; `None` before the first price.
pub fn average(
    storage: &dyn Storage,
    now: Timestamp,
    span: Duration,
    last: Option<Twap>,
) -> Result<Option<Price>, ContractError> {
    last.map(|last| last.average(&Hours(storage), now, span)).transpose()
}

/// The points that are kept in storage.
pub struct Hours<'a>(pub &'a dyn Storage);

impl HourPoints for Hours<'_> {
    type Error = ContractError;

    fn until(&self, time: Timestamp) -> Result<Option<(u64, CumulativePrice)>, ContractError> {
        let last = |end| HOURS.one(self.0, Slice::last(1).to(end));
        let point = match last(RawBound::Inclusive(time.hour().to_be_bytes().to_vec()))? {
            // The point of the same hour may lie after `time`: then the one before it is wanted.
            Some((key, point)) if point.time > time => last(RawBound::Exclusive(key))?,
            found => found,
        };
        Ok(point.map(|(key, point)| (hour_of(&key), point)))
    }

    fn after(&self, hour: Option<u64>) -> Result<Option<CumulativePrice>, ContractError> {
        let start = hour.map(|hour| RawBound::Exclusive(hour.to_be_bytes().to_vec()));
        Ok(HOURS.one(self.0, Slice::first(1).from(start))?.map(|(_, point)| point))
    }
}

/// The hour of a key that [`observe`] made.
fn hour_of(key: &[u8]) -> u64 {
    key.try_into().map_or(0, u64::from_be_bytes)
}
