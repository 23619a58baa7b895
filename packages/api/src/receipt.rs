//! Receipts and the running commitment to all of them.
//!
//! The commitment is `c₀ = 32 zero bytes`, `cₙ = SHA-256(cₙ₋₁ ‖ leafₙ)`, where a leaf is the receipt as one line of text:
//!
//! ```text
//! epoch|meter|batch|line|job|tenant|provider|usd|usd_from_credits|burned|direct_pay|price
//! ```
//!
//! No field can contain a `|`. An auditor who has the events can rebuild every leaf, and so prove that none is missing,
//! long after the receipts themselves were pruned.

use core::fmt::Display;
use core::str::FromStr;

use ballast_math::{EpochId, Price, Tokens, Usd};
use cosmwasm_std::HexBinary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// What a settled line left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// The epoch that it counts in.
    pub epoch: EpochId,
    /// Who settled it.
    pub meter: String,
    /// The meter's batch.
    pub batch: u64,
    /// Position in the batch, from 0.
    pub line: u32,
    /// The meter's name for the job.
    pub job: String,
    /// Who paid.
    pub tenant: String,
    /// Who delivered.
    pub provider: String,
    /// Micro-USD paid.
    pub usd: Usd,
    /// The part of it that credits paid.
    pub usd_from_credits: Usd,
    /// Base units burned.
    pub burned: Tokens,
    /// Base units that went from the tenant to the provider.
    pub direct_pay: Tokens,
    /// The price that the rest was paid at; none when credits paid all of it.
    pub price: Option<Price>,
}

impl Receipt {
    /// The line of text that is committed to.
    #[must_use]
    pub fn leaf(&self) -> String {
        let Self { epoch, meter, batch, line, job, tenant, provider, .. } = self;
        let Self { usd, usd_from_credits, burned, direct_pay, price, .. } = self;
        let price = price.map_or_else(String::new, |price| price.to_string());
        format!(
            "{epoch}|{meter}|{batch}|{line}|{job}|{tenant}|{provider}|{usd}|{usd_from_credits}|{burned}|{direct_pay}|{price}"
        )
    }

    /// Reads a receipt from its line of text.
    ///
    /// Errors: the text has not twelve fields, or one of them is not in the form in which [`Receipt::leaf`] writes it.
    pub fn from_leaf(leaf: &str) -> Result<Self, LeafError> {
        let fields: Vec<&str> = leaf.split('|').collect();
        let [epoch, meter, batch, line, job, tenant, provider, usd, from_credits, burned, direct_pay, price] =
            fields[..]
        else {
            return Err(LeafError::Fields { found: fields.len() });
        };
        Ok(Self {
            epoch: field("epoch", epoch)?,
            meter: meter.to_owned(),
            batch: field("batch", batch)?,
            line: field("line", line)?,
            job: job.to_owned(),
            tenant: tenant.to_owned(),
            provider: provider.to_owned(),
            usd: field("usd", usd)?,
            usd_from_credits: field("usd_from_credits", from_credits)?,
            burned: field("burned", burned)?,
            direct_pay: field("direct_pay", direct_pay)?,
            price: if price.is_empty() { None } else { Some(field("price", price)?) },
        })
    }
}

fn field<T: FromStr + Display>(name: &'static str, found: &str) -> Result<T, LeafError> {
    // A number has one form: otherwise two leaves could be one receipt.
    let read = found.parse().ok().filter(|value: &T| value.to_string() == found);
    read.ok_or_else(|| LeafError::Field { field: name, found: found.to_owned() })
}

/// Why a line of text is no receipt.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LeafError {
    /// It has too few or too many fields.
    #[error("a receipt of 12 fields, not of {found}")]
    Fields {
        /// The fields found.
        found: usize,
    },
    /// A field is no such number.
    #[error("a receipt whose {field} is a number, not {found:?}")]
    Field {
        /// The field.
        field: &'static str,
        /// Its text.
        found: String,
    },
}

/// The running commitment to all receipts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment([u8; 32]);

impl Commitment {
    /// The commitment after one more receipt, by its [leaf](Receipt::leaf).
    #[must_use]
    pub fn after(self, leaf: &str) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(leaf).finalize().into())
    }

    /// As hex.
    #[must_use]
    pub fn to_hex(self) -> HexBinary {
        HexBinary::from(self.0)
    }
}
