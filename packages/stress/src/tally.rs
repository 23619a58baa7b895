//! Mean and spread of a stream, as exact sums: the order of the values makes no difference.

use serde::Serialize;

use crate::measures::Measure;

/// Sums of signed whole numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many.
    pub count: u64,
    sum: i128,
    squares: u128,
}

impl Tally {
    /// Takes a value in. Values up to 10⁹ in magnitude fit for 10²⁰ of them.
    pub fn add(&mut self, value: i64) {
        self.count += 1;
        self.sum += i128::from(value);
        let magnitude = u128::from(value.unsigned_abs());
        self.squares += magnitude * magnitude;
    }

    /// Takes in all that another one has.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// The mean; 0 of nothing.
    #[must_use]
    pub fn mean(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum as f64 / self.count as f64 }
    }

    /// The mean difference to another one of as many values: that of the differences one by one, from the same sums.
    #[must_use]
    pub fn mean_above(&self, other: &Self) -> f64 {
        Self { count: self.count, sum: self.sum - other.sum, squares: 0 }.mean()
    }

    /// Half the width of the 95% confidence interval of the mean, by the normal approximation; 0 for fewer than two values.
    #[must_use]
    pub fn margin(&self) -> f64 {
        if self.count < 2 {
            return 0.0;
        }
        let count = self.count as f64;
        // Σ(x − mean)² = Σx² − (Σx)²/n, with the product taken before anything is rounded where it fits.
        let squares = self.squares as f64 - self.sum as f64 * (self.sum as f64 / count);
        1.96 * libm::sqrt(squares.max(0.0) / (count - 1.0) / count)
    }
}

/// A tally of every figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tallies([Tally; Measure::ALL.len()]);

impl Tallies {
    /// Takes in a value of every figure.
    pub fn add(&mut self, value: impl Fn(Measure) -> i64) {
        for measure in Measure::ALL {
            self.0[measure as usize].add(value(measure));
        }
    }

    /// Takes in all that another one has.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.merge(theirs);
        }
    }

    /// That of a figure.
    #[must_use]
    pub const fn of(&self, measure: Measure) -> &Tally {
        &self.0[measure as usize]
    }
}
