//! What a closed epoch leaves for ever.

use ballast_guardrails::Level;
use ballast_math::{
    Cap, Caps, EpochId, Flow, HighPrecisionAmount, MathError, Price, Ratio, Request, SignedRatio, Timestamp,
    Tokens, Usd,
};
use serde::{Deserialize, Serialize};

use crate::open::Demand;

/// What was decided for an epoch, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// What was asked for, part by part.
    pub requested: Request,
    /// Every cap on it, as the largest grant that it allows.
    pub caps: Caps,
    /// What the epoch's providers share.
    pub granted: Tokens,
    /// New tokens in it: `granted` less the rounding remainders of earlier reward pools.
    pub minted: Tokens,
    /// The part of the grant that spent the emission budget.
    pub from_budget: Tokens,
    /// The cap that decided; none when the request was granted in full.
    pub binding: Option<Cap>,
}

/// What the guardrails promise of an epoch: above level 0 no more is minted than burned.
#[must_use]
#[inline]
pub fn keeps_promise(level: Level, flow: Flow) -> bool {
    level == Level::Normal || flow.minted <= flow.burned
}

impl Decision {
    /// Rounding remainders of earlier reward pools that the grant used. Errors when more was minted than granted.
    #[inline]
    pub fn carried_in(&self) -> Result<Tokens, MathError> {
        self.granted.minus(self.minted)
    }
}

/// What a closed epoch leaves for ever: everything that is needed to recompute its grant by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EpochRecord {
    /// Its number.
    pub epoch: EpochId,
    /// UNIX time of its first second.
    pub start: Timestamp,
    /// UNIX time of the first second after it.
    pub end: Timestamp,
    /// The breaker's level that decided it.
    pub level: Level,
    /// The price of the value-linked part (the higher of spot and 24-hour average); none when there was no usable one.
    pub price: Option<Price>,
    /// ρ that was used.
    pub rho: Ratio,
    /// Smoothed burn per epoch, this epoch included.
    pub smoothed_burn: HighPrecisionAmount,
    /// Micro-USD settled.
    pub usd_settled: Usd,
    /// GPU seconds delivered.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    #[serde(with = "ballast_math::text")]
    pub gpu_seconds: u64,
    /// Base units burned.
    pub burned: Tokens,
    /// Base units that went from tenants to providers directly.
    pub direct_pay: Tokens,
    /// What was asked for, every cap on it, and what was granted.
    pub decision: Decision,
    /// What the grant is shared by: a provider's reward is `⌊granted · own weight / weight⌋`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    #[serde(with = "ballast_math::text")]
    pub weight: u128,
    /// Circulating supply after it.
    pub supply: Tokens,
    /// Emission budget left after it.
    pub budget_left: Tokens,
    /// Base units burned since the start, this epoch included.
    pub total_burned: Tokens,
    /// Base units minted since the start, this epoch included.
    pub total_minted: Tokens,
    /// Annualised net emission of the window that ends with it, as a share of supply.
    pub net_emission: Option<SignedRatio>,
    /// Who was behind the demand.
    pub demand: Demand,
}
