//! Quantiles of a stream in bounded memory: two histograms with buckets of a hundredth, one for each sign.
//!
//! Counts are whole numbers, so that merging is commutative: a study gives the same quantiles at any number of threads.

use hdrhistogram::Histogram;

/// Quantiles of signed whole numbers, each to within a hundredth of itself.
#[derive(Debug, Clone)]
pub struct Sketch {
    /// Magnitudes of those below zero.
    below: Histogram<u32>,
    /// Zero and above.
    above: Histogram<u32>,
}

impl Sketch {
    /// The largest magnitude that is told apart.
    const MAX: u64 = crate::measures::MAX as u64;

    /// Of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let empty = || Histogram::new_with_max(Self::MAX, 2).expect("bounds that the library accepts");
        Self { below: empty(), above: empty() }
    }

    /// Takes a value in.
    pub fn add(&mut self, value: i64) {
        let magnitude = value.unsigned_abs().min(Self::MAX);
        let side = if value < 0 { &mut self.below } else { &mut self.above };
        side.saturating_record(magnitude);
    }

    /// Takes in all that another one has.
    pub fn merge(&mut self, other: &Self) {
        // Both have the same bounds, so that nothing can be out of them.
        let _ = self.below.add(&other.below);
        let _ = self.above.add(&other.above);
    }

    /// How many values there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.below.len() + self.above.len()
    }

    /// The value that `quantile` of all are at or below; `None` of nothing.
    #[must_use]
    pub fn quantile(&self, quantile: f64) -> Option<i64> {
        let count = self.count();
        if count == 0 {
            return None;
        }
        let rank = (libm::ceil(quantile * count as f64) as u64).clamp(1, count);
        let below = self.below.len();
        let value = |magnitude: u64| i64::try_from(magnitude).unwrap_or(i64::MAX);
        Some(if rank <= below {
            // The largest magnitude is the smallest value.
            -value(Self::at_rank(&self.below, below - rank + 1))
        } else {
            value(Self::at_rank(&self.above, rank - below))
        })
    }

    fn at_rank(side: &Histogram<u32>, rank: u64) -> u64 {
        let mut seen = 0;
        side.iter_recorded()
            .find(|bucket| {
                seen += bucket.count_since_last_iteration();
                seen >= rank
            })
            .map_or(0, |bucket| side.median_equivalent(bucket.value_iterated_to()))
    }
}

impl Default for Sketch {
    fn default() -> Self {
        Self::new()
    }
}
