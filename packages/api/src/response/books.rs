//! What was fixed at instantiation, what is in force, and the sums.

use ballast_math::{Duration, EpochId, Timestamp, Tokens, Usd};
use cosmwasm_std::HexBinary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{NumberedSource, Params, Receipt, SupplyMode};

/// What was fixed at instantiation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConfigResponse {
    /// How the token is burned and minted.
    pub supply_mode: SupplyMode,
    /// The token: a denom, or a cw20 contract.
    pub token: String,
    /// Decimals of the token.
    pub decimals: u8,
    /// UNIX time at which epoch 0 begins.
    pub genesis: Timestamp,
    /// Seconds in an epoch.
    pub epoch_length: Duration,
    /// Epochs that the emission caps look back.
    pub window: u32,
    /// All that the schedule may ever mint.
    pub emission_budget: Tokens,
    /// Supply at instantiation.
    pub initial_supply: Tokens,
    /// Where prices come from now.
    pub price_sources: Vec<NumberedSource>,
}

/// The parameters in force, and those that are waiting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ParamsResponse {
    /// In force.
    pub params: Params,
    /// In force from the next epoch on, if they differ.
    pub next: Option<Params>,
}

/// Supply, burned and minted since the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SupplyResponse {
    /// Circulating supply now, by the contract's books.
    pub supply: Tokens,
    /// Supply at instantiation.
    pub initial: Tokens,
    /// Base units burned since then.
    pub burned: Tokens,
    /// Base units minted since then.
    pub minted: Tokens,
    /// Base units that others paid into the reserve since then.
    pub retired: Tokens,
    /// What is left of the emission budget.
    pub budget_left: Tokens,
}

/// What the contract holds against what it owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SolvencyResponse {
    /// What the token says the contract holds.
    pub holdings: Tokens,
    /// Tenants' deposits.
    pub escrow: Tokens,
    /// Locked behind credits.
    pub locked: Tokens,
    /// Micro-USD of credits that tenants have not used.
    pub credits: Usd,
    /// Payable to providers: direct pay, rewards, and reward pools not yet taken.
    pub payable: Tokens,
    /// Rewards that still vest.
    pub unvested: Tokens,
    /// Rounding remainders that move to the next reward pool.
    pub carried: Tokens,
    /// The reserve that rewards come from, in `reserve` mode.
    pub reserve: Tokens,
    /// Granted and not yet minted by the chain, in `external` mode.
    pub awaiting_mint: Tokens,
    /// Holdings above all of it: tokens that somebody sent here without a message.
    pub surplus: Tokens,
}

/// Receipts of an epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptsResponse {
    /// The batches.
    pub batches: Vec<ReceiptBatch>,
}

/// Receipts of one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptBatch {
    /// The meter's short number.
    pub meter_id: u16,
    /// The batch.
    pub batch: u64,
    /// The receipts, in the order of the lines.
    pub receipts: Vec<Receipt>,
}

/// The commitment to all receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditResponse {
    /// How many receipts there ever were.
    pub receipts: u64,
    /// SHA-256 over all of them; see the crate's `receipt` module for the exact bytes.
    pub commitment: HexBinary,
    /// The first epoch whose receipts are not pruned.
    pub pruned_before: EpochId,
}
