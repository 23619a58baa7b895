//! The breaker in the contract: every message that matters looks at the market first, and so moves the level.

use ballast_api::Params;
use ballast_api::events::level_event;
use ballast_guardrails::{Guard, Watch};
use ballast_math::{Level, MathError, Outstanding, Ratio};
use cosmwasm_std::{Deps, DepsMut, Env, Event, Storage};

use crate::error::ContractError;
use crate::history;
use crate::price::Market;
use crate::state::{Config, LEDGER, Ledger, OPEN, OpenEpoch, WATCH};

/// What a message sees when it looks.
pub struct Sight {
    pub market: Market,
    pub watch: Watch,
    /// Whether looking raised the level. A message that is then refused must not take the trip back with it.
    pub tripped: bool,
    pub events: Vec<Event>,
}

impl Sight {
    pub fn level(&self) -> Level {
        self.watch.breaker.level()
    }

    /// The breaker as the registry must know it.
    pub fn guard(&self, config: &Config, params: &Params) -> Guard {
        self.watch.guard(&self.market.quotation, &params.breaker, config.signals)
    }
}

/// The sums that the collateral is read from.
#[derive(Clone, Copy)]
pub enum Sums<'a> {
    /// The message has read them already.
    Known(&'a Ledger, &'a OpenEpoch),
    /// They are read where the signal is on.
    Stored,
}

/// Looks at the market, takes note of the price and moves the breaker.
pub fn observe(
    mut deps: DepsMut,
    env: &Env,
    config: &Config,
    params: &Params,
    sums: Sums,
) -> Result<Sight, ContractError> {
    let mut market = Market::observe(deps.branch(), env, &params.price)?;
    let before = WATCH.load(deps.storage)?;
    market.quotation.shortfall = shortfall(deps.storage, config, params, &market, sums, &before)?;
    let mut watch = before.clone();
    let now = env.block.time.seconds();
    let transition = watch.observe(now, &market.quotation, &params.breaker, config.signals)?;
    // Most looks find nothing new: then nothing is written.
    if watch != before {
        WATCH.save(deps.storage, &watch)?;
    }
    let mut sight = Sight { market, watch, tripped: false, events: vec![] };
    if let Some(transition) = transition {
        sight.tripped = transition.to > transition.from;
        sight.events.push(level_event(&transition));
        history::note_breaker(deps.storage, env, transition)?;
    }
    Ok(sight)
}

/// What looking now would see, without taking note of anything.
pub fn peek(deps: Deps, env: &Env, config: &Config, params: &Params) -> Result<Sight, ContractError> {
    let mut market = Market::read(deps, env, &params.price)?;
    let mut watch = WATCH.load(deps.storage)?;
    market.quotation.shortfall = shortfall(deps.storage, config, params, &market, Sums::Stored, &watch)?;
    let now = env.block.time.seconds();
    watch.observe(now, &market.quotation, &params.breaker, config.signals)?;
    Ok(Sight { market, watch, tripped: false, events: vec![] })
}

/// What outstanding credits lack at the last price known. Costs nothing in networks that do not look at it.
fn shortfall(
    storage: &dyn Storage,
    config: &Config,
    params: &Params,
    market: &Market,
    sums: Sums,
    watch: &Watch,
) -> Result<Option<Ratio>, ContractError> {
    let Some(price) = market.quotation.price.filter(|_| config.signals.collateral) else {
        return Ok(None);
    };
    let of = |ledger: &Ledger, open: &OpenEpoch| -> Result<_, MathError> {
        Ok(Outstanding {
            credits: ledger.prepaid(),
            remint_credit: watch.remint_credit,
            burned: open.burned,
            usd_settled: open.usd_settled,
            level: watch.breaker.peak(),
            supply: ledger.supply(config.initial_supply)?,
        })
    };
    let outstanding = match sums {
        Sums::Known(ledger, open) => of(ledger, open)?,
        Sums::Stored => of(&LEDGER.load(storage)?, &OPEN.load(storage)?)?,
    };
    Ok(params.policy.collateral_shortfall(&outstanding, config.quote(price)?)?)
}
