//! Every message and response of the Ballast controller, field by field: what clients and other contracts depend on.
//!
//! Amounts, prices and ratios are strings in JSON (`"25000000"`, `"1.75"`); see [`ballast_math`] for their units. So is
//! every other integer that can exceed 2⁵³, above which JavaScript, and whatever else reads numbers as floats, loses them:
//!
//! | field | why it can be large |
//! |---|---|
//! | `gpu_seconds` of a line and of an epoch | a claim of the meter; an epoch's sum stops at 2⁶⁴ − 1 |
//! | `round` of a submitted price and of the feed | a feeder's own number: only that it grows is checked |
//! | `initial` of a baseline | micro-USD or GPU seconds in any period: 9 billion USD are more than 2⁵³ |
//! | `budget_runway` of the metrics | a budget that is hardly spent lasts for ever: it stops at 2⁶⁴ − 1 |
//! | `weight` of an epoch, `open_weight` of a provider | sums of base units or of micro-USD |
//!
//! UNIX times, durations, heights, numbers of epochs and of batches, ids and counts stay numbers: the package `schema` lists
//! each field with the reason why it stays below 2⁵³, and a test fails when one is added that is not on its list. In events
//! every value is a text. Stored bytes are integers.

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

pub use ballast_economy::{Decision, Demand, EpochRecord, ShortfallReason, SignalStatus};
pub use ballast_params::{
    MAX_FEEDERS, MAX_METER_USD, MAX_METERS, MAX_PRICE_AGE, MAX_SOURCES, NumberedSource, Parameter, Params,
    ParamsError, PriceParams, PriceSource, SourceKind, Values,
};
pub use config::{
    Allocation, EpochConfig, FactoryDenom, InstantiateMsg, MeterConfig, MigrateMsg, SupplyMode,
};
pub use data::{
    ClaimResponse, CloseEpochResponse, ClosedEpoch, CreditsResponse, PruneResponse, QueueResponse,
    SettleResponse, Shortfall,
};
pub use execute::{Cw20HookMsg, Cw20ReceiveMsg, ExecuteMsg, Line};
pub use govern::{Action, ChangeMsg, GovernMsg, Member, Proposal};
pub use governance::{ConstitutionConfig, GovernanceConfig, RuleConfig, RuleError};
pub use guarded::{
    BreakerResponse, Countdown, GuardrailsResponse, HistoryEntry, HistoryEvent, HistoryResponse,
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
