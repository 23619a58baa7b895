//! The breaker in the contract: every message that matters looks at the market first, and so moves the level.

use ballast_api::Params;
use ballast_guardrails::{Guard, Watch};
use ballast_math::Level;
use cosmwasm_std::{Deps, DepsMut, Env, Event};

use crate::error::ContractError;
use crate::events;
use crate::history;
use crate::price::Market;
use crate::state::{Config, WATCH};

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

/// Looks at the market, takes note of the price and moves the breaker.
pub fn observe(
    mut deps: DepsMut,
    env: &Env,
    config: &Config,
    params: &Params,
) -> Result<Sight, ContractError> {
    let market = Market::observe(deps.branch(), env, &params.price)?;
    let before = WATCH.load(deps.storage)?;
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
        sight.events.push(events::breaker(&transition));
        history::note_breaker(deps.storage, env, transition)?;
    }
    Ok(sight)
}

/// What looking now would see, without taking note of anything.
pub fn peek(deps: Deps, env: &Env, config: &Config, params: &Params) -> Result<Sight, ContractError> {
    let market = Market::read(deps, env, &params.price)?;
    let mut watch = WATCH.load(deps.storage)?;
    let now = env.block.time.seconds();
    watch.observe(now, &market.quotation, &params.breaker, config.signals)?;
    Ok(Sight { market, watch, tripped: false, events: vec![] })
}
