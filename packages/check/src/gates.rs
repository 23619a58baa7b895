//! Gates: what must not happen in any scenario, with limits that can be set.

use ballast_stress::{Figures, Measure, Scenario};
use serde::Serialize;

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
    pub broken: Vec<Reading>,
}

impl Gate {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }
}

/// A gate in a scenario, in parts per million.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reading {
    /// The scenario.
    pub scenario: Scenario,
    /// The value.
    pub value: f64,
    /// The most that it may be.
    pub limit: f64,
}

impl Reading {
    /// Whether the gate holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.value <= self.limit
    }
}

/// Where a gate comes closest to its limit, or lies furthest beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Closest {
    /// The option that sets the gate; none for what cannot be set.
    pub option: Option<&'static str>,
    /// There.
    #[serde(flatten)]
    pub reading: Reading,
}

/// What other rules do in a scenario, as far as a gate looks at it. In parts per million, but for the promises.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The scenario.
    pub scenario: Scenario,
    /// Net issuance that one run in twenty is above, of supply: today, and with those rules.
    pub bad_year: [i64; 2],
    /// How far the mean net issuance rises, of supply.
    pub rise: f64,
    /// Mean pay of providers for a USD of work today, of a USD.
    pub pay: f64,
    /// How far it rises.
    pub pay_rise: f64,
    /// Epochs a run above level 0 that mint more than they burn.
    pub broken_promises: f64,
}

impl Effect {
    /// Of the same runs with the rules of today and with others.
    #[must_use]
    pub fn of(scenario: Scenario, before: &Figures, after: &Figures) -> Self {
        let p95 = |figures: &Figures| figures.sketch(Measure::NetIssuance).quantile(0.95).unwrap_or_default();
        let rise = |measure| after.tally(measure).mean_above(before.tally(measure));
        Self {
            scenario,
            bad_year: [before, after].map(p95),
            rise: rise(Measure::NetIssuance),
            pay: before.tally(Measure::Pay).mean(),
            pay_rise: rise(Measure::Pay),
            broken_promises: after.tally(Measure::BrokenPromises).mean(),
        }
    }
}

/// A gate in all scenarios.
struct Look {
    option: Option<&'static str>,
    limit: i64,
    meaning: String,
    readings: Vec<Reading>,
}

impl Gates {
    /// Looks at every gate.
    #[must_use]
    pub fn judge(&self, effects: &[Effect]) -> Vec<Gate> {
        let gate = |look: Look| Gate {
            option: look.option,
            limit: look.limit,
            meaning: look.meaning,
            broken: look.readings.into_iter().filter(|reading| !reading.holds()).collect(),
        };
        self.look(effects).into_iter().map(gate).collect()
    }

    /// Where each gate comes closest to its limit, or lies furthest beyond it.
    #[must_use]
    pub fn closest(&self, effects: &[Effect]) -> Vec<Closest> {
        let over = |reading: &Reading| reading.value - reading.limit;
        let closest = |look: Look| {
            let first = |one: Reading, other: Reading| if over(&other) > over(&one) { other } else { one };
            Some(Closest { option: look.option, reading: look.readings.into_iter().reduce(first)? })
        };
        self.look(effects).into_iter().filter_map(closest).collect()
    }

    fn look(&self, effects: &[Effect]) -> [Look; 4] {
        let look = |option, limit, meaning, value_and_limit: &dyn Fn(&Effect) -> (f64, f64)| {
            let reading = |effect: &Effect| {
                let (value, limit) = value_and_limit(effect);
                Reading { scenario: effect.scenario, value, limit }
            };
            Look { option, limit, meaning, readings: effects.iter().map(reading).collect() }
        };
        [
            look(
                Some("--max-issuance"),
                self.max_issuance,
                format!(
                    "A bad year: in no scenario does one run in twenty mint more than {} of supply above what it burns; \
                     where it does so today, not more than today.",
                    percent(self.max_issuance)
                ),
                &|effect| {
                    let [today, then] = effect.bad_year;
                    (then as f64, today.max(self.max_issuance) as f64)
                },
            ),
            look(
                Some("--max-rise"),
                self.max_rise,
                format!(
                    "One step: in no scenario does net issuance rise by more than {} of supply on average.",
                    percent(self.max_rise)
                ),
                &|effect| (effect.rise, self.max_rise as f64),
            ),
            look(
                Some("--max-pay-cut"),
                self.max_pay_cut,
                format!(
                    "Providers: in no scenario does what they are granted for a USD of work fall by more than {} of what it is.",
                    percent(self.max_pay_cut)
                ),
                &|effect| {
                    let share = if effect.pay > 0.0 { -effect.pay_rise / effect.pay * 1e6 } else { 0.0 };
                    (share, self.max_pay_cut as f64)
                },
            ),
            look(
                None,
                0,
                "The promise: no epoch above level 0 mints more than it burns.".to_owned(),
                &|effect| (effect.broken_promises, 0.0),
            ),
        ]
    }
}

/// Parts per million as percent, with two decimals and thousands separators: `2.00%`.
fn percent(parts: i64) -> String {
    let text = format!("{:.2}", parts.unsigned_abs() as f64 / 10_000.0);
    let whole = text.len() - 3;
    let mut percent = if parts < 0 && text != "0.00" { "−".to_owned() } else { String::new() };
    for (position, letter) in text.chars().enumerate() {
        if position > 0 && position < whole && (whole - position) % 3 == 0 {
            percent.push(',');
        }
        percent.push(letter);
    }
    percent + "%"
}
