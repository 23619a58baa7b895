//! The replay: tenants pay, meters settle, epochs close, providers claim, on an embedded chain with the real contract.

mod governor;
mod market;
mod summary;

use anyhow::{Context, Result};
use ballast_api::{EpochConfig, EpochRecord, HistoryEntry, HistoryResponse, QueryMsg};
use ballast_math::{Duration, EpochId, Price, TimeRange, Timestamp, Tokens, Usd, epoch_range};
use ballast_sandbox::{Genesis, Sandbox, SupplyKind};

use crate::history::{History, Row};
use crate::outcome::{EpochLine, Meta, Outcome};
use ballast_presets::Preset;
use governor::Governor;
use market::Market;
use summary::ReplayLog;

/// How to replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Seconds in an epoch.
    pub epoch_length: Duration,
    /// How the token is burned and minted; makes no difference to any figure.
    pub supply: SupplyKind,
}

/// Runs the contract over a history; `made` is told how many more epochs there are.
pub fn replay(
    preset: &Preset,
    history: &History,
    settings: &Settings,
    made: &impl Fn(u64),
) -> Result<Outcome> {
    let length = settings.epoch_length;
    history.epochs(length)?;
    let first = history.rows.first().context("the history has no rows")?.start;
    let mut chain = Sandbox::new(&genesis(preset, settings, first)?)
        .with_context(|| format!("preset {} does not instantiate", preset.name))?;
    let mut market = Market::open(&mut chain, preset.pay_with)?;

    let mut governor = Governor::plan(preset, first, length)?;

    let mut collected = ReplayLog::default();
    for (period, row) in history.rows.iter().enumerate() {
        let count = row.epochs(first, length).count() as u64;
        for (index, epoch) in row.epochs(first, length).enumerate() {
            let TimeRange { start, end } = epoch_range(first, length, epoch)?;
            let demand = share_of_demand(row, index as u64, count)?;
            let context = || format!("epoch {epoch}, row {}", period + 1);
            // The price is known from the start, and the work is settled shortly before the end.
            let settlement = end.saturating_minus(Duration::new((length.seconds() / 24).max(1)));
            let price = row.price_at(settlement);
            market.pass(&mut chain, start, row, &mut governor).with_context(context)?;
            market.pass(&mut chain, settlement, row, &mut governor).with_context(context)?;
            market.trade(&mut chain, price, demand).with_context(context)?;
            market.pass(&mut chain, end, row, &mut governor).with_context(context)?;
            let record = market.close(&mut chain, epoch).with_context(context)?;
            collected.epochs.push(line(period, price, demand, &record)?);
            made(1);
        }
        collected.claimed = collected.claimed.plus(market.claim_all(&mut chain)?)?;
        collect_happenings(&chain, &mut collected.happened)?;
    }

    let meta = Meta {
        preset: preset.name.clone(),
        history: history.source.clone(),
        symbol: preset.symbol.clone(),
        decimals: preset.decimals,
        epoch_length: length,
        seed_supply: preset.seed_supply,
        window: preset.window,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    summary::summarise(meta, history, collected)
}

fn genesis(preset: &Preset, settings: &Settings, start: Timestamp) -> Result<Genesis> {
    Ok(Genesis {
        supply: settings.supply,
        seed_supply: preset.seed_supply,
        reserve: Tokens::ZERO,
        start,
        decimals: preset.decimals,
        epoch: EpochConfig { length: settings.epoch_length, genesis: None, window: preset.window },
        emission_budget: preset.emission_budget,
        params: preset.params_at(start)?,
        price_sources: vec![market::feed()],
        meters: vec![market::meter()],
        governance: preset.governance(Sandbox::address(governor::GOVERNOR).into()),
    })
}

/// Adds what the contract has on record and `happened` has not yet, page by page. The contract keeps the last thousand
/// entries, so this is done on the way.
fn collect_happenings(chain: &Sandbox, happened: &mut Vec<HistoryEntry>) -> Result<()> {
    loop {
        let start_after = happened.last().map(|entry| entry.number);
        let page: HistoryResponse = chain.query(&QueryMsg::History { start_after, limit: Some(30) })?;
        if page.entries.is_empty() {
            return Ok(());
        }
        happened.extend(page.entries);
    }
}

/// The demand of a row, cut evenly among its epochs, to the micro-USD.
fn share_of_demand(row: &Row, index: u64, count: u64) -> Result<Usd> {
    let until = |index: u64| row.demand.scale(index.into(), count.into(), ballast_math::Rounding::Down);
    Ok(until(index + 1)?.minus(until(index)?)?)
}

fn line(period: usize, price: Price, demand_usd: Usd, record: &EpochRecord) -> Result<EpochLine> {
    Ok(EpochLine {
        epoch: record.epoch,
        start: record.start,
        period,
        price,
        demand_usd,
        usd_settled: record.usd_settled,
        burned: record.burned,
        requested: record.decision.requested.total()?,
        granted: record.decision.granted,
        minted: record.decision.minted,
        from_budget: record.decision.from_budget,
        binding: record.decision.binding,
        level: record.level,
        rho: record.rho,
        supply: record.supply,
        net_emission: record.net_emission,
    })
}

/// Asks for a closed epoch.
fn record(chain: &Sandbox, epoch: EpochId) -> Result<EpochRecord> {
    chain.query(&QueryMsg::EpochRecord { epoch })
}
