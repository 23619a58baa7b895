use ballast_math::EpochId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ChangeMsg;

/// What can be asked. Lists take `start_after` (exclusive) and `limit` (10 if not given, at most 30).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum QueryMsg {
    /// What was fixed at instantiation. Answers `ConfigResponse`.
    Config {},
    /// The parameters in force, and those that wait for the next epoch. Answers `ParamsResponse`.
    Params {},
    /// The open epoch. Answers `EpochResponse`.
    Epoch {},
    /// A closed epoch. Answers `EpochRecord`.
    EpochRecord {
        /// Its number.
        epoch: EpochId,
    },
    /// Closed epochs in order. Answers `EpochRecordsResponse`.
    EpochRecords {
        /// The epoch before the first one wanted.
        start_after: Option<EpochId>,
        /// How many.
        limit: Option<u32>,
    },
    /// A tenant's money and authorisations. Answers `TenantResponse`.
    Tenant {
        /// Whose.
        tenant: String,
    },
    /// Tenants in order of their canonical address. Answers `TenantsResponse`.
    Tenants {
        /// The address before the first one wanted.
        start_after: Option<String>,
        /// How many.
        limit: Option<u32>,
    },
    /// What a provider can claim. Answers `ProviderResponse`.
    Provider {
        /// Whose.
        provider: String,
    },
    /// Providers in order of their canonical address. Answers `ProvidersResponse`.
    Providers {
        /// The address before the first one wanted.
        start_after: Option<String>,
        /// How many.
        limit: Option<u32>,
    },
    /// A meter's limit and next batch. Answers `MeterResponse`.
    Meter {
        /// Which.
        meter: String,
    },
    /// All meters in order of their canonical address, removed ones with a limit of 0. Answers `MetersResponse`.
    Meters {
        /// The address before the first one wanted.
        start_after: Option<String>,
        /// How many.
        limit: Option<u32>,
    },
    /// The price now, its averages, and whether it may be used. Answers `PriceResponse`.
    Price {},
    /// What the feed's feeders submitted. Answers `FeedResponse`.
    Feed {},
    /// Supply, burned and minted since the start. Answers `SupplyResponse`.
    Supply {},
    /// What the contract holds against what it owes. Answers `SolvencyResponse`.
    Solvency {},
    /// Measures over the last closed epochs, both sides always shown. Answers `MetricsResponse`.
    Metrics {
        /// How many epochs to look back, from 1 to 120; 30 if not given.
        epochs: Option<u32>,
    },
    /// Receipts of an epoch, batch by batch. Answers `ReceiptsResponse`.
    Receipts {
        /// The epoch.
        epoch: EpochId,
        /// The batch before the first one wanted.
        start_after: Option<ReceiptCursor>,
        /// How many batches.
        limit: Option<u32>,
    },
    /// The commitment to all receipts. Answers `AuditResponse`.
    Audit {},
    /// Who governs, within what limits, and how far each parameter can move now. Answers `GuardrailsResponse`.
    Guardrails {},
    /// The pending change sets with their countdowns, and why each would be refused now. Answers `PendingResponse`.
    Pending {},
    /// Whether a set of changes would be accepted, and if not, each reason; sends nothing. Answers `PreviewResponse`.
    Preview {
        /// The changes, as they would be queued.
        changes: Vec<ChangeMsg>,
    },
    /// The breaker: its level, each signal with value and threshold, and its way down. Answers `BreakerResponse`.
    Breaker {},
    /// Trips, recoveries and what became of change sets, oldest first. Answers `HistoryResponse`.
    History {
        /// The number before the first one wanted.
        start_after: Option<u64>,
        /// How many.
        limit: Option<u32>,
    },
}

/// A batch, as a place in the receipts of an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptCursor {
    /// The meter's short number.
    pub meter_id: u16,
    /// Its batch.
    pub batch: u64,
}
