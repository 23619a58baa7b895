//! What an audit asks of a chain, and what a chain tells.

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything that the contract emitted in a block, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its height.
    pub height: u64,
    /// What happened.
    pub events: Vec<Event>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its type; a contract's own begin with `wasm-`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Keys and values, in order.
    pub attributes: Vec<Attribute>,
}

/// A key and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// The key.
    pub key: String,
    /// The value.
    #[serde(default)]
    pub value: String,
}

impl Event {
    /// The first value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.key == key).map(|found| found.value.as_str())
    }
}

/// Which chain it is, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// The chain.
    pub chain_id: String,
    /// A height whose state can be asked for.
    pub height: u64,
}

/// A chain that can be asked: a node over HTTP, or a test's own.
pub trait Chain {
    /// Which chain it is, and how far it is.
    fn tip(&self) -> Result<Tip>;

    /// What a contract answers to a query, as of a height.
    fn query(&self, contract: &str, question: &Value, height: u64) -> Result<Value>;

    /// What the bank says the supply of a denom is, as of a height; in base units.
    fn supply(&self, denom: &str, height: u64) -> Result<u128>;

    /// Heights above `above` of the blocks in which a contract emitted something, ascending.
    fn heights(&self, contract: &str, above: u64) -> Result<Vec<u64>>;

    /// What a contract emitted in a block.
    fn block(&self, contract: &str, height: u64) -> Result<Block>;
}
