//! Blocks, transactions and their events.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::node::Node;

/// Entries that a search returns at once.
const PAGE: usize = 100;

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

/// What became of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TxResult {
    /// Its block.
    pub height: u64,
    /// 0 when it succeeded.
    pub code: u32,
    /// Why it failed.
    pub log: String,
    /// Gas that it used.
    pub gas_used: u64,
    /// What it emitted.
    pub events: Vec<Event>,
}

impl TxResult {
    /// The first value of a key in events of a type.
    #[must_use]
    pub fn find(&self, kind: &str, key: &str) -> Option<&str> {
        self.events.iter().filter(|event| event.kind == kind).find_map(|event| event.get(key))
    }

    /// Itself, if it succeeded.
    pub fn ok(self) -> Result<Self> {
        if self.code != 0 {
            bail!("the transaction failed with code {}: {}", self.code, self.log);
        }
        Ok(self)
    }
}

/// Everything that a block emitted, in order; without what failed transactions emitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its height.
    pub height: u64,
    /// What happened.
    pub events: Vec<Event>,
}

#[derive(Deserialize)]
struct Outcome {
    #[serde(default)]
    code: u32,
    #[serde(default)]
    log: String,
    gas_used: String,
    #[serde(default)]
    events: Option<Vec<Event>>,
}

impl Node {
    /// Sends a signed transaction to the node's pool.
    ///
    /// Returns: its hash.
    pub fn send(&self, tx: &[u8]) -> Result<String> {
        let reply: Value = self.call("broadcast_tx_sync", json!({ "tx": BASE64_STANDARD.encode(tx) }))?;
        match reply["code"].as_u64() {
            Some(0) => Ok(reply["hash"].as_str().unwrap_or_default().to_owned()),
            code => bail!("the node refuses the transaction with code {code:?}: {}", reply["log"]),
        }
    }

    /// Waits until a transaction is in a block.
    pub fn wait_for(&self, hash: &str, patience: Duration) -> Result<TxResult> {
        #[derive(Deserialize)]
        struct Found {
            height: String,
            tx_result: Outcome,
        }
        let bytes: Option<Vec<u8>> = (0..hash.len() / 2)
            .map(|at| u8::from_str_radix(hash.get(at * 2..at * 2 + 2)?, 16).ok())
            .collect();
        let params = json!({ "hash": BASE64_STANDARD.encode(bytes.unwrap_or_default()), "prove": false });
        let start = Instant::now();
        loop {
            match self.call::<Found>("tx", params.clone()) {
                Ok(Found { height, tx_result: Outcome { code, log, gas_used, events } }) => {
                    let (height, gas_used) = (height.parse()?, gas_used.parse()?);
                    return Ok(TxResult { height, code, log, gas_used, events: events.unwrap_or_default() });
                }
                Err(error) if start.elapsed() > patience => {
                    return Err(error.context(format!("transaction {hash} is in no block")));
                }
                Err(_) => sleep(Duration::from_millis(100)),
            }
        }
    }

    /// Heights above `above` of the blocks whose transactions, or which themselves, emitted events that match, ascending.
    pub fn heights_with(&self, query: &str, above: u64) -> Result<Vec<u64>> {
        let mut heights = vec![];
        for (method, list, pointer, key) in [
            ("tx_search", "txs", "/height", "tx.height"),
            ("block_search", "blocks", "/block/header/height", "block.height"),
        ] {
            let query = format!("{query} AND {key} > {above}");
            for page in 1.. {
                let params = json!({
                    "query": query, "page": page.to_string(), "per_page": PAGE.to_string(), "order_by": "asc",
                });
                let found: Value = self.call(method, params)?;
                let entries = found[list].as_array().cloned().unwrap_or_default();
                for entry in &entries {
                    let height = entry.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
                    heights.push(height.parse()?);
                }
                let total: usize = found["total_count"].as_str().unwrap_or("0").parse()?;
                if page * PAGE >= total {
                    break;
                }
            }
        }
        heights.sort_unstable();
        heights.dedup();
        Ok(heights)
    }

    /// What a block emitted.
    pub fn block(&self, height: u64) -> Result<Block> {
        #[derive(Deserialize)]
        struct Results {
            txs_results: Option<Vec<Outcome>>,
            finalize_block_events: Option<Vec<Event>>,
        }
        let Results { txs_results, finalize_block_events } =
            self.call("block_results", json!({ "height": height.to_string() }))?;
        // What the chain does by itself comes before the transactions, or after them, and says which.
        let (before, after): (Vec<Event>, Vec<Event>) = finalize_block_events
            .unwrap_or_default()
            .into_iter()
            .partition(|event| event.get("mode") == Some("BeginBlock"));
        let of_txs = txs_results.unwrap_or_default().into_iter().filter(|tx| tx.code == 0);
        let of_txs = of_txs.flat_map(|tx| tx.events.unwrap_or_default());
        Ok(Block { height, events: before.into_iter().chain(of_txs).chain(after).collect() })
    }

    /// State after the block before this one, as hex.
    pub fn app_hash(&self, height: u64) -> Result<String> {
        let block: Value = self.call("block", json!({ "height": height.to_string() }))?;
        Ok(block.pointer("/block/header/app_hash").and_then(Value::as_str).unwrap_or_default().to_owned())
    }
}
