//! The roll-over: closes epochs that are over, decides and mints for each, and opens the next.

use ballast_api::events::{MintEvent, level_event};
use ballast_api::{CloseEpochResponse, ClosedEpoch as Announced, Params};
use ballast_economy::{Books, ClosedEpoch, EpochEnd, OpenEpoch, Rules};
use ballast_math::{Price, Tokens};
use cosmwasm_std::{CosmosMsg, DepsMut, Env, Event, Response};

use crate::clock::now;
use crate::error::ContractError;
use crate::state::{
    BEST_USAGE, BREAKER, Config, EPOCH_STATE, LEDGER, NEXT_PARAMS, OPEN, PARAMS, RECORDS, REWARD_POOLS,
    epoch_key,
};
use crate::watch::Sums;
use crate::{history, watch};

/// Epochs closed by one message at most. A longer backlog takes several messages.
pub const MAX_CLOSED_AT_ONCE: u32 = 32;

/// What a roll-over did.
pub struct RollOver {
    pub outcome: CloseEpochResponse,
    pub messages: Vec<CosmosMsg>,
    pub events: Vec<Event>,
    /// Whether it raised the breaker.
    pub tripped: bool,
    /// The epoch that is open after it.
    pub open: OpenEpoch,
}

impl RollOver {
    /// A response that begins with what the roll-over did.
    pub fn response(self, action: &'static str) -> Response {
        Response::new().add_attribute("action", action).add_messages(self.messages).add_events(self.events)
    }

    /// Takes note of an epoch that was closed.
    fn note(&mut self, closed: &ClosedEpoch, carried: Tokens, collateral_price: Option<Price>) {
        self.tripped |= !closed.transitions.is_empty();
        self.events.extend(closed.transitions.iter().map(level_event));
        self.events.push(MintEvent::new(&closed.record, carried, collateral_price).to_event());
        let decision = &closed.record.decision;
        self.outcome.closed.push(Announced {
            epoch: closed.record.epoch,
            granted: decision.granted,
            minted: decision.minted,
            binding: decision.binding,
        });
    }

    /// Errors when epochs are left to close: what follows needs the current one.
    pub fn up_to_date(self) -> Result<Self, ContractError> {
        match self.outcome.behind {
            0 => Ok(self),
            behind => Err(ContractError::EpochsBehind { behind }),
        }
    }
}

/// Closes at most `limit` epochs that are over.
pub fn roll(mut deps: DepsMut, env: &Env, config: &Config, limit: u32) -> Result<RollOver, ContractError> {
    let now = now(env);
    let open = OPEN.load(deps.storage)?;
    let behind = config.behind(open.epoch, now);
    let mut rolled = RollOver {
        outcome: CloseEpochResponse { closed: vec![], epoch: open.epoch, behind },
        messages: vec![],
        events: vec![],
        tripped: false,
        open,
    };
    if behind == 0 || limit == 0 {
        return Ok(rolled);
    }

    let mut params = PARAMS.load(deps.storage)?;
    let mut books = Books {
        state: EPOCH_STATE.load(deps.storage)?,
        breaker: BREAKER.load(deps.storage)?,
        best_usage: BEST_USAGE.load(deps.storage)?,
        ledger: LEDGER.load(deps.storage)?,
        open: rolled.open,
    };
    let sums = Sums::Known(&books.ledger, &books.open);
    let view = watch::observe(deps.branch(), env, config, &params, sums)?;
    rolled.events = view.events;
    rolled.tripped = view.tripped;
    books.breaker = view.breaker;
    let market = view.sight.market;
    let collateral_price = market.last.filter(|_| config.signals.collateral);

    let mut minted = Tokens::ZERO;
    for _ in 0..behind.min(limit.into()) {
        let end = EpochEnd::at(config.epoch_range(books.open.epoch)?, now, &market, config.decimals)?;
        let carried = books.ledger.carried;
        let closed = close(&mut deps, env, &mut books, &config.rules(&params), &end)?;
        if let Some(next) = adopt_next_params(&mut deps, &mut books)? {
            params = next;
        }
        minted = minted.plus(closed.record.decision.minted)?;
        rolled.note(&closed, carried, collateral_price);
    }
    // Only an epoch with work is granted anything, and only the first of a backlog had any: this is one epoch's mint.
    rolled.messages.extend(config.mode.mint(&env.contract.address, minted)?);
    rolled.outcome.epoch = books.open.epoch;
    rolled.outcome.behind = config.behind(books.open.epoch, now);

    EPOCH_STATE.save(deps.storage, &books.state)?;
    LEDGER.save(deps.storage, &books.ledger)?;
    OPEN.save(deps.storage, &books.open)?;
    rolled.open = books.open;
    BREAKER.save(deps.storage, &books.breaker)?;
    BEST_USAGE.save(deps.storage, &books.best_usage)?;
    Ok(rolled)
}

/// Closes the open epoch, and keeps what it leaves.
// A function of its own in the wasm too: chains refuse one with more than 100 local variables.
#[inline(never)]
fn close(
    deps: &mut DepsMut,
    env: &Env,
    books: &mut Books,
    rules: &Rules,
    end: &EpochEnd,
) -> Result<ClosedEpoch, ContractError> {
    let closed = books.close_epoch(rules, end)?;
    let key = epoch_key(closed.record.epoch);
    for transition in &closed.transitions {
        history::note_breaker(deps.storage, env, *transition)?;
    }
    if let Some(pool) = &closed.pool {
        REWARD_POOLS.save(deps.storage, &key, pool)?;
    }
    RECORDS.save(deps.storage, &key, &closed.record)?;
    Ok(closed)
}

/// An epoch uses the values that were in force during it: new ones start with the next.
fn adopt_next_params(deps: &mut DepsMut, books: &mut Books) -> Result<Option<Params>, ContractError> {
    let next = NEXT_PARAMS.may_load(deps.storage)?;
    if let Some(next) = &next {
        books.state.adopt(&next.policy);
        PARAMS.save(deps.storage, next)?;
        NEXT_PARAMS.remove(deps.storage);
    }
    Ok(next)
}
