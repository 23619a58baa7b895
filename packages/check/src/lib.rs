//! A proposal before the vote: whether the contract would take it, and what it would have done to many made-up years.
//!
//! Three layers, each knowing only those before it:
//!
//! - [`Request`]: what the proposal asks for, read as x/gov writes it.
//! - [`Base`]: the network as it is, from a preset or a live contract, and what the contract itself says to the proposal.
//! - [`check`]: base against proposal under the same random numbers, and the gates. What it comes to, [`CheckReport`], is all that is
//!   printed, written and hashed.
//!
//! [`solve`] asks the reverse: how far a parameter can be loosened until a gate fails.
//!
//! Data only: a report is rendered by `page`, and who runs a contract is asked through [`Contract`]. Imports: `presets`, `stress`, the
//! sandbox, the contract's messages.

mod base;
mod changes;
mod compare;
mod delta;
mod gates;
mod live;
mod manifest;
mod parts;
mod plan;
mod proposal;
mod report;
pub mod solve;
mod trips;

pub use base::{Base, Contract, Objections, Source, modelled};
pub use changes::ChangeRow;
pub use compare::{Comparison, Paths, PooledFigure, ScenarioComparison};
pub use delta::{Delta, SHOWN};
pub use gates::{Closest, Effect, Gate, GateKind, Gates, Reading};
pub use manifest::{hash, manifest};
pub use parts::Part;
pub use plan::Plan;
pub use proposal::{Change, Path, Request};
pub use report::{CheckReport, Figures, Finding, Verdict, check};
pub use trips::TripPrice;
