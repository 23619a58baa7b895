//! What queries answer with.

use ballast_guardrails::Level;
use ballast_math::{
    BurnProfile, Duration, EpochId, HighPrecisionAmount, Price, Ratio, SignedRatio, Timestamp, Tokens, Usd,
};
use cosmwasm_std::HexBinary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{EpochRecord, NumberedSource, Params, Receipt, SupplyMode};

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

/// The open epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EpochResponse {
    /// Its number.
    pub epoch: EpochId,
    /// UNIX time of its first second.
    pub start: Timestamp,
    /// UNIX time of the first second after it.
    pub end: Timestamp,
    /// Epochs that are over and not yet closed, this one included.
    pub behind: u64,
    /// Micro-USD settled so far.
    pub usd_settled: Usd,
    /// Base units burned so far.
    pub burned: Tokens,
    /// ρ that its close will use.
    pub rho: Ratio,
    /// Smoothed burn per epoch, up to the last close.
    pub smoothed_burn: HighPrecisionAmount,
    /// The breaker's level now.
    pub level: Level,
    /// Emission budget left.
    pub budget_left: Tokens,
    /// Burned so far and not re-minted, up to the last close.
    pub remint_credit: Tokens,
}

/// Closed epochs in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EpochRecordsResponse {
    /// The records.
    pub records: Vec<EpochRecord>,
}

/// A tenant's money and authorisations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenantResponse {
    /// Whose.
    pub tenant: String,
    /// Base units in escrow, withdrawable.
    pub deposit: Tokens,
    /// Micro-USD of credits.
    pub credits: Usd,
    /// Base units locked behind the credits.
    pub locked: Tokens,
    /// Who may settle, and how much; at most 8.
    pub authorisations: Vec<Authorisation>,
}

/// What a meter may settle for a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Authorisation {
    /// The meter.
    pub meter: String,
    /// Micro-USD per epoch.
    pub usd_per_epoch: Usd,
    /// Micro-USD settled in the open epoch.
    pub spent: Usd,
}

/// Tenants in order of their canonical address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenantsResponse {
    /// The tenants.
    pub tenants: Vec<TenantResponse>,
}

/// What a provider can claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProviderResponse {
    /// Whose.
    pub provider: String,
    /// Base units that `claim` would pay now.
    pub claimable: Tokens,
    /// Base units that still vest.
    pub unvested: Tokens,
    /// When the last of them vests, if any do.
    pub vesting_end: Option<Timestamp>,
    /// Weight earned in the epoch that is not closed yet.
    #[schemars(with = "String")]
    #[serde(with = "ballast_math::text")]
    pub open_weight: u128,
}

/// Providers in order of their canonical address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProvidersResponse {
    /// The providers.
    pub providers: Vec<ProviderResponse>,
}

/// A meter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MeterResponse {
    /// Its address; this contract's own stands for the chain.
    pub meter: String,
    /// Its short number, as used in `receipts`.
    pub id: u16,
    /// Micro-USD that it may settle per epoch.
    pub usd_per_epoch: Usd,
    /// Micro-USD settled in the open epoch.
    pub spent: Usd,
    /// The batch number that it must use next.
    pub next_batch: u64,
}

/// All meters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MetersResponse {
    /// The meters.
    pub meters: Vec<MeterResponse>,
}

/// The price now, and whether it may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceResponse {
    /// The median of the fresh sources, usable or not.
    pub spot: Option<Price>,
    /// Average of the last 24 hours.
    pub twap_day: Option<Price>,
    /// Average of the last 7 days.
    pub twap_week: Option<Price>,
    /// Why the price may not be used; none when it may.
    pub problem: Option<PriceProblem>,
    /// Each source on its own.
    pub sources: Vec<SourceStatus>,
}

/// Why a price may not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceProblem {
    /// Too few sources have a fresh price.
    TooFewFresh {
        /// How many are needed.
        expected: u32,
        /// How many there are.
        found: u32,
    },
    /// Too few of the fresh sources lie near their median, or they are no majority.
    Disagreement {
        /// How many are needed.
        expected: u32,
        /// How many agree.
        found: u32,
    },
    /// Spot is too far from its 24-hour average.
    OutsideBand {
        /// Spot.
        spot: Price,
        /// The average.
        twap: Price,
        /// How far spot may lie from it.
        band: Ratio,
    },
}

/// A price source on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceStatus {
    /// Its price, if it has a fresh one.
    pub price: Option<Price>,
    /// What is wrong with it, in words, if anything.
    pub problem: Option<String>,
}

/// What the feed's feeders submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedResponse {
    /// The last submission of each feeder.
    pub submissions: Vec<FeedSubmission>,
}

/// A feeder's last submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedSubmission {
    /// Who.
    pub feeder: String,
    /// The round; 0 before the first.
    #[schemars(with = "String")]
    #[serde(with = "ballast_math::text")]
    pub round: u64,
    /// The price, if any.
    pub price: Option<Price>,
    /// When it was observed.
    pub time: Timestamp,
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

/// Measures over the last closed epochs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MetricsResponse {
    /// The first epoch of the window, if any is closed.
    pub from: Option<EpochId>,
    /// Epochs in it.
    pub epochs: u32,
    /// Base units minted.
    pub minted: Tokens,
    /// Base units burned.
    pub burned: Tokens,
    /// `(minted − burned) / supply`, annualised; negative when the supply shrank.
    pub net_emission: Option<SignedRatio>,
    /// Burned ÷ minted; none when nothing was minted.
    pub coverage: Option<Ratio>,
    /// Burns per epoch: lower quartile, median, mean, peak.
    pub burn: BurnProfile,
    /// Tenants that spent anything in the last epoch.
    pub active_tenants: u32,
    /// Herfindahl index of tenants' spending in the last epoch.
    pub tenant_concentration: Option<Ratio>,
    /// Herfindahl index of providers' takings in the last epoch.
    pub provider_concentration: Option<Ratio>,
    /// Share of the window's USD that accounts paid to themselves.
    pub self_dealing: Option<Ratio>,
    /// Tokens granted per token burned.
    pub reward_per_burned: Option<Ratio>,
    /// How far the last epoch's burn lies below the window's best.
    pub burn_drawdown: Ratio,
    /// How far the last price lies below the window's best, where there were prices.
    pub price_drawdown: Option<Ratio>,
    /// Seconds that the emission budget lasts at the window's pace; none when it is not being spent.
    #[schemars(with = "Option<String>")]
    #[serde(with = "ballast_math::text::option")]
    pub budget_runway: Option<Duration>,
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
