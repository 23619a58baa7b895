//! What is counted during a run. Divisions wait for its end: this is called for every epoch of millions.

use ballast_economy::keeps_promise;
use ballast_guardrails::Level;
use ballast_math::{Flow, ONE, Price, Quote, SignedRatio, Usd};

use crate::economy::{Economy, Outcome, WHALE};
use crate::measures::{MAX, Run, difference, parts, share};

/// Sums and extremes so far.
#[derive(Debug, Clone)]
pub struct Counts {
    window: u32,
    demand: u128,
    settled: u128,
    minted: u128,
    burned: u128,
    granted_usd: u128,
    epochs: u32,
    restricted: u32,
    broken: u32,
    worst_net_emission: SignedRatio,
    price: Drawdown,
    burn: Drawdown,
}

impl Counts {
    /// Nothing yet; net emission counts once the window of so many epochs is full.
    pub fn new(window: u32) -> Self {
        Self {
            window,
            demand: 0,
            settled: 0,
            minted: 0,
            burned: 0,
            granted_usd: 0,
            epochs: 0,
            restricted: 0,
            broken: 0,
            worst_net_emission: SignedRatio::from_atomics(i128::MIN),
            price: Drawdown::default(),
            burn: Drawdown::default(),
        }
    }

    /// The market of an epoch, whatever becomes of it.
    pub fn see_market(&mut self, price: Price, demand: Usd) {
        self.price.see(price.atomics());
        self.demand = self.demand.saturating_add(demand.get());
    }

    /// A closed epoch, its grant valued at the price of the market.
    pub fn see_epoch(&mut self, outcome: &Outcome, quote: Quote) {
        let record = &outcome.record;
        let decision = &record.decision;
        self.epochs += 1;
        self.settled = self.settled.saturating_add(record.usd_settled.get());
        self.minted = self.minted.saturating_add(decision.minted.get());
        self.burned = self.burned.saturating_add(record.burned.get());
        let usd = quote.usd_for(decision.granted).map_or(u128::MAX, Usd::get);
        self.granted_usd = self.granted_usd.saturating_add(usd);
        self.burn.see(record.smoothed_burn.floor());
        if record.level > Level::Normal {
            self.restricted += 1;
            let flow = Flow { minted: decision.minted, burned: record.burned };
            self.broken += u32::from(!keeps_promise(record.level, flow));
        }
        if let Some(net) = record.net_emission.filter(|_| self.epochs >= self.window) {
            self.worst_net_emission = self.worst_net_emission.max(net);
        }
    }

    /// What it came to.
    pub fn finish(self, economy: &Economy) -> Run {
        let supply = economy.network().supply.get();
        let whale = economy.party(WHALE);
        let whole = |count: u32| i64::from(count);
        Run {
            net_emission: parts(difference(self.minted, self.burned), supply),
            mint_per_burn: share(self.minted, self.burned),
            worst_net_emission: match self.epochs >= self.window {
                true => parts(self.worst_net_emission.atomics() / 1_000, ONE / 1_000),
                false => 0,
            },
            price_drawdown: self.price.deepest(),
            burn_drawdown: self.burn.deepest(),
            restricted: share(self.restricted.into(), self.epochs.into()),
            trips: whole(economy.trips()).min(MAX),
            pay: share(self.granted_usd, self.settled),
            unpaid: parts(difference(self.demand, self.settled.min(self.demand)), self.demand),
            whale_gain: parts(difference(whale.rewards.get(), whale.burned.get()), supply),
            broken_promises: whole(self.broken),
        }
    }
}

/// The deepest fall from a peak; only a new peak divides.
#[derive(Debug, Clone, Copy, Default)]
struct Drawdown {
    peak: u128,
    trough: u128,
    deepest: i64,
}

impl Drawdown {
    fn see(&mut self, value: u128) {
        if value > self.peak {
            self.deepest = self.deepest();
            (self.peak, self.trough) = (value, value);
        }
        self.trough = self.trough.min(value);
    }

    fn deepest(&self) -> i64 {
        let last = if self.peak == 0 { 0 } else { share(self.peak - self.trough, self.peak) };
        self.deepest.max(last)
    }
}
