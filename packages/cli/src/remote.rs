//! A node, as an audit and a check ask it; and the file of what an audit read before.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use ballast_api::QueryMsg;
use ballast_audit::{Block, Chain, Evidence, Reading, Tip};
use ballast_check::Contract;
use ballast_client::Node;
use cosmwasm_std::{Attribute, Event};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::progress;

/// A node that is asked over HTTP.
pub struct Remote {
    /// The node.
    pub node: Node,
}

impl Chain for Remote {
    fn tip(&self) -> Result<Tip> {
        let status = self.node.status()?;
        // The last block's state is being written; the one before it is there.
        Ok(Tip { chain_id: status.chain_id, height: status.height.saturating_sub(1) })
    }

    fn query(&self, contract: &str, question: &Value, height: u64) -> Result<Value> {
        self.node.smart(contract, question, Some(height))
    }

    fn supply(&self, denom: &str, height: u64) -> Result<u128> {
        self.node.supply(denom, Some(height))
    }

    fn heights(&self, contract: &str, above: u64) -> Result<Vec<u64>> {
        self.node.heights_with(&format!("wasm._contract_address = '{contract}'"), above)
    }

    fn block(&self, contract: &str, height: u64) -> Result<Block> {
        let block = self.node.block(height)?;
        Ok(Block::of(contract, block.height, block.events.into_iter().map(told)))
    }
}

fn told(event: ballast_client::Event) -> Event {
    let mut told = Event::new(event.kind);
    let attributes = event.attributes.into_iter();
    // Not by the constructor of an attribute: it refuses the keys that a chain adds.
    told.attributes = attributes.map(|found| Attribute { key: found.key, value: found.value }).collect();
    told
}

/// A contract of a node, as of a height.
pub struct RemoteContract<'a> {
    /// The node.
    pub node: &'a Node,
    /// The contract's address.
    pub contract: &'a str,
    /// The height.
    pub height: u64,
}

impl Contract for RemoteContract<'_> {
    fn ask<T: DeserializeOwned>(&self, question: &QueryMsg) -> Result<T> {
        self.node.smart(self.contract, question, Some(self.height))
    }
}

/// The blocks that an earlier audit kept in a file, a line each; up to the first line that cannot be read.
fn kept(path: &Path) -> Vec<Block> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map_while(|line| serde_json::from_str(line).ok()).collect()
}

/// Reads everything that an audit looks at, and keeps its blocks in a file for the next one.
pub fn evidence(chain: &impl Chain, contract: &str, path: &Path) -> Result<Evidence> {
    let reading = Reading::begin(chain, contract, kept(path))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // Written anew, so that half a line of an audit that was interrupted is gone.
    let mut file = File::create(path).with_context(|| format!("{}", path.display()))?;
    for block in reading.kept() {
        writeln!(file, "{}", serde_json::to_string(block)?)?;
    }
    let bar = progress::bar(reading.to_come() as u64, "events", "of", "blocks")?;
    let evidence = reading.finish(|block| {
        writeln!(file, "{}", serde_json::to_string(block)?)?;
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(evidence)
}
