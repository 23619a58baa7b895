//! The one report of a check: data, which others render.

use anyhow::Result;
use ballast_stress::Setting;
use serde::{Serialize, Serializer};

use super::base::{Base, Objections, Source};
use super::changes::{ChangeRow, rows};
use super::compare::{Comparison, PooledFigure, ScenarioComparison, compare};
use super::gates::{Effect, Gate, Gates};
use super::parts::Part;
use super::plan::Plan;
use super::proposal::Request;
use super::trips::{TripPrice, prices};

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
///
/// Serialised it is flat, with the verdict: a proposal that would be refused has no figures.
#[derive(Debug, Clone)]
pub struct CheckReport {
    /// Version of the lab.
    pub version: &'static str,
    /// Where the base is from.
    pub source: Source,
    /// The network and the market of today.
    pub setting: Setting,
    /// What is asked for.
    pub asked: Request,
    /// Which runs.
    pub plan: Plan,
    /// The limits of the gates.
    pub gates: Gates,
    /// Every parameter that is to change.
    pub changes: Vec<ChangeRow>,
    /// What stands in the way today and may be gone when the delay is over.
    pub passing: Vec<String>,
    /// At which prices the price signals trip, before and after.
    pub trip_prices: Vec<TripPrice>,
    /// What it came to.
    pub finding: Finding,
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The contract would refuse it: every reason. Nothing was run.
    Refused(Vec<String>),
    /// The contract would take it: what the runs say.
    Ran(Figures),
}

/// What the runs of a check say.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Scenario by scenario.
    pub scenarios: Vec<ScenarioComparison>,
    /// The figures over all scenarios.
    pub pooled: Vec<PooledFigure>,
    /// What each change does alone, where there are several, and what is left over.
    pub parts: Vec<Part>,
    /// The gates, one by one.
    pub judged: Vec<Gate>,
}

impl CheckReport {
    /// What it came to, in one word.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match &self.finding {
            Finding::Refused(_) => Verdict::WouldBeRefused,
            Finding::Ran(figures) if figures.judged.iter().all(Gate::holds) => Verdict::Passes,
            Finding::Ran(_) => Verdict::FailsAGate,
        }
    }

    /// Every reason why the contract would refuse it.
    #[must_use]
    pub fn refusals(&self) -> &[String] {
        match &self.finding {
            Finding::Refused(reasons) => reasons,
            Finding::Ran(_) => &[],
        }
    }

    /// Scenario by scenario; none for a proposal that would be refused.
    #[must_use]
    pub fn scenarios(&self) -> &[ScenarioComparison] {
        self.figures().map_or(&[], |figures| &figures.scenarios)
    }

    /// The figures over all scenarios.
    #[must_use]
    pub fn pooled(&self) -> &[PooledFigure] {
        self.figures().map_or(&[], |figures| &figures.pooled)
    }

    /// What each change does alone, where there are several, and what is left over.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        self.figures().map_or(&[], |figures| &figures.parts)
    }

    /// The gates, one by one.
    #[must_use]
    pub fn judged(&self) -> &[Gate] {
        self.figures().map_or(&[], |figures| &figures.judged)
    }

    fn figures(&self) -> Option<&Figures> {
        match &self.finding {
            Finding::Refused(_) => None,
            Finding::Ran(figures) => Some(figures),
        }
    }
}

impl Serialize for CheckReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// The file `check.json`.
        #[derive(Serialize)]
        struct File<'a> {
            version: &'a str,
            source: &'a Source,
            setting: &'a Setting,
            asked: &'a Request,
            plan: &'a Plan,
            gates: &'a Gates,
            verdict: Verdict,
            changes: &'a [ChangeRow],
            refusals: &'a [String],
            passing: &'a [String],
            trip_prices: &'a [TripPrice],
            scenarios: &'a [ScenarioComparison],
            pooled: &'a [PooledFigure],
            parts: &'a [Part],
            judged: &'a [Gate],
        }
        let file = File {
            version: self.version,
            source: &self.source,
            setting: &self.setting,
            asked: &self.asked,
            plan: &self.plan,
            gates: &self.gates,
            verdict: self.verdict(),
            changes: &self.changes,
            refusals: self.refusals(),
            passing: &self.passing,
            trip_prices: &self.trip_prices,
            scenarios: self.scenarios(),
            pooled: self.pooled(),
            parts: self.parts(),
            judged: self.judged(),
        };
        file.serialize(serializer)
    }
}

/// Checks a proposal against a base; `made` is told how many more runs there are.
pub fn check(
    base: &Base,
    asked: &Request,
    plan: Plan,
    gates: Gates,
    made: impl Fn(u64) + Sync + Send,
) -> Result<CheckReport> {
    let changes = asked.read(&base.values)?;
    let Objections { refusals, passing } = base.objections(asked.path);
    let finding = match refusals.is_empty() {
        false => Finding::Refused(refusals),
        true => {
            let Comparison { scenarios, pooled, parts } = compare(base, &changes, plan, &made)?;
            let effects: Vec<Effect> = scenarios.iter().map(ScenarioComparison::effect).collect();
            Finding::Ran(Figures { scenarios, pooled, parts, judged: gates.judge(&effects) })
        }
    };
    Ok(CheckReport {
        version: env!("CARGO_PKG_VERSION"),
        source: base.source.clone(),
        setting: base.setting.clone(),
        asked: asked.clone(),
        plan,
        gates,
        changes: rows(base, asked, &changes),
        passing,
        trip_prices: prices(&base.setting, &base.with(&changes)),
        finding,
    })
}
