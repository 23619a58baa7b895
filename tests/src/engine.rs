//! What runs the contract: its code, or with the feature `vm` its wasm on the real VM.

use anyhow::Result;
use ballast_sandbox::{Genesis, Sandbox};
use cosmwasm_std::Empty;
use cw_multi_test::Contract;

/// Whether the wasm runs.
pub const IS_VM: bool = cfg!(feature = "vm");

/// What the chain says of a text that is no address.
pub const NO_ADDRESS: &str = if IS_VM { "addr_validate errored" } else { "parse failed" };

/// A chain with a network on it.
pub fn sandbox(genesis: &Genesis) -> Result<Sandbox> {
    Sandbox::with_code(genesis, code())
}

/// The contract, for an embedded chain to store.
#[cfg(not(feature = "vm"))]
#[must_use]
pub fn code() -> Box<dyn Contract<Empty>> {
    ballast_sandbox::controller_code()
}

/// The contract, for an embedded chain to store.
#[cfg(feature = "vm")]
#[must_use]
pub fn code() -> Box<dyn Contract<Empty>> {
    ballast_vm::contract()
}

/// What the instructions of the last call cost, in the chain's gas; 0 where nothing counts them.
#[cfg(not(feature = "vm"))]
#[must_use]
pub const fn gas() -> u64 {
    0
}

/// What the instructions of the last call cost, in the chain's gas.
#[cfg(feature = "vm")]
#[must_use]
pub fn gas() -> u64 {
    ballast_vm::last().vm
}
