//! Reading the evidence: what is asked for again, and what was kept.

#![allow(missing_docs)]

use std::cell::RefCell;

use anyhow::{Result, ensure};
use ballast_api::{ExecuteMsg, QueryMsg};
use ballast_audit::{Block, Chain, Evidence, Reading, Tip, verify};
use ballast_math::{Duration, Tokens};
use ballast_sandbox::{AppResponse, Genesis, Sandbox, SupplyKind, example};
use rstest::rstest;
use serde_json::Value;

/// A chain with one contract, which writes down what it was asked for.
struct Town {
    chain: Sandbox,
    blocks: Vec<Block>,
    asked: RefCell<Vec<u64>>,
}

impl Town {
    fn new(supply: SupplyKind) -> Self {
        let genesis = Genesis { supply, reserve: Tokens::ZERO, ..example::genesis() };
        let chain = Sandbox::new(&genesis).unwrap();
        let mut town = Self { chain, blocks: vec![], asked: RefCell::default() };
        for round in 1..=3 {
            let response = town.chain.submit_price("feeder", round, "2".parse().unwrap()).unwrap();
            town.note(response);
            town.chain.wait(Duration::DAY);
            let close = ExecuteMsg::CloseEpoch { limit: None };
            let response = town.chain.execute(&Sandbox::address("anyone"), &close).unwrap();
            town.note(response);
        }
        town
    }

    fn note(&mut self, response: AppResponse) {
        self.chain.mine(1);
        self.blocks.push(Block::of(&self.contract(), self.chain.height(), response.events));
    }

    fn contract(&self) -> String {
        self.chain.controller().to_string()
    }

    fn heights(&self) -> Vec<u64> {
        self.blocks.iter().map(|block| block.height).collect()
    }

    /// Reads everything; returns it with the heights that `read` was told of.
    fn read(&self, kept: Vec<Block>) -> (Evidence, Vec<u64>) {
        self.asked.borrow_mut().clear();
        let contract = self.contract();
        let reading = Reading::begin(self, &contract, kept).unwrap();
        let (known, to_come) = (reading.kept().len(), reading.to_come());
        let mut told = vec![];
        let evidence = reading
            .finish(|block| {
                told.push(block.height);
                Ok(())
            })
            .unwrap();
        assert_eq!((known + to_come, to_come), (evidence.blocks.len(), told.len()));
        (evidence, told)
    }
}

impl Chain for Town {
    fn tip(&self) -> Result<Tip> {
        Ok(Tip { chain_id: "town".to_owned(), height: self.chain.height() })
    }

    fn query(&self, contract: &str, question: &Value, _: u64) -> Result<Value> {
        if contract == self.contract() {
            return self.chain.query(&serde_json::from_value::<QueryMsg>(question.clone())?);
        }
        ensure!(question["token_info"].is_object(), "expected token_info, found {question}");
        Ok(serde_json::json!({ "total_supply": self.chain.token_supply() }))
    }

    fn supply(&self, _: &str, _: u64) -> Result<u128> {
        Ok(self.chain.token_supply().get())
    }

    fn heights(&self, _: &str, above: u64) -> Result<Vec<u64>> {
        Ok(self.heights().into_iter().filter(|height| *height > above).collect())
    }

    fn block(&self, _: &str, height: u64) -> Result<Block> {
        self.asked.borrow_mut().push(height);
        let found = self.blocks.iter().find(|block| block.height == height);
        found.cloned().ok_or_else(|| anyhow::anyhow!("no block {height}"))
    }
}

#[rstest]
fn what_is_read_can_be_verified(
    #[values(SupplyKind::TokenFactory, SupplyKind::Cw20, SupplyKind::External)] supply: SupplyKind,
) {
    let town = Town::new(supply);
    let (evidence, told) = town.read(vec![]);
    assert_eq!(told, town.heights());
    assert_eq!(evidence.token_supply.is_none(), supply == SupplyKind::External);
    assert_eq!(verify(&evidence).unwrap().epochs, 3);
}

#[test]
fn what_was_kept_is_not_read_again_but_for_its_last_block() {
    let town = Town::new(SupplyKind::TokenFactory);
    let whole = town.read(vec![]).0;
    let (evidence, told) = town.read(whole.blocks[..4].to_vec());
    assert_eq!(evidence, whole);
    assert_eq!(told, town.heights()[4..]);
    assert_eq!(*town.asked.borrow(), town.heights()[3..]);
}

#[test]
fn what_another_contract_left_behind_is_read_anew() {
    let town = Town::new(SupplyKind::TokenFactory);
    let whole = town.read(vec![]).0;
    for stale in [
        Block { events: vec![], ..whole.blocks[2].clone() },
        Block { height: whole.height + 9, ..whole.blocks[2].clone() },
    ] {
        let (evidence, told) = town.read(vec![whole.blocks[0].clone(), stale]);
        assert_eq!(evidence, whole);
        assert_eq!(told, town.heights());
    }
}
