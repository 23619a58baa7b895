//! Base against proposal under the same random numbers.

use std::collections::BTreeMap;

use anyhow::Result;
use ballast_stress::{Fan, Measure, Paired, Sample, Scenario, Series, Study, Tally};
use serde::Serialize;

use super::parts::{Alone, Part};
use super::proposal::Read;
use super::{Base, Effect, Plan};
use ballast_stress::presets::Summary;

/// The figures that the first screen shows.
pub const SHOWN: [Measure; 5] =
    [Measure::NetIssuance, Measure::Pay, Measure::Restricted, Measure::Trips, Measure::Unpaid];

/// A mean difference, proposal less base.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Delta {
    /// The mean.
    pub mean: f64,
    /// Half the width of its 95% confidence interval.
    pub margin: f64,
}

impl Delta {
    /// Of the differences of many runs.
    pub(super) fn of(tally: &Tally) -> Self {
        Self { mean: tally.mean(), margin: tally.margin() }
    }

    /// Over scenarios, each with the same weight; of none, nothing.
    pub(super) fn pooled(deltas: &[Self]) -> Self {
        let count = deltas.len().max(1) as f64;
        // Scenarios draw from generators of their own, so that their variances add up.
        let variance: f64 = deltas.iter().map(|delta| delta.margin.powi(2)).sum();
        Self {
            mean: deltas.iter().map(|delta| delta.mean).sum::<f64>() / count,
            margin: variance.sqrt() / count,
        }
    }

    /// Whether zero lies outside of the interval.
    #[must_use]
    pub fn is_detectable(&self) -> bool {
        self.mean.abs() > self.margin
    }
}

/// How figures spread over the runs, week by week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paths {
    /// The values that 5%, 50% and 95% of the runs are at or below.
    pub quantiles: BTreeMap<Series, [Vec<i64>; 3]>,
    /// Epochs at each level.
    pub levels: Vec<[u64; 4]>,
    /// Net issuance that 0%, 1% … 100% of the runs are at or below.
    pub net_issuance: Vec<i64>,
}

impl Paths {
    fn of(study: &Study) -> Self {
        let fan: &Fan = &study.fan;
        let quantiles = |series| [0.05, 0.5, 0.95].map(|share| fan.quantiles(series, share));
        let sketch = study.sketch(Measure::NetIssuance);
        Self {
            quantiles: Series::ALL.into_iter().map(|series| (series, quantiles(series))).collect(),
            levels: fan.levels().to_vec(),
            net_issuance: (0..=100)
                .map(|share| sketch.quantile(f64::from(share) / 100.0).unwrap_or_default())
                .collect(),
        }
    }
}

/// A scenario with the rules of today and with those of the proposal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
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

impl Compared {
    fn of(scenario: Scenario, paired: &Paired) -> Self {
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
        let p95 = |summary: &Summary| summary.figure(Measure::NetIssuance).p95;
        Effect {
            scenario: self.scenario,
            bad_year: [&self.base, &self.proposed].map(p95),
            rise: self.delta(Measure::NetIssuance).mean,
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
pub struct Pooled {
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

/// Every scenario, and what each change does alone: all rules on the same seeds, each run made once.
pub fn compare(
    base: &Base,
    changes: &[Read],
    plan: Plan,
    made: &(impl Fn(u64) + Sync + Send),
) -> Result<(Vec<Compared>, Vec<Part>)> {
    let proposed = base.with(changes);
    let mut alone = Alone::of(base, changes);
    let mut scenarios = vec![];
    for scenario in Scenario::ALL {
        let sample = Sample { master: plan.seed, scenario, runs: plan.runs };
        let paired = Paired::of(&base.setting, &proposed, &alone.settings, sample, made)?;
        scenarios.push(Compared::of(scenario, &paired));
        alone.take(&paired.parts, &paired.left_over);
    }
    Ok((scenarios, alone.parts()))
}

/// The figures that are shown, over all scenarios.
pub fn pooled(scenarios: &[Compared]) -> Vec<Pooled> {
    SHOWN.into_iter().map(|measure| pool(scenarios, measure)).collect()
}

fn pool(scenarios: &[Compared], measure: Measure) -> Pooled {
    let count = scenarios.len().max(1) as f64;
    let mean = |of: &dyn Fn(&Compared) -> f64| scenarios.iter().map(of).sum::<f64>() / count;
    let all: Vec<Delta> = scenarios.iter().map(|each| each.delta(measure)).collect();
    let harm = |delta: Delta| if measure == Measure::Pay { -delta.mean } else { delta.mean };
    let deltas = scenarios.iter().map(|each| (each.scenario, each.delta(measure)));
    let worst = deltas.max_by(|one, other| harm(one.1).total_cmp(&harm(other.1)));
    Pooled {
        measure,
        base: mean(&|each| each.base.figure(measure).mean),
        proposed: mean(&|each| each.proposed.figure(measure).mean),
        delta: Delta::pooled(&all),
        worst: worst.filter(|(_, delta)| harm(*delta) > 0.0),
    }
}
