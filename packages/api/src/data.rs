//! What messages answer with: the data of their responses.

use ballast_economy::ShortfallReason;
use ballast_guardrails::Moment;
use ballast_math::{Cap, EpochId, Price, Timestamp, Tokens, Usd};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The data of `settle` and `report_burns`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SettleResponse {
    /// The epoch that the batch counts in.
    pub epoch: EpochId,
    /// The batch.
    pub batch: u64,
    /// Micro-USD settled.
    pub usd_settled: Usd,
    /// Base units burned.
    pub burned: Tokens,
    /// Base units that went from tenants to providers.
    pub direct_pay: Tokens,
    /// The lines that were not paid in full.
    pub shortfalls: Vec<Shortfall>,
}

/// A line that was not paid in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shortfall {
    /// Position in the batch, from 0.
    pub line: u32,
    /// Micro-USD that were not paid.
    pub usd: Usd,
    /// Why.
    pub reason: ShortfallReason,
}

/// The data of `close_epoch`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CloseEpochResponse {
    /// What was decided, epoch by epoch. In `external` mode the chain mints the sum of `minted` to this contract.
    pub closed: Vec<ClosedEpoch>,
    /// The epoch that is open now.
    pub epoch: EpochId,
    /// Epochs that are over and not yet closed.
    pub behind: u64,
}

/// What was decided for an epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClosedEpoch {
    /// Its number.
    pub epoch: EpochId,
    /// What its providers share.
    pub granted: Tokens,
    /// New tokens in it.
    pub minted: Tokens,
    /// The cap that decided.
    pub binding: Option<Cap>,
}

/// The data of `claim`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimResponse {
    /// Base units paid out.
    pub paid: Tokens,
    /// Base units that still vest.
    pub unvested: Tokens,
}

/// The data of `buy_credits`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CreditsResponse {
    /// Micro-USD of credits bought.
    pub usd: Usd,
    /// Base units locked for them.
    pub locked: Tokens,
    /// The price of the purchase: the lower of spot and 24-hour average. None when nothing was bought because the purchase
    /// itself tripped the breaker; what was sent along has then been sent back.
    pub price: Option<Price>,
}

/// The data of `prune`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PruneResponse {
    /// Batches of receipts removed.
    pub batches: u32,
}

/// The data of `queue`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QueueResponse {
    /// The number of the new change set.
    pub id: u64,
    /// The first moment at which it may be executed; both clocks must have reached it.
    pub earliest: Moment,
    /// UNIX time at which it is too late.
    pub expires: Timestamp,
}
