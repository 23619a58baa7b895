//! Everything that governance tunes, as one value.

use litemap::LiteMap;

use ballast_guardrails::Values as GuardedValues;
use ballast_math::{Emission, Usd};

use crate::meters::MAX_METERS;
use crate::parameter::Named;
use crate::place::{Place, Slot};
use crate::row::Facts;
use crate::rows::FACTS;
use crate::{NumberedSource, Parameter, Params, ParamsError, in_range};

/// Everything that governance tunes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// The parameters, with what waits for the next epoch already in force.
    pub params: Params,
    /// The price sources.
    pub sources: Vec<NumberedSource>,
    /// The limit of every meter that ever was, in micro-USD an epoch; 0 for those that were removed.
    pub meters: LiteMap<String, Usd>,
}

impl GuardedValues for Values {
    type Id = Parameter;
    type Invalid = ParamsError;

    fn get(&self, id: &Parameter) -> Option<u128> {
        let named = id.named()?;
        if let Place::Meter = named.facts.place {
            // A meter that is not there yet may settle nothing.
            return Some(self.meters.get(named.stars[0]).map_or(0, |limit| limit.get()));
        }
        // Reading takes the same way as writing; governance is rare, and a copy is cheap beside a second table.
        let (params, sources) = (self.params.clone(), self.sources.clone());
        Self { params, sources, meters: LiteMap::new() }.slot(&named)?.get()
    }

    fn set(&mut self, id: &Parameter, value: u128) {
        let Some(named) = id.named() else { return };
        if let Place::Meter = named.facts.place {
            self.meters.insert(named.stars[0].to_owned(), Usd::new(value));
        } else if let Some(slot) = self.slot(&named) {
            slot.set(value);
        }
    }

    fn validate(&self) -> Result<(), ParamsError> {
        self.params.validate()?;
        let active = self.meters.values().filter(|limit| !limit.is_zero()).count();
        in_range("meters", active as u128, 0, MAX_METERS as u128)
    }
}

impl Values {
    /// Every parameter that these values have, in order of their names.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let mut found: Vec<Parameter> = vec![];
        for parameter in FACTS.iter().flat_map(|facts| self.members(facts)) {
            if self.get(&parameter).is_some() {
                // By insertion: the library's sort would be 4 KB of wasm for these few hundred names.
                let place = found.partition_point(|other| *other < parameter);
                found.insert(place, parameter);
            }
        }
        found
    }

    /// The names that a family stands for; some may have no value.
    fn members(&self, facts: &Facts) -> Vec<Parameter> {
        let schedule = || self.params.policy.mint.schedule.iter().enumerate();
        match facts.place {
            Place::Params(_) => vec![Parameter::new(facts.name)],
            Place::Meter => self.meters.keys().map(|address| Parameter::meter(address)).collect(),
            Place::Source(_) => {
                let of = |source: &NumberedSource| Parameter::new(starred(facts.name, source.id.into()));
                self.sources.iter().map(of).collect()
            }
            Place::Stream(_) => {
                schedule().map(|(stream, _)| Parameter::new(starred(facts.name, stream))).collect()
            }
            Place::Step(_) => schedule()
                .flat_map(|(stream, emission)| {
                    let name = starred(facts.name, stream);
                    let steps = if let Emission::Steps { steps } = emission { steps.len() } else { 0 };
                    (0..steps).map(move |step| Parameter::new(starred(&name, step)))
                })
                .collect(),
        }
    }

    /// Where a parameter's number lies; `None` for one that these values do not have, and for meters, which need no place.
    fn slot(&mut self, Named { facts, stars }: &Named<'_>) -> Option<Slot<'_>> {
        let Self { params, sources, .. } = self;
        match facts.place {
            Place::Params(at) => at(params),
            Place::Stream(at) => at(params.policy.mint.schedule.get_mut(number(stars[0])?)?),
            Place::Step(at) => match params.policy.mint.schedule.get_mut(number(stars[0])?)? {
                Emission::Steps { steps } => at(steps.get_mut(number(stars[1])?)?),
                _ => None,
            },
            Place::Source(at) => {
                let id = number(stars[0])?;
                at(&mut sources.iter_mut().find(|source| usize::from(source.id) == id)?.source)
            }
            Place::Meter => None,
        }
    }
}

/// A family's name with its first `*` filled in.
fn starred(name: &str, number: usize) -> String {
    name.replacen('*', &number.to_string(), 1)
}

/// A number as it is written in a name: `3`, but neither `03` nor `+3`, so that no parameter has two names.
fn number(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number: &usize| number.to_string() == text)
}
