//! Why a change is refused: what was expected, and what was found.

use core::fmt;

use ballast_math::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::level::Level;
use crate::parameters::ParameterId;
use crate::unit::Quantity;

/// How a change set ended; final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Ending {
    /// It took effect.
    Executed,
    /// The guardian stopped it.
    Vetoed,
    /// Governance tightened a parameter that it would have loosened, or removed what it was about.
    Superseded,
    /// Nobody executed it in time.
    Expired,
    /// Governance withdrew it itself, or its proposer was removed.
    // The last: what is stored names the others by their positions.
    Cancelled,
}

impl Ending {
    const fn words(self) -> &'static str {
        match self {
            Self::Executed => "was executed",
            Self::Vetoed => "was vetoed",
            Self::Superseded => "was superseded",
            Self::Expired => "expired",
            Self::Cancelled => "was cancelled",
        }
    }
}

/// Why a change is refused. Nothing is ever clamped.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal<Id: ParameterId, Invalid> {
    /// There is no such set, or it has ended.
    #[error("change set {id} is not pending{}", ended.map_or_else(String::new, |ending| format!(": it {}", ending.words())))]
    NotPending {
        /// The id of the change set.
        id: u64,
        /// How it ended, if that is remembered.
        ended: Option<Ending>,
    },
    /// The delay has not passed by the clock.
    #[error("change set {id} may be executed from {earliest} on, now it is {now}: {} s to go", earliest.since(*now))]
    TooEarly {
        /// The id of the change set.
        id: u64,
        /// The first second.
        earliest: Timestamp,
        /// Now.
        now: Timestamp,
    },
    /// The delay has not passed in blocks.
    #[error("change set {id} may be executed from height {earliest} on, now it is {now}: {} to go", Blocks(earliest - now))]
    TooFewBlocks {
        /// The id of the change set.
        id: u64,
        /// The first height.
        earliest: u64,
        /// Now.
        now: u64,
    },
    /// The time for its execution is over.
    #[error("change set {id} expired at {expired}, now it is {now}")]
    Expired {
        /// The id of the change set.
        id: u64,
        /// The first second at which it was too late.
        expired: Timestamp,
        /// Now.
        now: Timestamp,
    },
    /// A change set has no changes or too many.
    #[error("expected from 1 to {max} changes, found {found}")]
    Count {
        /// The most.
        max: usize,
        /// The changes found.
        found: usize,
    },
    /// The parameters of a change set must be in order and without repeats.
    #[error("the changes must be in order, without repeats: found {found} after {previous}")]
    OutOfOrder {
        /// The one before.
        previous: Id,
        /// The one that does not come after it.
        found: Id,
    },
    /// There is no such parameter here.
    #[error("there is no parameter {parameter}")]
    Unknown {
        /// Its name.
        parameter: Id,
    },
    /// The constitution has no rule for it.
    #[error("the constitution does not let {parameter} be changed")]
    Fixed {
        /// The parameter.
        parameter: Id,
    },
    /// The new value is the old one.
    #[error("{parameter}: the change does nothing, it is {} already", Quantity(parameter.unit(), *value))]
    NoChange {
        /// The parameter.
        parameter: Id,
        /// Both values.
        value: u128,
    },
    /// The value has moved since the change set was written.
    #[error(
        "{parameter}: the change set expects it to be {}, it is {}",
        Quantity(parameter.unit(), *expected),
        Quantity(parameter.unit(), *found)
    )]
    Stale {
        /// The parameter.
        parameter: Id,
        /// What the change set says it is.
        expected: u128,
        /// What it is.
        found: u128,
    },
    /// The new value is outside of the hard bounds.
    #[error(
        "{parameter}: expected within the hard bounds {} to {}, found {}",
        Quantity(parameter.unit(), *min),
        Quantity(parameter.unit(), *max),
        Quantity(parameter.unit(), *found)
    )]
    OutOfBounds {
        /// The parameter.
        parameter: Id,
        /// The hard minimum.
        min: u128,
        /// The hard maximum.
        max: u128,
        /// The new value.
        found: u128,
    },
    /// The new value is further away than a step.
    #[error(
        "{parameter}: one step from {} reaches {} to {}, found {}",
        Quantity(parameter.unit(), *from),
        Quantity(parameter.unit(), *min),
        Quantity(parameter.unit(), *max),
        Quantity(parameter.unit(), *found)
    )]
    StepTooLarge {
        /// The parameter.
        parameter: Id,
        /// The value before the set.
        from: u128,
        /// The smallest value in reach.
        min: u128,
        /// The largest value in reach.
        max: u128,
        /// The new value.
        found: u128,
    },
    /// The last change of the parameter was too recent.
    #[error("{parameter} may be changed from {next} on, now it is {now}: {} s to go", next.since(*now))]
    TooSoon {
        /// The parameter.
        parameter: Id,
        /// The first second.
        next: Timestamp,
        /// Now.
        now: Timestamp,
    },
    /// Another set that touches the parameter is pending.
    #[error("{parameter} is in change set {id} already, which is pending")]
    ParameterPending {
        /// The parameter.
        parameter: Id,
        /// The id of the change set.
        id: u64,
    },
    /// Another set about the same member or role is pending.
    #[error("change set {id}, which is pending, is about the same member or role")]
    ActionPending {
        /// The id of the change set.
        id: u64,
    },
    /// The queue is full.
    #[error("expected at most {max} pending change sets: cancel one or let it end")]
    QueueFull {
        /// The most pending change sets.
        max: usize,
    },
    /// A change that must be queued was sent as a tightening.
    #[error(
        "{parameter}: going from {} to {} loosens and must be queued",
        Quantity(parameter.unit(), *from),
        Quantity(parameter.unit(), *to)
    )]
    Loosens {
        /// The parameter.
        parameter: Id,
        /// The value.
        from: u128,
        /// The new value.
        to: u128,
    },
    /// The values would not fit together.
    #[error("the values would not fit together: {0}")]
    Invalid(Invalid),
    /// The breaker is too high for anything that loosens.
    #[error("expected the breaker at level 0 or 1 for a change set that loosens, found level {}", *found as u8)]
    Breaker {
        /// The level.
        found: Level,
    },
    /// The guardian may only veto what loosens, and not its own replacement.
    #[error("change set {id} cannot be vetoed: it loosens nothing, or replaces the guardian")]
    NotVetoable {
        /// The id of the change set.
        id: u64,
    },
}

/// A number of blocks, as it is said.
struct Blocks(u64);

impl fmt::Display for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 block"),
            blocks => write!(f, "{blocks} blocks"),
        }
    }
}
