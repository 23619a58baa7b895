//! A network on a real chain: a node, accounts, the wasm.
//!
//! The node's clock cannot be moved, so the wasm is the `quick` one, which differs from the released one in its outer limits
//! and in its name: delays and epochs of seconds.

#![allow(missing_docs)] // Names say it all.

mod chain;
mod network;

pub use chain::{Chain, Executed, GOV, wasm};
pub use network::{DELAY, EPOCH, Kind, Network, settings, work};
