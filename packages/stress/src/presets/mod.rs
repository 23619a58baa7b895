//! A preset under many made-up markets, with its guardrails and without.

mod summary;

use anyhow::{Context, Result};
use ballast_math::{Duration, Timestamp, Usd};
use ballast_presets::{PayWith, Preset};

use crate::{MarketModel, Network, PriceModel, Process, Setting};

pub use summary::{Figure, Sampling, ScenarioReport, StressReport, Summary, stress};

/// 2026-01-01: where the runs of a preset begin, unless something else is said.
pub const START: Timestamp = Timestamp::new(1_767_225_600);

/// A quote is used for as long as this; the lab's feeder speaks an hour before an epoch ends.
pub const MAX_AGE: Duration = Duration::HOUR;

/// A billion USD an epoch: no limit.
pub const NO_LIMIT: Usd = Usd::new(1_000_000_000_000_000);

/// Days of usage that tenants hold as credits where these are the usual way to pay.
const PREPAID_DAYS: f64 = 7.0;

const PROCESS: &str = include_str!("../../json/process.json");

/// A preset in a market, ready to be run.
pub fn setting(preset: &Preset, model: PriceModel, epoch_length: Duration, days: u32) -> Result<Setting> {
    let opening = preset.opening()?;
    let epochs = Duration::days(days.into()).checked_over(epoch_length).context("an epoch of no length")?;
    Ok(Setting {
        network: network(preset, epoch_length)?,
        market: MarketModel {
            demand_usd: opening.demand_usd,
            price_usd: opening.price_usd,
            model,
            process: process()?,
        },
        prepaid_days: match preset.pay_with {
            PayWith::Deposit => None,
            PayWith::Credits => Some(PREPAID_DAYS),
        },
        epochs: u32::try_from(epochs).context("too many epochs")?,
    })
}

/// How demand and price move, wherever they begin.
pub fn process() -> Result<Process> {
    serde_json::from_str(PROCESS).context("the market's process")
}

/// A preset as the stress lab knows it.
pub fn network(preset: &Preset, epoch_length: Duration) -> Result<Network> {
    let params = preset.params_at(START)?;
    Ok(Network {
        policy: params.policy,
        breaker: params.breaker,
        signals: preset.constitution.signals,
        band: params.price.band,
        decimals: preset.decimals,
        genesis: START,
        epoch_length,
        window: preset.window,
        supply: preset.seed_supply,
        emission_budget: preset.emission_budget,
        max_age: MAX_AGE,
        meter_limit: NO_LIMIT,
    })
}
