//! Recomputes a live contract from what its chain remembers.
//!
//! - [`Chain`]: what is asked of a chain. Who calls brings it: HTTP and files are not in this crate.
//! - [`Reading`]: events and records, read into [`Evidence`].
//! - [`verify`]: a pure function of it. Receipts are taken from the events, so an audit needs nothing that the contract may have pruned.
//!
//! No threads, no files, no network: `cargo check -p ballast-audit --target wasm32-unknown-unknown` is one of the gates, because an audit
//! is to run in a browser. Imports: the economy's steps, the formulas and the contract's messages.

mod accounts;
mod batches;
mod chain;
mod close;
mod difference;
mod events;
mod evidence;
mod gather;
mod moves;
mod parameters;
mod queue;
mod recomputation;
mod verify;

pub use chain::{Block, Chain, Tip};
pub use difference::Difference;
pub use evidence::Evidence;
pub use gather::Reading;
pub use verify::{Verdict, verify};
