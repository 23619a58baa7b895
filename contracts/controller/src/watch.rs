//! The breaker in the contract: every message that matters looks at the market first, and so moves the level.

use ballast_api::Params;
use ballast_api::events::level_event;
use ballast_economy::{BreakerState, Lack, Ledger, OpenEpoch, Sight};
use ballast_guardrails::Level;
use ballast_math::MathError;
use cosmwasm_std::{Deps, DepsMut, Env, Event, Storage};

use crate::clock::now;
use crate::error::ContractError;
use crate::history;
use crate::price::Quotation;
use crate::state::{BREAKER, Config, LEDGER, OPEN};

/// What a message sees when it looks.
pub struct View {
    pub quotation: Quotation,
    pub sight: Sight,
    pub breaker: BreakerState,
    /// Whether looking raised the level. A message that is then refused must not take the trip back with it.
    pub tripped: bool,
    pub events: Vec<Event>,
}

impl View {
    pub fn level(&self) -> Level {
        self.breaker.breaker.level()
    }

    /// What is lacking so badly that it holds the breaker up, as the registry must know it.
    pub fn lacking(&self, env: &Env, config: &Config, params: &Params) -> Result<Vec<Lack>, MathError> {
        let now = now(env);
        self.breaker.lacking(now, &self.sight, &params.breaker, config.signals)
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
) -> Result<View, ContractError> {
    let quotation = Quotation::observe(deps.branch(), env, &params.price)?;
    let before = BREAKER.load(deps.storage)?;
    let sight = sight(deps.storage, config, params, &quotation, sums, &before)?;
    let mut breaker = before.clone();
    let now = now(env);
    let transition = breaker.observe(now, &sight, &params.breaker, config.signals)?;
    // Most looks find nothing new: then nothing is written.
    if breaker != before {
        BREAKER.save(deps.storage, &breaker)?;
    }
    let mut view = View { quotation, sight, breaker, tripped: false, events: vec![] };
    if let Some(transition) = transition {
        view.tripped = transition.to > transition.from;
        view.events.push(level_event(&transition));
        history::note_breaker(deps.storage, env, transition)?;
    }
    Ok(view)
}

/// What looking now would see, without taking note of anything.
pub fn peek(deps: Deps, env: &Env, config: &Config, params: &Params) -> Result<View, ContractError> {
    let quotation = Quotation::read(deps, env, &params.price)?;
    let mut breaker = BREAKER.load(deps.storage)?;
    let sight = sight(deps.storage, config, params, &quotation, Sums::Stored, &breaker)?;
    breaker.observe(now(env), &sight, &params.breaker, config.signals)?;
    Ok(View { quotation, sight, breaker, tripped: false, events: vec![] })
}

/// The market, and what outstanding credits lack at the last price known. The latter costs nothing in networks that do not
/// look at it.
fn sight(
    storage: &dyn Storage,
    config: &Config,
    params: &Params,
    quotation: &Quotation,
    sums: Sums,
    breaker: &BreakerState,
) -> Result<Sight, ContractError> {
    Sight::of(quotation.market, config.signals, config.decimals, |quote| {
        let shortfall = |ledger: &Ledger, open: &OpenEpoch| {
            breaker.shortfall(&params.policy, ledger, open, config.initial_supply, quote)
        };
        Ok(match sums {
            Sums::Known(ledger, open) => shortfall(ledger, open)?,
            Sums::Stored => shortfall(&LEDGER.load(storage)?, &OPEN.load(storage)?)?,
        })
    })
}
