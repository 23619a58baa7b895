//! What the chain itself can do in external mode; it is bound by the same rules as everybody else.

use ballast_api::ExternalBurn;
use ballast_api::events::ConfirmEvent;
use ballast_math::Tokens;
use cosmwasm_std::{DepsMut, Env, Response};

use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::execute::{Batch, Settlement};
use crate::state::{CONFIG, Config, LEDGER, PARAMS};
use crate::working_set::WorkingSet;

pub fn report_burns(
    mut deps: DepsMut,
    env: Env,
    batch: u64,
    burns: Vec<ExternalBurn>,
) -> Result<Response, ContractError> {
    let config = external(&deps, "report_burns")?;
    let rolled = roll(deps.branch(), &env, &config, MAX_CLOSED_AT_ONCE)?.up_to_date()?;
    let params = PARAMS.load(deps.storage)?;
    let contract = env.contract.address;
    let mut settlement = Settlement::open(
        &deps,
        config,
        params,
        &contract,
        Batch { meter: &contract, number: batch, lines: burns.len() },
        None,
        WorkingSet::of(deps.storage, rolled.open)?,
    )?;
    settlement.lines(
        &burns,
        |burn| &burn.line,
        |settlement, burn| {
            let accounts = settlement.accounts(&deps, &burn.line)?;
            let initial_supply = settlement.config.initial_supply;
            settlement.step(&burn.line, accounts, |sums, policy, parties, delivery| {
                sums.record_burn(policy, parties, delivery, burn.burned, initial_supply)
            })
        },
    )?;
    settlement.finish(deps, rolled, "report_burns")
}

pub fn confirm_mint(deps: DepsMut, env: Env, amount: Tokens) -> Result<Response, ContractError> {
    let mode = external(&deps, "confirm_mint")?.mode;
    let mut ledger = LEDGER.load(deps.storage)?;
    let outstanding = ledger.awaiting_mint;
    if amount.is_zero() {
        return Err(ContractError::ZeroAmount);
    }
    if amount > outstanding {
        return Err(ContractError::NotOutstanding { outstanding, found: amount });
    }
    ledger.awaiting_mint = outstanding.minus(amount)?;
    // Claims may have been paid out of what others sent here: then less is owed than is still to come.
    let expected = ledger.liabilities()?.saturating_minus(ledger.awaiting_mint);
    let found = mode.holdings(&deps.querier, &env.contract.address)?;
    if found < expected {
        return Err(ContractError::MintNotReceived { expected, found });
    }
    LEDGER.save(deps.storage, &ledger)?;

    Ok(Response::new()
        .add_attribute("action", "confirm_mint")
        .add_event(ConfirmEvent { amount, awaiting: ledger.awaiting_mint }.to_event()))
}

fn external(deps: &DepsMut, message: &'static str) -> Result<Config, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    config.mode.require(message, config.mode.is_external())?;
    Ok(config)
}
