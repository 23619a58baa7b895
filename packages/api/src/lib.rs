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
mod parameter;
mod query;
mod receipt;
mod record;
mod response;
mod sudo;
mod values;

pub use ballast_guardrails;
pub use ballast_math;

pub use config::{
    Allocation, EpochConfig, FactoryDenom, InstantiateMsg, MeterConfig, MigrateMsg, NumberedSource, Params,
    PriceParams, PriceSource, SourceKind, SupplyMode,
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
    ParameterStatus, PendingChange, PendingResponse, PendingSet, PreviewResponse, RuleStatus, SignalStatus,
};
pub use parameter::{MAX_METER_USD, Parameter};
pub use query::{QueryMsg, ReceiptCursor};
pub use receipt::{Commitment, LeafError, Receipt};
pub use record::{Demand, EpochRecord};
pub use response::{
    AuditResponse, Authorisation, ConfigResponse, EpochRecordsResponse, EpochResponse, FeedResponse,
    FeedSubmission, MeterResponse, MetersResponse, MetricsResponse, ParamsResponse, PriceProblem,
    PriceResponse, ProviderResponse, ProvidersResponse, ReceiptBatch, ReceiptsResponse, SolvencyResponse,
    SourceStatus, SupplyResponse, TenantResponse, TenantsResponse,
};
pub use sudo::{ExternalBurn, SudoMsg};
pub use values::{MAX_METERS, MAX_SOURCES, ParamsError, Values, in_range};
