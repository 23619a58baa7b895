//! Epochs, and measures over them.

use ballast_guardrails::Level;
use ballast_math::{
    BurnProfile, Duration, EpochId, HighPrecisionAmount, Ratio, SignedRatio, Timestamp, Tokens, Usd,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::EpochRecord;

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
