use ballast_api::Happening;
use ballast_api::events::GuardianTripEvent;
use ballast_math::Seconds;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use crate::error::ContractError;
use crate::history;
use crate::state::{CONFIG, CONSTITUTION, PARAMS, ROLES, WATCH};
use crate::watch::{self, Sums};

pub fn trip(mut deps: DepsMut, env: Env, sender: Addr, seconds: Seconds) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_guardian(sender.as_str())?;
    let longest = CONSTITUTION.load(deps.storage)?.terms.longest_trip;
    let config = CONFIG.load(deps.storage)?;
    let params = PARAMS.load(deps.storage)?;

    let mut watch = WATCH.load(deps.storage)?;
    let now = env.block.time.seconds();
    watch.breaker =
        watch.breaker.trip_epochs(now, seconds, longest, &params.breaker.recovery, config.epoch_length)?;
    WATCH.save(deps.storage, &watch)?;
    let until = watch.breaker.guardian_trip().until;
    history::note(deps.storage, &env, Happening::GuardianTrip { until })?;
    let sight = watch::observe(deps.branch(), &env, &config, &params, Sums::Stored)?;

    Ok(Response::new()
        .add_attribute("action", "trip")
        .add_event(GuardianTripEvent { until }.to_event())
        .add_events(sight.events))
}
