//! The books as the events tell them, epoch by epoch.

use std::collections::BTreeMap;

use ballast_api::events::{ChangeEvent, ChangeStatus, ContractEvent, MintEvent};
use ballast_api::{Commitment, Demand, Receipt};
use ballast_math::{Concentration, MathError, Tokens, Usd};
use cosmwasm_std::Event;

use super::chain::Block;
use super::difference::{Difference, Place};
use super::events::read;

/// What happened in an epoch.
#[derive(Debug, Clone, Default)]
pub struct EpochActivity {
    pub usd: Usd,
    pub burned: Tokens,
    pub direct_pay: Tokens,
    pub retired: Tokens,
    pub self_dealing: Usd,
    pub tenants: BTreeMap<String, u128>,
    pub providers: BTreeMap<String, u128>,
    /// Parameters that were changed in it.
    pub changes: Vec<ChangeEvent>,
    /// What was announced at its close.
    pub announced: Option<MintEvent>,
}

impl EpochActivity {
    fn add(&mut self, receipt: &Receipt) -> Result<(), MathError> {
        self.usd = self.usd.plus(receipt.usd)?;
        self.burned = self.burned.plus(receipt.burned)?;
        self.direct_pay = self.direct_pay.plus(receipt.direct_pay)?;
        if receipt.tenant == receipt.provider {
            self.self_dealing = self.self_dealing.plus(receipt.usd)?;
        }
        for (spent, account) in
            [(&mut self.tenants, &receipt.tenant), (&mut self.providers, &receipt.provider)]
        {
            // The epoch's sum fits, and so does every part of it.
            let sum = spent.entry(account.clone()).or_default();
            *sum = sum.saturating_add(receipt.usd.get());
        }
        Ok(())
    }

    /// Who was behind the demand.
    pub fn demand(&self) -> Result<Demand, MathError> {
        let concentration = |spent: &BTreeMap<String, u128>| {
            let mut found = Concentration::default();
            spent.values().try_for_each(|usd| found.moved(0, *usd)).map(|()| found)
        };
        Ok(Demand {
            tenants: concentration(&self.tenants)?,
            providers: concentration(&self.providers)?,
            self_dealing: self.self_dealing,
        })
    }
}

/// The books as the events tell them.
#[derive(Default)]
pub struct Books {
    /// Every closed epoch and the open one.
    pub epochs: Vec<EpochActivity>,
    pub receipts: u64,
    pub commitment: Commitment,
}

impl Books {
    /// Reads the events in their order.
    pub fn read(blocks: &[Block]) -> Result<Self, Difference> {
        let mut books = Self { epochs: vec![EpochActivity::default()], ..Self::default() };
        for block in blocks {
            let place = Place(format!("block {}", block.height));
            for event in &block.events {
                books.note(event, &place)?;
            }
        }
        Ok(books)
    }

    fn note(&mut self, event: &Event, place: &Place) -> Result<(), Difference> {
        let number = self.epochs.len() as u64 - 1;
        let open = self.epochs.last_mut().expect("there is an open epoch");
        let overflow = |error: MathError| place.differs("sums", "figures that fit", error);
        match read(event, place)? {
            Some(ContractEvent::Receipt(told)) => {
                let receipt = told.receipt();
                place.same("epoch of a receipt", number, receipt.epoch)?;
                open.add(receipt).map_err(overflow)?;
                self.receipts += 1;
                self.commitment = self.commitment.after(told.leaf());
            }
            Some(ContractEvent::Reserve(added)) => {
                open.retired = open.retired.plus(added.funded).map_err(overflow)?;
            }
            // What is only queued is not in force.
            Some(ContractEvent::Change(change)) if change.status != ChangeStatus::Queued => {
                open.changes.push(change);
            }
            Some(ContractEvent::Mint(mint)) => {
                place.same("epoch that was closed", number, mint.epoch)?;
                open.announced = Some(mint);
                self.epochs.push(EpochActivity::default());
            }
            _ => {}
        }
        Ok(())
    }

    /// A sum over all epochs, the open one included.
    pub fn total(&self, amount: impl Fn(&EpochActivity) -> Tokens) -> Result<Tokens, MathError> {
        self.epochs.iter().try_fold(Tokens::ZERO, |sum, epoch| sum.plus(amount(epoch)))
    }
}
