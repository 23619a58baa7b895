//! Names of everything that governance tunes.

use core::fmt;

use ballast_economy::Lack;
use ballast_guardrails::{Bounds, LooseningDirection, ParameterId, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::place::Place;
use crate::row::{EffectiveFrom, Facts, Row};
use crate::rows::{FACTS, ROWS};

/// The name of a parameter: its path in the configuration, such as `policy.mint.round_trip`, `sources.1.max_age` or
/// `meters.<address>`.
///
/// What begins with `policy.` takes effect with the next epoch, everything else at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Parameter(String);

/// A name that the table knows.
pub(crate) struct Named<'a> {
    /// Its row.
    pub facts: &'static Facts,
    /// What stands for each `*` of the row's name.
    pub stars: [&'a str; 2],
}

impl Parameter {
    /// The parameter of a name, which may be unknown.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The limit of a meter.
    #[must_use]
    pub fn meter(address: &str) -> Self {
        Self(format!("meters.{address}"))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether a change waits for the next epoch.
    #[must_use]
    pub fn waits_for_epoch(&self) -> bool {
        self.facts().is_some_and(|facts| facts.starts == EffectiveFrom::NextEpoch)
    }

    /// Whether there is such a family of parameters.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.facts().is_some()
    }

    /// The address of the meter whose limit it is; `None` for every other parameter.
    #[must_use]
    pub fn meter_address(&self) -> Option<&str> {
        let Named { facts, stars } = self.named()?;
        matches!(facts.place, Place::Meter).then_some(stars[0])
    }

    /// The number of the price source that it is about, as it is written in the name; `None` for every other parameter.
    #[must_use]
    pub fn source_id(&self) -> Option<&str> {
        let Named { facts, stars } = self.named()?;
        matches!(facts.place, Place::Source(_)).then_some(stars[0])
    }

    /// All families of parameters.
    pub fn families() -> impl Iterator<Item = Self> {
        FACTS.iter().map(|facts| Self::new(facts.name))
    }

    /// Its row, sentences included. Not for contracts: they would carry the sentences of all rows.
    #[must_use]
    pub fn row(&self) -> Option<&'static Row> {
        let facts = self.facts()?;
        ROWS.iter().find(|row| row.name == facts.name)
    }

    pub(crate) fn named(&self) -> Option<Named<'_>> {
        FACTS.iter().find_map(|facts| Some(Named { facts, stars: facts.stars(&self.0)? }))
    }

    fn facts(&self) -> Option<&'static Facts> {
        self.named().map(|named| named.facts)
    }
}

impl Facts {
    /// What stands for each `*` of this family in a name; `None` for a name of another family.
    fn stars<'a>(&self, name: &'a str) -> Option<[&'a str; 2]> {
        let mut stars = [""; 2];
        let numbered = match self.place {
            Place::Params(_) => return (self.name == name).then_some(stars),
            Place::Stream(_) | Place::Step(_) | Place::Source(_) => true,
            Place::Meter => false,
        };
        let (mut found, mut parts) = (stars.iter_mut(), name.split('.'));
        for expected in self.name.split('.') {
            let part = parts.next()?;
            if expected == "*" {
                // The family itself is a name too: that of its rule.
                if numbered && part != "*" && !part.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                *found.next()? = part;
            } else if expected != part {
                return None;
            }
        }
        parts.next().is_none().then_some(stars)
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ParameterId for Parameter {
    type Lack = Lack;

    fn unit(&self) -> Unit {
        self.facts().map_or(Unit::Whole, |facts| facts.unit)
    }

    fn loosens(&self) -> LooseningDirection {
        self.facts().map_or(LooseningDirection::Both, |facts| facts.loosens)
    }

    fn outer(&self) -> Bounds {
        // What is not known has no values, so no bounds admit any.
        self.facts().map_or(Bounds { min: 1, max: 0 }, |facts| facts.outer)
    }

    /// What makes a source count mends the price, and what meters may settle mends the work. The band is none of it: the
    /// averages follow a price outside of it, so it lets a lasting price in by itself.
    fn mends(&self) -> Option<Lack> {
        self.facts()?.mends
    }

    /// Positions, ids and addresses become `*`.
    fn family(&self) -> Self {
        self.facts().map_or_else(|| self.clone(), |facts| Self::new(facts.name))
    }
}
