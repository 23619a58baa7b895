//! Batches: each settled once, under its meter's next number, and told in full.

use std::collections::BTreeMap;

use ballast_api::Receipt;
use ballast_api::events::SettleEvent;
use ballast_math::{MathError, Price, Tokens, Usd};

use super::difference::{Difference, Place};

/// The batches of all meters.
#[derive(Debug, Default)]
pub struct Batches {
    /// The last one of each meter.
    last: BTreeMap<String, u64>,
    open: Option<Batch>,
}

/// A batch whose receipts are being told.
#[derive(Debug)]
struct Batch {
    told: SettleEvent,
    line: Option<u32>,
    price: Option<Price>,
    usd: Usd,
    burned: Tokens,
    direct_pay: Tokens,
}

impl Batches {
    /// A batch begins.
    pub fn begin(&mut self, place: &Place, told: SettleEvent) -> Result<(), Difference> {
        let last = self.last.entry(told.meter.clone()).or_default();
        place.same(&format!("batch of {}", told.meter), last.saturating_add(1), told.batch)?;
        *last = told.batch;
        let (usd, burned, direct_pay) = (Usd::ZERO, Tokens::ZERO, Tokens::ZERO);
        self.open = Some(Batch { told, line: None, price: None, usd, burned, direct_pay });
        Ok(())
    }

    /// A receipt belongs to the batch that has just begun; its lines come in order, and are paid at one price.
    pub fn add(&mut self, place: &Place, receipt: &Receipt) -> Result<(), Difference> {
        let whole = (receipt.meter.as_str(), receipt.batch);
        let Some(open) =
            self.open.as_mut().filter(|open| (open.told.meter.as_str(), open.told.batch) == whole)
        else {
            return Err(place.differs(
                "batch of a receipt",
                "the one before it",
                format!("{}/{}", whole.0, whole.1),
            ));
        };
        if open.line.is_some_and(|line| line >= receipt.line) {
            return Err(place.differs("line of a receipt", "a later one", receipt.line));
        }
        open.line = Some(receipt.line);
        if let Some((first, other)) = open.price.zip(receipt.price) {
            place.same("price of a batch", first, other)?;
        }
        open.price = open.price.or(receipt.price);
        let overflow = |error: MathError| place.differs("sums of a batch", "figures that fit", error);
        open.usd = open.usd.plus(receipt.usd).map_err(overflow)?;
        open.burned = open.burned.plus(receipt.burned).map_err(overflow)?;
        open.direct_pay = open.direct_pay.plus(receipt.direct_pay).map_err(overflow)?;
        Ok(())
    }

    /// Every receipt of the batch was told.
    pub fn end(&mut self, place: &Place) -> Result<(), Difference> {
        let Some(Batch { told, usd, burned, direct_pay, .. }) = self.open.take() else { return Ok(()) };
        place.same("usd of a batch, receipts against event", usd, told.usd)?;
        place.same("burned of a batch, receipts against event", burned, told.burned)?;
        place.same("direct_pay of a batch, receipts against event", direct_pay, told.direct_pay)
    }
}
