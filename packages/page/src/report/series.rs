//! The epochs as a plot takes them: floats, and no more steps than a screen can show.

use ballast_api::ballast_guardrails::Level;
use ballast_math::{Cap, Seconds};

use crate::figures::{price_f64, tokens_f64, usd_f64};
use ballast_replay::outcome::{EpochLine, Meta, Outcome};

/// Steps that a plot shows at most.
const MOST_STEPS: usize = 900;

/// One step of a plot: an epoch, or the mean of a few where there are too many.
pub struct Step {
    /// UNIX time of its first second.
    pub start: Seconds,
    /// UNIX time of the first second after it.
    pub end: Seconds,
    /// Tokens minted in an epoch.
    pub minted: f64,
    /// Tokens burned in an epoch.
    pub burned: f64,
    /// Minted less burned in an epoch: the mean of this step and some before it, see [`smoothing`].
    pub net: f64,
    /// Supply after it.
    pub supply: f64,
    /// USD per token.
    pub price: f64,
    /// USD settled in an epoch.
    pub settled: f64,
    /// USD asked for in an epoch.
    pub demand: f64,
    /// Caps that decided in it, and whether an epoch was granted in full, or asked for nothing.
    pub outcomes: Vec<Decided>,
    /// Breaker levels in it.
    pub levels: Vec<Level>,
}

/// What decided the grant of an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decided {
    /// A cap.
    By(Cap),
    /// No cap: all that was requested.
    InFull,
    /// Nothing was requested.
    NothingAsked,
}

impl Decided {
    /// What decided the grant of this epoch.
    pub fn of(line: &EpochLine) -> Self {
        match line.binding {
            Some(cap) => Self::By(cap),
            None if line.requested.is_zero() => Self::NothingAsked,
            None => Self::InFull,
        }
    }
}

/// Epochs to a step.
pub fn epochs_per_step(outcome: &Outcome) -> usize {
    outcome.epochs.len().div_ceil(MOST_STEPS).max(1)
}

/// Steps that the net line is a mean of: in a long history it would be a scribble otherwise.
pub fn smoothing(outcome: &Outcome) -> usize {
    if outcome.epochs.len() > 120 { 7 } else { 1 }
}

/// The steps of a history.
pub fn steps(outcome: &Outcome) -> Vec<Step> {
    let epochs = outcome.epochs.chunks(epochs_per_step(outcome));
    let mut steps: Vec<Step> = epochs.filter_map(|epochs| step(epochs, &outcome.meta)).collect();
    let net: Vec<f64> = steps.iter().map(|step| step.minted - step.burned).collect();
    for (number, step) in steps.iter_mut().enumerate() {
        let last = &net[(number + 1).saturating_sub(smoothing(outcome))..=number];
        step.net = last.iter().sum::<f64>() / last.len() as f64;
    }
    steps
}

fn step(epochs: &[EpochLine], meta: &Meta) -> Option<Step> {
    let (first, last) = (epochs.first()?, epochs.last()?);
    let mean =
        |value: &dyn Fn(&EpochLine) -> f64| epochs.iter().map(value).sum::<f64>() / epochs.len() as f64;
    let tokens = |amount| tokens_f64(amount, meta.decimals);
    Some(Step {
        start: first.start,
        end: last.start.saturating_add(meta.epoch_length),
        minted: mean(&|line| tokens(line.minted)),
        burned: mean(&|line| tokens(line.burned)),
        net: 0.0,
        supply: tokens(last.supply),
        price: mean(&|line| price_f64(line.price)),
        settled: mean(&|line| usd_f64(line.usd_settled)),
        demand: mean(&|line| usd_f64(line.demand_usd)),
        outcomes: epochs.iter().map(Decided::of).collect(),
        levels: epochs.iter().map(|line| line.level).collect(),
    })
}

/// A value as stairs: level from the start to the end of each step.
pub fn stairs(steps: &[Step], value: impl Fn(&Step) -> f64) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(steps.len() * 2);
    for step in steps {
        let (start, end, level) = (step.start as f64, step.end as f64, value(step));
        match points.last_mut() {
            // The same level goes on.
            Some(last) if last.1.total_cmp(&level).is_eq() => last.0 = end,
            _ => points.extend([(start, level), (end, level)]),
        }
    }
    points
}

/// The largest of some values; 0 where there are none.
pub fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, f64::max)
}

/// How far an axis has to reach so that all but a few outliers can be read.
///
/// The largest value, unless it is so far above all but a hundredth of them that the rest would be flat.
pub fn reach(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let Some(most) = sorted.last().copied() else { return 0.0 };
    let usual = sorted[(sorted.len() * 99).div_ceil(100) - 1] * 1.2;
    if usual > 0.0 && most > 1.5 * usual { usual } else { most }
}
