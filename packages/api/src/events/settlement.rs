//! Settled work.

use ballast_math::{EpochId, Tokens, Usd};
use cosmwasm_std::Event;

use super::define::{AttributeSpec, EventSpec, check_type, event, read, write};
use super::error::EventError;
use crate::{Receipt, Shortfall, ShortfallReason};

event! {
    /// A meter settled a batch.
    SettleEvent = "ballast-settle" {
        /// The epoch that it counts in.
        epoch: EpochId,
        /// Who settled it.
        meter: String,
        /// The meter's batch.
        batch: u64,
        /// Micro-USD settled.
        usd: Usd,
        /// Base units burned.
        burned: Tokens,
        /// Base units that went from tenants to providers.
        direct_pay: Tokens,
    }
}

event! {
    /// A line was not paid in full.
    ShortfallEvent = "ballast-shortfall" {
        /// Who settled it.
        meter: String,
        /// The meter's batch.
        batch: u64,
        /// Position in the batch, from 0.
        line: u32,
        /// Micro-USD that were not paid.
        usd: Usd,
        /// Why.
        reason: ShortfallReason,
    }
}

impl ShortfallEvent {
    /// The event of a shortfall in a meter's batch.
    #[must_use]
    pub fn of(meter: &str, batch: u64, shortfall: &Shortfall) -> Self {
        let Shortfall { line, usd, reason } = *shortfall;
        Self { meter: meter.to_owned(), batch, line, usd, reason }
    }
}

event! {
    /// Receipts past their retention were removed.
    PruneEvent = "ballast-prune" {
        /// Batches of receipts removed.
        batches: u32,
        /// The first epoch whose receipts are not pruned.
        pruned_before: EpochId,
    }
}

/// A line was paid: its receipt, as the line of text that the commitment covers, and what a receipt is searched by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptEvent {
    receipt: Receipt,
    leaf: String,
}

impl ReceiptEvent {
    /// The event's type, without a chain's prefix.
    pub const TYPE: &'static str = "ballast-receipt";

    /// What a schema says of it.
    pub const SPEC: EventSpec = EventSpec {
        name: Self::TYPE,
        about: "A line was paid.",
        attributes: &[
            AttributeSpec { key: "epoch", about: "The epoch that it counts in.", optional: false },
            AttributeSpec { key: "job", about: "The meter's name for the job.", optional: false },
            AttributeSpec { key: "tenant", about: "Who paid.", optional: false },
            AttributeSpec { key: "provider", about: "Who delivered.", optional: false },
            AttributeSpec {
                key: "leaf",
                about: "The receipt in full, as the line of text that the commitment covers.",
                optional: false,
            },
        ],
    };

    /// The event of a receipt. Its leaf is written here, once: the commitment covers the very text that the event has.
    #[must_use]
    pub fn new(receipt: Receipt) -> Self {
        let leaf = receipt.leaf();
        Self { receipt, leaf }
    }

    /// The receipt.
    #[must_use]
    pub const fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// The receipt as the line of text that the commitment covers.
    #[must_use]
    pub fn leaf(&self) -> &str {
        &self.leaf
    }

    /// The event as the contract emits it.
    #[must_use]
    pub fn to_event(&self) -> Event {
        let Receipt { epoch, job, tenant, provider, .. } = &self.receipt;
        let mut event = Event::new(Self::TYPE);
        write(&mut event, "epoch", epoch);
        write(&mut event, "job", job);
        write(&mut event, "tenant", tenant);
        write(&mut event, "provider", provider);
        write(&mut event, "leaf", &self.leaf);
        event
    }

    /// Reads the event, whether or not a chain has prefixed its type.
    ///
    /// Errors: it is of another type, an attribute is missing, the leaf is no receipt, or an attribute says something else
    /// than the leaf.
    pub fn from_event(event: &Event) -> Result<Self, EventError> {
        check_type(event, Self::TYPE)?;
        let malformed = |key, expected: &str, found: String| {
            let expected = expected.to_owned();
            EventError::Malformed { event: Self::TYPE, key, expected, found }
        };
        let leaf: String = read(event, Self::TYPE, "leaf")?;
        let receipt = match Receipt::from_leaf(&leaf) {
            Ok(receipt) => receipt,
            Err(error) => return Err(malformed("leaf", &error.to_string(), leaf)),
        };
        let Receipt { epoch, job, tenant, provider, .. } = &receipt;
        for (key, expected) in
            [("epoch", &epoch.to_string()), ("job", job), ("tenant", tenant), ("provider", provider)]
        {
            let found: String = read(event, Self::TYPE, key)?;
            if found != *expected {
                return Err(malformed(key, &format!("{expected}, as in the leaf"), found));
            }
        }
        Ok(Self { receipt, leaf })
    }

    #[cfg(test)]
    pub(crate) fn sample(seeds: &mut super::tests::Seeds) -> Self {
        Self::new(super::tests::receipt(seeds))
    }
}
