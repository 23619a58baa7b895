//! Render's job rewards and burns by week, published and replayed.

use anyhow::{Context, Result};
use ballast_math::{Seconds, Tokens};

use super::extremes;
use crate::published::Data;
use ballast_page::figures::{grouped, tokens_f64};
use ballast_page::published::table;
use ballast_replay::outcome::Outcome;

/// A week that differs by no more than this many base units (10⁻⁴ RENDER) is reproduced.
const SAME: u128 = 10_000;

/// The start of epoch 25, from which 15,000 a week are due.
pub const SECOND_STEP: Seconds = 1_717_545_600;

/// What the network announced as a week's share of the first year: 190,142 a month, by the day.
const ANNOUNCED: f64 = 43_758.0;

/// Why a week is reproduced, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The job rewards were what the rule says.
    Reproduced,
    /// One of the first 24 epochs.
    First,
    /// A later one that paid something else.
    Corrected,
}

/// A weekly epoch.
#[derive(Debug, Clone, Copy)]
pub struct Week {
    /// UNIX time of its first second.
    pub start: Seconds,
    /// Job rewards, as published, in RENDER.
    pub published: f64,
    /// RENDER minted in the replay.
    pub replayed: f64,
    /// RENDER burned, as published.
    pub burned: f64,
    /// RENDER burned in the replay.
    pub replayed_burn: f64,
    /// Why it is reproduced, or is not.
    pub kind: Kind,
}

/// The weeks of a replay of the file.
pub fn weeks(outcome: &Outcome) -> Result<Vec<Week>> {
    let render = |amount: Tokens| tokens_f64(amount, 8);
    let week = |line: &ballast_replay::outcome::PeriodLine| {
        let published = line.published.minted.context("a week without rewards")?;
        let burned = line.published.burned.context("a week without a burn")?;
        let kind = match line.minted.get().abs_diff(published.get()) <= SAME {
            true => Kind::Reproduced,
            false if line.start < SECOND_STEP => Kind::First,
            false => Kind::Corrected,
        };
        Ok(Week {
            start: line.start,
            published: render(published),
            replayed: render(line.minted),
            burned: render(burned),
            replayed_burn: render(line.burned),
            kind,
        })
    };
    outcome.periods.iter().map(week).collect()
}

/// Rewards for availability: how many weeks had some, and their sum in RENDER.
pub fn availability(data: &Data) -> Result<(usize, f64)> {
    let records = data.records("render_weekly.csv", &["availability_rewards_render"])?;
    let amounts = records.iter().map(|record| Ok(record[0].parse::<f64>()?));
    let paid: Vec<f64> =
        amounts.collect::<Result<Vec<f64>>>()?.into_iter().filter(|amount| *amount > 0.0).collect();
    Ok((paid.len(), paid.iter().sum()))
}

/// The weeks by what became of them, as a table of a page.
#[must_use]
pub fn weekly_table(weeks: &[Week], (available, availability): (usize, f64)) -> String {
    let of = |kind: Kind| weeks.iter().filter(move |week| week.kind == kind);
    let paid = |kind: Kind| {
        let (low, high) = extremes(of(kind).map(|week| week.published));
        format!("paid {} to {}", grouped(low, 0), grouped(high, 0))
    };
    let (_, worst) = extremes(of(Kind::Reproduced).map(|week| (week.published - week.replayed).abs()));
    let announced = of(Kind::First).filter(|week| (week.published - ANNOUNCED).abs() < 1.0).count();
    let (_, burn) = extremes(weeks.iter().map(|week| (week.replayed_burn / week.burned - 1.0).abs()));
    let row = |what: &str, cases: usize, bound: String, why: String| {
        vec![what.to_owned(), cases.to_string(), bound, why]
    };
    let lines = [
        row(
            "job rewards, reproduced",
            of(Kind::Reproduced).count(),
            format!("at most {worst:.7} RENDER"),
            "all since 2024-06-05; what is missing are rounding remainders of earlier pots".to_owned(),
        ),
        row(
            "job rewards, the first 24 epochs",
            of(Kind::First).count(),
            paid(Kind::First),
            format!(
                "other amounts than 47,435 were paid; {announced} of them {}, the first year's 190,142 a month by the day",
                grouped(ANNOUNCED, 0)
            ),
        ),
        row(
            "job rewards, later",
            of(Kind::Corrected).count(),
            paid(Kind::Corrected),
            "corrections, or a few tokens less than 15,000".to_owned(),
        ),
        row(
            "burned tokens",
            weeks.len(),
            format!("at most {:.4}%", burn * 100.0),
            "the published price has four decimals".to_owned(),
        ),
        row(
            "availability rewards",
            available,
            format!("{} RENDER in all", grouped(availability, 2)),
            "no job rewards, and not in the preset: 12,500 a month since 2025 (RNP-013, RNP-015)".to_owned(),
        ),
    ];
    table(&["what was published", "weeks", "replayed against it", "why"], &lines)
}
