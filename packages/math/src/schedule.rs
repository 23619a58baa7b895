//! Emission schedules: what the network mints by the calendar or by its own growth, out of a finite budget.

use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::fixed::Fixed;
use crate::network_time::{Baseline, NetworkTime};
use crate::quote::Rate;
use crate::time::{Duration, Timestamp};
use crate::time_range::TimeRange;
use crate::units::Tokens;

/// One stream of scheduled emission. A network may run several: Filecoin is a decay and a baseline side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Emission {
    /// The same rate for ever (until the budget is spent).
    Constant {
        /// UNIX time at which it begins.
        start: Timestamp,
        /// The rate.
        rate: Rate,
    },
    /// A table of rates, each until the next one starts.
    Steps {
        /// Strictly increasing in `from`; at most [`MAX_STEPS`].
        steps: Vec<Step>,
    },
    /// `total` given out so that what is left halves with every half-life.
    ExponentialDecay {
        /// UNIX time at which it begins.
        start: Timestamp,
        /// All that will ever be given out.
        total: Tokens,
        /// Seconds in which half of what is left is given out.
        half_life: Duration,
    },
    /// The same decay on effective network time, which advances only as far as delivered work meets a growing baseline.
    Baseline {
        /// All that will ever be given out.
        total: Tokens,
        /// Seconds of network time in which half of what is left is given out.
        half_life: Duration,
        /// The work that the network is expected to deliver.
        baseline: Baseline,
    },
}

/// A rate and when it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// UNIX time from which the rate holds.
    pub from: Timestamp,
    /// The rate; an amount of zero ends the schedule.
    pub rate: Rate,
}

/// Keeps the cost of closing an epoch bounded.
pub const MAX_STEPS: usize = 64;

/// Keeps the cost of closing an epoch bounded.
pub const MAX_EMISSIONS: usize = 4;

impl Emission {
    /// What the stream emits in a span, rounded down; `before` and `after` are the network times at its two ends.
    ///
    /// Rates telescope: the spans of a partition sum to the whole exactly. The decays lose at most one base unit per cut.
    pub fn in_range(
        &self,
        range: TimeRange,
        before: NetworkTime,
        after: NetworkTime,
    ) -> Result<Tokens, MathError> {
        match self {
            Self::Constant { start, rate } => rate_in_range(*rate, *start, None, range),
            Self::Steps { steps } => {
                let ends = steps.iter().skip(1).map(|next| Some(next.from)).chain([None]);
                steps.iter().zip(ends).try_fold(Tokens::ZERO, |sum, (step, end)| {
                    sum.plus(rate_in_range(step.rate, step.from, end, range)?)
                })
            }
            Self::ExponentialDecay { start, total, half_life } => {
                let since = |time: Timestamp| Fixed::from_integer(time.since(*start).into());
                decay(*total, *half_life, since(range.start), since(range.end))
            }
            Self::Baseline { total, half_life, .. } => {
                decay(*total, *half_life, before.effective(), after.effective())
            }
        }
    }
}

/// What a rate that holds in `[from, until)` gives in a span.
fn rate_in_range(
    rate: Rate,
    from: Timestamp,
    until: Option<Timestamp>,
    range: TimeRange,
) -> Result<Tokens, MathError> {
    let until = until.unwrap_or(Timestamp::MAX);
    let accrued = |time: Timestamp| rate.accrued(time.clamp(from, until.max(from)).since(from));
    accrued(range.end.max(range.start))?.minus(accrued(range.start)?)
}

/// What a decay gives out between two times since its start, rounded down:
///
/// ```text
/// total · (2^(−from/half_life) − 2^(−to/half_life))
/// ```
///
/// The error before rounding is at most `total` · 2⁻¹¹⁹: for 10²⁷ base units, a billionth of one.
pub fn decay(total: Tokens, half_life: Duration, from: Fixed, to: Fixed) -> Result<Tokens, MathError> {
    let left = |time: Fixed| time.over(half_life.into()).map(Fixed::exp2_neg);
    left(from)?.saturating_minus(left(to)?).of(total.get()).map(Tokens::new)
}
