//! Reads the evidence from a node. What was read once is kept in a file, and the next audit goes on from there.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use ballast_api::{EpochRecord, EpochRecordsResponse, QueryMsg, SupplyMode};
use ballast_client::{Block, Node};
use ballast_math::Tokens;
use indicatif::{ProgressBar, ProgressStyle};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use ballast_audit::Evidence;

/// Records that the contract returns at once.
const PAGE: u32 = 30;

/// Reads everything that an audit looks at. `kept` is the file of what was read before.
pub fn gather(node: &Node, contract: &str, kept: &Path) -> Result<Evidence> {
    let status = node.status()?;
    // The last block's state is being written; the one before it is there.
    let height = status.height.saturating_sub(1);
    let blocks = blocks(node, contract, height, kept)?;

    let reader = Reader { node, contract, height };
    let config: ballast_api::ConfigResponse = reader.ask(&QueryMsg::Config {})?;
    let token_supply = match &config.supply_mode {
        SupplyMode::External { .. } => None,
        SupplyMode::Cw20 { token } => {
            let info: Value = node.smart(token, &json!({ "token_info": {} }), Some(height))?;
            let supply = info["total_supply"].as_str().context("the token has no total_supply")?;
            Some(Tokens::new(supply.parse()?))
        }
        _ => Some(Tokens::new(node.supply(&config.token, Some(height))?)),
    };
    Ok(Evidence {
        chain_id: status.chain_id,
        contract: contract.to_owned(),
        height,
        params: reader.ask(&QueryMsg::Params {})?,
        supply: reader.ask(&QueryMsg::Supply {})?,
        audit: reader.ask(&QueryMsg::Audit {})?,
        records: reader.records()?,
        config,
        token_supply,
        blocks,
    })
}

struct Reader<'a> {
    node: &'a Node,
    contract: &'a str,
    height: u64,
}

impl Reader<'_> {
    fn ask<T: DeserializeOwned>(&self, question: &QueryMsg) -> Result<T> {
        self.node.smart(self.contract, question, Some(self.height))
    }

    fn records(&self) -> Result<Vec<EpochRecord>> {
        let mut records: Vec<EpochRecord> = vec![];
        loop {
            let start_after = records.last().map(|record| record.epoch);
            let page: EpochRecordsResponse =
                self.ask(&QueryMsg::EpochRecords { start_after, limit: Some(PAGE) })?;
            if page.records.is_empty() {
                return Ok(records);
            }
            records.extend(page.records);
        }
    }
}

/// The contract's events up to a height: those that were kept, and those since then, which are kept too.
fn blocks(node: &Node, contract: &str, height: u64, kept: &Path) -> Result<Vec<Block>> {
    let mut blocks = read_kept(kept);
    // A test chain that begins anew gives the same address to another contract: what was kept must still be true.
    if let Some(last) = blocks.last()
        && !block(node, contract, last.height).is_ok_and(|found| found == *last)
    {
        blocks.clear();
    }
    let from = blocks.last().map_or(0, |block| block.height);
    blocks.retain(|block| block.height <= height);
    if let Some(folder) = kept.parent() {
        fs::create_dir_all(folder)?;
    }
    // Written anew, so that half a line of an audit that was interrupted is gone.
    let mut file = File::create(kept).with_context(|| format!("{}", kept.display()))?;
    for block in &blocks {
        writeln!(file, "{}", serde_json::to_string(block)?)?;
    }

    let query = format!("wasm._contract_address = '{contract}'");
    let heights = node.heights_with(&query, from)?;
    let bar = ProgressBar::new(heights.len() as u64);
    bar.set_style(ProgressStyle::with_template(
        "events {wide_bar} {pos}/{len} blocks, {per_sec}, {eta} left",
    )?);
    for found in heights.into_iter().filter(|found| (from + 1..=height).contains(found)) {
        let block = block(node, contract, found)?;
        writeln!(file, "{}", serde_json::to_string(&block)?)?;
        blocks.push(block);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(blocks)
}

/// What the contract emitted in a block.
fn block(node: &Node, contract: &str, height: u64) -> Result<Block> {
    let mut block = node.block(height)?;
    block.events.retain(|event| event.get("_contract_address") == Some(contract));
    Ok(block)
}

/// Up to the first line that cannot be read.
fn read_kept(kept: &Path) -> Vec<Block> {
    let text = fs::read_to_string(kept).unwrap_or_default();
    text.lines().map_while(|line| serde_json::from_str(line).ok()).collect()
}
