//! What can be queued that is not a value: more feeders, more price sources, other roles.

use ballast_api::{Action, MAX_FEEDERS, NumberedSource, SourceKind};
use ballast_guardrails::RoleChange;
use ballast_math::Duration;
use cosmwasm_std::{Deps, DepsMut, Env};

use crate::clock::{moment, now};
use crate::error::ContractError;
use crate::instantiate::check_constitution;
use crate::sources::{checked_source, checked_sources_count};
use crate::state::{CONSTITUTION, FEED, Feed, REGISTRY, ROLES, SOURCES, Submission};
use crate::values;

/// Checks that an action could be done now, with its addresses in their one form.
pub fn check(deps: Deps, action: Action) -> Result<Action, ContractError> {
    Ok(match action {
        Action::AddFeeder { address } => {
            let address = deps.api.addr_validate(&address)?.into_string();
            let sources = SOURCES.load(deps.storage)?;
            let feeders = sources.feeders().ok_or(ContractError::NoFeed)?;
            if feeders.contains(&address) {
                return Err(ContractError::Repeated { field: "feeder", value: address });
            }
            let found = feeders.len().saturating_add(1);
            if found > MAX_FEEDERS {
                return Err(ContractError::WrongCount { field: "feeders", min: 0, max: MAX_FEEDERS, found });
            }
            Action::AddFeeder { address }
        }
        Action::AddSource { source } => {
            let source = checked_source(deps, source)?;
            let sources = SOURCES.load(deps.storage)?;
            checked_sources_count(sources.list.iter().map(|numbered| &numbered.source).chain([&source]))?;
            // Its parameters have hard bounds like those of the sources there are.
            let mut values = values::load(deps)?;
            values.sources.push(NumberedSource { id: sources.next_id, source: source.clone() });
            check_constitution(&CONSTITUTION.load(deps.storage)?, &values)?;
            Action::AddSource { source }
        }
        Action::Role(change) => {
            let change = checked_role(deps, change)?;
            ROLES.load(deps.storage)?.check(&change)?;
            Action::Role(change)
        }
    })
}

fn checked_role(deps: Deps, change: RoleChange) -> Result<RoleChange, ContractError> {
    let checked = |address: String| deps.api.addr_validate(&address).map(cosmwasm_std::Addr::into_string);
    Ok(match change {
        RoleChange::AddGovernor { address } => RoleChange::AddGovernor { address: checked(address)? },
        RoleChange::RemoveGovernor { address } => RoleChange::RemoveGovernor { address: checked(address)? },
        RoleChange::ReplaceGuardian { address } => RoleChange::ReplaceGuardian { address: checked(address)? },
    })
}

/// Does an action whose time has come and that [`check`] has just let through.
///
/// Returns: sets that it cancelled.
pub fn apply(deps: DepsMut, env: &Env, action: &Action, grace: Duration) -> Result<Vec<u64>, ContractError> {
    match action {
        Action::AddFeeder { address } => {
            let mut sources = SOURCES.load(deps.storage)?;
            sources.feeders_mut().ok_or(ContractError::NoFeed)?.push(address.clone());
            SOURCES.save(deps.storage, &sources)?;
            let mut feed = FEED.load(deps.storage)?;
            feed.submissions.push(Submission::default());
            FEED.save(deps.storage, &feed)?;
        }
        Action::AddSource { source } => {
            let mut sources = SOURCES.load(deps.storage)?;
            sources.list.push(NumberedSource { id: sources.next_id, source: source.clone() });
            sources.next_id = sources.next_id.saturating_add(1);
            SOURCES.save(deps.storage, &sources)?;
            if let SourceKind::Feed { feeders, .. } = &source.kind {
                let submissions = vec![Submission::default(); feeders.len()];
                FEED.save(deps.storage, &Feed { submissions })?;
            }
        }
        Action::Role(change) => {
            let mut roles = ROLES.load(deps.storage)?;
            roles.apply(change, now(env), grace)?;
            ROLES.save(deps.storage, &roles)?;
            if let RoleChange::RemoveGovernor { address } = change {
                let mut registry = REGISTRY.load(deps.storage)?;
                let cancelled = registry.cancel_all_of(address, moment(env));
                REGISTRY.save(deps.storage, &registry)?;
                return Ok(cancelled);
            }
        }
    }
    Ok(vec![])
}
