//! Parameters, followed through their changes.

use ballast_api::events::{ChangeEvent, ChangeStatus, ContractEvent, MemberKind, RemoveEvent};
use ballast_api::{Parameter, Params, Values};
use ballast_guardrails::{ParameterId as _, Quantity, Values as _};

use ballast_math::{Policy, Usd};

use super::difference::{Difference, Place};
use super::evidence::Evidence;

/// The parameters that are in force, with what waits for the next epoch.
pub struct Parameters(Values);

impl Parameters {
    /// Those at the start: from today's back through every change.
    pub fn at_start(evidence: &Evidence, events: &[(u64, ContractEvent)]) -> Result<Self, Difference> {
        let mut parameters = Self::of_today(evidence);
        for (_, event) in events.iter().rev() {
            match event {
                ContractEvent::Change(change) if in_force(change) => parameters.set(change, &change.from)?,
                // What a meter could settle before it was removed is in no event.
                ContractEvent::Remove(removed) if removed.kind == MemberKind::Meter => {
                    parameters.0.meters.remove(&removed.member);
                }
                _ => {}
            }
        }
        Ok(parameters)
    }

    /// With what waits for the next epoch. What sources and meters had at the start is in no event.
    fn of_today(evidence: &Evidence) -> Self {
        let params = evidence.params.next.as_ref().unwrap_or(&evidence.params.params).clone();
        Self(Values { params, sources: vec![], meters: Default::default() })
    }

    pub const fn params(&self) -> &Params {
        &self.0.params
    }

    /// What a meter may settle in an epoch, where it is known.
    pub fn meter_limit(&self, meter: &str) -> Option<Usd> {
        self.0.meters.get(meter).copied()
    }

    /// Parameters that no contract takes would mean nothing.
    pub fn validate(&self, place: &Place) -> Result<(), Difference> {
        self.params().validate().map_err(|error| place.differs("parameters", "valid ones", error))
    }

    /// Takes a change, if it is one that is in force and not merely queued. Returns: whether it is.
    pub fn take(&mut self, place: &Place, change: &ChangeEvent) -> Result<bool, Difference> {
        if !in_force(change) {
            return Ok(false);
        }
        let parameter = &change.parameter;
        if let Some(before) = self.shown(parameter) {
            place.same(&format!("{parameter} before its change"), &before, &change.from)?;
        }
        self.set(change, &change.to)?;
        Ok(true)
    }

    /// A meter that is removed may settle nothing from then on.
    pub fn remove(&mut self, removed: &RemoveEvent) {
        if removed.kind == MemberKind::Meter {
            self.0.set(&Parameter::meter(&removed.member), 0);
        }
    }

    /// The changes lead from the first values to those of today, of which `policy` is in force.
    pub fn are_todays(&self, evidence: &Evidence, policy: &Policy) -> Result<(), Difference> {
        let place = Place("parameters".to_owned());
        let in_force = Params { policy: policy.clone(), ..self.params().clone() };
        place.same_debug("in force", &in_force, &evidence.params.params)?;
        let today = Self::of_today(evidence);
        let after = |parameter: &Parameter| format!("{parameter} after all changes");
        today.0.parameters().iter().try_for_each(|parameter| {
            let shown = |values: &Self| values.shown(parameter).unwrap_or_else(|| "none".to_owned());
            place.same(&after(parameter), shown(self), shown(&today))
        })
    }

    fn shown(&self, parameter: &Parameter) -> Option<String> {
        self.0.get(parameter).map(|value| Quantity(parameter.unit(), value).to_string())
    }

    /// Sets a parameter by its text. What is not followed, such as the age of a source, is left alone.
    fn set(&mut self, change: &ChangeEvent, text: &str) -> Result<(), Difference> {
        let parameter = &change.parameter;
        if self.0.get(parameter).is_none() {
            return Ok(());
        }
        let place = Place("parameters".to_owned());
        let value = parameter.unit().parse(text);
        let value = value.map_err(|error| place.differs(parameter.name(), error, text))?;
        self.0.set(parameter, value);
        Ok(())
    }
}

fn in_force(change: &ChangeEvent) -> bool {
    change.status != ChangeStatus::Queued
}
