//! Every message and response of the Ballast controller, field by field: what clients and other contracts depend on.
//!
//! Amounts, prices and ratios are strings in JSON (`"25000000"`, `"1.75"`); see [`ballast_math`] for their units.

mod config;
mod data;
pub mod events;
mod execute;
mod govern;
mod governance;
mod guarded;
mod measures;
mod query;
mod receipt;
mod response;
mod sudo;

pub use ballast_economy;
pub use ballast_guardrails;
pub use ballast_math;
pub use ballast_params;

pub use ballast_economy::{Decision, Demand, EpochRecord, SignalStatus};
pub use ballast_params::{
    MAX_FEEDERS, MAX_METER_USD, MAX_METERS, MAX_PRICE_AGE, MAX_SOURCES, NumberedSource, Parameter, Params,
    ParamsError, PriceParams, PriceSource, SourceKind, Values, in_range,
};
pub use config::{
    Allocation, EpochConfig, FactoryDenom, InstantiateMsg, MeterConfig, MigrateMsg, SupplyMode,
};
pub use data::{
    ClaimResponse, CloseEpochResponse, ClosedEpoch, CreditsResponse, PruneResponse, QueueResponse,
    SettleResponse, Shortfall, ShortfallReason,
};
pub use execute::{Cw20HookMsg, Cw20ReceiveMsg, ExecuteMsg, Line};
pub use govern::{Action, ChangeMsg, GovernMsg, Member, Proposal};
pub use governance::{ConstitutionConfig, GovernanceConfig, RuleConfig, RuleError};
pub use guarded::{
    BreakerResponse, Countdown, GuardrailsResponse, Happening, HistoryEntry, HistoryResponse,
    ParameterStatus, PendingChange, PendingResponse, PendingSet, PreviewResponse, RuleStatus,
};
pub use query::{QueryMsg, ReceiptCursor};
pub use receipt::{Commitment, LeafError, Receipt};
pub use response::{
    AuditResponse, Authorisation, ConfigResponse, EpochRecordsResponse, EpochResponse, FeedResponse,
    FeedSubmission, MeterResponse, MetersResponse, MetricsResponse, ParamsResponse, PriceProblem,
    PriceResponse, ProviderResponse, ProvidersResponse, ReceiptBatch, ReceiptsResponse, SolvencyResponse,
    SourceStatus, SupplyResponse, TenantResponse, TenantsResponse,
};
pub use sudo::{ExternalBurn, SudoMsg};
