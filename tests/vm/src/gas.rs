//! What a call costs.

use std::cell::Cell;

use cosmwasm_vm::{GasInfo, GasReport};

/// VM gas for one gas of the chain.
pub const PER_GAS: u64 = 140_000;

/// Gas of one call, in the chain's unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gas {
    /// Instructions of the wasm, and what the VM does for it.
    pub vm: u64,
    /// Reads and writes.
    pub storage: u64,
}

impl Gas {
    /// Both.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.vm + self.storage
    }
}

thread_local! {
    static LAST: Cell<Gas> = const { Cell::new(Gas { vm: 0, storage: 0 }) };
}

/// What the last call of this thread cost.
#[must_use]
pub fn last() -> Gas {
    LAST.get()
}

pub fn note(report: &GasReport) {
    let of = |used: u64| used.div_ceil(PER_GAS);
    LAST.set(Gas { vm: of(report.used_internally), storage: of(report.used_externally) });
}

const fn charge(gas: u64) -> GasInfo {
    GasInfo { cost: 0, externally_used: gas * PER_GAS }
}

/// A read of so many bytes, key and value.
pub const fn read(bytes: usize) -> GasInfo {
    charge(1_000 + 3 * bytes as u64)
}

/// A write of so many bytes, key and value.
pub const fn write(bytes: usize) -> GasInfo {
    charge(2_000 + 30 * bytes as u64)
}

pub const REMOVE: GasInfo = charge(1_000);

/// One step of an iterator over so many bytes.
pub const fn step(bytes: usize) -> GasInfo {
    charge(30 + 3 * bytes as u64)
}
