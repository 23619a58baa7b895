//! Where prices come from.

use ballast_math::{Duration, Ratio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most price sources.
pub const MAX_SOURCES: usize = 8;

/// The most feeders of a feed: its median sorts all that they submit.
pub const MAX_FEEDERS: usize = 16;

/// The longest age of a price: one that is older says nothing of today.
pub const MAX_PRICE_AGE: Duration = Duration::YEAR;

/// A place where prices come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceSource {
    /// What it is.
    pub kind: SourceKind,
    /// Seconds after which its price is stale; above 0.
    pub max_age: Duration,
    /// How far it may lie from the median of the fresh sources, as a share of the median.
    pub max_deviation: Ratio,
}

/// A price source with the number that its parameters are named by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberedSource {
    /// From 1; never used again.
    pub id: u16,
    /// The source.
    pub source: PriceSource,
}

/// What a price source is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SourceKind {
    /// The feed inside this contract: the median of what its feeders submit. At most one source is a feed.
    Feed {
        /// Who may submit; at most 16, without repeats.
        feeders: Vec<String>,
        /// Fresh submissions that are needed; from 1 to the number of feeders.
        quorum: u32,
    },
    /// A Pyth contract.
    Pyth {
        /// Its address.
        contract: String,
        /// The feed's id, 64 hex digits.
        feed_id: String,
        /// How wide its confidence interval may be, as a share of the price.
        max_confidence: Ratio,
    },
    /// A contract that answers `{"price":{"denom":…}}` with `{"price":"1.25","updated_at":1700000000}`.
    Contract {
        /// Its address.
        contract: String,
        /// The denom to ask for.
        denom: String,
    },
}
