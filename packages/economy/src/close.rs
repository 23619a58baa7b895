//! The close of an epoch: the order of its steps, for the contract, the lab and the audit alike.

use ballast_guardrails::{Breaker, HighWater, Level, Reading, Thresholds, Transition};
use ballast_math::{
    EpochId, HighPrecisionAmount, MathError, Policy, Quote, Ratio, RewardPool, TimeRange, Timestamp,
};

use crate::breaker::BreakerState;
use crate::draft::{Closing, EpochInputs};
use crate::ledger::{Issuance, Ledger};
use crate::market::Market;
use crate::open::OpenEpoch;
use crate::record::EpochRecord;
use crate::share::EpochPool;
use crate::signal::{BreakerPolicy, Signal, Signals, collateral, coverage, usage};
use crate::state::EpochState;

/// The rules that an epoch is closed by.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// What burns and what is minted: the policy that was in force during the epoch.
    pub policy: &'a Policy,
    /// When the breaker trips.
    pub breaker: &'a BreakerPolicy,
    /// What it looks at.
    pub signals: Signals,
    /// Where the tokens of the grant come from.
    pub issuance: Issuance,
}

/// When an epoch was, when it is closed, and the prices at that end.
#[derive(Debug, Clone, Copy)]
pub struct EpochEnd {
    /// When the epoch was.
    pub range: TimeRange,
    /// UNIX time of the close.
    pub now: Timestamp,
    /// The price for the value-linked part, if there is a usable one.
    pub mint_quote: Option<Quote>,
    /// The price that outstanding credits are looked at with: the last one known, usable or not. None before the first.
    pub last_quote: Option<Quote>,
}

impl EpochEnd {
    /// The end of an epoch that is closed in this market.
    #[inline]
    pub fn at(range: TimeRange, now: Timestamp, market: &Market, decimals: u8) -> Result<Self, MathError> {
        let (mint_quote, last_quote) = (market.mint_quote(decimals)?, market.last_quote(decimals)?);
        Ok(Self { range, now, mint_quote, last_quote })
    }
}

/// Everything that closing an epoch changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// What the economy remembers from epoch to epoch.
    pub state: EpochState,
    /// What the breaker remembers.
    pub breaker: BreakerState,
    /// The reference of the usage.
    pub best_usage: HighWater<HighPrecisionAmount>,
    /// What is owed to whom, in sum.
    pub ledger: Ledger,
    /// The open epoch.
    pub open: OpenEpoch,
}

/// An epoch that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedEpoch {
    /// What it leaves for ever.
    pub record: EpochRecord,
    /// What its providers share; none where there is nothing to share.
    pub pool: Option<EpochPool>,
    /// The breaker's moves at the close, upwards only.
    pub transitions: Vec<Transition<Signal>>,
}

/// A close that was worked out under the breaker and not yet taken into the books.
struct CloseDecision {
    closing: Closing,
    level: Level,
    breaker: BreakerState,
    transitions: Vec<Transition<Signal>>,
}

impl Books {
    /// Closes the open epoch and opens the next.
    ///
    /// The level that decides is the highest since the last close: what tripped during the epoch counts for it, even if
    /// it recovered before the close. The epoch's own burn counts for the usage before the mint is decided; and when the
    /// mint would leave a coverage, or a collateral, that calls for a higher level, it is decided again at that level, so
    /// that after every mint the level is one that allowed it.
    ///
    /// Errors only when amounts do not fit 128 bits; nothing is changed then.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn close_epoch(&mut self, rules: &Rules, end: &EpochEnd) -> Result<ClosedEpoch, MathError> {
        let inputs = self.inputs(rules, end);
        let CloseDecision { closing, level, breaker, transitions } = self.decide(rules, end, &inputs)?;
        let ledger = self.ledger.granted(&closing.decision, rules.issuance)?;

        // From here on nothing can fail.
        let window = usage::window(rules.breaker);
        self.best_usage.push(self.open.epoch, closing.smoothed_burn, window);
        self.state.take(&closing);
        (self.ledger, self.breaker) = (ledger, breaker);
        let record = self.record(end, level, &closing);
        let pool = RewardPool::new(closing.decision.granted, self.open.weight);
        let pool = pool.map(|pool| EpochPool { pool, rules: rules.policy.reward });
        self.open = self.open.next();
        Ok(ClosedEpoch { record, pool, transitions })
    }

    fn inputs(&self, rules: &Rules, end: &EpochEnd) -> EpochInputs {
        EpochInputs {
            range: end.range,
            burned: self.open.burned,
            retired: self.open.retired,
            usd_settled: self.open.usd_settled,
            gpu_seconds: self.open.gpu_seconds,
            weight: self.open.weight,
            quote: end.mint_quote,
            reserve: self.ledger.available(rules.issuance),
            carried: self.ledger.carried,
        }
    }

    #[cfg_attr(not(target_family = "wasm"), inline)]
    fn decide(
        &self,
        rules: &Rules,
        end: &EpochEnd,
        inputs: &EpochInputs,
    ) -> Result<CloseDecision, MathError> {
        let Rules { policy, breaker: thresholds, signals, .. } = *rules;
        let mut after = self.breaker.clone();
        let mut transitions = vec![];
        let mut raise = |breaker: &mut Breaker, signal, drawdown: Ratio, thresholds: Thresholds| {
            let (raised, transition) = breaker.raise(end.now, &Reading { signal, drawdown, thresholds });
            *breaker = raised;
            transitions.extend(transition);
        };

        let draft = self.state.draft(policy, inputs)?;
        let window = usage::window(thresholds);
        after.usage = usage::drawdown_at_close(&self.best_usage, self.epoch(), draft.smoothed_burn, window)?;
        if signals.usage {
            raise(&mut after.breaker, Signal::Usage, after.usage, thresholds.usage);
        }
        let prepaid = end.last_quote.map(|quote| (self.ledger.prepaid(), quote));
        let mut level = after.breaker.take_peak();
        loop {
            let closing = draft.at(level)?;
            after.coverage = coverage::drawdown_at_close(&closing)?;
            if signals.coverage {
                raise(&mut after.breaker, Signal::Coverage, after.coverage, thresholds.coverage);
            }
            if signals.collateral {
                after.remint_credit = closing.remint_credit;
                if let Some(shortfall) = collateral::drawdown_at_close(policy, &closing, prepaid)? {
                    raise(&mut after.breaker, Signal::Collateral, shortfall, thresholds.collateral);
                }
            }
            // Levels only rise, so this ends after three rounds at most.
            if after.breaker.level() <= level {
                return Ok(CloseDecision { closing, level, breaker: after, transitions });
            }
            level = after.breaker.level();
        }
    }

    const fn epoch(&self) -> EpochId {
        self.open.epoch
    }

    /// The record of the open epoch, when its close is in the books already.
    fn record(&self, end: &EpochEnd, level: Level, closing: &Closing) -> EpochRecord {
        EpochRecord {
            epoch: self.open.epoch,
            start: end.range.start,
            end: end.range.end,
            level,
            price: end.mint_quote.map(Quote::price),
            rho: closing.rho,
            smoothed_burn: closing.smoothed_burn,
            usd_settled: self.open.usd_settled,
            gpu_seconds: self.open.gpu_seconds,
            burned: self.open.burned,
            direct_pay: self.open.direct_pay,
            decision: closing.decision,
            weight: self.open.weight,
            supply: closing.supply,
            budget_left: self.state.budget_left,
            total_burned: self.ledger.total_burned,
            total_minted: self.ledger.total_minted,
            net_emission: closing.net_emission,
            demand: self.open.demand,
        }
    }
}
