//! What a study came to, as it is printed and written.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::{Measure, Sample, Scenario, Setting, Study, Worst};

/// A figure over all runs; shares in parts per million.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// The mean.
    pub mean: f64,
    /// Half the width of its 95% confidence interval.
    pub margin: f64,
    /// The value that 5% of the runs are at or below.
    pub p05: i64,
    /// That of half of them.
    pub p50: i64,
    /// That of 95%.
    pub p95: i64,
}

/// Every figure of a network in a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// By name.
    pub figures: BTreeMap<Measure, Figure>,
    /// The runs with the highest net emission.
    pub worst: Vec<Worst>,
}

impl Summary {
    /// Of a study.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        let figure = |measure: Measure| {
            let (tally, sketch) = (study.tally(measure), study.sketch(measure));
            let quantile = |share| sketch.quantile(share).unwrap_or_default();
            Figure {
                mean: tally.mean(),
                margin: tally.margin(),
                p05: quantile(0.05),
                p50: quantile(0.5),
                p95: quantile(0.95),
            }
        };
        Self {
            figures: Measure::ALL.into_iter().map(|measure| (measure, figure(measure))).collect(),
            worst: study.worst.clone(),
        }
    }

    /// A figure by name.
    #[must_use]
    pub fn figure(&self, measure: Measure) -> Figure {
        let nothing = Figure { mean: 0.0, margin: 0.0, p05: 0, p50: 0, p95: 0 };
        self.figures.get(&measure).copied().unwrap_or(nothing)
    }
}

/// A scenario under a preset, with its guardrails and without.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioReport {
    /// Which.
    pub scenario: Scenario,
    /// What happens in it.
    pub about: &'static str,
    /// With the guardrails.
    pub with: Summary,
    /// Without.
    pub without: Summary,
}

/// A preset under many scenarios.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StressReport {
    /// Version of the lab.
    pub version: &'static str,
    /// The preset.
    pub preset: String,
    /// The master seed.
    pub seed: u64,
    /// Runs of each scenario.
    pub runs: u32,
    /// The network and its market.
    pub setting: Setting,
    /// Scenario by scenario.
    pub scenarios: Vec<ScenarioReport>,
}

/// Which runs are made of each scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// The master seed.
    pub seed: u64,
    /// Runs of each scenario.
    pub runs: u32,
}

/// Runs a preset's setting through scenarios; `made` is told of every run.
pub fn stress(
    preset: &str,
    setting: &Setting,
    scenarios: &[Scenario],
    sampling: Sampling,
    made: impl Fn(u64) + Sync + Send,
) -> Result<StressReport> {
    let Sampling { seed, runs } = sampling;
    let free = Setting { network: setting.network.unguarded(), ..setting.clone() };
    let reports = scenarios.iter().map(|scenario| {
        let sample = Sample { master: seed, scenario: *scenario, runs };
        Ok(ScenarioReport {
            scenario: *scenario,
            about: scenario.about(),
            with: Summary::of(&Study::of(setting, sample, &made)?),
            without: Summary::of(&Study::of(&free, sample, &made)?),
        })
    });
    Ok(StressReport {
        version: env!("CARGO_PKG_VERSION"),
        preset: preset.to_owned(),
        seed,
        runs,
        setting: setting.clone(),
        scenarios: reports.collect::<Result<_>>()?,
    })
}
