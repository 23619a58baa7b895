//! Which change does it: each alone, and what is left over.

use ballast_api::ballast_guardrails::Values as _;
use ballast_stress::{Setting, Tallies};
use serde::Serialize;

use super::Base;
use super::compare::{Compared, SHOWN};
use super::proposal::Read;

/// What one change does alone, or what is left over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The parameter; none for what the changes do together beyond the sum of each alone.
    pub parameter: Option<String>,
    /// The mean differences over all scenarios, in the order of the figures shown; none where it cannot stand alone.
    pub deltas: Option<[f64; SHOWN.len()]>,
}

/// Changes one by one, ready to be run.
pub struct Alone {
    /// The parameters, and whether each can stand alone.
    changes: Vec<(String, bool)>,
    /// The settings of those that can.
    pub settings: Vec<Setting>,
}

impl Alone {
    /// Of a proposal's changes; of a single one nothing is to be told apart.
    pub fn of(base: &Base, changes: &[Read]) -> Self {
        let mut alone = Self { changes: vec![], settings: vec![] };
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

    /// What they came to, scenario by scenario, against the base; and what is left over of what they do together.
    pub fn parts(&self, together: &[Compared], ran: &[Vec<Tallies>]) -> Vec<Part> {
        if self.changes.is_empty() {
            return vec![];
        }
        let mean =
            |of: &dyn Fn(usize) -> f64| (0..together.len()).map(of).sum::<f64>() / together.len() as f64;
        let mut rest = SHOWN.map(|measure| mean(&|place| together[place].delta(measure).mean));
        let mut setting = 0;
        let mut parts = vec![];
        for (parameter, fits) in &self.changes {
            let parameter = Some(parameter.clone());
            if !fits {
                parts.push(Part { parameter, deltas: None });
                continue;
            }
            // Of the same runs, so that this is the mean of the differences.
            let deltas = SHOWN.map(|measure| {
                mean(&|place| {
                    let today = together[place].base.figure(measure).mean;
                    ran[place][setting].of(measure).mean() - today
                })
            });
            setting += 1;
            for (rest, delta) in rest.iter_mut().zip(deltas) {
                *rest -= delta;
            }
            parts.push(Part { parameter, deltas: Some(deltas) });
        }
        // What cannot stand alone has no part of its own, and so nothing can be said of the rest.
        let whole = parts.iter().all(|part| part.deltas.is_some());
        parts.push(Part { parameter: None, deltas: whole.then_some(rest) });
        parts
    }
}
