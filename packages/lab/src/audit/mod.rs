//! Recomputes a live contract from what its chain remembers.
//!
//! [`gather`] reads events and records from a node into [`Evidence`]; [`verify`] is a pure function of it. Receipts are
//! taken from the events, so an audit needs nothing that the contract may have pruned.

mod books;
mod difference;
mod events;
mod evidence;
mod gather;
mod say;
mod verify;

pub use difference::Difference;
pub use evidence::{Block, Event, Evidence};
pub use gather::gather;
pub use say::say;
pub use verify::{Verdict, verify};
