//! The audit of a campaign: everything that the contract ever emitted, recomputed from the start.

use anyhow::{Context, Result, ensure};
use ballast_api::QueryMsg;
use ballast_audit::{Block, Chain, Reading, Tip, verify};
use ballast_sandbox::{AppResponse, Sandbox};
use serde_json::{Value, json};

use crate::runner::Campaign;

/// What the contract emitted, block by block.
#[derive(Default)]
pub struct Emitted(Vec<Block>);

impl Emitted {
    pub fn note(&mut self, chain: &Sandbox, response: &AppResponse) {
        let block = Block::of(chain.controller().as_str(), chain.height(), response.events.iter().cloned());
        match self.0.last_mut().filter(|last| last.height == block.height) {
            Some(last) => last.events.extend(block.events),
            None => self.0.push(block),
        }
    }
}

struct Witness<'a>(&'a Sandbox, &'a Emitted);

impl Chain for Witness<'_> {
    fn tip(&self) -> Result<Tip> {
        Ok(Tip { chain_id: "campaign".to_owned(), height: self.0.height() })
    }

    fn query(&self, contract: &str, question: &Value, _: u64) -> Result<Value> {
        if contract == self.0.controller().as_str() {
            return self.0.query(&serde_json::from_value::<QueryMsg>(question.clone())?);
        }
        Ok(json!({ "total_supply": self.0.token_supply() }))
    }

    fn supply(&self, _: &str, _: u64) -> Result<u128> {
        Ok(self.0.token_supply().get())
    }

    fn heights(&self, _: &str, above: u64) -> Result<Vec<u64>> {
        let Self(_, Emitted(blocks)) = self;
        Ok(blocks.iter().map(|block| block.height).filter(|height| *height > above).collect())
    }

    fn block(&self, _: &str, height: u64) -> Result<Block> {
        let Self(_, Emitted(blocks)) = self;
        let found = blocks.binary_search_by_key(&height, |block| block.height).ok();
        found.map(|found| blocks[found].clone()).context("no such block")
    }
}

impl Campaign {
    /// An auditor who saw only events and records finds no difference.
    pub fn audit(&mut self) -> Result<()> {
        let witness = Witness(&self.chain, &self.emitted);
        let evidence =
            Reading::begin(&witness, self.chain.controller().as_str(), vec![])?.finish(|_| Ok(()))?;
        let verdict = verify(&evidence)?;
        ensure!(verdict.epochs == self.shadow.open.epoch, "{} epochs were audited", verdict.epochs);
        self.tally.add("epochs audited", verdict.epochs);
        self.tally.add("receipts audited", verdict.receipts);
        self.tally.add("changes audited", verdict.changes);
        Ok(())
    }
}
