//! What an observation does to the breaker of a burn-mint economy.

use ballast_guardrails::Transition;
use ballast_math::{MathError, OutstandingCredits, Policy, Quote, Ratio, Timestamp, Tokens};

use crate::breaker::BreakerState;
use crate::ledger::Ledger;
use crate::level::breaker_factor;
use crate::market::Market;
use crate::open::OpenEpoch;
use crate::signal::{BreakerPolicy, Lack, Signal, SignalInputs, SignalStatus, Signals};

/// What an observation sees: the market, and what outstanding credits lack at the last price known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The market.
    pub market: Market,
    /// The part of what outstanding credits promise that could not be re-minted ([`BreakerState::shortfall`]); none where the
    /// signal is off, nothing is promised or there never was a price.
    pub shortfall: Option<Ratio>,
}

impl Sight {
    /// The market, and what credits lack, which is worked out where the network looks at it and there ever was a price.
    #[inline]
    pub fn of<E: From<MathError>>(
        market: Market,
        signals: Signals,
        decimals: u8,
        shortfall: impl FnOnce(Quote) -> Result<Option<Ratio>, E>,
    ) -> Result<Self, E> {
        let quote = if signals.collateral { market.last_quote(decimals)? } else { None };
        Ok(Self { market, shortfall: quote.map_or(Ok(None), shortfall)? })
    }
}

impl BreakerState {
    /// What outstanding credits lack in the middle of an epoch, at a price.
    ///
    /// `initial_supply` is the supply at the start of the books. Rounding and errors as
    /// [`Policy::collateral_shortfall`].
    pub fn shortfall(
        &self,
        policy: &Policy,
        ledger: &Ledger,
        open: &OpenEpoch,
        initial_supply: Tokens,
        quote: Quote,
    ) -> Result<Option<Ratio>, MathError> {
        let outstanding = OutstandingCredits {
            credits: ledger.prepaid(),
            remint_credit: self.remint_credit,
            burned: open.burned,
            usd_settled: open.usd_settled,
            breaker: breaker_factor(&policy.mint.breaker, self.breaker.peak()),
            supply: ledger.supply(initial_supply)?,
        };
        policy.collateral_shortfall(&outstanding, quote)
    }

    const fn look<'a>(&'a self, sight: &'a Sight, now: Timestamp) -> SignalInputs<'a> {
        SignalInputs { memory: self, market: &sight.market, shortfall: sight.shortfall, now }
    }

    /// Takes note of the price and moves the breaker: up at once, or down one level when it is time.
    ///
    /// Errors only when amounts do not fit; the state is then to be thrown away.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn observe(
        &mut self,
        now: Timestamp,
        sight: &Sight,
        policy: &BreakerPolicy,
        signals: Signals,
    ) -> Result<Option<Transition<Signal>>, MathError> {
        if let Some(point) = sight.market.point {
            self.price.note(point, sight.market.usable().is_some());
        }
        let observation = self.look(sight, now).observation(policy, signals)?;
        let (breaker, transition) =
            self.breaker.observe(now, &observation, &policy.recovery, Signal::Guardian);
        self.breaker = breaker;
        Ok(transition)
    }

    /// What holds the breaker at level 2 or above by being lacking, after an observation.
    pub fn lacking(
        &self,
        now: Timestamp,
        sight: &Sight,
        policy: &BreakerPolicy,
        signals: Signals,
    ) -> Result<Vec<Lack>, MathError> {
        self.look(sight, now).lacking(policy, signals)
    }

    /// Every signal as it is now, after an observation.
    pub fn signals(
        &self,
        now: Timestamp,
        sight: &Sight,
        policy: &BreakerPolicy,
        signals: Signals,
    ) -> Result<Vec<SignalStatus>, MathError> {
        self.look(sight, now).signals(policy, signals)
    }
}
