//! The contract's economy without its accounts: the same pure functions in the same order, so the same figures to the unit.
//!
//! Every method is a message of the contract, with the same name. What a message computes is not written here: it is
//! what `ballast_math` and `ballast_guardrails` say, as in the contract. That both agree is a test, over every preset
//! (`packages/lab/tests/exactness.rs`).

use ballast_guardrails::{Closed, HighWater, Quotation, Watch};
use ballast_math::{
    Credits, Decision, EpochId, EpochInputs, EpochState, Fine, Level, MathError, Outstanding, Pot, Price,
    Purse, Quote, Ratio, Rounding, Seconds, Tokens, Twap, Usd, cautious_price, deviation,
};

use crate::hours::Hours;
use crate::network::Network;

/// Who takes part: everybody else, and one large account. Each is a tenant and a provider.
pub const PARTIES: usize = 2;
/// Everybody else.
pub const CROWD: usize = 0;
/// The large account.
pub const WHALE: usize = 1;

/// A line of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line {
    /// Who pays.
    pub tenant: usize,
    /// Who delivered.
    pub provider: usize,
    /// The bill.
    pub usd: Usd,
    /// Delivered GPU seconds.
    pub gpu_seconds: u64,
}

/// What a message sees when it looks at the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// Spot, when it may be used.
    pub usable: Option<Price>,
    /// Average of the last day.
    pub average: Option<Price>,
    /// The breaker's level.
    pub level: Level,
}

/// A tenant's money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tenant {
    /// Deposit and credits.
    pub purse: Purse,
    /// What the meter may take in an epoch.
    pub authorised: Usd,
    /// What it took in the epoch that is open.
    pub spent: Usd,
}

/// What a provider earned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Provider {
    /// Direct pay and rewards that can be claimed now, vesting streams aside.
    pub payable: Tokens,
    /// Weight in an epoch whose pot was not taken yet.
    work: Option<(EpochId, u128)>,
    /// All rewards so far, vesting or not.
    pub rewards: Tokens,
    /// All that its work burned so far.
    pub burned: Tokens,
}

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

    /// A tenant's money.
    #[must_use]
    pub const fn tenant(&self, party: usize) -> &Tenant {
        &self.tenants[party]
    }

    /// What a provider earned.
    #[must_use]
    pub const fn provider(&self, party: usize) -> &Provider {
        &self.providers[party]
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

    /// Looks at the market, takes note of the price and moves the breaker.
    fn look(&mut self, now: Seconds) -> Result<Sight, MathError> {
        match self.seen {
            Some((time, sight)) if time == now => Ok(sight),
            _ => self.look_anew(now),
        }
    }

    fn look_anew(&mut self, now: Seconds) -> Result<Sight, MathError> {
        let max_age = self.network.max_age;
        let fresh = self.feed.filter(|(_, time)| now.saturating_sub(*time) <= max_age);
        let spot = fresh.map(|(price, _)| price);
        let previous = self.twap;
        self.twap = Twap::observe(previous, now, spot)?;
        let Some(twap) = self.twap else {
            let quotation =
                Quotation { price: None, point: None, usable: false, expected: true, shortfall: None };
            return self.observe(now, &quotation, None, None);
        };
        if self.twap != previous
            && let Some(hour) = twap.hour_to_keep(previous)
        {
            self.hours.keep(hour, twap.point);
        }
        let average = twap.average(&self.hours, now, ballast_math::DAY)?;
        let usable = spot.filter(|spot| deviation(*spot, average) <= self.network.band);
        let price = spot.unwrap_or(twap.price);
        let quotation = Quotation {
            price: Some(price),
            point: Some(twap.point.held(twap.price, now)?),
            usable: usable.is_some(),
            expected: true,
            shortfall: self.shortfall(price)?,
        };
        self.observe(now, &quotation, usable, Some(average))
    }

    /// What outstanding credits lack at a price, where the network looks at it.
    fn shortfall(&self, price: Price) -> Result<Option<Ratio>, MathError> {
        if !self.network.signals.collateral {
            return Ok(None);
        }
        let outstanding = Outstanding {
            credits: self.credits(),
            remint_credit: self.watch.remint_credit,
            burned: self.open.burned,
            usd_settled: self.open.usd_settled,
            level: self.watch.breaker.peak(),
            supply: self.state.supply.saturating_minus(self.open.burned),
        };
        self.network.policy.collateral_shortfall(&outstanding, self.network.quote(price)?)
    }

    /// Forgets what the last look saw, where another one could see something else now: more or fewer credits.
    fn credits_moved(&mut self) {
        if self.network.signals.collateral {
            self.seen = None;
        }
    }

    fn observe(
        &mut self,
        now: Seconds,
        quotation: &Quotation,
        usable: Option<Price>,
        average: Option<Price>,
    ) -> Result<Sight, MathError> {
        let moved = self.watch.observe(now, quotation, &self.network.breaker, self.network.signals)?;
        self.trips += u32::from(moved.is_some_and(|moved| moved.to > moved.from));
        let sight = Sight { usable, average, level: self.watch.breaker.level() };
        // After a step down the next look starts the dwell of the level below.
        self.seen = moved.is_none_or(|moved| moved.to > moved.from).then_some((now, sight));
        Ok(sight)
    }

    /// The feeder quotes a price.
    pub fn submit_price(&mut self, now: Seconds, price: Price) -> Result<Sight, MathError> {
        self.feed = Some((price, now));
        self.look_anew(now)
    }

    /// A tenant pays tokens into its escrow.
    pub fn deposit(&mut self, party: usize, tokens: Tokens) -> Result<(), MathError> {
        let purse = &mut self.tenants[party].purse;
        purse.deposit = purse.deposit.plus(tokens)?;
        Ok(())
    }

    /// A tenant pays tokens and has them locked for credits.
    ///
    /// Returns: the credits; `None` where the contract would refuse: no usable price, or no credit for so little.
    pub fn buy_credits(
        &mut self,
        now: Seconds,
        party: usize,
        tokens: Tokens,
    ) -> Result<Option<Usd>, MathError> {
        let sight = self.look(now)?;
        let Some(quote) = self.credit_quote(&sight)? else { return Ok(None) };
        let purse = &mut self.tenants[party].purse;
        let (credits, usd) = purse.credits.lock(tokens, quote, self.network.policy.burn.credit_spread)?;
        if tokens.is_zero() || usd.is_zero() {
            return Ok(None);
        }
        purse.credits = credits;
        self.credits_moved();
        Ok(Some(usd))
    }

    /// What credits are sold at.
    pub fn credit_quote(&self, sight: &Sight) -> Result<Option<Quote>, MathError> {
        let price = sight.usable.map(|spot| cautious_price(spot, sight.average.unwrap_or(spot)));
        price.map(|price| self.network.quote(price)).transpose()
    }

    /// The meter settles a batch, each line as far as it can be paid.
    ///
    /// The epochs that are over must have been closed: in the contract, the message would do that first.
    pub fn settle(&mut self, now: Seconds, lines: &[Line]) -> Result<(), MathError> {
        let sight = self.look(now)?;
        let quote = sight.usable.map(|spot| self.network.quote(spot)).transpose()?;
        self.credits_moved();
        lines.iter().try_for_each(|line| self.pay(line, quote))
    }

    fn pay(&mut self, line: &Line, quote: Option<Quote>) -> Result<(), MathError> {
        self.take_reward(line.provider)?;
        let tenant = &mut self.tenants[line.tenant];
        let tenant_allows = tenant.authorised.saturating_minus(tenant.spent);
        let meter_may = self.network.meter_limit.saturating_minus(self.open.meter_spent);
        let bill = line.usd.min(tenant_allows).min(meter_may);
        if bill.is_zero() {
            return Ok(());
        }
        let (payment, purse) = self.network.policy.burn.pay(tenant.purse, bill, quote)?;
        if payment.usd.is_zero() {
            return Ok(());
        }
        tenant.purse = purse;
        tenant.spent = tenant.spent.plus(payment.usd)?;

        let weight = self.network.policy.reward.weight_by.of(payment.burned, payment.usd);
        let provider = &mut self.providers[line.provider];
        let worked = provider.work.map_or(0, |(_, weight)| weight);
        provider.work = Some((self.open.epoch, worked.saturating_add(weight)));
        provider.payable = provider.payable.plus(payment.direct_pay)?;
        provider.burned = provider.burned.plus(payment.burned)?;

        let open = &mut self.open;
        open.meter_spent = open.meter_spent.plus(payment.usd)?;
        open.usd_settled = open.usd_settled.plus(payment.usd)?;
        open.burned = open.burned.plus(payment.burned)?;
        open.gpu_seconds = open.gpu_seconds.saturating_add(line.gpu_seconds);
        open.weight = open.weight.saturating_add(weight);
        Ok(())
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

    /// A provider claims; `None` where there is nothing to claim, and then nothing is taken.
    pub fn claim(&mut self, party: usize) -> Result<Option<Tokens>, MathError> {
        if self.providers[party].payable.is_zero() && self.providers[party].work.is_none() {
            return Ok(None);
        }
        let (before, pots, carried) = (self.providers[party], self.pots, self.carried);
        self.take_reward(party)?;
        let provider = &mut self.providers[party];
        if provider.payable.is_zero() {
            (self.providers[party], self.pots, self.carried) = (before, pots, carried);
            return Ok(None);
        }
        Ok(Some(std::mem::take(&mut provider.payable)))
    }

    /// Takes a provider's share of the closed epoch that it last worked in.
    fn take_reward(&mut self, party: usize) -> Result<(), MathError> {
        let provider = &mut self.providers[party];
        let Some((epoch, weight)) = provider.work.take_if(|(epoch, _)| *epoch < self.open.epoch) else {
            return Ok(());
        };
        let holds = |place: &&mut Option<(EpochId, Pot)>| place.is_some_and(|(filled, _)| filled == epoch);
        let Some(place) = self.pots.iter_mut().find(holds) else { return Ok(()) };
        let Some((_, pot)) = place else { return Ok(()) };
        let share = pot.take(weight)?;
        if pot.is_empty() {
            *place = None;
        }
        let (payable, _) = self.network.policy.reward.split(share.reward)?;
        provider.payable = provider.payable.plus(payable)?;
        provider.rewards = provider.rewards.plus(share.reward)?;
        self.carried = self.carried.plus(share.carried)?;
        Ok(())
    }

    /// Tokens that a tenant must pay in so that its deposit pays bills of `usd` in `lines` lines.
    pub fn missing(&self, party: usize, usd: Usd, lines: u128, quote: Quote) -> Result<Tokens, MathError> {
        // Each line rounds up by less than one unit.
        let needed = quote.tokens_for(usd, Rounding::Up)?.plus(Tokens::new(lines))?;
        Ok(needed.saturating_minus(self.tenants[party].purse.deposit))
    }

    /// Credits of all tenants.
    #[must_use]
    pub fn credits(&self) -> Credits {
        let sum = |sum: Credits, tenant: &Tenant| Credits {
            usd: Usd::new(sum.usd.get().saturating_add(tenant.purse.credits.usd.get())),
            locked: Tokens::new(sum.locked.get().saturating_add(tenant.purse.credits.locked.get())),
        };
        self.tenants.iter().fold(Credits::default(), sum)
    }
}
