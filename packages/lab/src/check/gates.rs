//! Gates: what must not happen in any scenario, with limits that can be set.

use ballast_stress::{Measure, Scenario};
use serde::Serialize;

use super::Compared;

/// The limits, in parts per million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Gates {
    /// Of supply: where one run in twenty may end with its net issuance.
    pub max_issuance: i64,
    /// Of supply: how far the mean net issuance may rise.
    pub max_rise: i64,
    /// Of today's pay: how far the mean pay of providers may fall.
    pub max_pay_cut: i64,
}

impl Default for Gates {
    fn default() -> Self {
        Self { max_issuance: 20_000, max_rise: 10_000, max_pay_cut: 100_000 }
    }
}

/// A gate that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gate {
    /// The option that sets it; none for what cannot be set.
    pub option: Option<&'static str>,
    /// Its limit, in parts per million.
    pub limit: i64,
    /// What it says, in a line.
    pub meaning: String,
    /// Where it does not hold.
    pub broken: Vec<Broken>,
}

impl Gate {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }
}

/// Where a gate does not hold, in parts per million.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Broken {
    /// The scenario.
    pub scenario: Scenario,
    /// The value that is too large.
    pub value: f64,
    /// The most that it could have been.
    pub limit: f64,
}

impl Gates {
    /// Looks at every gate.
    #[must_use]
    pub fn judge(&self, scenarios: &[Compared]) -> Vec<Gate> {
        let percent = |parts: i64| super::say::percent(parts as f64);
        let gate = |option, limit, meaning: String, found: &dyn Fn(&Compared) -> (f64, f64)| Gate {
            option,
            limit,
            meaning,
            broken: scenarios
                .iter()
                .filter_map(|compared| {
                    let (value, limit) = found(compared);
                    (value > limit).then_some(Broken { scenario: compared.scenario, value, limit })
                })
                .collect(),
        };
        vec![
            gate(
                Some("--max-issuance"),
                self.max_issuance,
                format!(
                    "A bad year: in no scenario does one run in twenty mint more than {} of supply above what it burns; \
                     where it does so today, not more than today.",
                    percent(self.max_issuance)
                ),
                &|compared| {
                    let of =
                        |summary: &crate::stress::Summary| summary.figure(Measure::NetIssuance).p95 as f64;
                    (of(&compared.proposed), of(&compared.base).max(self.max_issuance as f64))
                },
            ),
            gate(
                Some("--max-rise"),
                self.max_rise,
                format!(
                    "One step: in no scenario does net issuance rise by more than {} of supply on average.",
                    percent(self.max_rise)
                ),
                &|compared| (compared.delta(Measure::NetIssuance).mean, self.max_rise as f64),
            ),
            gate(
                Some("--max-pay-cut"),
                self.max_pay_cut,
                format!(
                    "Providers: in no scenario does what they are granted for a USD of work fall by more than {} of what it is.",
                    percent(self.max_pay_cut)
                ),
                &|compared| {
                    let before = compared.base.figure(Measure::Pay).mean;
                    let cut = -compared.delta(Measure::Pay).mean;
                    let share = if before > 0.0 { cut / before * 1e6 } else { 0.0 };
                    (share, self.max_pay_cut as f64)
                },
            ),
            gate(
                None,
                0,
                "The promise: no epoch above level 0 mints more than it burns.".to_owned(),
                &|compared| (compared.proposed.figure(Measure::BrokenPromises).mean, 0.0),
            ),
        ]
    }
}
