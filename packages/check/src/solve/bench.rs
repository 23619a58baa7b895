//! One value at a time: every scenario with it, against the rules of today on the same seeds.

use std::collections::BTreeMap;

use anyhow::Result;
use ballast_guardrails::{LooseningDirection, Values as _};
use ballast_stress::{Figures, Measure, Sample, Scenario, Setting};
use serde::Serialize;

use super::ladder::Ladder;
use crate::{Base, Closest, Effect, Gate, Gates, Plan};

/// A value that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trial {
    /// The value.
    pub value: String,
    /// Whether it fits the other values and every gate holds.
    pub passes: bool,
    /// Why it does not fit the other values; nothing was run with it then.
    pub unfit: Option<String>,
    /// Whether any figure of the runs differs from today's.
    pub differs: bool,
    /// Where each gate comes closest to its limit, or lies furthest beyond it.
    pub gates: Vec<Closest>,
}

/// Tries values, and remembers them. Sums only: memory does not grow with the runs.
pub struct Bench<'a, M> {
    base: &'a Base,
    ladder: &'a Ladder,
    plan: Plan,
    gates: Gates,
    made: &'a M,
    today: Vec<Figures>,
    trials: BTreeMap<u128, Trial>,
}

impl<'a, M: Fn(u64) + Sync + Send> Bench<'a, M> {
    /// Runs the rules of today, once for all values; `made` is told how many more runs there are.
    pub fn new(base: &'a Base, ladder: &'a Ladder, plan: Plan, gates: Gates, made: &'a M) -> Result<Self> {
        let today = figures(&base.setting, plan, made)?;
        Ok(Self { base, ladder, plan, gates, made, today, trials: BTreeMap::new() })
    }

    /// Whether a value passes.
    pub fn passes(&mut self, value: u128) -> Result<bool> {
        if let Some(trial) = self.trials.get(&value) {
            return Ok(trial.passes);
        }
        let trial = self.run(value)?;
        let passes = trial.passes;
        self.trials.insert(value, trial);
        Ok(passes)
    }

    /// All values that were tried, from the tightest to the loosest.
    pub fn trials(self) -> Vec<Trial> {
        let mut trials: Vec<Trial> = self.trials.into_values().collect();
        if self.ladder.loosens == LooseningDirection::Down {
            trials.reverse();
        }
        trials
    }

    fn run(&self, number: u128) -> Result<Trial> {
        let value = self.ladder.show(number);
        let mut values = self.base.values.clone();
        values.set(&self.ladder.parameter, number);
        if let Err(invalid) = values.validate() {
            let unfit = Some(invalid.to_string());
            return Ok(Trial { value, passes: false, unfit, differs: false, gates: vec![] });
        }
        let found = match number == self.ladder.today {
            true => self.today.clone(),
            false => figures(&self.base.applied(&values), self.plan, self.made)?,
        };
        let sides = Scenario::ALL.into_iter().zip(self.today.iter().zip(&found));
        let effects: Vec<Effect> =
            sides.map(|(scenario, (before, after))| Effect::of(scenario, before, after)).collect();
        let same = |(before, after): (&Figures, &Figures)| {
            Measure::ALL.into_iter().all(|measure| before.tally(measure) == after.tally(measure))
        };
        Ok(Trial {
            value,
            passes: self.gates.judge(&effects).iter().all(Gate::holds),
            unfit: None,
            differs: !self.today.iter().zip(&found).all(same),
            gates: self.gates.closest(&effects),
        })
    }
}

/// Every scenario under a setting.
fn figures(setting: &Setting, plan: Plan, made: &(impl Fn(u64) + Sync + Send)) -> Result<Vec<Figures>> {
    let study = |scenario| {
        let sample = Sample { master: plan.seed, scenario, runs: plan.runs };
        Ok(Figures::of(setting, sample, made)?)
    };
    Scenario::ALL.into_iter().map(study).collect()
}
