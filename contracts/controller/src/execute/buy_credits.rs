use ballast_api::events::{CreditsEvent, DepositEvent, RefusedEvent};
use ballast_api::{CreditsResponse, Params};
use ballast_economy::Purchase;
use ballast_math::{Quote, Tokens, Usd};
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, to_json_binary};

use super::paid;
use crate::error::ContractError;
use crate::state::{Account, CONFIG, Config, PARAMS};
use crate::supply::Mode;
use crate::watch::{self, Sums, View};
use crate::working_set::{WorkingSet, account};

pub fn buy_credits(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    amount: Option<Tokens>,
    min_usd: Option<Usd>,
) -> Result<Response, ContractError> {
    let mode = CONFIG.load(deps.storage)?.mode;
    mode.require("buy_credits", !mode.is_external())?;
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
    let books = WorkingSet::load(deps.storage)?;
    let sums = Sums::Known(&books.ledger, &books.open);
    let view = watch::observe(deps.branch(), &env, &config, &params, sums)?;
    let asked = Purchase { arrived, amount, min_usd };
    let CreditsPurchase { books, usd, quote } =
        match buy(&deps, books, &config, &params, &view, tenant, asked) {
            Ok(bought) => bought,
            // An error would take back the trip that it is refused for.
            Err(error) if view.tripped => return refund(&config.mode, tenant, arrived, &view, &error),
            Err(error) => return Err(error),
        };
    books.save_accounts(deps.storage)?;

    let price = quote.price();
    let mut response = Response::new().add_attribute("action", "buy_credits").add_events(view.events);
    let tenant = tenant.addr.to_string();
    if !arrived.is_zero() {
        response = response.add_event(DepositEvent { tenant: tenant.clone(), amount: arrived }.to_event());
    }
    Ok(response
        .add_event(CreditsEvent { tenant, locked: amount, usd, price }.to_event())
        .set_data(to_json_binary(&CreditsResponse { usd, locked: amount, price: Some(price) })?))
}

struct CreditsPurchase {
    books: WorkingSet,
    usd: Usd,
    quote: Quote,
}

/// Works out a purchase; nothing is written.
fn buy(
    deps: &DepsMut,
    mut books: WorkingSet,
    config: &Config,
    params: &Params,
    view: &View,
    tenant: &Account,
    purchase: Purchase,
) -> Result<CreditsPurchase, ContractError> {
    let Some(quote) = view.sight.market.credit_quote(config.decimals)? else {
        return Err(ContractError::NoPrice { problem: view.quotation.clone().refusal() });
    };
    let mut record = books.tenant(deps.storage, &tenant.key)?;
    let spread = params.policy.burn.credit_spread;
    let usd = record.buy_credits(&mut books.ledger, purchase, quote, spread)?;
    books.put_tenant(tenant.key.clone(), record);
    Ok(CreditsPurchase { books, usd, quote })
}

/// Gives back what was sent along, so that the trip stands and nobody pays for it.
fn refund(
    mode: &Mode,
    tenant: &Account,
    arrived: Tokens,
    view: &View,
    reason: &ContractError,
) -> Result<Response, ContractError> {
    let back = if arrived.is_zero() { None } else { Some(mode.pay(&tenant.addr, arrived)?) };
    let nothing = CreditsResponse { usd: Usd::ZERO, locked: Tokens::ZERO, price: None };
    let refused = RefusedEvent { reason: reason.to_string(), refunded: Some(arrived) };
    Ok(Response::new()
        .add_attribute("action", "buy_credits")
        .add_messages(back)
        .add_events(view.events.clone())
        .add_event(refused.to_event())
        .set_data(to_json_binary(&nothing)?))
}
