//! Upgrades of the code.

use ballast_api::MigrateMsg;
use ballast_api::events::MigrateEvent;
use cosmwasm_std::{DepsMut, Env, Response, StdError};

use crate::error::ContractError;
use crate::instantiate::{VERSION, check_constitution};
use crate::limits::CONTRACT;
use crate::state::{BREAKER, CONFIG, CONSTITUTION, EPOCH_STATE, NEXT_PARAMS, PARAMS, REGISTRY, ROLES};
use crate::values;
use crate::version::Version;

/// Moves no value: parameters change by governance alone. Another constitution must admit every value as it is.
pub fn migrate(deps: DepsMut, _env: Env, msg: MigrateMsg) -> Result<Response, ContractError> {
    let stored = cw2::get_contract_version(deps.storage)?;
    if stored.contract != CONTRACT {
        return Err(ContractError::WrongContract { expected: CONTRACT, found: stored.contract });
    }
    if version(&stored.version)? > version(VERSION)? {
        return Err(ContractError::Downgrade { code: VERSION.to_owned(), stored: stored.version });
    }
    let mut config = CONFIG.load(deps.storage)?;
    let signals_before = config.signals;
    let constitution = match &msg.constitution {
        Some(new) => {
            config.signals = new.signals;
            new.read()?
        }
        None => CONSTITUTION.load(deps.storage)?,
    };
    // What is stored must be readable and valid under this code before it goes on.
    PARAMS.load(deps.storage)?.validate()?;
    if let Some(next) = NEXT_PARAMS.may_load(deps.storage)? {
        next.validate()?;
    }
    REGISTRY.load(deps.storage)?;
    ROLES.load(deps.storage)?;
    let mut breaker = BREAKER.load(deps.storage)?;
    check_constitution(&constitution, &values::load(deps.as_ref())?)?;

    // The breaker keeps this figure only where it looks at the collateral; from here on it may.
    if msg.constitution.is_some() && config.signals.collateral {
        breaker.remint_credit = EPOCH_STATE.load(deps.storage)?.remint_credit;
        BREAKER.save(deps.storage, &breaker)?;
    }
    CONFIG.save(deps.storage, &config)?;
    CONSTITUTION.save(deps.storage, &constitution)?;
    cw2::set_contract_version(deps.storage, CONTRACT, VERSION)?;
    let event = MigrateEvent {
        from: stored.version,
        to: VERSION.to_owned(),
        signals_before,
        signals_after: config.signals,
    };
    Ok(Response::new()
        .add_attribute("action", "migrate")
        .add_attribute("constitution", if msg.constitution.is_some() { "new" } else { "kept" })
        .add_event(event.to_event()))
}

fn version(text: &str) -> Result<Version<'_>, StdError> {
    Version::read(text).ok_or_else(|| StdError::msg(format!("no version: {text:?}")))
}
