//! What an audit asks of a chain, and what a chain tells.

use anyhow::Result;
use cosmwasm_std::Event;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The attribute in which a chain says which contract emitted an event.
const EMITTER: &str = "_contract_address";

/// Everything that the contract emitted in a block, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its height.
    pub height: u64,
    /// As the chain tells them: the type of a contract's own begins with `wasm-`.
    pub events: Vec<Event>,
}

impl Block {
    /// What a contract emitted, of all that happened in a block.
    #[must_use]
    pub fn of(contract: &str, height: u64, events: impl IntoIterator<Item = Event>) -> Self {
        let is_own = |event: &Event| {
            let mut attributes = event.attributes.iter();
            attributes.any(|found| found.key == EMITTER && found.value == contract)
        };
        Self { height, events: events.into_iter().filter(is_own).collect() }
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
