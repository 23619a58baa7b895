//! A test for each attack of the list, its number in its name.
//!
//! Those that are closed by construction show that there is no message that could do it.

#![allow(missing_docs)]

mod arithmetic;
mod bounds;
mod breaker;
mod captured_sources;
mod change_sets;
mod claims;
mod collateral;
mod credits;
mod emission;
mod messages;
mod oracle;
mod roles;
mod self_payment;
mod settlement;
mod state;
mod steps;
mod timelock;
mod tokens;
mod words;
