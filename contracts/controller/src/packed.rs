//! Storage items and maps in a compact binary form.
//!
//! On chain, bytes written are what costs gas (30 per byte on stock wasmd), and JSON would triple them. Keys follow the
//! layout of cw-storage-plus; values are `postcard`: field by field, integers as varints, no names.

use std::marker::PhantomData;

use cosmwasm_std::storage_keys::{namespace_with_key, to_length_prefixed};
use cosmwasm_std::{Order, StdError, StdResult, Storage};
pub use cw_storage_plus::RawBound;
use cw_storage_plus::range_with_prefix;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn encode<T: Serialize>(value: &T) -> StdResult<Vec<u8>> {
    postcard::to_allocvec(value).map_err(unwritable)
}

fn decode<T: DeserializeOwned>(bytes: &[u8], what: &str) -> StdResult<T> {
    postcard::from_bytes(bytes).map_err(|error| unreadable(what, error))
}

// What does not depend on the type of a record is compiled once, not with each of them.

#[cold]
#[inline(never)]
fn unwritable(error: postcard::Error) -> StdError {
    StdError::msg(format!("cannot store a record: {error}"))
}

#[cold]
#[inline(never)]
fn unreadable(what: &str, error: postcard::Error) -> StdError {
    StdError::msg(format!("cannot read the stored {what}: {error}"))
}

#[inline(never)]
fn stored(storage: &dyn Storage, key: &str) -> StdResult<Vec<u8>> {
    storage.get(key.as_bytes()).ok_or_else(|| StdError::msg(format!("there is no stored {key}")))
}

#[inline(never)]
fn path(namespace: &str, key: &[u8]) -> Vec<u8> {
    namespace_with_key(&[namespace.as_bytes()], key)
}

#[inline(never)]
fn entries(storage: &dyn Storage, namespace: &str, slice: Slice) -> Vec<(Vec<u8>, Vec<u8>)> {
    let Slice { start, end, order, limit } = slice;
    range_with_prefix(storage, &to_length_prefixed(namespace.as_bytes()), start, end, order)
        .take(limit)
        .collect()
}

/// Which entries of a map are read: at most so many, from one end on, between two bounds of the key.
pub struct Slice {
    start: Option<RawBound>,
    end: Option<RawBound>,
    order: Order,
    limit: usize,
}

impl Slice {
    /// The lowest keys first.
    pub fn first(limit: usize) -> Self {
        Self { start: None, end: None, order: Order::Ascending, limit }
    }

    /// The highest keys first.
    pub fn last(limit: usize) -> Self {
        Self { order: Order::Descending, ..Self::first(limit) }
    }

    /// No key below this bound.
    pub fn from(self, start: impl Into<Option<RawBound>>) -> Self {
        Self { start: start.into(), ..self }
    }

    /// No key above this bound.
    pub fn to(self, end: impl Into<Option<RawBound>>) -> Self {
        Self { end: end.into(), ..self }
    }
}

/// One value.
pub struct PackedItem<T> {
    key: &'static str,
    value: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> PackedItem<T> {
    pub const fn new(key: &'static str) -> Self {
        Self { key, value: PhantomData }
    }

    pub fn may_load(&self, storage: &dyn Storage) -> StdResult<Option<T>> {
        storage.get(self.key.as_bytes()).map(|bytes| decode(&bytes, self.key)).transpose()
    }

    /// Errors when there is none: missing state is never read as a default.
    pub fn load(&self, storage: &dyn Storage) -> StdResult<T> {
        decode(&stored(storage, self.key)?, self.key)
    }

    pub fn save(&self, storage: &mut dyn Storage, value: &T) -> StdResult<()> {
        storage.set(self.key.as_bytes(), &encode(value)?);
        Ok(())
    }

    pub fn remove(&self, storage: &mut dyn Storage) {
        storage.remove(self.key.as_bytes());
    }
}

/// Values by a key of bytes.
pub struct PackedMap<T> {
    namespace: &'static str,
    value: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> PackedMap<T> {
    pub const fn new(namespace: &'static str) -> Self {
        Self { namespace, value: PhantomData }
    }

    pub fn may_load(&self, storage: &dyn Storage, key: &[u8]) -> StdResult<Option<T>> {
        storage.get(&path(self.namespace, key)).map(|bytes| decode(&bytes, self.namespace)).transpose()
    }

    pub fn save(&self, storage: &mut dyn Storage, key: &[u8], value: &T) -> StdResult<()> {
        storage.set(&path(self.namespace, key), &encode(value)?);
        Ok(())
    }

    pub fn remove(&self, storage: &mut dyn Storage, key: &[u8]) {
        storage.remove(&path(self.namespace, key));
    }

    /// Keys and values in order. All of them are read at once: a lazy range is code of its own wherever one stands.
    #[inline(never)]
    pub fn list(&self, storage: &dyn Storage, slice: Slice) -> StdResult<Vec<(Vec<u8>, T)>> {
        let mut list = vec![];
        for (key, bytes) in entries(storage, self.namespace, slice) {
            list.push((key, decode(&bytes, self.namespace)?));
        }
        Ok(list)
    }

    /// The first entry of a slice.
    pub fn one(&self, storage: &dyn Storage, slice: Slice) -> StdResult<Option<(Vec<u8>, T)>> {
        Ok(self.list(storage, slice)?.into_iter().next())
    }

    /// Keys alone, in order.
    pub fn keys(&self, storage: &dyn Storage, slice: Slice) -> Vec<Vec<u8>> {
        entries(storage, self.namespace, slice).into_iter().map(|(key, _)| key).collect()
    }
}
