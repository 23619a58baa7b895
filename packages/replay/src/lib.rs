//! A history of demand and price, sent through the real contract on an embedded chain.
//!
//! - [`history`]: what a network went through, read from CSV.
//! - [`replay`]: the contract run over it, epoch by epoch, with those who take part.
//! - [`outcome`] and [`ledger`]: what it came to.
//! - [`scenario`]: histories that are made, each run with the guardrails and without.
//!
//! Imports: `presets`, the sandbox, the contract's messages.

pub mod calendar;
pub mod happenings;
pub mod history;
pub mod ledger;
pub mod outcome;
pub mod replay;
pub mod scenario;
