//! The wasm on a real chain. `scripts/chain-tests.sh` installs what this needs and runs it.

#![allow(missing_docs)]

mod audited;
mod checked;
mod deployment;
mod gas;
mod governance;
mod searching;
mod validators;
mod whole_loop;
