//! The roll-over: closes epochs that are over, decides and mints for each, and opens the next.

use ballast_api::events::{MintEvent, level_event};
use ballast_api::{CloseEpochResponse, ClosedEpoch, EpochRecord, Params};
use ballast_guardrails::{Closed, HighWater, Rules, Watch};
use ballast_math::{Decision, EpochInputs, EpochState, Fine, Level, Pot, Quote, Span, Tokens};
use cosmwasm_std::{CosmosMsg, DepsMut, Env, Event, Response};

use crate::error::ContractError;
use crate::state::{
    BEST_USAGE, Config, EPOCH_STATE, EpochPot, LEDGER, Ledger, NEXT_PARAMS, OPEN, OpenEpoch, PARAMS, POTS,
    RECORDS, WATCH, epoch_key,
};
use crate::supply::Mode;
use crate::watch::Sums;
use crate::{history, watch};

/// Epochs closed by one message at most. A longer backlog takes several messages.
pub const MAX_CLOSED_AT_ONCE: u32 = 32;

/// What a roll-over did.
pub struct Rolled {
    pub outcome: CloseEpochResponse,
    pub messages: Vec<CosmosMsg>,
    pub events: Vec<Event>,
    /// Whether it raised the breaker.
    pub tripped: bool,
    /// The epoch that is open after it.
    pub open: OpenEpoch,
}

impl Rolled {
    /// A response that begins with what the roll-over did.
    pub fn response(self, action: &'static str) -> Response {
        Response::new().add_attribute("action", action).add_messages(self.messages).add_events(self.events)
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
pub fn roll(mut deps: DepsMut, env: &Env, config: &Config, limit: u32) -> Result<Rolled, ContractError> {
    let now = env.block.time.seconds();
    let open = OPEN.load(deps.storage)?;
    let behind = config.behind(open.epoch, now);
    let mut rolled = Rolled {
        outcome: CloseEpochResponse { closed: vec![], epoch: open.epoch, behind },
        messages: vec![],
        events: vec![],
        tripped: false,
        open,
    };
    if behind == 0 || limit == 0 {
        return Ok(rolled);
    }

    let params = PARAMS.load(deps.storage)?;
    let ledger = LEDGER.load(deps.storage)?;
    let sums = Sums::Known(&ledger, &rolled.open);
    let sight = watch::observe(deps.branch(), env, config, &params, sums)?;
    rolled.events = sight.events;
    rolled.tripped = sight.tripped;
    let mut closing = Closing {
        quote: sight.market.mint_quote(config)?,
        last: sight.market.quotation.price.map(|price| config.quote(price)).transpose()?,
        state: EPOCH_STATE.load(deps.storage)?,
        ledger,
        watch: WATCH.load(deps.storage)?,
        best: BEST_USAGE.load(deps.storage)?,
        config,
        env,
        params,
        open: rolled.open.clone(),
    };
    let mut minted = Tokens::ZERO;
    for _ in 0..behind.min(limit.into()) {
        let record = closing.close(&mut deps, &mut rolled)?;
        minted = minted.plus(record.minted)?;
        rolled.events.push(MintEvent::from(&record).to_event());
        rolled.outcome.closed.push(ClosedEpoch {
            epoch: record.epoch,
            granted: record.granted,
            minted: record.minted,
            binding: record.binding,
        });
    }
    // Only an epoch with work is granted anything, and only the first of a backlog had any: this is one epoch's mint.
    rolled.messages.extend(closing.config.mode.mint(&env.contract.address, minted)?);
    rolled.outcome.epoch = closing.open.epoch;
    rolled.outcome.behind = closing.config.behind(closing.open.epoch, now);

    EPOCH_STATE.save(deps.storage, &closing.state)?;
    LEDGER.save(deps.storage, &closing.ledger)?;
    OPEN.save(deps.storage, &closing.open)?;
    rolled.open = closing.open;
    WATCH.save(deps.storage, &closing.watch)?;
    BEST_USAGE.save(deps.storage, &closing.best)?;
    Ok(rolled)
}

/// Everything that closing an epoch reads and changes.
struct Closing<'a> {
    config: &'a Config,
    env: &'a Env,
    params: Params,
    /// What the value-linked mint is priced at.
    quote: Option<Quote>,
    /// The last price known, which the breaker looks at.
    last: Option<Quote>,
    watch: Watch,
    best: HighWater<Fine>,
    state: EpochState,
    ledger: Ledger,
    open: OpenEpoch,
}

impl Closing<'_> {
    // A function of its own in the wasm too: chains refuse one with more than 100 local variables.
    #[inline(never)]
    fn close(&mut self, deps: &mut DepsMut, rolled: &mut Rolled) -> Result<EpochRecord, ContractError> {
        let span = self.config.span(self.open.epoch)?;
        let inputs = self.inputs(span);
        let rules = Rules {
            policy: &self.params.policy,
            breaker: &self.params.breaker,
            signals: self.config.signals,
            prepaid: self.last.map(|last| (self.ledger.prepaid(), last)),
        };
        let (epoch, now) = (self.open.epoch, self.env.block.time.seconds());
        let Closed { decision, level, transitions } =
            self.watch.close_epoch(&rules, &mut self.state, &mut self.best, epoch, now, &inputs)?;
        self.book(&decision)?;
        for transition in transitions {
            rolled.tripped = true;
            rolled.events.push(level_event(&transition));
            history::note_breaker(deps.storage, self.env, transition)?;
        }

        if let Some(pot) = Pot::new(decision.granted, self.open.weight) {
            let pot = EpochPot { pot, rules: self.params.policy.reward };
            POTS.save(deps.storage, &epoch_key(self.open.epoch), &pot)?;
        }
        let record = self.record(span, level, &decision);
        RECORDS.save(deps.storage, &epoch_key(self.open.epoch), &record)?;
        self.open = OpenEpoch { epoch: self.open.epoch.saturating_add(1), ..OpenEpoch::default() };
        self.adopt_next_params(deps)?;
        Ok(record)
    }

    fn inputs(&self, span: Span) -> EpochInputs {
        EpochInputs {
            span,
            burned: self.open.burned,
            retired: self.open.retired,
            usd_settled: self.open.usd_settled,
            gpu_seconds: self.open.gpu_seconds,
            weight: self.open.weight,
            quote: self.quote,
            // The breaker puts in the level that it finds.
            level: Level::Normal,
            reserve: matches!(self.config.mode, Mode::Reserve { .. }).then_some(self.ledger.reserve),
            carried: self.ledger.carried,
        }
    }

    fn book(&mut self, decision: &Decision) -> Result<(), ContractError> {
        let ledger = &mut self.ledger;
        ledger.payable = ledger.payable.plus(decision.granted)?;
        ledger.carried = ledger.carried.minus(decision.carried_in)?;
        ledger.total_minted = ledger.total_minted.plus(decision.minted)?;
        match self.config.mode {
            Mode::Reserve { .. } => ledger.reserve = ledger.reserve.minus(decision.minted)?,
            Mode::External { .. } => ledger.awaiting_mint = ledger.awaiting_mint.plus(decision.minted)?,
            Mode::TokenFactory { .. } | Mode::Cw20 { .. } => {}
        }
        Ok(())
    }

    #[inline(never)]
    fn record(&self, span: Span, level: Level, decision: &Decision) -> EpochRecord {
        EpochRecord {
            epoch: self.open.epoch,
            start: span.start,
            end: span.end,
            level,
            price: self.quote.map(Quote::price),
            rho: decision.rho,
            smoothed_burn: self.state.smoothed_burn,
            usd_settled: self.open.usd_settled,
            gpu_seconds: self.open.gpu_seconds,
            burned: self.open.burned,
            direct_pay: self.open.direct_pay,
            requested: decision.request,
            caps: decision.caps,
            granted: decision.granted,
            minted: decision.minted,
            from_budget: decision.from_budget,
            binding: decision.binding,
            weight: self.open.weight,
            supply: self.state.supply,
            budget_left: self.state.budget_left,
            total_burned: self.ledger.total_burned,
            total_minted: self.ledger.total_minted,
            net_emission: decision.net_emission,
            demand: self.open.demand,
        }
    }

    /// An epoch uses the values that were in force during it: new ones start with the next.
    fn adopt_next_params(&mut self, deps: &mut DepsMut) -> Result<(), ContractError> {
        if let Some(next) = NEXT_PARAMS.may_load(deps.storage)? {
            self.state.adopt(&next.policy);
            PARAMS.save(deps.storage, &next)?;
            NEXT_PARAMS.remove(deps.storage);
            self.params = next;
        }
        Ok(())
    }
}
