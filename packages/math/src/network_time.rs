//! Effective network time: a clock that runs only as fast as the network delivers the work expected of it.
//!
//! The baseline grows as `b(t) = initial · 2^(t/doubling)`. Work counts up to the baseline, and network time θ is the
//! moment by which the baseline alone would have accumulated what was counted:
//!
//! ```text
//! ∫₀^θ b  =  Σ min(work, ∫ b over the epoch)      θ = T · log2(1 + counted · ln 2 / (initial · T))
//! ```
//!
//! Source of the rule: Filecoin's baseline minting. There the sums are discrete, one term per 30 s; the closed form here
//! differs by up to half a term and costs the same however many epochs were skipped.

use ruint::aliases::U256;
use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::fixed::Fixed;
use crate::time::{Duration, Timestamp};
use crate::time_range::TimeRange;

/// What counts as work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum WorkMeasure {
    /// Micro-USD of settled compute.
    Usd,
    /// Seconds of delivered GPU time.
    GpuSeconds,
}

/// The work that the network is expected to deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Baseline {
    /// UNIX time at which network time starts.
    pub start: Timestamp,
    /// Units of work expected in the first `per` seconds, before growth; above 0.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    #[serde(with = "crate::text")]
    pub initial: u64,
    /// Seconds; above 0.
    pub per: Duration,
    /// Seconds in which the expectation doubles; above 0.
    pub doubling: Duration,
    /// What counts as work.
    pub measure: WorkMeasure,
}

/// How far network time has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkTime {
    /// Work counted so far, each epoch's capped at its baseline.
    pub counted: u128,
    /// θ in 2⁻⁶⁴ seconds.
    pub theta: u128,
}

impl NetworkTime {
    /// θ in seconds.
    #[must_use]
    pub fn effective(self) -> Fixed {
        Fixed::from_bits(U256::from(self.theta) << 64)
    }

    /// Network time after an epoch in which `work` was delivered. Never goes back; θ is rounded down.
    pub fn advance(self, baseline: &Baseline, range: TimeRange, work: u128) -> Result<Self, MathError> {
        // A baseline beyond 128 doublings is out of reach of any amount of work: nothing is capped any more.
        let expected = baseline.expected(range).unwrap_or(u128::MAX);
        let counted =
            self.counted.checked_add(work.min(expected)).ok_or(MathError::overflow("counted work"))?;
        let theta = baseline.time_of(counted).unwrap_or(self.theta).max(self.theta);
        Ok(Self { counted, theta })
    }
}

impl Baseline {
    /// `∫ b` over a span, rounded down: `initial/per · T/ln 2 · (2^(t₁/T) − 2^(t₀/T))`.
    fn expected(&self, range: TimeRange) -> Result<u128, MathError> {
        let growth =
            |time: Timestamp| Fixed::ratio(time.since(self.start).into(), 1, self.doubling.into(), 1)?.exp2();
        growth(range.end)?
            .saturating_minus(growth(range.start)?)
            .times(Fixed::LOG2_E)?
            .times(Fixed::from_integer(self.doubling.into()))?
            .over(self.per.into())?
            .of(self.initial.into())
    }

    /// The time, in 2⁻⁶⁴ seconds, by which the baseline accumulates `counted`; rounded down.
    fn time_of(&self, counted: u128) -> Result<u128, MathError> {
        let share = Fixed::ratio(counted, self.per.into(), self.initial.into(), self.doubling.into())?;
        let theta = share
            .times(Fixed::LN_2)?
            .plus(Fixed::ONE)?
            .log2()?
            .times(Fixed::from_integer(self.doubling.into()))?;
        u128::try_from(theta.to_bits() >> 64).map_err(|_| MathError::overflow("network time"))
    }
}
