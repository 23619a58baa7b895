use ballast_api::HistoryEvent;
use ballast_api::events::GuardianTripEvent;
use ballast_math::Duration;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use crate::clock::now;
use crate::error::ContractError;
use crate::history;
use crate::state::{BREAKER, CONFIG, CONSTITUTION, PARAMS, ROLES};
use crate::watch::{self, Sums};

pub fn trip(mut deps: DepsMut, env: Env, sender: Addr, length: Duration) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_guardian(sender.as_str())?;
    let longest = CONSTITUTION.load(deps.storage)?.terms.longest_trip;
    let config = CONFIG.load(deps.storage)?;
    let params = PARAMS.load(deps.storage)?;

    let mut state = BREAKER.load(deps.storage)?;
    let now = now(&env);
    state.breaker =
        state.breaker.trip_periods(now, length, longest, &params.breaker.recovery, config.epoch_length)?;
    BREAKER.save(deps.storage, &state)?;
    let until = state.breaker.guardian_trip().until;
    history::note(deps.storage, &env, HistoryEvent::GuardianTrip { until })?;
    let view = watch::observe(deps.branch(), &env, &config, &params, Sums::Stored)?;

    Ok(Response::new()
        .add_attribute("action", "trip")
        .add_event(GuardianTripEvent { until }.to_event())
        .add_events(view.events))
}
