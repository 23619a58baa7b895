use ballast_api::ClaimResponse;
use ballast_api::events::ClaimEvent;
use ballast_economy::Ledger;
use ballast_math::Tokens;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, to_json_binary};

use crate::clock::now;
use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::state::{CONFIG, Config};
use crate::working_set::{WorkingSet, account};

/// Works with a backlog of epochs too: what their closing will bring can be claimed later.
pub fn claim(mut deps: DepsMut, env: Env, info: MessageInfo) -> Result<Response, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    let rolled = roll(deps.branch(), &env, &config, MAX_CLOSED_AT_ONCE)?;
    let provider = account(deps.api, info.sender.as_str())?;

    let mut books = WorkingSet::of(deps.storage, rolled.open)?;
    let mut record = books.provider(deps.storage, &config, &provider.key)?;
    let paid = record.claim(&mut books.ledger, now(&env))?;
    if paid.is_zero() {
        return Err(ContractError::NothingToClaim);
    }
    check_minted(&deps, &env, &config, &books.ledger, paid)?;
    let unvested = record.stream.unreleased();
    books.put_provider(provider.key, record);
    books.save_accounts(deps.storage)?;

    let event = ClaimEvent { provider: provider.addr.to_string(), paid, unvested };
    Ok(rolled
        .response("claim")
        .add_message(config.mode.pay(&provider.addr, paid)?)
        .add_event(event.to_event())
        .set_data(to_json_binary(&ClaimResponse { paid, unvested })?))
}

/// In external mode the chain may not have minted yet: then say so, rather than fail in the bank.
fn check_minted(
    deps: &DepsMut,
    env: &Env,
    config: &Config,
    ledger: &Ledger,
    needed: Tokens,
) -> Result<(), ContractError> {
    if ledger.awaiting_mint.is_zero() {
        return Ok(());
    }
    let held = config.mode.holdings(&deps.querier, &env.contract.address)?;
    if held < needed {
        return Err(ContractError::AwaitingMint { awaiting: ledger.awaiting_mint, held, needed });
    }
    Ok(())
}
