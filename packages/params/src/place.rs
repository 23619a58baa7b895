//! Where the number of a parameter lies: read and written through one function.

use ballast_guardrails::Unit;
use ballast_math::{Duration, Emission, Ratio, SignedRatio, Step, Tokens};

use crate::{Params, PriceSource};

/// Where a row's number lies, and so what its `*` stands for. Each function finds nothing where these values do not have the
/// parameter: a cap that is not set, the rest of a ρ that is fixed.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// In the parameters.
    Params(fn(&mut Params) -> Option<Slot<'_>>),
    /// In a stream of the schedule, named by its position.
    Stream(fn(&mut Emission) -> Option<Slot<'_>>),
    /// In a step of a stream, named by both positions.
    Step(fn(&mut Step) -> Option<Slot<'_>>),
    /// In a price source, named by its number.
    Source(fn(&mut PriceSource) -> Option<Slot<'_>>),
    /// The limit of a meter, named by its address. Every address has one: that of a stranger is 0.
    Meter,
}

/// Where a number lies, by its type.
#[derive(Debug)]
pub enum Slot<'a> {
    /// A share or a factor.
    Ratio(&'a mut Ratio),
    /// A change, kept as the factor `1 + change`.
    Change(&'a mut SignedRatio),
    /// Base units.
    Tokens(&'a mut Tokens),
    /// Seconds.
    Duration(&'a mut Duration),
    /// Units of work.
    Long(&'a mut u64),
    /// Epochs, counts.
    Short(&'a mut u32),
}

impl Slot<'_> {
    /// The number; `None` for a change of less than −100%, which no factor stands for.
    #[must_use]
    pub fn get(&self) -> Option<u128> {
        match self {
            Self::Ratio(ratio) => Some(ratio.atomics()),
            Self::Change(change) => Unit::factor(**change),
            Self::Tokens(tokens) => Some(tokens.get()),
            Self::Duration(length) => Some((**length).into()),
            Self::Long(number) => Some((**number).into()),
            Self::Short(number) => Some((**number).into()),
        }
    }

    /// Sets the number, at most to the largest that its type can hold; the outer bounds of each parameter lie below that.
    pub fn set(self, value: u128) {
        match self {
            Self::Ratio(ratio) => *ratio = Ratio::from_atomics(value),
            Self::Change(change) => *change = Unit::change(value).unwrap_or(*change),
            Self::Tokens(tokens) => *tokens = Tokens::new(value),
            Self::Duration(length) => *length = Duration::try_from(value).unwrap_or(Duration::MAX),
            Self::Long(number) => *number = u64::try_from(value).unwrap_or(u64::MAX),
            Self::Short(number) => *number = u32::try_from(value).unwrap_or(u32::MAX),
        }
    }
}
