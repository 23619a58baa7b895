//! The `ballast` command: arguments, the terminal, progress, files, and the node over HTTP. What it says is made by `page` from the data
//! of the other crates; nothing imports it but the tests of the command.

pub mod cli;
pub mod deploy;
mod progress;
mod remote;
