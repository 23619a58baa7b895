//! Guardrails for a contract whose parameters are voted on: bounds, steps, intervals, a timelock, roles, and a circuit
//! breaker. Pure state machines: no storage, no clock, no messages; time and the sender are arguments.
//!
//! Two layers, and only one of them moves. The [`Constitution`] is fixed: hard bounds, steps and intervals of every
//! parameter, the delay, the guardian's limits. The [`Values`] move inside of it, through the [`Registry`].
//! What has no rule in the constitution cannot be changed at all, and there is no message that could change a rule.

mod breaker;
mod cause;
mod checks;
mod clock;
mod constitution;
mod entries;
mod guard;
mod level;
mod observation;
mod outcomes;
mod parameters;
mod pending;
mod reference;
mod refusal;
mod registry;
mod roles;
mod rule;
mod thresholds;
mod unit;

pub use breaker::{Breaker, GuardianTrip, TripError};
pub use checks::MAX_CHANGES;
pub use clock::Moment;
pub use constitution::{Constitution, ConstitutionError, Limits, Terms};
pub use guard::{Guard, NoLack};
pub use level::Level;
pub use observation::{Observation, Reading, Transition};
pub use outcomes::{ExecuteOutcome, QueueOutcome, RefusalOf, TightenOutcome};
pub use parameters::{Action, NoAction, ParameterId, Values};
pub use pending::{Change, Content, Pending};
pub use reference::HighWater;
pub use refusal::{Ending, Refusal};
pub use registry::{MAX_ENDED, MAX_PENDING, Registry};
pub use roles::{MAX_GOVERNORS, Offer, Role, RoleChange, RoleError, Roles};
pub use rule::{Bounds, LooseningDirection, Rule};
pub use thresholds::{Dwell, MAX_THRESHOLD, MIN_GAP, MIN_THRESHOLD, Recovery, ThresholdError, Thresholds};
pub use unit::{Quantity, Unit};

pub use ballast_math::{Duration, Timestamp};

/// The example of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
