//! Base against proposal under the same random numbers.

use std::collections::BTreeMap;

use anyhow::Result;
use ballast_api::ballast_guardrails::Values as _;
use ballast_stress::{Fan, Measure, Paired, Sample, Scenario, Series, Setting, Study};
use serde::Serialize;

use super::proposal::Read;
use super::{Base, Plan};
use crate::stress::Summary;

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

/// What one change does alone, or what is left over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The parameter; none for what the changes do together beyond the sum of each alone.
    pub parameter: Option<String>,
    /// The mean differences over all scenarios, in the order of the figures shown; none where it cannot stand alone.
    pub deltas: Option<[f64; SHOWN.len()]>,
}

/// All scenarios.
pub fn scenarios(
    base: &Setting,
    proposed: &Setting,
    plan: Plan,
    made: &(impl Fn(u64) + Sync + Send),
) -> Result<Vec<Compared>> {
    let compare = |scenario: Scenario| {
        let sample = Sample { master: plan.seed, scenario, runs: plan.runs };
        let (before, after) = (Study::of(base, sample, made)?, Study::of(proposed, sample, made)?);
        let paired = Paired::of(base, proposed, sample, made)?;
        let delta = |measure| {
            let tally = paired.tally(measure);
            Delta { mean: tally.mean(), margin: tally.margin() }
        };
        Ok(Compared {
            scenario,
            about: scenario.about(),
            base: Summary::of(&before),
            proposed: Summary::of(&after),
            deltas: Measure::ALL.into_iter().map(|measure| (measure, delta(measure))).collect(),
            base_paths: Paths::of(&before),
            proposed_paths: Paths::of(&after),
        })
    };
    Scenario::ALL.into_iter().map(compare).collect()
}

/// The figures that are shown, over all scenarios.
pub fn pooled(scenarios: &[Compared]) -> Vec<Pooled> {
    SHOWN.into_iter().map(|measure| pool(scenarios, measure)).collect()
}

fn pool(scenarios: &[Compared], measure: Measure) -> Pooled {
    let count = scenarios.len().max(1) as f64;
    let mean = |of: &dyn Fn(&Compared) -> f64| scenarios.iter().map(of).sum::<f64>() / count;
    // Scenarios draw from generators of their own, so that their variances add up.
    let variance: f64 = scenarios.iter().map(|each| each.delta(measure).margin.powi(2)).sum();
    let harm = |delta: Delta| if measure == Measure::Pay { -delta.mean } else { delta.mean };
    let deltas = scenarios.iter().map(|each| (each.scenario, each.delta(measure)));
    let worst = deltas.max_by(|one, other| harm(one.1).total_cmp(&harm(other.1)));
    Pooled {
        measure,
        base: mean(&|each| each.base.figure(measure).mean),
        proposed: mean(&|each| each.proposed.figure(measure).mean),
        delta: Delta { mean: mean(&|each| each.delta(measure).mean), margin: variance.sqrt() / count },
        worst: worst.filter(|(_, delta)| harm(*delta) > 0.0),
    }
}

/// Each change alone against the base, and what is left over.
pub fn parts(
    base: &Base,
    changes: &[Read],
    plan: Plan,
    together: &[Compared],
    made: &(impl Fn(u64) + Sync + Send),
) -> Result<Vec<Part>> {
    let mean = |of: &dyn Fn(usize) -> f64| (0..together.len()).map(of).sum::<f64>() / together.len() as f64;
    let mut rest = SHOWN.map(|measure| mean(&|place| together[place].delta(measure).mean));
    let mut parts = vec![];
    for change in changes {
        let parameter = Some(change.parameter.to_string());
        let values = base.changed(std::slice::from_ref(change));
        if values.validate().is_err() {
            parts.push(Part { parameter, deltas: None });
            continue;
        }
        let setting = base.applied(&values);
        let studies = together.iter().map(|each| {
            let sample = Sample { master: plan.seed, scenario: each.scenario, runs: plan.runs };
            Study::of(&setting, sample, made)
        });
        let studies = studies.collect::<Result<Vec<_>, _>>()?;
        // Of the same runs, so that this is the mean of the differences.
        let deltas = SHOWN.map(|measure| {
            mean(&|place| studies[place].tally(measure).mean() - together[place].base.figure(measure).mean)
        });
        for (rest, delta) in rest.iter_mut().zip(deltas) {
            *rest -= delta;
        }
        parts.push(Part { parameter, deltas: Some(deltas) });
    }
    // What cannot stand alone has no part of its own, and so nothing can be said of the rest.
    let whole = parts.iter().all(|part| part.deltas.is_some());
    parts.push(Part { parameter: None, deltas: whole.then_some(rest) });
    Ok(parts)
}
