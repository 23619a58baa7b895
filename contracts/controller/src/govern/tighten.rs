use ballast_api::{ChangeMsg, HistoryEvent};
use ballast_guardrails::Ending;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use crate::changes;
use crate::clock::moment;
use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::events;
use crate::history;
use crate::state::{CONFIG, CONSTITUTION, REGISTRY, ROLES};
use crate::values;

pub fn tighten(
    mut deps: DepsMut,
    env: Env,
    sender: Addr,
    texts: Vec<ChangeMsg>,
) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_governor(sender.as_str())?;
    let config = CONFIG.load(deps.storage)?;
    // Epochs that are over close by the old values.
    let rolled = roll(deps.branch(), &env, &config, MAX_CLOSED_AT_ONCE)?.up_to_date()?;

    let changes = changes::read(deps.api, &texts)?;
    let constitution = CONSTITUTION.load(deps.storage)?;
    let mut registry = REGISTRY.load(deps.storage)?;
    let before = values::load(deps.as_ref())?;
    let tightened = registry.tighten(&constitution, &before, moment(&env), &changes)?;
    REGISTRY.save(deps.storage, &registry)?;
    values::save(deps.storage, deps.api, &before, tightened.values)?;
    history::note_ended(deps.storage, &env, &tightened.superseded, Ending::Superseded)?;
    let changes = changes::describe(&changes);
    let events = events::tighten(sender.as_str(), &changes);
    history::note(deps.storage, &env, HistoryEvent::Tightened { changes })?;

    Ok(rolled.response("tighten").add_events(events).add_events(events::ended(
        &tightened.superseded,
        Ending::Superseded,
        Some(sender.as_str()),
    )))
}
