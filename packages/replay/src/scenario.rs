//! Scenarios: histories that are made, not found, each run twice: with the guardrails and without.

pub mod crash60;

use anyhow::Result;
use ballast_economy::{Signals, keeps_promise};
use ballast_guardrails::Level;
use ballast_math::{Flow, SignedRatio, Timestamp, annualised_net_emission};
use serde::Serialize;

use crate::happenings::moved;
use crate::history::History;
use crate::outcome::{EpochLine, Outcome, flow};
use crate::replay::{Settings, replay};
use ballast_presets::Preset;

/// A built-in scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScenarioName {
    /// Usage −60% and price −50% within two weeks, a month at the bottom, a partial recovery.
    Crash60,
}

impl ScenarioName {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Crash60];

    /// Its name, as it is given and as its files are called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crash60 => "crash60",
        }
    }

    /// What happens in it.
    pub fn history(self) -> Result<History> {
        match self {
            Self::Crash60 => Ok(crash60::history()?),
        }
    }
}

/// The same economy on the same path, with the guardrails and without.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// What happened.
    pub scenario: ScenarioName,
    /// With every signal of the breaker on.
    pub with: Outcome,
    /// With every signal off.
    pub without: Outcome,
    /// The time that the breaker was above normal; none where it never was.
    pub crisis: Option<Crisis>,
}

/// From the first trip to the recovery to level 0.
#[derive(Debug, Clone, Serialize)]
pub struct Crisis {
    /// The first epoch above normal, by its place among all.
    pub first: usize,
    /// The last one.
    pub last: usize,
    /// UNIX time of the first trip.
    pub trip: Timestamp,
    /// UNIX time of the last step to level 0; none where the scenario ends before it.
    pub recovery: Option<Timestamp>,
    /// What was minted and burned in these epochs, with the guardrails.
    pub with: Flow,
    /// The same without.
    pub without: Flow,
    /// Net emission of these epochs without guardrails, as an annual share of supply.
    pub rate_without: Option<SignedRatio>,
    /// The same with.
    pub rate_with: Option<SignedRatio>,
}

/// Runs a scenario twice; `made` is told how many more epochs there are.
pub fn compare(
    scenario: ScenarioName,
    preset: &Preset,
    settings: &Settings,
    made: &impl Fn(u64),
) -> Result<Comparison> {
    let history = scenario.history()?;
    let with = replay(&preset.clone().with_signals(Signals::ALL), &history, settings, made)?;
    let without = replay(&preset.clone().with_signals(Signals::NONE), &history, settings, made)?;
    let crisis = crisis(&with, &without)?;
    Ok(Comparison { scenario, with, without, crisis })
}

impl Comparison {
    /// Whether no epoch above normal had a positive net emission: what the guardrails promise.
    #[must_use]
    pub fn promise_kept(&self) -> bool {
        self.with.epochs.iter().all(|line| keeps_promise(line.level, line.flow()))
    }

    /// The epochs of the crisis, with and without.
    pub fn crisis_lines(&self) -> impl Iterator<Item = (&EpochLine, &EpochLine)> {
        let within = self.crisis.as_ref().map_or(0..0, |crisis| crisis.first..crisis.last + 1);
        let both = self.with.epochs.iter().zip(&self.without.epochs);
        both.skip(within.start).take(within.len())
    }

    /// The epoch with the highest net emission among some, by what was minted less what burned.
    pub fn highest<'a>(lines: impl Iterator<Item = &'a EpochLine>) -> Option<&'a EpochLine> {
        lines.max_by_key(|line| net(line))
    }

    /// Net emission of one epoch, as an annual share of supply.
    pub fn rate(&self, line: &EpochLine) -> Result<Option<SignedRatio>> {
        Ok(annualised_net_emission(line.flow(), line.supply, self.with.meta.epoch_length)?)
    }
}

/// Base units minted less base units burned; amounts of tokens fit 127 bits.
#[must_use]
pub fn net(line: &EpochLine) -> i128 {
    line.minted.get() as i128 - line.burned.get() as i128
}

fn crisis(with: &Outcome, without: &Outcome) -> Result<Option<Crisis>> {
    let above = |line: &EpochLine| line.level > Level::Normal;
    let (Some(first), Some(last)) = (with.epochs.iter().position(above), with.epochs.iter().rposition(above))
    else {
        return Ok(None);
    };
    let sums = |outcome: &Outcome| -> Result<(Flow, Option<SignedRatio>)> {
        let lines = &outcome.epochs[first..=last];
        let flow = flow(lines)?;
        let span = outcome.meta.epoch_length.saturating_times(lines.len() as u64);
        let rate = annualised_net_emission(flow, outcome.epochs[last].supply, span)?;
        Ok((flow, rate))
    };
    let moves = || with.history.iter().filter_map(moved);
    let ((with_flow, rate_with), (without_flow, rate_without)) = (sums(with)?, sums(without)?);
    Ok(Some(Crisis {
        first,
        last,
        trip: moves().next().map_or(with.epochs[first].start, |moved| moved.time),
        recovery: moves().next_back().filter(|moved| moved.to == Level::Normal).map(|moved| moved.time),
        with: with_flow,
        without: without_flow,
        rate_without,
        rate_with,
    }))
}
