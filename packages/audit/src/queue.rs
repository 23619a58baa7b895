//! Change sets: what is executed was queued, and what takes effect at once tightens.

use std::collections::BTreeMap;

use ballast_api::Parameter;
use ballast_api::events::{ChangeEvent, ChangeStatus};
use ballast_guardrails::ParameterId as _;

use super::difference::{Difference, Place};

/// The changes that wait, by the id of their set.
#[derive(Debug, Default)]
pub struct Queue(BTreeMap<u64, Vec<(Parameter, String)>>);

impl Queue {
    /// Takes note of a change.
    pub fn take(&mut self, place: &Place, change: &ChangeEvent) -> Result<(), Difference> {
        let ChangeEvent { id, status, parameter, to, .. } = change;
        let refused = |expected: &str| place.differs(&format!("change of {parameter}"), expected, "none");
        match (status, id) {
            (ChangeStatus::Tightened, None) => tightens(place, change),
            (ChangeStatus::Queued, Some(id)) => {
                self.0.entry(*id).or_default().push((parameter.clone(), to.clone()));
                Ok(())
            }
            (ChangeStatus::Executed, Some(id)) => {
                let waiting = self.0.get_mut(id).ok_or_else(|| refused("a queued change set"))?;
                let found = waiting.iter().position(|waits| *waits == (parameter.clone(), to.clone()));
                waiting.swap_remove(found.ok_or_else(|| refused("the change as it was queued"))?);
                Ok(())
            }
            _ => Err(refused("an id where it was queued, and none where it took effect at once")),
        }
    }

    /// A change set that has ended is never executed.
    pub fn end(&mut self, id: u64) {
        self.0.remove(&id);
    }
}

fn tightens(place: &Place, change: &ChangeEvent) -> Result<(), Difference> {
    let ChangeEvent { parameter, from, to, .. } = change;
    let read = |text: &str| parameter.unit().parse(text);
    let loosens =
        read(from).ok().zip(read(to).ok()).is_some_and(|(from, to)| parameter.loosens().by(from, to));
    place.same(&format!("{parameter} is tightened"), true, !loosens)
}
