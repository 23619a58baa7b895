//! The `ballast` command: what a history of demand and price does to an economy that runs under the real contract.

pub mod audit;
pub mod calibration;
pub mod check;
pub mod cli;
pub mod deploy;
pub mod figures;
pub mod history;
pub mod ledger;
pub mod outcome;
pub mod output;
pub mod preset;
pub mod published;
pub mod replay;
pub mod report;
pub mod scenario;
pub mod solve;
pub mod stress;
mod table;
