//! What a run comes to: a few figures, each a whole number, so that their sums do not depend on the order of the runs.

use serde::{Deserialize, Serialize};

/// What a run came to. Shares are in parts per million.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Minted less burned over the run, of the supply at its start.
    pub net_emission: i64,
    /// Minted per burned.
    pub mint_per_burn: i64,
    /// The highest annualised net emission of the trailing window.
    pub worst_net_emission: i64,
    /// The deepest fall of the price from its peak.
    pub price_drawdown: i64,
    /// The deepest fall of the smoothed burn from its peak.
    pub burn_drawdown: i64,
    /// Epochs above level 0, of all.
    pub restricted: i64,
    /// Times that the level rose.
    pub trips: i64,
    /// What providers were granted, at the price of the day, of the USD settled.
    pub pay: i64,
    /// Demand that was not settled, of all.
    pub unpaid: i64,
    /// Rewards of the large account less what its work burned, of the supply at the start.
    pub whale_gain: i64,
    /// Epochs above level 0 that minted more than they burned: there must be none.
    pub broken_promises: i64,
}

/// A figure of a run, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// [`Run::net_emission`].
    NetEmission,
    /// [`Run::mint_per_burn`].
    MintPerBurn,
    /// [`Run::worst_net_emission`].
    WorstNetEmission,
    /// [`Run::price_drawdown`].
    PriceDrawdown,
    /// [`Run::burn_drawdown`].
    BurnDrawdown,
    /// [`Run::restricted`].
    Restricted,
    /// [`Run::trips`].
    Trips,
    /// [`Run::pay`].
    Pay,
    /// [`Run::unpaid`].
    Unpaid,
    /// [`Run::whale_gain`].
    WhaleGain,
    /// [`Run::broken_promises`].
    BrokenPromises,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NetEmission,
        Self::MintPerBurn,
        Self::WorstNetEmission,
        Self::PriceDrawdown,
        Self::BurnDrawdown,
        Self::Restricted,
        Self::Trips,
        Self::Pay,
        Self::Unpaid,
        Self::WhaleGain,
        Self::BrokenPromises,
    ];

    /// The figure of a run.
    #[must_use]
    pub const fn of(self, run: &Run) -> i64 {
        match self {
            Self::NetEmission => run.net_emission,
            Self::MintPerBurn => run.mint_per_burn,
            Self::WorstNetEmission => run.worst_net_emission,
            Self::PriceDrawdown => run.price_drawdown,
            Self::BurnDrawdown => run.burn_drawdown,
            Self::Restricted => run.restricted,
            Self::Trips => run.trips,
            Self::Pay => run.pay,
            Self::Unpaid => run.unpaid,
            Self::WhaleGain => run.whale_gain,
            Self::BrokenPromises => run.broken_promises,
        }
    }
}

/// Parts per million.
const MILLION: i128 = 1_000_000;
/// The largest figure that is told apart: a thousandfold.
pub(crate) const MAX: i64 = 1_000_000_000;

/// `numerator / denominator` in parts per million, towards zero, cut at a thousandfold; something over nothing is a
/// thousandfold, and nothing over nothing is nothing.
pub(crate) fn parts(numerator: i128, denominator: u128) -> i64 {
    let max = i128::from(MAX);
    let parts = match i128::try_from(denominator).unwrap_or(i128::MAX) {
        0 => numerator.signum() * max,
        denominator => numerator.saturating_mul(MILLION) / denominator,
    };
    // Within ±10⁹.
    parts.clamp(-max, max) as i64
}

/// As [`parts`], of two amounts.
pub(crate) fn share(of: u128, whole: u128) -> i64 {
    parts(i128::try_from(of).unwrap_or(i128::MAX), whole)
}

/// `of − less`, signed.
pub(crate) fn difference(of: u128, less: u128) -> i128 {
    let magnitude = i128::try_from(of.abs_diff(less)).unwrap_or(i128::MAX);
    if of < less { -magnitude } else { magnitude }
}
