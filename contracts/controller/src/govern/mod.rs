//! Governance: the same messages, roles and rules for accounts and, through `sudo`, for the chain.

mod accept;
pub mod actions;
pub mod changes;
mod execute;
mod queue;
mod remove;
mod stop;
mod tighten;
mod trip;

use ballast_api::GovernMsg;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use crate::error::ContractError;

/// `sender` is this contract's own address when the chain itself governs.
pub fn govern(deps: DepsMut, env: Env, sender: Addr, msg: GovernMsg) -> Result<Response, ContractError> {
    match msg {
        GovernMsg::Queue { proposal } => queue::queue(deps, env, sender, proposal),
        GovernMsg::Execute { id } => execute::execute(deps, env, id),
        GovernMsg::Veto { id } => stop::veto(deps, env, sender, id),
        GovernMsg::Cancel { id } => stop::cancel(deps, env, sender, id),
        GovernMsg::Tighten { changes } => tighten::tighten(deps, env, sender, changes),
        GovernMsg::Remove { member } => remove::remove(deps, env, sender, member),
        GovernMsg::Trip { seconds } => trip::trip(deps, env, sender, seconds),
        GovernMsg::Accept {} => accept::accept(deps, env, sender),
    }
}
