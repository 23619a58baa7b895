//! One run: a market, a scenario and a network, epoch by epoch.

use ballast_math::{Duration, MAX_PRICE, MathError, Price, Rounding, Timestamp, Usd};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::counts::Counts;
use crate::economy::{CROWD, Economy, Line, Outcome, PARTIES, View, WHALE};
use crate::market::{Market, MarketModel, Weather};
use crate::measures::Run;
use crate::messages::{Message, Messages};
use crate::network::Network;
use crate::scenario::{Plan, Shape};
use crate::seed::Seed;

/// How a run is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The network.
    pub network: Network,
    /// The market that it lives in.
    pub market: MarketModel,
    /// Days of usage that tenants hold as credits; none where they pay from deposits.
    pub prepaid_days: Option<f64>,
    /// Epochs in a run.
    pub epochs: u32,
}

/// Why a run ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("run {run} of {scenario:?}, epoch {epoch}: {error}")]
pub struct RunError {
    /// The scenario.
    pub scenario: crate::scenario::Scenario,
    /// The run.
    pub run: u64,
    /// The epoch.
    pub epoch: u32,
    /// What did not fit.
    pub error: MathError,
}

/// An epoch of a run, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Epoch {
    /// USD that tenants wanted to pay.
    pub demand: Usd,
    /// The market's price.
    pub price: Price,
    /// What the contract decided.
    pub outcome: Outcome,
}

/// Makes a run; every epoch is told to `tell` and every message to `messages`.
pub fn run(
    setting: &Setting,
    seed: Seed,
    messages: &mut impl Messages,
    tell: impl FnMut(&Epoch),
) -> Result<Run, RunError> {
    let mut world = World::new(setting, seed, messages, tell);
    for epoch in 0..setting.epochs {
        let failed = |error| RunError { scenario: seed.scenario, run: seed.run, epoch, error };
        world.live(epoch).map_err(failed)?;
    }
    Ok(world.counts.finish(&world.economy))
}

struct World<'s, M, T> {
    setting: &'s Setting,
    random: Xoshiro256PlusPlus,
    market: Market,
    plan: Plan,
    economy: Economy<'s>,
    counts: Counts,
    messages: &'s mut M,
    tell: T,
    days: f64,
    supply: f64,
}

/// What a tenant lets the meter take: more than any bill. Compromised meters bill within it.
const AUTHORISED: Usd = Usd::new(1_000_000_000_000_000);

const DAY: f64 = 86_400.0;

impl<'s, M: Messages, T: FnMut(&Epoch)> World<'s, M, T> {
    fn new(setting: &'s Setting, seed: Seed, messages: &'s mut M, tell: T) -> Self {
        let mut random = seed.generator();
        let plan = seed.scenario.plan(&mut random);
        let days = setting.network.epoch_length.seconds() as f64 / DAY;
        let mut model = setting.market;
        if !seed.scenario.grows() {
            model.process.drift = 0.0;
        }
        Self {
            setting,
            random,
            market: Market::new(model, days),
            plan,
            economy: Economy::new(&setting.network, [AUTHORISED; PARTIES]),
            counts: Counts::new(setting.network.window),
            messages,
            tell,
            days,
            supply: setting.network.supply.get() as f64,
        }
    }

    /// One epoch: the work is settled shortly before its end, and it is closed when it is over.
    fn live(&mut self, epoch: u32) -> Result<(), MathError> {
        let network = &self.setting.network;
        let weather = self.market.step(&mut self.random);
        let shape = self.plan.shape(f64::from(epoch) * self.days);
        let wanted =
            EpochDemand::of(&weather, &shape, self.supply / self.economy.state().supply.get() as f64);
        self.counts.see_market(wanted.price, wanted.usd[CROWD]);
        if !shape.running {
            return Ok(());
        }

        let end = network.epoch_range(epoch.into())?.end;
        let before = Duration::new((network.epoch_length.seconds() / 24).max(1));
        let settlement = end.saturating_minus(before);
        self.work(settlement, &wanted, &shape)?;
        self.close(end, &wanted)?;
        for party in 0..PARTIES {
            if let Some(tokens) = self.economy.claim(end, party)? {
                self.messages.sent(end, || Message::Claim(party, tokens));
            }
        }
        Ok(())
    }

    fn work(&mut self, now: Timestamp, wanted: &EpochDemand, shape: &Shape) -> Result<(), MathError> {
        let mut view = None;
        if shape.quoted {
            self.messages.sent(now, || Message::SubmitPrice(wanted.price));
            view = Some(self.economy.submit_price(now, wanted.price)?);
        }
        // After a halt there is a backlog.
        if self.economy.behind(now) > 0 {
            self.close(now, wanted)?;
        }
        if let Some(view) = view {
            self.fund(now, wanted, shape, &view)?;
        }
        let bills = [
            (CROWD, CROWD, wanted.usd[CROWD]),
            (CROWD, WHALE, wanted.fraud),
            (WHALE, WHALE, wanted.usd[WHALE]),
        ];
        let mut batch = [Line::default(); 3];
        let mut count = 0;
        for (tenant, provider, usd) in bills.into_iter().filter(|(.., usd)| !usd.is_zero()) {
            batch[count] = line(tenant, provider, usd);
            count += 1;
        }
        let batch = &batch[..count];
        if !batch.is_empty() {
            self.messages.sent(now, || Message::Settle(batch.to_vec()));
            self.economy.settle(now, batch)?;
        }
        Ok(())
    }

    /// Tenants pay in what today's bills need, or buy the credits that they want to hold.
    fn fund(
        &mut self,
        now: Timestamp,
        wanted: &EpochDemand,
        shape: &Shape,
        view: &View,
    ) -> Result<(), MathError> {
        let decimals = self.setting.network.decimals;
        let prepaid = shape.prepaid_days.or(self.setting.prepaid_days);
        for party in 0..PARTIES {
            let bills = match party {
                CROWD => wanted.usd[CROWD].plus(wanted.fraud)?,
                _ => wanted.usd[party],
            };
            let credits = self.economy.party(party).tenant.credits.usd;
            let days = prepaid.filter(|_| party == CROWD);
            if let Some(days) = days.filter(|_| !shape.run) {
                let stock = micro_usd(wanted.daily_usd * days);
                let missing = bills.plus(stock)?.saturating_minus(credits);
                if let Some(quote) = view.market.credit_quote(decimals)?.filter(|_| !missing.is_zero()) {
                    let tokens = quote.tokens_for(missing, Rounding::Up)?;
                    if self.economy.buy_credits(now, party, tokens)?.is_some() {
                        self.messages.sent(now, || Message::BuyCredits(party, tokens));
                    }
                }
            }
            let Some(quote) = view.market.bill_quote(decimals)? else { continue };
            let rest = bills.saturating_minus(self.economy.party(party).tenant.credits.usd);
            if rest.is_zero() {
                continue;
            }
            let tokens = self.economy.missing(party, rest, 2, quote)?;
            if !tokens.is_zero() {
                self.messages.sent(now, || Message::Deposit(party, tokens));
                self.economy.deposit(party, tokens)?;
            }
        }
        Ok(())
    }

    fn close(&mut self, now: Timestamp, wanted: &EpochDemand) -> Result<(), MathError> {
        self.messages.sent(now, || Message::CloseEpoch);
        let (counts, tell) = (&mut self.counts, &mut self.tell);
        let quote = self.setting.network.quote(wanted.price)?;
        self.economy.close_epoch(now, |outcome| {
            counts.see_epoch(outcome, quote);
            tell(&Epoch { demand: wanted.usd[CROWD], price: wanted.price, outcome: *outcome });
        })
    }
}

/// What is wanted of the network in an epoch, in its units.
struct EpochDemand {
    price: Price,
    daily_usd: f64,
    usd: [Usd; PARTIES],
    fraud: Usd,
}

impl EpochDemand {
    fn of(weather: &Weather, shape: &Shape, scarcity: f64) -> Self {
        let usd = weather.demand_usd * shape.demand;
        Self {
            price: price(weather.price_usd * shape.price * scarcity),
            daily_usd: weather.demand_usd,
            usd: [micro_usd(usd), micro_usd(usd * shape.whale)],
            fraud: micro_usd(usd * shape.fraud),
        }
    }
}

fn line(tenant: usize, provider: usize, usd: Usd) -> Line {
    // At a dollar for an hour.
    let gpu_seconds = u64::try_from(usd.get() * 3_600 / 1_000_000).unwrap_or(u64::MAX);
    Line { tenant, provider, usd, gpu_seconds }
}

/// USD to micro-USD, to the nearest; what is no amount is nothing.
fn micro_usd(usd: f64) -> Usd {
    // A cast of a float saturates, and makes nothing of what is no number.
    Usd::new(libm::round(usd * 1e6) as u64 as u128)
}

/// A price of nine decimals, as feeders quote it; at least one of the last of them.
#[must_use]
pub fn price(usd: f64) -> Price {
    const NANO: u128 = 1_000_000_000;
    let atomics = u128::from(libm::round(usd * 1e9) as u64) * NANO;
    Price::from_atomics(atomics.clamp(NANO, MAX_PRICE.atomics()))
}
