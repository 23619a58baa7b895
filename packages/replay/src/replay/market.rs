//! Who takes part in a replay: a few tenants and providers, a meter, a feeder, and a market that trades with them.

use anyhow::{Context, Result, ensure};
use ballast_api::{
    ClaimResponse, CloseEpochResponse, EpochRecord, ExecuteMsg, Line, MeterConfig, ParamsResponse,
    PriceResponse, PriceSource, QueryMsg, SourceKind, TenantResponse,
};
use ballast_math::{
    Duration, EpochId, Price, Quote, Ratio, Rounding, Timestamp, Tokens, Usd, credit_price, tokens_to_credit,
};
use ballast_sandbox::Sandbox;
use cosmwasm_std::Addr;

use super::governor::Governor;
use super::record;
use crate::history::Row;
use ballast_presets::PayWith;

/// Tenants and the parts of the demand that they make, in hundredths: one large, several small, as in real networks.
const TENANTS: [(&str, u128); 4] = [("studio", 40), ("lab", 30), ("startup", 20), ("hobbyist", 10)];

/// Each tenant's work is split between two of these, turning by one every epoch.
const PROVIDERS: [&str; 6] = ["north", "south", "east", "west", "sky", "sea"];

const METER: &str = "meter";
const FEEDER: &str = "feeder";
/// Buys what providers earn and sells what tenants need; holds the supply at the start.
const MARKET: &str = "treasury";

/// A billion USD an epoch: the most that the presets' constitutions allow, and more than any replay settles.
const NO_LIMIT: Usd = Usd::new(1_000_000_000_000_000);

/// Seconds from block to block.
const BLOCK_TIME: Duration = Duration::new(6);

/// A replay's price source: one feeder, who speaks right before a price is needed.
pub fn feed() -> PriceSource {
    PriceSource {
        kind: SourceKind::Feed { feeders: vec![Sandbox::address(FEEDER).into()], quorum: 1 },
        max_age: Duration::new(60),
        max_deviation: Ratio::ZERO,
    }
}

/// A replay's meter.
pub fn meter() -> MeterConfig {
    MeterConfig { meter: Some(Sandbox::address(METER).into()), usd_per_epoch: NO_LIMIT }
}

/// Goes on to a time, with as many blocks as a chain makes on the way.
fn go_to(chain: &mut Sandbox, time: Timestamp) {
    let blocks = time.since(chain.now()).checked_over(BLOCK_TIME).unwrap_or_default();
    chain.go_to(time);
    chain.app().update_block(|block| block.height += blocks);
}

/// The first full hour after a time: a price that moves is quoted as often as this.
fn next_hour(time: Timestamp) -> Timestamp {
    Timestamp::new(Duration::hours(time.hour() + 1).seconds())
}

/// Who takes part, and what they remember.
pub struct Market {
    pay_with: PayWith,
    decimals: u8,
    batch: u64,
    round: u64,
}

impl Market {
    /// Lets the tenants authorise the meter.
    pub fn open(chain: &mut Sandbox, pay_with: PayWith) -> Result<Self> {
        let config: ballast_api::ConfigResponse = chain.query(&QueryMsg::Config {})?;
        for (name, _) in TENANTS {
            let meter = chain.account(METER).into();
            let authorize = ExecuteMsg::Authorize { meter, usd_per_epoch: NO_LIMIT };
            chain.execute(&chain.account(name), &authorize)?;
        }
        Ok(Self { pay_with, decimals: config.decimals, batch: 1, round: 1 })
    }

    /// What goes on until a time, that time included: a price that moves is quoted every hour, and governance keeps its
    /// appointments.
    pub fn pass(
        &mut self,
        chain: &mut Sandbox,
        until: Timestamp,
        row: &Row,
        governor: &mut Governor,
    ) -> Result<()> {
        loop {
            let now = chain.now();
            let quoted = row.opening.map_or(until, |_| next_hour(now));
            let appointment = governor.appointment().map_or(until, |due| due.max(now));
            let next = until.min(quoted).min(appointment);
            go_to(chain, next);
            self.say_price(chain, row)?;
            if appointment == next {
                governor.act(chain)?;
            }
            // An appointment may be now; it is then kept first, and its next one lies ahead.
            if next == until && governor.appointment().is_none_or(|due| due > until) {
                return Ok(());
            }
        }
    }

    /// What tenants want is bought, paid in and settled.
    pub fn trade(&mut self, chain: &mut Sandbox, price: Price, demand: Usd) -> Result<()> {
        let mut lines = Vec::new();
        let mut paid_for = Usd::ZERO;
        let mut hundredths = 0;
        for (position, (name, share)) in TENANTS.iter().enumerate() {
            hundredths += share;
            let until = demand.scale(hundredths, 100, Rounding::Down)?;
            let usd = until.minus(paid_for)?;
            paid_for = until;
            if !usd.is_zero() {
                self.fund(chain, name, price, usd)?;
                lines.extend(self.lines(chain, name, position, usd));
            }
        }
        if !lines.is_empty() {
            chain.settle(&chain.account(METER), self.batch, lines)?;
            self.batch += 1;
        }
        Ok(())
    }

    /// Closes an epoch that is over.
    pub fn close(&self, chain: &mut Sandbox, epoch: EpochId) -> Result<EpochRecord> {
        let keeper = chain.account("keeper");
        let response = chain.execute(&keeper, &ExecuteMsg::CloseEpoch { limit: None })?;
        let closed: CloseEpochResponse = Sandbox::data(&response)?;
        ensure!(closed.behind == 0, "{} epochs are left to close", closed.behind);
        record(chain, epoch)
    }

    /// Lets every provider who has something claim it, and sell it to the market.
    pub fn claim_all(&self, chain: &mut Sandbox) -> Result<Tokens> {
        let mut claimed = Tokens::ZERO;
        for name in PROVIDERS {
            let provider = chain.account(name);
            let query = QueryMsg::Provider { provider: provider.to_string() };
            let position: ballast_api::ProviderResponse = chain.query(&query)?;
            if position.claimable.is_zero() {
                continue;
            }
            let response = chain.execute(&provider, &ExecuteMsg::Claim {})?;
            let paid = Sandbox::data::<ClaimResponse>(&response)?.paid;
            chain.transfer(&provider, &chain.account(MARKET), paid)?;
            claimed = claimed.plus(paid)?;
        }
        Ok(claimed)
    }

    fn say_price(&mut self, chain: &mut Sandbox, row: &Row) -> Result<()> {
        chain.submit_price(FEEDER, self.round, row.price_at(chain.now()))?;
        self.round += 1;
        Ok(())
    }

    fn lines(&self, chain: &Sandbox, tenant: &str, position: usize, usd: Usd) -> Vec<Line> {
        let half = Usd::new(usd.get() / 2);
        let turn = self.batch as usize + position;
        [(turn, half), (turn + 1, usd.saturating_minus(half))]
            .into_iter()
            .filter(|(_, usd)| !usd.is_zero())
            .map(|(turn, usd)| {
                let provider = PROVIDERS[turn % PROVIDERS.len()];
                Line {
                    tenant: chain.account(tenant).into(),
                    provider: chain.account(provider).into(),
                    job: format!("{tenant}/{}/{provider}", self.batch),
                    usd,
                    // At a dollar for an hour: histories do not say how many hours there were.
                    gpu_seconds: u64::try_from(usd.get() * 3_600 / 1_000_000).unwrap_or(u64::MAX),
                }
            })
            .collect()
    }

    /// Lets a tenant buy on the market what the epoch's bill needs, and pay it in.
    fn fund(&self, chain: &mut Sandbox, name: &str, price: Price, usd: Usd) -> Result<()> {
        let tenant = chain.account(name);
        let account: TenantResponse = chain.query(&QueryMsg::Tenant { tenant: tenant.to_string() })?;
        match self.pay_with {
            PayWith::Deposit => {
                // Each of the two lines rounds up by less than one unit.
                let needed = self.quote(price)?.tokens_for(usd, Rounding::Up)?.plus(Tokens::new(2))?;
                let missing = needed.saturating_minus(account.deposit);
                if !missing.is_zero() {
                    self.buy(chain, &tenant, missing)?;
                    chain.deposit(&tenant, missing)?;
                }
            }
            PayWith::Credits => {
                let missing = usd.saturating_minus(account.credits);
                let market: PriceResponse = chain.query(&QueryMsg::Price {})?;
                // Without a usable price nothing can be bought; what is not covered stays unsettled, and the report says so.
                let price = market
                    .spot
                    .filter(|_| market.problem.is_none())
                    .map(|spot| credit_price(spot, market.twap_day));
                if let Some(price) = price.filter(|_| !missing.is_zero()) {
                    let params: ParamsResponse = chain.query(&QueryMsg::Params {})?;
                    let spread = params.params.policy.burn.credit_spread;
                    let tokens = tokens_to_credit(missing, self.quote(price)?, spread)?;
                    self.buy(chain, &tenant, tokens)?;
                    chain.buy_credits(&tenant, tokens, Some(missing))?;
                }
            }
        }
        Ok(())
    }

    fn buy(&self, chain: &mut Sandbox, tenant: &Addr, tokens: Tokens) -> Result<()> {
        let offered = chain.balance(&chain.account(MARKET));
        ensure!(
            tokens <= offered,
            "a tenant needs {tokens} base units and the market holds {offered}: choose a larger --seed-supply"
        );
        chain.give(tenant, tokens)
    }

    fn quote(&self, price: Price) -> Result<Quote> {
        Quote::new(price, self.decimals).context("a price of zero")
    }
}
