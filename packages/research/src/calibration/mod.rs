//! How the breaker's thresholds are chosen: false trips a year against days until a crash is caught.
//!
//! A threshold is tried alone: every other signal is silent, so that what is counted is its own doing.

mod steering;
mod sweep;
mod volatility;

use anyhow::Result;
use ballast_guardrails::{Level, Thresholds};
use ballast_math::{Duration, Price, Ratio, Usd};
use ballast_stress::{CROWD, Economy, Line, Network, PARTIES, Scenario, Seed, Setting, run};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

pub use steering::{SteeringOutcome, steer};
pub use sweep::{Family, Point, sweep};
pub use volatility::{implied_volatility, price_volatility};

/// Averages and references have filled by then; trips before it are those of a network that has just begun.
const WARM_UP: u64 = 60;

/// A threshold that nothing reaches.
const NEVER: Ratio = Ratio::percent(1_000);

/// What a threshold does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Trips a year in runs in which nothing happens.
    pub false_trips: f64,
    /// Share of the days of those runs that are spent above level 0.
    pub held: f64,
    /// Median of the days until it is tripped, in the runs of a crash that found it calm; none where it mostly is not.
    pub days: Option<f64>,
    /// Share of those runs in which it was tripped within [`PATIENCE`] days.
    pub caught: f64,
}

/// A crash that is not caught by then is not caught.
pub const PATIENCE: u64 = 60;

/// Tries a setting: calm in one scenario, a crash in the other.
pub fn judge(setting: &Setting, calm: Scenario, crash: Scenario, runs: u64) -> Result<Verdict> {
    let quiet: Result<Vec<(u64, u64, u64)>> =
        (0..runs).into_par_iter().map(|number| false_trips(setting, seed(calm, number))).collect();
    let (trips, held, epochs) =
        quiet?.into_iter().fold((0, 0, 0), |sum, run| (sum.0 + run.0, sum.1 + run.1, sum.2 + run.2));
    let years = epochs as f64 / per_day(setting) as f64 / 365.0;
    let caught: Result<Vec<Option<Option<u64>>>> =
        (0..runs).into_par_iter().map(|number| days_to_catch(setting, seed(crash, number))).collect();
    let mut caught: Vec<Option<u64>> = caught?.into_iter().flatten().collect();
    caught.sort_by_key(|days| days.unwrap_or(u64::MAX));
    let found = caught.iter().flatten().count();
    Ok(Verdict {
        false_trips: trips as f64 / years.max(f64::MIN_POSITIVE),
        held: held as f64 / epochs.max(1) as f64,
        days: caught.get(caught.len() / 2).copied().flatten().map(|days| days as f64),
        caught: found as f64 / caught.len().max(1) as f64,
    })
}

fn seed(scenario: Scenario, run: u64) -> Seed {
    Seed { master: 1, scenario, run }
}

/// Trips, epochs above level 0, and epochs, after the warm-up.
fn false_trips(setting: &Setting, seed: Seed) -> Result<(u64, u64, u64)> {
    let (mut trips, mut held, mut epochs, mut before) = (0, 0, 0, Level::Normal);
    let warm_up = WARM_UP * per_day(setting);
    run(setting, seed, &mut (), |epoch| {
        let level = epoch.outcome.record.level;
        if epoch.outcome.record.epoch >= warm_up {
            epochs += 1;
            trips += u64::from(level > before);
            held += u64::from(level > Level::Normal);
        }
        before = level;
    })?;
    Ok((trips, held, epochs))
}

/// Days from the crash's first to the trip, if it came in time; `None` outside where it was tripped already.
fn days_to_catch(setting: &Setting, seed: Seed) -> Result<Option<Option<u64>>> {
    let start = seed.scenario.plan(&mut seed.generator()).start;
    let per_day = per_day(setting);
    let (mut calm, mut caught) = (true, None);
    run(setting, seed, &mut (), |epoch| {
        let tripped = epoch.outcome.record.level > Level::Normal;
        if epoch.outcome.record.epoch + 1 == start * per_day {
            calm = !tripped;
        }
        let day = epoch.outcome.record.epoch / per_day;
        if tripped && caught.is_none() && (start..start + PATIENCE).contains(&day) {
            caught = Some(day - start);
        }
    })?;
    Ok(calm.then_some(caught))
}

/// Epochs in a day; at least one.
fn per_day(setting: &Setting) -> u64 {
    Duration::DAY.checked_over(setting.network.epoch_length).unwrap_or_default().max(1)
}

/// The levels of a network whose usage is steady while its price follows a real path, one a day.
pub fn levels_over(network: &Network, prices: &[Price], usd_a_day: Usd) -> Result<Vec<Level>> {
    let mut economy = Economy::new(network, [usd_a_day; PARTIES]);
    let mut levels = Vec::with_capacity(prices.len());
    let mut now = network.genesis;
    let before = Duration::new(network.epoch_length.seconds() / 24);
    for price in prices {
        now = now.saturating_plus(network.epoch_length);
        let settlement = now.saturating_minus(before);
        economy.submit_price(settlement, *price)?;
        let tokens = economy.missing(CROWD, usd_a_day, 1, network.quote(*price)?)?;
        economy.deposit(CROWD, tokens)?;
        let line = Line { tenant: CROWD, provider: CROWD, usd: usd_a_day, gpu_seconds: 0 };
        economy.settle(settlement, &[line])?;
        economy.close_epoch(now, |outcome| levels.push(outcome.record.level))?;
        economy.claim(now, CROWD)?;
    }
    Ok(levels)
}

/// Only one threshold of a signal, as level 1.
const fn only(threshold: Ratio) -> Thresholds {
    Thresholds { caution: threshold, restricted: NEVER, halted: NEVER }
}

/// No threshold at all.
const SILENT: Thresholds = only(NEVER);
