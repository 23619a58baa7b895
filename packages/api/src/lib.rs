//! Every message and response of the Ballast controller, field by field: what clients and other contracts depend on.
//!
//! Amounts, prices and ratios are strings in JSON (`"25000000"`, `"1.75"`); see [`ballast_math`] for their units.

mod config;
mod execute;
mod query;
mod receipt;
mod record;
mod response;
mod sudo;

pub use ballast_math;

pub use config::{
    Allocation, EpochConfig, FactoryDenom, InstantiateMsg, MeterConfig, MigrateMsg, Params, PriceParams,
    PriceSource, SourceKind, SupplyMode,
};
pub use execute::{Cw20HookMsg, Cw20ReceiveMsg, ExecuteMsg, Usage};
pub use query::QueryMsg;
pub use receipt::{Commitment, Receipt};
pub use record::{Demand, EpochRecord};
pub use response::{
    AuditResponse, Authorisation, ClaimResponse, CloseEpochResponse, ClosedEpoch, ConfigResponse,
    CreditsResponse, EpochRecordsResponse, EpochResponse, FeedResponse, FeedSubmission, MeterResponse,
    MetersResponse, MetricsResponse, ParamsResponse, PriceProblem, PriceResponse, ProviderResponse,
    ProvidersResponse, PruneResponse, ReceiptBatch, ReceiptsResponse, SettleResponse, Shortfall,
    ShortfallReason, SolvencyResponse, SourceStatus, SupplyResponse, TenantResponse, TenantsResponse,
};
pub use sudo::{ExternalBurn, SudoMsg};
