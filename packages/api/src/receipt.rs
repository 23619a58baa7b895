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

use ballast_math::{EpochId, Price, Tokens, Usd};
use cosmwasm_std::HexBinary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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
}

/// The running commitment to all receipts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment([u8; 32]);

impl Commitment {
    /// The commitment after one more receipt.
    #[must_use]
    pub fn after(self, receipt: &Receipt) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(receipt.leaf()).finalize().into())
    }

    /// As hex.
    #[must_use]
    pub fn to_hex(self) -> HexBinary {
        HexBinary::from(self.0)
    }
}
