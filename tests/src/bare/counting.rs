//! A storage that counts what is done to it.

use std::cell::Cell;

use cosmwasm_std::testing::MockStorage;
use cosmwasm_std::{Order, Record, Storage};

/// Storage operations of one message; bytes are those of keys and values together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    pub reads: u64,
    pub writes: u64,
    pub removes: u64,
    pub bytes_read: u64,
    pub bytes_written: u64,
    /// Gas of the wasm's instructions, in the chain's unit; 0 where the contract's code runs.
    pub vm: u64,
}

impl Cost {
    /// At stock wasmd prices.
    pub const fn storage_gas(self) -> u64 {
        1_000 * self.reads
            + 3 * self.bytes_read
            + 2_000 * self.writes
            + 30 * self.bytes_written
            + 1_000 * self.removes
    }

    pub const fn counts(self) -> [u64; 3] {
        [self.reads, self.writes, self.removes]
    }

    /// Of storage and of the VM.
    pub const fn gas(self) -> u64 {
        self.storage_gas() + self.vm
    }

    pub const fn figures(self) -> [u64; 8] {
        let Self { reads, writes, removes, bytes_read, bytes_written, vm } = self;
        [reads, writes, removes, bytes_read, bytes_written, self.storage_gas(), vm, self.gas()]
    }
}

/// Every entry that an iteration comes to counts as a read.
#[derive(Default)]
pub struct CountingStorage {
    inner: MockStorage,
    pub cost: Cell<Cost>,
}

impl CountingStorage {
    /// Everything in it.
    pub fn entries(&self) -> MockStorage {
        let mut copy = MockStorage::new();
        for (key, value) in self.inner.range(None, None, Order::Ascending) {
            copy.set(&key, &value);
        }
        copy
    }

    pub fn restore(&mut self, entries: MockStorage) {
        self.inner = entries;
    }

    fn read(&self, key: &[u8], value: Option<&[u8]>) {
        let mut cost = self.cost.get();
        cost.reads += 1;
        cost.bytes_read += (key.len() + value.map_or(0, <[u8]>::len)) as u64;
        self.cost.set(cost);
    }
}

impl Storage for CountingStorage {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        let value = self.inner.get(key);
        self.read(key, value.as_deref());
        value
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        let entries = self.inner.range(start, end, order);
        Box::new(entries.inspect(|(key, value)| self.read(key, Some(value))))
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        let mut cost = self.cost.get();
        cost.writes += 1;
        cost.bytes_written += (key.len() + value.len()) as u64;
        self.cost.set(cost);
        self.inner.set(key, value);
    }

    fn remove(&mut self, key: &[u8]) {
        let mut cost = self.cost.get();
        cost.removes += 1;
        self.cost.set(cost);
        self.inner.remove(key);
    }
}
