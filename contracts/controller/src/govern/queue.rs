use ballast_api::{Proposal, QueueResponse};
use ballast_guardrails::Ending;
use cosmwasm_std::{Addr, DepsMut, Env, Response, to_json_binary};

use super::actions;
use crate::changes;
use crate::clock::moment;
use crate::error::ContractError;
use crate::events;
use crate::history;
use crate::state::{CONSTITUTION, REGISTRY, ROLES};
use crate::values;

pub fn queue(deps: DepsMut, env: Env, sender: Addr, proposal: Proposal) -> Result<Response, ContractError> {
    ROLES.load(deps.storage)?.check_governor(sender.as_str())?;
    let constitution = CONSTITUTION.load(deps.storage)?;
    let mut registry = REGISTRY.load(deps.storage)?;
    let now = moment(&env);
    let queued = match proposal {
        Proposal::Changes(texts) => {
            let changes = changes::read(deps.api, &texts)?;
            let values = values::load(deps.as_ref())?;
            registry.queue(&constitution, &values, now, sender.as_str(), changes)?
        }
        Proposal::Action(action) => {
            let action = actions::check(deps.as_ref(), action)?;
            registry.queue_action(&constitution, now, sender.as_str(), action)?
        }
    };
    REGISTRY.save(deps.storage, &registry)?;
    history::note_ended(deps.storage, &env, &queued.expired, Ending::Expired)?;

    let set = queued.set;
    let data = QueueResponse { id: set.id, earliest: set.earliest, expires: set.expires };
    Ok(Response::new()
        .add_attribute("action", "queue")
        .add_events(events::ended(&queued.expired, Ending::Expired, None))
        .add_events(events::queue(&set))
        .set_data(to_json_binary(&data)?))
}
