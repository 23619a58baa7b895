//! The `ballast` command: what a history of demand and price does to an economy that runs under the real contract.

pub mod cli;
pub mod deploy;
mod gather;
