//! Base against proposal under the same random numbers.

use std::collections::BTreeMap;

use anyhow::Result;
use ballast_stress::{Fan, Measure, PairedStudy, Sample, Scenario, Series, Study};
use serde::Serialize;

use super::base::Base;
use super::delta::{Delta, SHOWN};
use super::gates::Effect;
use super::parts::{Alone, Part};
use super::plan::Plan;
use super::proposal::Change;
use ballast_stress::presets::Summary;

/// How figures spread over the runs, week by week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paths {
    /// The values that 5%, 50% and 95% of the runs are at or below.
    pub quantiles: BTreeMap<Series, [Vec<i64>; 3]>,
    /// Epochs at each level.
    pub levels: Vec<[u64; 4]>,
    /// Net emission that 0%, 1% … 100% of the runs are at or below.
    pub net_emission: Vec<i64>,
}

impl Paths {
    fn of(study: &Study) -> Self {
        let fan: &Fan = &study.fan;
        let quantiles = |series| [0.05, 0.5, 0.95].map(|share| fan.quantiles(series, share));
        let sketch = study.sketch(Measure::NetEmission);
        Self {
            quantiles: Series::ALL.into_iter().map(|series| (series, quantiles(series))).collect(),
            levels: fan.levels().to_vec(),
            net_emission: (0..=100)
                .map(|share| sketch.quantile(f64::from(share) / 100.0).unwrap_or_default())
                .collect(),
        }
    }
}

/// A scenario with the rules of today and with those of the proposal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioComparison {
    /// Which.
    pub scenario: Scenario,
    /// What happens in it.
    pub about: &'static str,
    /// With the rules of today.
    pub base: Summary,
    /// With those of the proposal.
    pub proposed: Summary,
    /// The differences, run by run.
    pub deltas: BTreeMap<Measure, Delta>,
    /// How today's figures spread.
    pub base_paths: Paths,
    /// How the proposal's spread.
    pub proposed_paths: Paths,
}

impl ScenarioComparison {
    fn of(scenario: Scenario, paired: &PairedStudy) -> Self {
        let delta = |measure| Delta::of(paired.differences.of(measure));
        Self {
            scenario,
            about: scenario.about(),
            base: Summary::of(&paired.base),
            proposed: Summary::of(&paired.other),
            deltas: Measure::ALL.into_iter().map(|measure| (measure, delta(measure))).collect(),
            base_paths: Paths::of(&paired.base),
            proposed_paths: Paths::of(&paired.other),
        }
    }

    /// What the gates look at.
    #[must_use]
    pub fn effect(&self) -> Effect {
        let p95 = |summary: &Summary| summary.figure(Measure::NetEmission).p95;
        Effect {
            scenario: self.scenario,
            bad_year: [&self.base, &self.proposed].map(p95),
            rise: self.delta(Measure::NetEmission).mean,
            pay: self.base.figure(Measure::Pay).mean,
            pay_rise: self.delta(Measure::Pay).mean,
            broken_promises: self.proposed.figure(Measure::BrokenPromises).mean,
        }
    }

    /// A difference by name.
    #[must_use]
    pub fn delta(&self, measure: Measure) -> Delta {
        self.deltas.get(&measure).copied().unwrap_or_default()
    }
}

/// A figure over all scenarios, each with the same weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PooledFigure {
    /// Which.
    pub measure: Measure,
    /// Its mean today.
    pub base: f64,
    /// Its mean under the proposal.
    pub proposed: f64,
    /// The difference.
    pub delta: Delta,
    /// The scenario in which it gets worst, by its mean; none where it gets worse in none.
    pub worst: Option<(Scenario, Delta)>,
}

/// Base against proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Scenario by scenario.
    pub scenarios: Vec<ScenarioComparison>,
    /// The figures that are shown, over all scenarios.
    pub pooled: Vec<PooledFigure>,
    /// What each change does alone, where there are several, and what is left over.
    pub parts: Vec<Part>,
}

/// Every scenario, and what each change does alone: all rules on the same seeds, each run made once.
pub fn compare(
    base: &Base,
    changes: &[Change],
    plan: Plan,
    made: &(impl Fn(u64) + Sync + Send),
) -> Result<Comparison> {
    let proposed = base.with(changes);
    let mut alone = Alone::of(base, changes);
    let mut scenarios = vec![];
    for scenario in Scenario::ALL {
        let sample = Sample { master: plan.seed, scenario, runs: plan.runs };
        let paired = PairedStudy::of(&base.setting, &proposed, &alone.settings, sample, made)?;
        scenarios.push(ScenarioComparison::of(scenario, &paired));
        alone.take(&paired.parts, &paired.left_over);
    }
    let pooled = SHOWN.into_iter().map(|measure| pool(&scenarios, measure)).collect();
    Ok(Comparison { pooled, parts: alone.parts(), scenarios })
}

fn pool(scenarios: &[ScenarioComparison], measure: Measure) -> PooledFigure {
    let count = scenarios.len().max(1) as f64;
    let mean = |of: &dyn Fn(&ScenarioComparison) -> f64| scenarios.iter().map(of).sum::<f64>() / count;
    let all: Vec<Delta> = scenarios.iter().map(|each| each.delta(measure)).collect();
    let harm = |delta: Delta| if measure == Measure::Pay { -delta.mean } else { delta.mean };
    let deltas = scenarios.iter().map(|each| (each.scenario, each.delta(measure)));
    let worst = deltas.max_by(|one, other| harm(one.1).total_cmp(&harm(other.1)));
    PooledFigure {
        measure,
        base: mean(&|each| each.base.figure(measure).mean),
        proposed: mean(&|each| each.proposed.figure(measure).mean),
        delta: Delta::pooled(&all),
        worst: worst.filter(|(_, delta)| harm(*delta) > 0.0),
    }
}
