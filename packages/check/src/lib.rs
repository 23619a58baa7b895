//! A proposal before the vote: whether the contract would take it, and what it would have done to many made-up years.
//!
//! Three layers, each knowing only those before it:
//!
//! - [`Asked`]: what the proposal asks for, read as x/gov writes it.
//! - [`Base`]: the network as it is, from a preset or a live contract, and what the contract itself says to the proposal.
//! - [`check`]: base against proposal under the same random numbers, and the gates. What it comes to, [`Checked`], is all that is printed,
//!   written and hashed.

mod base;
mod compare;
mod gates;
mod live;
mod manifest;
mod parts;
mod proposal;
mod screen;
pub mod solve;
mod trips;

pub use base::{Base, Source, modelled};
pub use compare::{Compared, Delta, Paths, Pooled, SHOWN};
pub use gates::{Closest, Effect, Gate, Gates, Reading};
pub use manifest::{hash, manifest};
pub use parts::Part;
pub use proposal::{Asked, Path};
pub use screen::Row;
pub use trips::TripPrice;

use anyhow::Result;
use ballast_math::Seconds;
use ballast_stress::{PriceModel, Scenario, Setting};
use serde::Serialize;

/// What decides which runs are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The master seed.
    pub seed: u64,
    /// Runs of each scenario, with the rules of today and with those of the proposal each.
    pub runs: u32,
    /// Days in a run.
    pub days: u32,
    /// Seconds in an epoch.
    pub epoch_length: Seconds,
    /// How price follows from demand and supply.
    pub model: PriceModel,
}

/// What the check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The contract would take it, and every gate holds.
    Passes,
    /// The contract would take it; a gate fails.
    FailsAGate,
    /// The contract would refuse it.
    WouldBeRefused,
}

impl Verdict {
    /// The exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Passes => 0,
            Self::FailsAGate => 1,
            Self::WouldBeRefused => 3,
        }
    }
}

/// All that a check says. Shares are in parts per million, money in the engine's units.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
    /// Version of the lab.
    pub version: &'static str,
    /// Where the base is from.
    pub source: Source,
    /// The network and the market of today.
    pub setting: Setting,
    /// What is asked for.
    pub asked: Asked,
    /// Which runs.
    pub plan: Plan,
    /// The limits of the gates.
    pub gates: Gates,
    /// What it came to.
    pub verdict: Verdict,
    /// Every parameter that is to change.
    pub changes: Vec<Row>,
    /// Every reason why the contract would refuse it.
    pub refusals: Vec<String>,
    /// What stands in the way today and may be gone when the delay is over.
    pub passing: Vec<String>,
    /// At which prices the price signals trip, before and after.
    pub trip_prices: Vec<TripPrice>,
    /// Scenario by scenario; none for a proposal that would be refused.
    pub scenarios: Vec<Compared>,
    /// The figures over all scenarios.
    pub pooled: Vec<Pooled>,
    /// What each change does alone, where there are several, and what is left over.
    pub parts: Vec<Part>,
    /// The gates, one by one.
    pub judged: Vec<Gate>,
}

/// Checks a proposal against a base; `made` is told how many more runs there are.
pub fn check(
    base: &Base,
    asked: &Asked,
    plan: Plan,
    gates: Gates,
    made: impl Fn(u64) + Sync + Send,
) -> Result<Checked> {
    let changes = asked.read(&base.values)?;
    let (refusals, passing) = base.refusals(asked.path);
    let mut checked = Checked {
        version: env!("CARGO_PKG_VERSION"),
        source: base.source.clone(),
        setting: base.setting.clone(),
        asked: asked.clone(),
        plan,
        gates,
        verdict: Verdict::WouldBeRefused,
        changes: screen::rows(base, asked, &changes),
        refusals,
        passing,
        trip_prices: trips::prices(&base.setting, &base.with(&changes)),
        scenarios: vec![],
        pooled: vec![],
        parts: vec![],
        judged: vec![],
    };
    if !checked.refusals.is_empty() {
        return Ok(checked);
    }
    (checked.scenarios, checked.parts) = compare::compare(base, &changes, plan, &made)?;
    checked.pooled = compare::pooled(&checked.scenarios);
    let effects: Vec<Effect> = checked.scenarios.iter().map(Compared::effect).collect();
    checked.judged = gates.judge(&effects);
    checked.verdict = match checked.judged.iter().all(Gate::holds) {
        true => Verdict::Passes,
        false => Verdict::FailsAGate,
    };
    Ok(checked)
}

/// How many runs a check makes, for who waits for it.
#[must_use]
pub fn work(changes: usize, plan: Plan) -> u64 {
    let alone = if changes > 1 { changes as u64 } else { 0 };
    Scenario::ALL.len() as u64 * u64::from(plan.runs) * (2 + alone)
}
