//! The hard rule of one parameter: bounds, direction, step and interval.

use ballast_math::{Duration, Ratio, Rounding, mul_div};
use serde::{Deserialize, Serialize};

/// From the least to the most that is allowed, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bounds {
    /// The smallest allowed number.
    pub min: u128,
    /// The largest allowed number.
    pub max: u128,
}

impl Bounds {
    /// Whether a number lies within.
    #[must_use]
    pub const fn contain(self, number: u128) -> bool {
        self.min <= number && number <= self.max
    }

    /// What lies within both. Empty (least above most) where they do not meet.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { min: self.min.max(other.min), max: self.max.min(other.max) }
    }
}

/// Which way a parameter loosens: lets more go out, or checks less. Fixed by the code, not by configuration, so that
/// no constitution can declare a loosening to be a tightening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LooseningDirection {
    /// Larger is looser.
    Up,
    /// Smaller is looser.
    Down,
    /// Both ways can hurt somebody: always delayed.
    Both,
}

impl LooseningDirection {
    /// Whether going from one number to another loosens.
    #[must_use]
    pub const fn by(self, from: u128, to: u128) -> bool {
        match self {
            Self::Up => to > from,
            Self::Down => to < from,
            Self::Both => to != from,
        }
    }
}

/// What the constitution says of one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rule {
    /// Hard bounds: the number is never outside of them.
    pub bounds: Bounds,
    /// The largest relative move of one change; above 0, at most 1.
    pub step: Ratio,
    /// The smallest absolute move that is always allowed within the bounds, so that a number near zero is not stuck there.
    pub min_step: u128,
    /// From one change to the next, whichever way either goes.
    pub interval: Duration,
}

impl Rule {
    /// What one step from `value` reaches, inside the hard bounds:
    ///
    /// ```text
    /// [⌈value / (1 + step)⌉, ⌊value · (1 + step)⌋]   widened to at least value ± min_step
    /// ```
    ///
    /// Ratio-symmetric, so that a step up and a step down cancel and cannot be pumped; rounded inward.
    #[must_use]
    pub fn reach(&self, value: u128) -> Bounds {
        let one = Ratio::ONE.atomics();
        let grown = one.saturating_add(self.step.atomics());
        // `grown` is at least one, so the quotient fits; a product that does not fit is above every hard bound.
        let down = mul_div(value, one, grown, Rounding::Up, "step down").unwrap_or(value);
        let up = mul_div(value, grown, one, Rounding::Down, "step up").unwrap_or(u128::MAX);
        let step = Bounds {
            min: down.min(value.saturating_sub(self.min_step)),
            max: up.max(value.saturating_add(self.min_step)),
        };
        self.bounds.and(step)
    }

    /// How far steps can take a number up in a span: its factor when every step is the largest, one each interval.
    ///
    /// The slow march inside every single limit; `min_step` not counted. Saturates at the largest ratio.
    #[must_use]
    pub fn march(&self, span: Duration) -> Ratio {
        let steps =
            span.checked_over(self.interval.max(Duration::new(1))).unwrap_or_default().saturating_add(1);
        let grown = Ratio::from_atomics(Ratio::ONE.atomics().saturating_add(self.step.atomics()));
        let mut factor = Ratio::ONE;
        for _ in 0..steps.min(MAX_STEPS) {
            match factor.times(grown, Rounding::Down) {
                Ok(next) => factor = next,
                Err(_) => return Ratio::MAX,
            }
        }
        factor
    }
}

/// More steps than fit ten years at the shortest interval; keeps [`Rule::march`] bounded.
const MAX_STEPS: u64 = 4_000;
