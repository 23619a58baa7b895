//! Tenants, providers, meters.

use ballast_math::{Timestamp, Tokens, Usd};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
