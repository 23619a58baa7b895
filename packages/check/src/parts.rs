//! Which change does it: each alone, and what is left over.

use ballast_guardrails::Values as _;
use ballast_stress::{Setting, Tallies};
use serde::Serialize;

use super::base::Base;
use super::delta::{Delta, SHOWN};
use super::proposal::Change;

/// The differences of the figures that are shown, in their order.
type Deltas = [Delta; SHOWN.len()];

/// What one change does alone, or what is left over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The parameter; none for what the changes do together beyond the sum of each alone.
    pub parameter: Option<String>,
    /// The mean differences over all scenarios, in the order of the figures shown; none where it cannot stand alone.
    pub deltas: Option<Deltas>,
}

/// Changes one by one: what is to be run, and what it came to.
pub struct Alone {
    /// The parameters, and whether each can stand alone.
    changes: Vec<(String, bool)>,
    /// The settings of those that can.
    pub settings: Vec<Setting>,
    /// Of every scenario the differences of each setting, and last of what is left over.
    scenarios: Vec<Vec<Deltas>>,
}

impl Alone {
    /// Of a proposal's changes; of a single one nothing is to be told apart.
    pub fn of(base: &Base, changes: &[Change]) -> Self {
        let mut alone = Self { changes: vec![], settings: vec![], scenarios: vec![] };
        if changes.len() < 2 {
            return alone;
        }
        for change in changes {
            let values = base.changed(std::slice::from_ref(change));
            let fits = values.validate().is_ok();
            alone.changes.push((change.parameter.to_string(), fits));
            if fits {
                alone.settings.push(base.applied(&values));
            }
        }
        alone
    }

    /// Takes in a scenario: how each setting differs from the base, and what is left over, run by run.
    pub fn take(&mut self, differences: &[Tallies], left_over: &Tallies) {
        let deltas = |tallies: &Tallies| SHOWN.map(|measure| Delta::of(tallies.of(measure)));
        self.scenarios.push(differences.iter().chain([left_over]).map(deltas).collect());
    }

    /// Each change over all scenarios, and what is left over.
    pub fn parts(&self) -> Vec<Part> {
        if self.changes.is_empty() {
            return vec![];
        }
        let pooled = |place: usize| -> Deltas {
            std::array::from_fn(|figure| {
                let deltas: Vec<Delta> = self.scenarios.iter().map(|all| all[place][figure]).collect();
                Delta::pooled(&deltas)
            })
        };
        let mut places = 0..self.settings.len();
        let part = |(parameter, fits): &(String, bool)| {
            let place = if *fits { places.next() } else { None };
            Part { parameter: Some(parameter.clone()), deltas: place.map(pooled) }
        };
        let mut parts: Vec<Part> = self.changes.iter().map(part).collect();
        // What cannot stand alone has no part of its own, and so nothing can be said of the rest.
        let whole = parts.iter().all(|part| part.deltas.is_some());
        parts.push(Part { parameter: None, deltas: whole.then(|| pooled(self.settings.len())) });
        parts
    }
}
