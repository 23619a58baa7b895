use ballast_api::Line;
use ballast_math::Quote;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use super::settlement::{Batch, Settlement};
use crate::epoch::{MAX_CLOSED_AT_ONCE, roll};
use crate::error::ContractError;
use crate::state::{CONFIG, PARAMS};
use crate::watch::{self, Sums};
use crate::working_set::WorkingSet;

pub fn settle(
    mut deps: DepsMut,
    env: Env,
    meter: Addr,
    batch: u64,
    lines: Vec<Line>,
) -> Result<Response, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    config.mode.require("settle", !config.mode.is_external())?;
    let rolled = roll(deps.branch(), &env, &config, MAX_CLOSED_AT_ONCE)?.up_to_date()?;
    let params = PARAMS.load(deps.storage)?;
    let books = WorkingSet::of(deps.storage, rolled.open)?;
    let sums = Sums::Known(&books.ledger, &books.open);
    let view = watch::observe(deps.branch(), &env, &config, &params, sums)?;
    let quote = view.sight.market.bill_quote(config.decimals)?;

    let mut settlement = Settlement::open(
        &deps,
        config,
        params,
        &env.contract.address,
        Batch { meter: &meter, number: batch, lines: lines.len() },
        quote.map(Quote::price),
        books,
    )?;
    settlement.lines(
        &lines,
        |line| line,
        |settlement, line| {
            let accounts = settlement.accounts(&deps, line)?;
            settlement.step(line, accounts, |sums, policy, parties, delivery| {
                sums.settle(policy, parties, delivery, quote)
            })
        },
    )?;
    let response = settlement.finish(deps, rolled, "settle")?;
    Ok(response.add_events(view.events))
}
