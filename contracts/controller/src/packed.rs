//! Storage items and maps in a compact binary form.
//!
//! On chain, bytes written are what costs gas (30 per byte on stock wasmd), and JSON would triple them. Keys follow the
//! layout of cw-storage-plus; values are `postcard`: field by field, integers as varints, no names.

use std::marker::PhantomData;

use cosmwasm_std::storage_keys::{namespace_with_key, to_length_prefixed};
use cosmwasm_std::{Order, StdError, StdResult, Storage};
use cw_storage_plus::{RawBound, range_with_prefix};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn encode<T: Serialize>(value: &T) -> StdResult<Vec<u8>> {
    postcard::to_allocvec(value).map_err(|error| StdError::msg(format!("cannot store a record: {error}")))
}

fn decode<T: DeserializeOwned>(bytes: &[u8], what: &str) -> StdResult<T> {
    postcard::from_bytes(bytes)
        .map_err(|error| StdError::msg(format!("cannot read the stored {what}: {error}")))
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
        self.may_load(storage)?.ok_or_else(|| StdError::msg(format!("there is no stored {}", self.key)))
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

    fn path(&self, key: &[u8]) -> Vec<u8> {
        namespace_with_key(&[self.namespace.as_bytes()], key)
    }

    pub fn may_load(&self, storage: &dyn Storage, key: &[u8]) -> StdResult<Option<T>> {
        storage.get(&self.path(key)).map(|bytes| decode(&bytes, self.namespace)).transpose()
    }

    pub fn save(&self, storage: &mut dyn Storage, key: &[u8], value: &T) -> StdResult<()> {
        storage.set(&self.path(key), &encode(value)?);
        Ok(())
    }

    pub fn remove(&self, storage: &mut dyn Storage, key: &[u8]) {
        storage.remove(&self.path(key));
    }

    /// Keys and values in order, between two bounds. The caller limits how many are taken.
    pub fn range<'a>(
        &'a self,
        storage: &'a dyn Storage,
        start: Option<RawBound>,
        end: Option<RawBound>,
        order: Order,
    ) -> impl Iterator<Item = StdResult<(Vec<u8>, T)>> + 'a {
        let prefix = to_length_prefixed(self.namespace.as_bytes());
        range_with_prefix(storage, &prefix, start, end, order)
            .map(|(key, bytes)| Ok((key, decode(&bytes, self.namespace)?)))
    }
}
