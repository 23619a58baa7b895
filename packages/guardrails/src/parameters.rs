//! What the registry needs to know of a contract's parameters.

use core::fmt::{Debug, Display};

use serde::{Deserialize, Serialize};

use crate::guard::Guard;
use crate::rule::{Bounds, LooseningDirection};
use crate::unit::Unit;

/// The name of a parameter. Its `Display` is what voters read.
pub trait ParameterId: Clone + Ord + Debug + Display {
    /// What can be lacking so badly that the lack itself holds the breaker up; [`NoLack`](crate::NoLack) where nothing can.
    ///
    /// What mends it is let through a tripped breaker: otherwise the lack would last for ever, because nothing but
    /// governance can end it.
    type Lack: Copy + Debug + PartialEq;

    /// How its number is written.
    fn unit(&self) -> Unit;

    /// Which way it loosens.
    fn loosens(&self) -> LooseningDirection;

    /// The widest hard bounds that a constitution may give it.
    fn outer(&self) -> Bounds;

    /// What loosening it can mend, so that a breaker held up by this very lack lets it through; for most parameters
    /// nothing.
    #[must_use]
    fn mends(&self) -> Option<Self::Lack> {
        None
    }

    /// The name under which the constitution has its rule: itself, unless many parameters share one (the limits of all
    /// members of a kind, say).
    #[must_use]
    fn family(&self) -> Self {
        self.clone()
    }
}

/// The values: what governance tunes. Checked as a whole before they are used.
pub trait Values: Clone {
    /// Names of the parameters.
    type Id: ParameterId;
    /// Why a whole is refused.
    type Invalid: Debug + Display + PartialEq;

    /// The number of a parameter; `None` for one that these values do not have.
    fn get(&self, id: &Self::Id) -> Option<u128>;

    /// Sets a parameter that these values have; does nothing for another.
    fn set(&mut self, id: &Self::Id, value: u128);

    /// Whether the values fit together.
    fn validate(&self) -> Result<(), Self::Invalid>;
}

/// What can be queued besides changes of values: adding members, replacing roles. Always counted as a loosening.
///
/// `L` is what can be lacking, as [`ParameterId::Lack`].
pub trait Action<L>: Clone + Debug {
    /// Whether both would decide the same thing, so that only one of them may be pending.
    fn same_subject(&self, other: &Self) -> bool;

    /// Whether the guardian may veto it.
    fn vetoable(&self) -> bool;

    /// Whether a breaker at level 2 or above, as `guard` describes it, keeps it from running.
    fn held_by_breaker(&self, guard: Guard<'_, L>) -> bool;
}

/// For contracts that queue nothing but changes of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NoAction {}

impl<L> Action<L> for NoAction {
    fn same_subject(&self, _: &Self) -> bool {
        match *self {}
    }

    fn vetoable(&self) -> bool {
        match *self {}
    }

    fn held_by_breaker(&self, _: Guard<'_, L>) -> bool {
        match *self {}
    }
}
