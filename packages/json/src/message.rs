//! The door of a contract.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};

use crate::read::read;
use crate::tree::Tree;

/// A message, as an entry point takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<T>(
    /// The message.
    pub T,
);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Message<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tree = Tree::deserialize(deserializer)?;
        read(&tree).map(Self).map_err(D::Error::custom)
    }
}
