//! The price, and who says it.

use ballast_math::{Price, Ratio, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The price now, and whether it may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceResponse {
    /// The median of the fresh sources, usable or not.
    pub spot: Option<Price>,
    /// Average of the last 24 hours.
    pub twap_day: Option<Price>,
    /// Average of the last 7 days.
    pub twap_week: Option<Price>,
    /// Why the price may not be used; none when it may.
    pub problem: Option<PriceProblem>,
    /// Each source on its own.
    pub sources: Vec<SourceStatus>,
}

/// Why a price may not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceProblem {
    /// Too few sources have a fresh price.
    TooFewFresh {
        /// How many are needed.
        expected: u32,
        /// How many there are.
        found: u32,
    },
    /// Too few of the fresh sources lie near their median, or they are no majority.
    Disagreement {
        /// How many are needed.
        expected: u32,
        /// How many agree.
        found: u32,
    },
    /// Spot is too far from its 24-hour average.
    OutsideBand {
        /// Spot.
        spot: Price,
        /// The average.
        twap: Price,
        /// How far spot may lie from it.
        band: Ratio,
    },
}

/// A price source on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceStatus {
    /// Its price, if it has a fresh one.
    pub price: Option<Price>,
    /// What is wrong with it, in words, if anything.
    pub problem: Option<String>,
}

/// What the feed's feeders submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedResponse {
    /// The last submission of each feeder.
    pub submissions: Vec<FeedSubmission>,
}

/// A feeder's last submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedSubmission {
    /// Who.
    pub feeder: String,
    /// The round; 0 before the first.
    #[schemars(with = "String")]
    #[serde(with = "ballast_math::text")]
    pub round: u64,
    /// The price, if any.
    pub price: Option<Price>,
    /// When it was observed.
    pub time: Timestamp,
}
