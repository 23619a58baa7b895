//! Whether price sources agree.

use ballast_math::{Price, Ratio, deviation, median};

/// What a fresh source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourcePrice {
    /// Its price.
    pub price: Price,
    /// How far from the median of all it may lie and still agrees.
    pub max_deviation: Ratio,
}

/// Why the spot price may not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discord {
    /// Fewer sources are fresh than must be.
    TooFewFresh {
        /// How many must be.
        expected: u32,
        /// How many are.
        found: u32,
    },
    /// Too few of the fresh ones lie near their median.
    Disagreement {
        /// How many must.
        expected: u32,
        /// How many do.
        found: u32,
    },
}

/// What sources say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// The median of the fresh ones, usable or not.
    pub spot: Option<Price>,
    /// Why it may not be used.
    pub discord: Option<Discord>,
}

/// The price of the fresh sources: at least `min_sources` must be fresh, and as many of them, and more than half, must lie near
/// the median.
#[must_use]
#[inline]
pub fn agreement(fresh: &[SourcePrice], min_sources: u32) -> Agreement {
    let found = u32::try_from(fresh.len()).unwrap_or(u32::MAX);
    let prices: Vec<Price> = fresh.iter().map(|source| source.price).collect();
    let spot = median(&prices);
    let Some(price) = spot.filter(|_| found >= min_sources) else {
        let discord = Discord::TooFewFresh { expected: min_sources.max(1), found };
        return Agreement { spot, discord: Some(discord) };
    };
    let expected = min_sources.max(found / 2 + 1);
    let agrees = |source: &&SourcePrice| deviation(source.price, price) <= source.max_deviation;
    let found = u32::try_from(fresh.iter().filter(agrees).count()).unwrap_or(u32::MAX);
    let discord = (found < expected).then_some(Discord::Disagreement { expected, found });
    Agreement { spot, discord }
}
