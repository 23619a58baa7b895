//! Everything that governance tunes, as it is stored: parameters in force and to come, sources, meters.

use litemap::LiteMap;

use ballast_api::{Params, Values};
use ballast_economy::Meter;
use ballast_math::Usd;
use cosmwasm_std::{Api, CanonicalAddr, Deps, Storage};

use crate::error::ContractError;
use crate::packed::Slice;
use crate::state::{METERS, NEXT_PARAMS, PARAMS, SOURCES, Sources};
use crate::working_set::account;

/// Meters that ever were. Their records stay, so that a meter that comes back cannot settle a batch twice; so there is an
/// end to them.
pub const MAX_METERS_EVER: usize = 1_024;

/// The values as governance sees them: with what waits for the next epoch already in force.
pub fn load(deps: Deps) -> Result<Values, ContractError> {
    let params = match NEXT_PARAMS.may_load(deps.storage)? {
        Some(next) => next,
        None => PARAMS.load(deps.storage)?,
    };
    let mut meters = LiteMap::new();
    for (key, meter) in METERS.list(deps.storage, Slice::first(MAX_METERS_EVER))? {
        let address = deps.api.addr_humanize(&CanonicalAddr::from(key))?;
        meters.insert(address.into(), meter.usd_per_epoch);
    }
    Ok(Values { params, sources: SOURCES.load(deps.storage)?.list, meters })
}

/// Puts new values into force: a new policy with the next epoch, everything else at once.
pub fn save(
    storage: &mut dyn Storage,
    api: &dyn Api,
    before: &Values,
    after: Values,
) -> Result<(), ContractError> {
    let Values { params, sources, meters } = after;
    if params != before.params {
        let policy = PARAMS.load(storage)?.policy;
        if params.policy == policy {
            // What was to come is what there is.
            NEXT_PARAMS.remove(storage);
        } else {
            NEXT_PARAMS.save(storage, &params)?;
        }
        PARAMS.save(storage, &Params { policy, ..params })?;
    }
    if sources != before.sources {
        let next_id = SOURCES.load(storage)?.next_id;
        SOURCES.save(storage, &Sources { next_id, list: sources })?;
    }
    for (address, limit) in meters {
        if before.meters.get(&address) != Some(&limit) {
            save_meter(storage, api, &address, limit, before.meters.len())?;
        }
    }
    Ok(())
}

fn save_meter(
    storage: &mut dyn Storage,
    api: &dyn Api,
    address: &str,
    limit: Usd,
    known: usize,
) -> Result<(), ContractError> {
    let named = account(api, address)?;
    let meter = match METERS.may_load(storage, named.key.as_slice())? {
        // The batch numbers and what was spent in this epoch stay: a lower limit that is raised again makes no room.
        Some(meter) => Meter { usd_per_epoch: limit, ..meter },
        None => {
            if known >= MAX_METERS_EVER {
                let (min, max, found) = (0, MAX_METERS_EVER, known.saturating_add(1));
                return Err(ContractError::WrongCount { field: "meters", min, max, found });
            }
            let meters = METERS.list(storage, Slice::first(MAX_METERS_EVER))?;
            let last = meters.iter().map(|(_, meter)| meter.id).max().unwrap_or(0);
            // At most MAX_METERS_EVER.
            Meter { id: last.saturating_add(1), usd_per_epoch: limit, next_batch: 1, ..Meter::default() }
        }
    };
    Ok(METERS.save(storage, named.key.as_slice(), &meter)?)
}
