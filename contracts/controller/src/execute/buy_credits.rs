use ballast_api::events::{CreditsEvent, DepositEvent, RefusedEvent};
use ballast_api::{CreditsResponse, Params};
use ballast_math::{Price, Tokens, Usd};
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, to_json_binary};

use super::paid;
use crate::books::{Books, account};
use crate::error::ContractError;
use crate::price::Market;
use crate::state::{Account, CONFIG, Config, PARAMS};
use crate::supply::Mode;
use crate::watch::{self, Sight, Sums};

pub fn buy_credits(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    amount: Option<Tokens>,
    min_usd: Option<Usd>,
) -> Result<Response, ContractError> {
    let mode = CONFIG.load(deps.storage)?.mode;
    if let Mode::External { .. } = mode {
        return Err(ContractError::NotInMode { message: "buy_credits", mode: mode.name() });
    }
    let attached = if info.funds.is_empty() { Tokens::ZERO } else { paid(&info, &mode, "buy_credits")? };
    let tenant = account(deps.api, info.sender.as_str())?;
    lock(deps, env, &tenant, attached, amount.unwrap_or(attached), min_usd)
}

/// Deposits what has arrived, then locks `amount` of the escrow for credits.
pub fn lock(
    mut deps: DepsMut,
    env: Env,
    tenant: &Account,
    arrived: Tokens,
    amount: Tokens,
    min_usd: Option<Usd>,
) -> Result<Response, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    let params = PARAMS.load(deps.storage)?;
    let books = Books::load(deps.storage)?;
    let sums = Sums::Known(&books.ledger, &books.open);
    let sight = watch::observe(deps.branch(), &env, &config, &params, sums)?;
    let asked = (tenant, arrived, amount, min_usd);
    let purchase = purchase(&deps, books, &config, &params, &sight.market, asked);
    let Purchase { books, usd, price } = match purchase {
        Ok(purchase) => purchase,
        // An error would take back the trip that it is refused for.
        Err(error) if sight.tripped => return refund(&config.mode, tenant, arrived, &sight, &error),
        Err(error) => return Err(error),
    };
    books.save_accounts(deps.storage)?;

    let mut response = Response::new().add_attribute("action", "buy_credits").add_events(sight.events);
    let tenant = tenant.addr.to_string();
    if !arrived.is_zero() {
        response = response.add_event(DepositEvent { tenant: tenant.clone(), amount: arrived }.to_event());
    }
    Ok(response
        .add_event(CreditsEvent { tenant, locked: amount, usd, price }.to_event())
        .set_data(to_json_binary(&CreditsResponse { usd, locked: amount, price: Some(price) })?))
}

struct Purchase {
    books: Books,
    usd: Usd,
    price: Price,
}

/// Works out a purchase; nothing is written.
fn purchase(
    deps: &DepsMut,
    mut books: Books,
    config: &Config,
    params: &Params,
    market: &Market,
    (tenant, arrived, amount, min_usd): (&Account, Tokens, Tokens, Option<Usd>),
) -> Result<Purchase, ContractError> {
    let price = market.credit_price().map_err(|problem| ContractError::NoPrice { problem })?;
    let mut record = books.tenant(deps.storage, &tenant.key)?;
    record.deposit = record.deposit.plus(arrived)?;
    if amount.is_zero() {
        return Err(ContractError::ZeroAmount);
    }
    if amount > record.deposit {
        return Err(ContractError::InsufficientDeposit { available: record.deposit, requested: amount });
    }
    let (credits, usd) =
        record.credits.lock(amount, config.quote(price)?, params.policy.burn.credit_spread)?;
    // Tokens locked for no credit at all could never be burned or returned.
    let expected = min_usd.unwrap_or_default().max(Usd::new(1));
    if usd < expected {
        return Err(ContractError::TooFewCredits { expected, found: usd });
    }
    record.credits = credits;
    record.deposit = record.deposit.minus(amount)?;
    books.ledger.escrow = books.ledger.escrow.plus(arrived)?.minus(amount)?;
    books.ledger.locked = books.ledger.locked.plus(amount)?;
    books.ledger.credits = books.ledger.credits.plus(usd)?;
    books.put_tenant(tenant.key.clone(), record);
    Ok(Purchase { books, usd, price })
}

/// Gives back what was sent along, so that the trip stands and nobody pays for it.
fn refund(
    mode: &Mode,
    tenant: &Account,
    arrived: Tokens,
    sight: &Sight,
    reason: &ContractError,
) -> Result<Response, ContractError> {
    let back = if arrived.is_zero() { None } else { Some(mode.pay(&tenant.addr, arrived)?) };
    let nothing = CreditsResponse { usd: Usd::ZERO, locked: Tokens::ZERO, price: None };
    let refused = RefusedEvent { reason: reason.to_string(), refunded: Some(arrived) };
    Ok(Response::new()
        .add_attribute("action", "buy_credits")
        .add_messages(back)
        .add_events(sight.events.clone())
        .add_event(refused.to_event())
        .set_data(to_json_binary(&nothing)?))
}
