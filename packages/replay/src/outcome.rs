//! What a replay leaves behind: the same figures for the table, the report, the CSV and the JSON.

use ballast_api::HistoryEntry;
use ballast_guardrails::Level;
use ballast_math::{
    Cap, Duration, EpochId, Flow, MathError, Price, Ratio, SignedRatio, Timestamp, Tokens, Usd,
};
use serde::Serialize;

/// A whole replay.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// What was replayed.
    pub meta: Meta,
    /// Epoch by epoch.
    pub epochs: Vec<EpochLine>,
    /// Row by row of the history.
    pub periods: Vec<PeriodLine>,
    /// All of it.
    pub totals: Totals,
    /// What happened to the guardrails, oldest first: trips, recoveries, executed changes.
    pub history: Vec<HistoryEntry>,
}

/// What was replayed, and how.
#[derive(Debug, Clone, Serialize)]
pub struct Meta {
    /// Name of the preset.
    pub preset: String,
    /// Where the history comes from: a file's name, or the name and source of the built-in one.
    pub history: String,
    /// Symbol of the token, for people.
    pub symbol: String,
    /// Decimals of the token.
    pub decimals: u8,
    /// Seconds in an epoch.
    pub epoch_length: Duration,
    /// Circulating supply at the start.
    pub seed_supply: Tokens,
    /// Epochs that the window of the emission caps covers.
    pub window: u32,
    /// Version of the contract and the lab.
    pub version: String,
}

/// One epoch, as the contract recorded it.
#[derive(Debug, Clone, Serialize)]
pub struct EpochLine {
    /// Its number.
    pub epoch: EpochId,
    /// UNIX time of its first second.
    pub start: Timestamp,
    /// Row of the history that it belongs to, from 0.
    pub period: usize,
    /// Price in the history, at the time of the settlement.
    pub price: Price,
    /// Micro-USD that the history asked to settle.
    pub demand_usd: Usd,
    /// Micro-USD settled.
    pub usd_settled: Usd,
    /// Base units burned.
    pub burned: Tokens,
    /// Base units requested.
    pub requested: Tokens,
    /// Base units granted.
    pub granted: Tokens,
    /// Base units minted.
    pub minted: Tokens,
    /// The part of the grant that the schedule gave.
    pub from_budget: Tokens,
    /// The cap that decided, if one did.
    pub binding: Option<Cap>,
    /// Breaker level.
    pub level: Level,
    /// ρ that was used.
    pub rho: Ratio,
    /// Circulating supply after it.
    pub supply: Tokens,
    /// Annualised net emission of the trailing window, as a share of supply.
    pub net_emission: Option<SignedRatio>,
}

impl EpochLine {
    /// What it minted and burned.
    #[must_use]
    pub const fn flow(&self) -> Flow {
        Flow { minted: self.minted, burned: self.burned }
    }
}

/// What epochs minted and burned together.
pub fn flow<'a>(epochs: impl IntoIterator<Item = &'a EpochLine>) -> Result<Flow, MathError> {
    epochs.into_iter().try_fold(Flow::default(), |sum, line| sum.plus(line.flow()))
}

/// One row of the history.
#[derive(Debug, Clone, Serialize)]
pub struct PeriodLine {
    /// UNIX time of its first second.
    pub start: Timestamp,
    /// UNIX time of the first second after it.
    pub end: Timestamp,
    /// Epochs in it.
    pub epochs: u32,
    /// Price in the history.
    pub price: Price,
    /// Micro-USD settled.
    pub usd_settled: Usd,
    /// Base units burned.
    pub burned: Tokens,
    /// Base units minted.
    pub minted: Tokens,
    /// Net emission as an annual share of supply.
    pub net_emission: Option<SignedRatio>,
    /// Burned ÷ minted.
    pub coverage: Option<Ratio>,
    /// Circulating supply after it.
    pub supply: Tokens,
    /// Caps that decided in it, each with the number of epochs.
    pub binding: Vec<(Cap, u32)>,
    /// What the network itself published, where the history has it.
    pub published: Published,
}

/// What the network itself published for a row; base units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Burned.
    pub burned: Option<Tokens>,
    /// Minted.
    pub minted: Option<Tokens>,
}

/// The sums.
#[derive(Debug, Clone, Serialize)]
pub struct Totals {
    /// Epochs replayed.
    pub epochs: u32,
    /// Micro-USD that the history asked to settle.
    pub demand_usd: Usd,
    /// Micro-USD settled.
    pub usd_settled: Usd,
    /// Base units burned.
    pub burned: Tokens,
    /// Base units minted.
    pub minted: Tokens,
    /// Net emission as an annual share of supply, over all of it.
    pub net_emission: Option<SignedRatio>,
    /// Burned ÷ minted.
    pub coverage: Option<Ratio>,
    /// Minted ÷ burned in the first 365 days.
    pub first_year_mint_per_burn: Option<Ratio>,
    /// The same by what the network itself published, a row that the year ends in counting in part.
    pub published_first_year_mint_per_burn: Option<Ratio>,
    /// Lower quartile of the burns per epoch.
    pub sustainable_burn: Tokens,
    /// Median of the burns per epoch.
    pub median_burn: Tokens,
    /// Largest burn of an epoch.
    pub peak_burn: Tokens,
    /// Supply at the end.
    pub supply: Tokens,
    /// Caps that decided, each with the number of epochs.
    pub binding: Vec<(Cap, u32)>,
    /// Epochs at each level of the breaker, from 0 to 3.
    pub epochs_at_level: [u32; 4],
    /// Moves of the breaker to a higher level.
    pub trips: u32,
    /// Paid out to providers.
    pub claimed: Tokens,
}

impl Totals {
    /// Epochs in which the breaker was above normal.
    #[must_use]
    pub fn epochs_above_normal(&self) -> u32 {
        self.epochs_at_level.iter().skip(1).sum()
    }
}
