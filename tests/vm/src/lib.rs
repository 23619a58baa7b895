//! The contract's wasm on the real VM, as an engine for the embedded chain.
//!
//! [`contract`] is what `cw-multi-test` takes for a contract. It runs the bytes of `artifacts/` in `cosmwasm-vm`, on the
//! storage and with the querier of the embedded chain, with the capabilities of real chains and gas as stock wasmd
//! counts it. So every suite that drives the contract's code can drive its wasm.

mod abort;
mod bridge;
mod contract;
mod gas;

pub use abort::last_words;
pub use contract::{LIMIT, MAX_SIZE, check, contract, wasm};
pub use gas::{Gas, last};
