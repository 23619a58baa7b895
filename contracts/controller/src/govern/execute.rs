use ballast_api::HistoryEvent;
use ballast_api::events::RefusedEvent;
use ballast_guardrails::{Content, Ending, Guard};
use cosmwasm_std::{DepsMut, Env, Response};

use super::actions;
use crate::changes;
use crate::clock::moment;
use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::events;
use crate::history;
use crate::state::{CONFIG, CONSTITUTION, PARAMS, REGISTRY};
use crate::watch::Sums;
use crate::{values, watch};

/// Callable by anyone: whether a change that nobody stopped takes effect must not hang on who proposed it.
pub fn execute(mut deps: DepsMut, env: Env, id: u64) -> Result<Response, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    // Epochs that are over close by the old values.
    let rolled = roll(deps.branch(), &env, &config, MAX_CLOSED_AT_ONCE)?.up_to_date()?;
    let params = PARAMS.load(deps.storage)?;
    let view = watch::observe(deps.branch(), &env, &config, &params, Sums::Stored)?;

    let constitution = CONSTITUTION.load(deps.storage)?;
    let mut registry = REGISTRY.load(deps.storage)?;
    let before = values::load(deps.as_ref())?;
    let lacking = view.lacking(&env, &config, &params)?;
    let guard = Guard { level: view.level(), lacking: &lacking };
    let tripped = view.tripped || rolled.tripped;
    let response = rolled.response("execute").add_events(view.events.clone());
    let executed = registry
        .execute(&constitution, &before, moment(&env), guard, id)
        .map_err(ContractError::from)
        .and_then(|executed| {
            // What was possible when it was queued may not be any more.
            if let Content::Action(action) = &executed.set.content {
                actions::check(deps.as_ref(), action.clone())?;
            }
            Ok(executed)
        });
    let executed = match executed {
        Ok(executed) => executed,
        // An error would take back the trip that this message has found.
        Err(error) if tripped => {
            let refused = RefusedEvent { reason: error.to_string(), refunded: None };
            return Ok(response.add_event(refused.to_event()));
        }
        Err(error) => return Err(error),
    };
    REGISTRY.save(deps.storage, &registry)?;
    values::save(deps.storage, deps.api, &before, executed.values)?;
    let mut ended = vec![];
    if let Content::Action(action) = &executed.set.content {
        ended = actions::apply(deps.branch(), &env, action, constitution.terms.grace)?;
    }
    history::note_ended(deps.storage, &env, &ended, Ending::Cancelled)?;
    let proposal = changes::describe_content(&executed.set.content);
    history::note(deps.storage, &env, HistoryEvent::Executed { id, proposal })?;

    Ok(response.add_events(events::execute(&executed.set)).add_events(events::ended(
        &ended,
        Ending::Cancelled,
        None,
    )))
}
