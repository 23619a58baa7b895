//! Recomputes a live contract from what its chain remembers.
//!
//! [`Evidence`] is what was read from a node; [`verify`] is a pure function of it. Receipts are
//! taken from the events, so an audit needs nothing that the contract may have pruned.

mod books;
mod difference;
mod events;
mod evidence;
mod verify;

pub use difference::Difference;
pub use evidence::{Block, Event, Evidence};
pub use verify::{Verdict, verify};
