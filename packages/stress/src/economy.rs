//! The contract's economy without its accounts: the same pure functions in the same order, so the same figures to the unit.
//!
//! Every method is a message of the contract, with the same name. What a message computes is not written here: it is
//! what `ballast_math` and `ballast_guardrails` say, as in the contract. That both agree is a test, over every preset
//! (`packages/stress/tests/exactness.rs`).

mod look;
mod money;

use ballast_guardrails::{Closed, HighWater, Watch};
use ballast_math::{
    Decision, EpochId, EpochInputs, EpochState, Fine, Level, MathError, Pot, Price, Quote, Seconds, Tokens,
    Twap, Usd,
};

pub use look::Sight;
pub use money::{CROWD, Line, PARTIES, Provider, Tenant, WHALE};

use crate::hours::Hours;
use crate::network::Network;

/// Sums of the open epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Open {
    epoch: EpochId,
    burned: Tokens,
    usd_settled: Usd,
    gpu_seconds: u64,
    weight: u128,
    meter_spent: Usd,
}

/// What closing an epoch decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Which.
    pub epoch: EpochId,
    /// Tokens that burned in it.
    pub burned: Tokens,
    /// USD settled in it.
    pub usd_settled: Usd,
    /// The price for the value-linked part.
    pub price: Option<Price>,
    /// The level that decided.
    pub level: Level,
    /// What was decided.
    pub decision: Decision,
    /// Supply after it.
    pub supply: Tokens,
    /// Smoothed burn after it.
    pub smoothed_burn: Fine,
    /// Smoothed mint after it.
    pub smoothed_mint: Fine,
}

/// A network's economy, message by message.
#[derive(Debug, Clone)]
pub struct Economy<'n> {
    network: &'n Network,
    state: EpochState,
    watch: Watch,
    best: HighWater<Fine>,
    twap: Option<Twap>,
    hours: Hours,
    feed: Option<(Price, Seconds)>,
    open: Open,
    tenants: [Tenant; PARTIES],
    providers: [Provider; PARTIES],
    /// Grants that were not taken in full yet: a provider's work waits in one at most.
    pots: [Option<(EpochId, Pot)>; PARTIES],
    carried: Tokens,
    trips: u32,
    /// What the last look saw, while another one at the same time would see the same and change nothing.
    seen: Option<(Seconds, Sight)>,
}

impl<'n> Economy<'n> {
    /// A network at its instantiation; `authorised` is what each tenant lets the meter take in an epoch.
    #[must_use]
    pub fn new(network: &'n Network, authorised: [Usd; PARTIES]) -> Self {
        let state = EpochState::new(&network.policy, network.supply, network.emission_budget, network.window);
        Self {
            network,
            state,
            watch: Watch::default(),
            best: HighWater::default(),
            twap: None,
            hours: Hours::default(),
            feed: None,
            open: Open::default(),
            tenants: authorised.map(|authorised| Tenant { authorised, ..Tenant::default() }),
            providers: [Provider::default(); PARTIES],
            pots: [None; PARTIES],
            carried: Tokens::ZERO,
            trips: 0,
            seen: None,
        }
    }

    /// The network.
    #[must_use]
    pub const fn network(&self) -> &'n Network {
        self.network
    }

    /// What the economy remembers from epoch to epoch.
    #[must_use]
    pub const fn state(&self) -> &EpochState {
        &self.state
    }

    /// What the breaker remembers from message to message.
    #[must_use]
    pub const fn watch(&self) -> &Watch {
        &self.watch
    }

    /// How often the level rose.
    #[must_use]
    pub const fn trips(&self) -> u32 {
        self.trips
    }

    /// How many epochs are over and not closed.
    #[must_use]
    pub const fn behind(&self, now: Seconds) -> u64 {
        let current = now.saturating_sub(self.network.genesis) / self.network.epoch_length;
        current.saturating_sub(self.open.epoch)
    }

    /// Closes every epoch that is over, and tells of each.
    pub fn close_epoch(&mut self, now: Seconds, mut tell: impl FnMut(&Outcome)) -> Result<(), MathError> {
        let behind = self.behind(now);
        if behind == 0 {
            return Ok(());
        }
        let sight = self.look(now)?;
        // What the value-linked mint is priced at: the higher of spot and average, which mints less.
        let price = sight.usable.map(|spot| spot.max(sight.average.unwrap_or(spot)));
        let quote = price.map(|price| self.network.quote(price)).transpose()?;
        // What the collateral is looked at with: the last price known, usable or not.
        let last = self.twap.filter(|_| self.network.signals.collateral).map(|twap| twap.price);
        let last = last.map(|price| self.network.quote(price)).transpose()?;
        for _ in 0..behind {
            tell(&self.close_one(now, quote, last)?);
        }
        Ok(())
    }

    fn close_one(
        &mut self,
        now: Seconds,
        quote: Option<Quote>,
        last: Option<Quote>,
    ) -> Result<Outcome, MathError> {
        let prepaid = last.map(|last| (self.credits(), last));
        let Open { epoch, burned, usd_settled, gpu_seconds, weight, .. } = self.open;
        let inputs = EpochInputs {
            span: self.network.span(epoch)?,
            burned,
            retired: Tokens::ZERO,
            usd_settled,
            gpu_seconds,
            weight,
            quote,
            level: Level::Normal,
            reserve: None,
            carried: self.carried,
        };
        let Closed { decision, level, transitions } = self.watch.close_epoch(
            &self.network.rules(prepaid),
            &mut self.state,
            &mut self.best,
            epoch,
            now,
            &inputs,
        )?;
        self.trips += u32::try_from(transitions.len()).unwrap_or(u32::MAX);
        self.seen = None;
        self.carried = self.carried.minus(decision.carried_in)?;
        if let Some(pot) = Pot::new(decision.granted, weight)
            && let Some(free) = self.pots.iter_mut().find(|place| place.is_none())
        {
            *free = Some((epoch, pot));
        }
        self.open = Open { epoch: epoch.saturating_add(1), ..Open::default() };
        for tenant in &mut self.tenants {
            tenant.spent = Usd::ZERO;
        }
        Ok(Outcome {
            epoch,
            burned,
            usd_settled,
            price: quote.map(Quote::price),
            level,
            decision,
            supply: self.state.supply,
            smoothed_burn: self.state.smoothed_burn,
            smoothed_mint: self.state.smoothed_mint,
        })
    }
}
