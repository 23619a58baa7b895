use ballast_api::{Line, ShortfallReason};
use ballast_math::{Quote, Usd};
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use super::settlement::{LineError, Paid, Settlement};
use crate::books::Books;
use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::state::{CONFIG, PARAMS};
use crate::supply::Mode;
use crate::watch::{self, Sums};

pub fn settle(
    mut deps: DepsMut,
    env: Env,
    meter: Addr,
    batch: u64,
    lines: Vec<Line>,
) -> Result<Response, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    if let Mode::External { .. } = config.mode {
        return Err(ContractError::NotInMode { message: "settle", mode: config.mode.name() });
    }
    let rolled = roll(deps.branch(), &env, &config, MAX_CLOSED_AT_ONCE)?.up_to_date()?;
    let params = PARAMS.load(deps.storage)?;
    let books = Books::of(deps.storage, rolled.open.clone())?;
    let sums = Sums::Known(&books.ledger, &books.open);
    let sight = watch::observe(deps.branch(), &env, &config, &params, sums)?;
    let quote = sight.market.spot_quote(&config)?;

    let mut settlement = Settlement::open(
        &deps,
        (config, params),
        &env.contract.address,
        (&meter, batch, lines.len()),
        quote.map(Quote::price),
        books,
    )?;
    settlement.lines(&lines, |line| line, |settlement, line| pay(settlement, &deps, line, quote))?;
    let response = settlement.finish(deps, rolled, "settle")?;
    Ok(response.add_events(sight.events))
}

/// Pays one line as far as the tenant's authorisation, the meter's limit and the tenant's money go.
fn pay(
    settlement: &mut Settlement,
    deps: &DepsMut,
    line: &Line,
    quote: Option<Quote>,
) -> Result<Paid, LineError> {
    let mut parties = settlement.parties(deps, line)?;
    let tenant = &mut parties.tenant_record;
    let purse = tenant.purse();
    let meter = &mut settlement.meter;
    let Some(allowance) = tenant.allowance(meter.id).filter(|allowance| !allowance.usd_per_epoch.is_zero())
    else {
        return Err(ShortfallReason::Unauthorised.into());
    };

    let tenant_allows = allowance.usd_per_epoch.saturating_minus(allowance.spent);
    let meter_may = meter.usd_per_epoch.saturating_minus(meter.spent);
    let bill = line.usd.min(tenant_allows).min(meter_may);
    let limit =
        if tenant_allows <= meter_may { ShortfallReason::TenantLimit } else { ShortfallReason::MeterLimit };
    if bill.is_zero() {
        return Err(limit.into());
    }

    let (payment, purse) = settlement.params.policy.burn.pay(purse, bill, quote)?;
    let reason = match (payment.usd < bill, quote) {
        (false, _) => limit,
        (true, Some(_)) => ShortfallReason::Funds,
        (true, None) => ShortfallReason::NoPrice,
    };
    if payment.usd == Usd::ZERO {
        return Err(reason.into());
    }
    allowance.spent = allowance.spent.plus(payment.usd)?;
    let meter_spent = meter.spent.plus(payment.usd)?;
    tenant.deposit = purse.deposit;
    tenant.credits = purse.credits;
    settlement.book(line, parties, payment)?;
    settlement.meter.spent = meter_spent;
    Ok(Paid { usd: payment.usd, reason })
}
