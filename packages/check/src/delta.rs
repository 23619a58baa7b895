//! A difference between two sets of rules.

use ballast_stress::{Measure, Tally};
use serde::Serialize;

/// The figures that the first screen shows.
pub const SHOWN: [Measure; 5] =
    [Measure::NetEmission, Measure::Pay, Measure::Restricted, Measure::Trips, Measure::Unpaid];

/// A mean difference, proposal less base.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Delta {
    /// The mean.
    pub mean: f64,
    /// Half the width of its 95% confidence interval.
    pub margin: f64,
}

impl Delta {
    /// Of the differences of many runs.
    pub(super) fn of(tally: &Tally) -> Self {
        Self { mean: tally.mean(), margin: tally.margin() }
    }

    /// Over scenarios, each with the same weight; of none, nothing.
    pub(super) fn pooled(deltas: &[Self]) -> Self {
        let count = deltas.len().max(1) as f64;
        // Scenarios draw from generators of their own, so that their variances add up.
        let variance: f64 = deltas.iter().map(|delta| delta.margin.powi(2)).sum();
        Self {
            mean: deltas.iter().map(|delta| delta.mean).sum::<f64>() / count,
            margin: variance.sqrt() / count,
        }
    }

    /// Whether zero lies outside of the interval.
    #[must_use]
    pub fn is_detectable(&self) -> bool {
        self.mean.abs() > self.margin
    }
}
