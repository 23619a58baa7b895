//! Reads the evidence from a chain. What was read once can be kept, and the next audit goes on from there.

use anyhow::{Context, Result};
use ballast_api::{
    ConfigResponse, EpochRecord, EpochRecordsResponse, GuardrailsResponse, QueryMsg, SupplyMode,
};
use ballast_math::Tokens;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::chain::{Block, Chain, Tip};
use super::evidence::Evidence;

/// Records that the contract returns at once.
const PAGE: u32 = 30;

/// Evidence that is being read: which blocks are known, and which are to come.
pub struct Reading<'a, C> {
    chain: &'a C,
    contract: &'a str,
    tip: Tip,
    kept: Vec<Block>,
    heights: Vec<u64>,
}

impl<'a, C: Chain> Reading<'a, C> {
    /// Begins with the blocks that an earlier audit kept, as far as they are still true.
    pub fn begin(chain: &'a C, contract: &'a str, mut kept: Vec<Block>) -> Result<Self> {
        let tip = chain.tip()?;
        // A test chain that begins anew gives the same address to another contract: what was kept must still be true.
        if let Some(last) = kept.last()
            && !chain.block(contract, last.height).is_ok_and(|found| found == *last)
        {
            kept.clear();
        }
        let from = kept.last().map_or(0, |block| block.height);
        kept.retain(|block| block.height <= tip.height);
        let mut heights = chain.heights(contract, from)?;
        heights.retain(|found| (from + 1..=tip.height).contains(found));
        Ok(Self { chain, contract, tip, kept, heights })
    }

    /// The blocks that are known.
    #[must_use]
    pub fn kept(&self) -> &[Block] {
        &self.kept
    }

    /// How many blocks are to come.
    #[must_use]
    pub fn to_come(&self) -> usize {
        self.heights.len()
    }

    /// Reads the rest; `read` is told of every block that was not known.
    pub fn finish(mut self, mut read: impl FnMut(&Block) -> Result<()>) -> Result<Evidence> {
        let mut blocks = std::mem::take(&mut self.kept);
        for height in &self.heights {
            let block = self.chain.block(self.contract, *height)?;
            read(&block)?;
            blocks.push(block);
        }
        let config: ConfigResponse = self.ask(&QueryMsg::Config {})?;
        let token_supply = match &config.supply_mode {
            SupplyMode::External { .. } => None,
            SupplyMode::Cw20 { token } => {
                let info = self.chain.query(token, &json!({ "token_info": {} }), self.tip.height)?;
                let supply = info["total_supply"].as_str().context("the token has no total_supply")?;
                Some(Tokens::new(supply.parse()?))
            }
            _ => Some(Tokens::new(self.chain.supply(&config.token, self.tip.height)?)),
        };
        Ok(Evidence {
            contract: self.contract.to_owned(),
            height: self.tip.height,
            params: self.ask(&QueryMsg::Params {})?,
            signals: self.ask::<GuardrailsResponse>(&QueryMsg::Guardrails {})?.signals,
            supply: self.ask(&QueryMsg::Supply {})?,
            audit: self.ask(&QueryMsg::Audit {})?,
            records: self.records()?,
            chain_id: self.tip.chain_id,
            config,
            token_supply,
            blocks,
        })
    }

    fn ask<T: DeserializeOwned>(&self, question: &QueryMsg) -> Result<T> {
        let answer = self.chain.query(self.contract, &serde_json::to_value(question)?, self.tip.height)?;
        Ok(serde_json::from_value(answer)?)
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
