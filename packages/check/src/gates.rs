//! Gates: what must not happen in any scenario, with limits that can be set.

use ballast_stress::{Figures, Measure, Scenario};
use serde::{Serialize, Serializer};

/// The limits, in parts per million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Gates {
    /// Of supply: where one run in twenty may end with its net emission.
    pub max_emission: i64,
    /// Of supply: how far the mean net emission may rise.
    pub max_rise: i64,
    /// Of today's pay: how far the mean pay of providers may fall.
    pub max_pay_cut: i64,
}

impl Default for Gates {
    fn default() -> Self {
        Self { max_emission: 20_000, max_rise: 10_000, max_pay_cut: 100_000 }
    }
}

/// What must not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateKind {
    /// One run in twenty ends with a high net emission.
    BadYear,
    /// The mean net emission rises at once.
    Step,
    /// Providers are granted less for their work.
    PayCut,
    /// An epoch above level 0 mints more than it burns.
    Promise,
}

impl GateKind {
    /// Its name, for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BadYear => "A bad year",
            Self::Step => "One step",
            Self::PayCut => "Providers",
            Self::Promise => "The promise",
        }
    }

    /// The option that sets it; none for what cannot be set.
    #[must_use]
    pub const fn option(self) -> Option<&'static str> {
        match self {
            Self::BadYear => Some("--max-emission"),
            Self::Step => Some("--max-rise"),
            Self::PayCut => Some("--max-pay-cut"),
            Self::Promise => None,
        }
    }
}

/// Serialised as the option that sets it.
impl Serialize for GateKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.option().serialize(serializer)
    }
}

/// A gate that was looked at. Serialised with its meaning, so that a file says what it was judged by.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Which.
    pub kind: GateKind,
    /// Its limit, in parts per million.
    pub limit: i64,
    /// Where it does not hold.
    pub broken: Vec<Reading>,
}

impl Serialize for Gate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Line<'a> {
            option: GateKind,
            limit: i64,
            meaning: String,
            broken: &'a [Reading],
        }
        let Self { kind, limit, broken } = self;
        Line { option: *kind, limit: *limit, meaning: self.meaning(), broken }.serialize(serializer)
    }
}

impl Gate {
    /// Its name and its definition.
    #[must_use]
    pub fn meaning(&self) -> String {
        format!("{}: {}", self.kind.name(), self.definition())
    }

    /// What it asks for, with its limit.
    #[must_use]
    pub fn definition(&self) -> String {
        let limit = percent(self.limit);
        match self.kind {
            GateKind::BadYear => format!(
                "in no scenario does one run in twenty mint more than {limit} of supply above what it burns; \
                 where it does so today, not more than today."
            ),
            GateKind::Step => {
                format!("in no scenario does net emission rise by more than {limit} of supply on average.")
            }
            GateKind::PayCut => format!(
                "in no scenario does what they are granted for a USD of work fall by more than {limit} of what it is."
            ),
            GateKind::Promise => "no epoch above level 0 mints more than it burns.".to_owned(),
        }
    }

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
    /// Which gate.
    #[serde(rename = "option")]
    pub kind: GateKind,
    /// There.
    #[serde(flatten)]
    pub reading: Reading,
}

/// What other rules do in a scenario, as far as a gate looks at it. In parts per million, but for the promises.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The scenario.
    pub scenario: Scenario,
    /// Net emission that one run in twenty is above, of supply: today, and with those rules.
    pub bad_year: [i64; 2],
    /// How far the mean net emission rises, of supply.
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
        let p95 = |figures: &Figures| figures.sketch(Measure::NetEmission).quantile(0.95).unwrap_or_default();
        let rise = |measure| after.tally(measure).mean_above(before.tally(measure));
        Self {
            scenario,
            bad_year: [before, after].map(p95),
            rise: rise(Measure::NetEmission),
            pay: before.tally(Measure::Pay).mean(),
            pay_rise: rise(Measure::Pay),
            broken_promises: after.tally(Measure::BrokenPromises).mean(),
        }
    }
}

/// A gate in all scenarios.
struct Look {
    kind: GateKind,
    limit: i64,
    readings: Vec<Reading>,
}

impl Gates {
    /// Looks at every gate.
    #[must_use]
    pub fn judge(&self, effects: &[Effect]) -> Vec<Gate> {
        let gate = |look: Look| Gate {
            kind: look.kind,
            limit: look.limit,
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
            Some(Closest { kind: look.kind, reading: look.readings.into_iter().reduce(first)? })
        };
        self.look(effects).into_iter().filter_map(closest).collect()
    }

    fn look(&self, effects: &[Effect]) -> [Look; 4] {
        let look = |kind, limit, value_and_limit: &dyn Fn(&Effect) -> (f64, f64)| {
            let reading = |effect: &Effect| {
                let (value, limit) = value_and_limit(effect);
                Reading { scenario: effect.scenario, value, limit }
            };
            Look { kind, limit, readings: effects.iter().map(reading).collect() }
        };
        [
            look(GateKind::BadYear, self.max_emission, &|effect| {
                let [today, then] = effect.bad_year;
                (then as f64, today.max(self.max_emission) as f64)
            }),
            look(GateKind::Step, self.max_rise, &|effect| (effect.rise, self.max_rise as f64)),
            look(GateKind::PayCut, self.max_pay_cut, &|effect| {
                let share = if effect.pay > 0.0 { -effect.pay_rise / effect.pay * 1e6 } else { 0.0 };
                (share, self.max_pay_cut as f64)
            }),
            look(GateKind::Promise, 0, &|effect| (effect.broken_promises, 0.0)),
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
