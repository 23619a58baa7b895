//! The epochs as a plot takes them: no more steps than a screen can show.

use ballast_guardrails::Level;
use ballast_math::{Cap, TimeRange, Timestamp, Tokens, Usd};
use ballast_replay::outcome::{EpochLine, Meta, Outcome};

use crate::chart::{Points, stairs};
use crate::number::Number;

/// Steps that a plot shows at most.
const MAX_STEPS: usize = 900;

/// One step of a plot: an epoch, or the mean of a few where there are too many; means of amounts are rounded down to a base unit.
pub struct Step {
    /// UNIX time of its first second.
    pub start: Timestamp,
    /// UNIX time of the first second after it.
    pub end: Timestamp,
    /// Tokens minted in an epoch.
    pub minted: Number,
    /// Tokens burned in an epoch.
    pub burned: Number,
    /// Minted less burned in an epoch: the mean of this step and some before it, see [`smoothing`].
    pub net: f64,
    /// Supply after it.
    pub supply: Number,
    /// USD per token.
    pub price: f64,
    /// USD settled in an epoch.
    pub settled: Number,
    /// USD asked for in an epoch.
    pub demand: Number,
    /// Caps that decided in it, and whether an epoch was granted in full, or asked for nothing.
    pub outcomes: Vec<Decider>,
    /// Breaker levels in it.
    pub levels: Vec<Level>,
}

impl Step {
    /// Minted less burned in an epoch of this step alone.
    pub fn own_net(&self) -> f64 {
        self.minted.coordinate() - self.burned.coordinate()
    }

    /// Whether something was demanded in it that was not settled.
    pub fn has_shortfall(&self) -> bool {
        self.settled.coordinate() < self.demand.coordinate()
    }
}

/// What decided the grant of an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decider {
    /// A cap.
    By(Cap),
    /// No cap: all that was requested.
    InFull,
    /// Nothing was requested.
    NothingAsked,
}

impl Decider {
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
    outcome.epochs.len().div_ceil(MAX_STEPS).max(1)
}

/// Steps that the net line is a mean of: in a long history it would be a scribble otherwise.
pub fn smoothing(outcome: &Outcome) -> usize {
    if outcome.epochs.len() > 120 { 7 } else { 1 }
}

/// The steps of a history.
pub fn steps(outcome: &Outcome) -> Vec<Step> {
    let epochs = outcome.epochs.chunks(epochs_per_step(outcome));
    let mut steps: Vec<Step> = epochs.filter_map(|epochs| step(epochs, &outcome.meta)).collect();
    let net: Vec<f64> = steps.iter().map(Step::own_net).collect();
    for (number, step) in steps.iter_mut().enumerate() {
        let last = &net[(number + 1).saturating_sub(smoothing(outcome))..=number];
        step.net = last.iter().sum::<f64>() / last.len() as f64;
    }
    steps
}

fn step(epochs: &[EpochLine], meta: &Meta) -> Option<Step> {
    let (first, last) = (epochs.first()?, epochs.last()?);
    let mean = |amount: fn(&EpochLine) -> u128| {
        epochs.iter().fold(0u128, |sum, line| sum.saturating_add(amount(line))) / epochs.len() as u128
    };
    let tokens = |amount: u128| Number::tokens(Tokens::new(amount), meta.decimals);
    let usd = |amount: u128| Number::usd(Usd::new(amount));
    let prices = epochs.iter().map(|line| Number::price(line.price).coordinate());
    Some(Step {
        start: first.start,
        end: last.start.saturating_plus(meta.epoch_length),
        minted: tokens(mean(|line| line.minted.get())),
        burned: tokens(mean(|line| line.burned.get())),
        net: 0.0,
        supply: Number::tokens(last.supply, meta.decimals),
        price: prices.sum::<f64>() / epochs.len() as f64,
        settled: usd(mean(|line| line.usd_settled.get())),
        demand: usd(mean(|line| line.demand_usd.get())),
        outcomes: epochs.iter().map(Decider::of).collect(),
        levels: epochs.iter().map(|line| line.level).collect(),
    })
}

/// The time that steps cover.
pub fn range(steps: &[Step]) -> TimeRange {
    let start = steps.first().map(|step| step.start).unwrap_or_default();
    TimeRange { start, end: steps.last().map_or(start, |step| step.end) }
}

/// A value over steps: level from the start to the end of each.
pub fn over(steps: &[Step], value: impl Fn(&Step) -> f64) -> Points {
    stairs(steps.iter().map(|step| (step.start.seconds() as f64, step.end.seconds() as f64, value(step))))
}

/// The highest level of the breaker in a step.
pub fn level(step: &Step) -> Level {
    step.levels.iter().copied().max().unwrap_or_default()
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
    let Some(max) = sorted.last().copied() else { return 0.0 };
    let usual = sorted[(sorted.len() * 99).div_ceil(100) - 1] * 1.2;
    if usual > 0.0 && max > 1.5 * usual { usual } else { max }
}
