//! The embedded chain, as the VM sees it.
//!
//! The VM owns its backend, the chain lends its storage for the time of a call. In between stands a reference that is set
//! for the call and gone after it.

use std::collections::BTreeMap;

use cosmwasm_std::{Binary, ContractResult, Order, QuerierWrapper, Record, Storage, SystemResult};
use cosmwasm_vm::{BackendError, BackendResult, GasInfo};

use crate::gas;

environmental::environmental!(chain: trait Chain);

/// What the embedded chain lends for a call.
trait Chain {
    fn storage(&mut self) -> &mut dyn Storage;
    fn answer(&self, request: &[u8]) -> SystemResult<ContractResult<Binary>>;
}

struct Lent<'a> {
    storage: &'a mut dyn Storage,
    querier: QuerierWrapper<'a>,
}

impl Chain for Lent<'_> {
    fn storage(&mut self) -> &mut dyn Storage {
        self.storage
    }

    fn answer(&self, request: &[u8]) -> SystemResult<ContractResult<Binary>> {
        self.querier.raw_query(request)
    }
}

/// Makes a call on a storage and with a querier.
pub fn lend<T>(storage: &mut dyn Storage, querier: QuerierWrapper, call: impl FnOnce() -> T) -> T {
    chain::using(&mut Lent { storage, querier }, call)
}

fn lent<T>(use_it: impl FnOnce(&mut dyn Chain) -> T) -> Result<T, BackendError> {
    chain::with(|chain| use_it(chain)).ok_or_else(|| BackendError::unknown("there is no call"))
}

/// The storage of a query: the VM lets nothing be written to it.
pub struct ReadOnly<'a>(pub &'a dyn Storage);

impl Storage for ReadOnly<'_> {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key)
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        self.0.range(start, end, order)
    }

    fn set(&mut self, _: &[u8], _: &[u8]) {
        unreachable!("the VM keeps queries from writing")
    }

    fn remove(&mut self, _: &[u8]) {
        unreachable!("the VM keeps queries from writing")
    }
}

/// Where an iterator stands.
struct Scan {
    start: Option<Vec<u8>>,
    end: Option<Vec<u8>>,
    order: Order,
}

/// The storage of the call that runs.
#[derive(Default)]
pub struct Disk {
    scans: BTreeMap<u32, Scan>,
}

impl cosmwasm_vm::Storage for Disk {
    fn get(&self, key: &[u8]) -> BackendResult<Option<Vec<u8>>> {
        let found = lent(|chain| chain.storage().get(key));
        let value = found.as_ref().ok().and_then(Option::as_ref).map_or(0, Vec::len);
        (found, gas::read(key.len() + value))
    }

    fn scan(&mut self, start: Option<&[u8]>, end: Option<&[u8]>, order: Order) -> BackendResult<u32> {
        let id = u32::try_from(self.scans.len()).unwrap_or(u32::MAX);
        let scan = Scan { start: start.map(<[u8]>::to_vec), end: end.map(<[u8]>::to_vec), order };
        self.scans.insert(id, scan);
        (Ok(id), gas::step(0))
    }

    fn next(&mut self, id: u32) -> BackendResult<Option<Record>> {
        let Some(scan) = self.scans.get_mut(&id) else {
            return (Err(BackendError::iterator_does_not_exist(id)), GasInfo::free());
        };
        let (start, end) = (scan.start.as_deref(), scan.end.as_deref());
        // No range is one that begins behind its end.
        let over = start.zip(end).is_some_and(|(start, end)| start >= end);
        let next =
            if over { Ok(None) } else { lent(|chain| chain.storage().range(start, end, scan.order).next()) };
        let bytes = next.as_ref().ok().and_then(Option::as_ref).map_or(0, |(key, value)| {
            match scan.order {
                // The first key after this one is it and a zero.
                Order::Ascending => scan.start = Some([key.as_slice(), &[0]].concat()),
                Order::Descending => scan.end = Some(key.clone()),
            }
            key.len() + value.len()
        });
        (next, gas::step(bytes))
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> BackendResult<()> {
        (lent(|chain| chain.storage().set(key, value)), gas::write(key.len() + value.len()))
    }

    fn remove(&mut self, key: &[u8]) -> BackendResult<()> {
        (lent(|chain| chain.storage().remove(key)), gas::REMOVE)
    }
}

/// The querier of the call that runs.
pub struct Line;

impl cosmwasm_vm::Querier for Line {
    fn query_raw(&self, request: &[u8], _: u64) -> BackendResult<SystemResult<ContractResult<Binary>>> {
        (lent(|chain| chain.answer(request)), GasInfo::free())
    }
}
