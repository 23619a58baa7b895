//! Accounts of a sandbox, and its errors.

use anyhow::anyhow;
use cosmwasm_std::Addr;
use cosmwasm_std::testing::MockApi;

/// An address by a name: the same in every sandbox.
pub fn address(name: &str) -> Addr {
    MockApi::default().addr_make(name)
}

/// The library's errors are not `std` errors; their text is what counts.
pub fn plain(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("{error}")
}
