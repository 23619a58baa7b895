//! Burn-mint equilibrium for decentralised compute, as a CosmWasm contract.
//!
//! Tenants pay for compute, what they pay burns, and providers are paid by a mint that those burns bound. The contract
//! loads state, takes a step of `ballast-economy`, saves, and emits messages and events; it holds no formula of its own.

#![allow(missing_docs)] // What clients depend on is documented in `ballast-api`.

mod changes;
mod checks;
mod clock;
pub mod contract;
mod epoch;
mod error;
mod events;
mod execute;
mod govern;
mod history;
mod instantiate;
mod limits;
mod migrate;
mod packed;
mod price;
mod query;
mod sources;
mod state;
mod sudo;
mod supply;
mod text;
mod values;
mod version;
mod watch;
mod working_set;

pub use epoch::MAX_CLOSED_AT_ONCE;
pub use error::ContractError;
pub use execute::{MAX_AUTHORISATIONS, MAX_LINES};
