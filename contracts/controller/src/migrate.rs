//! Upgrades of the code.

use ballast_api::{MigrateMsg, Params};
use cosmwasm_std::{DepsMut, Env, Response, StdError};
use semver::Version;

use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::instantiate::{CONTRACT, VERSION, check_params};
use crate::state::{CONFIG, NEXT_PARAMS, PARAMS, SOURCES};
use crate::supply::Mode;

pub fn migrate(mut deps: DepsMut, env: Env, msg: MigrateMsg) -> Result<Response, ContractError> {
    let stored = cw2::get_contract_version(deps.storage)?;
    if stored.contract != CONTRACT {
        return Err(ContractError::WrongContract { expected: CONTRACT, found: stored.contract });
    }
    if version(&stored.version)? > version(VERSION)? {
        return Err(ContractError::Downgrade { code: VERSION.to_owned(), stored: stored.version });
    }
    // What is stored must be readable and valid under this code before it goes on.
    check(&deps, &PARAMS.load(deps.storage)?)?;

    // Epochs that are over already close by the old parameters.
    let config = CONFIG.load(deps.storage)?;
    let rolled = roll(deps.branch(), &env, &config, MAX_CLOSED_AT_ONCE)?.up_to_date()?;
    if let Some(params) = msg.params {
        check(&deps, &params)?;
        NEXT_PARAMS.save(deps.storage, &params)?;
    }
    cw2::set_contract_version(deps.storage, CONTRACT, VERSION)?;
    Ok(rolled.response("migrate").add_attribute("from", stored.version).add_attribute("to", VERSION))
}

fn check(deps: &DepsMut, params: &Params) -> Result<(), ContractError> {
    let external = matches!(CONFIG.load(deps.storage)?.mode, Mode::External { .. });
    check_params(params, SOURCES.load(deps.storage)?.len(), external)
}

fn version(text: &str) -> Result<Version, StdError> {
    text.parse().map_err(|error| StdError::msg(format!("no version: {text:?}: {error}")))
}
