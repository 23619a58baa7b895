//! Render's job rewards and burns by week, published and replayed.

use anyhow::{Context, Result};
use ballast_math::{Ratio, Timestamp, Tokens};

use crate::published::Data;
use ballast_page::number::Number;
use ballast_page::table::{Column, Table};
use ballast_replay::outcome::Outcome;

/// A week that differs by no more than this many base units (10⁻⁴ RENDER) is reproduced.
const SAME: u128 = 10_000;

/// The start of epoch 25, from which 15,000 a week are due.
pub const SECOND_STEP: Timestamp = Timestamp::new(1_717_545_600);

/// What the network announced as a week's share of the first year: 190,142 a month, by the day.
const ANNOUNCED: Tokens = Tokens::new(43_758 * RENDER);

/// Decimals of RENDER, and the base units of one.
const DECIMALS: u8 = 8;
const RENDER: u128 = 100_000_000;

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
    pub start: Timestamp,
    /// Job rewards, as published.
    pub published: Tokens,
    /// Minted in the replay.
    pub replayed: Tokens,
    /// Burned, as published.
    pub burned: Tokens,
    /// Burned in the replay.
    pub replayed_burn: Tokens,
    /// Why it is reproduced, or is not.
    pub kind: Kind,
}

/// RENDER, of base units.
#[must_use]
pub fn whole(amount: Tokens) -> Number {
    Number::tokens(amount, DECIMALS)
}

/// The weeks of a replay of the file.
pub fn weeks(outcome: &Outcome) -> Result<Vec<Week>> {
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
            published,
            replayed: line.minted,
            burned,
            replayed_burn: line.burned,
            kind,
        })
    };
    outcome.periods.iter().map(week).collect()
}

/// Rewards for availability: how many weeks had some, and their sum in RENDER, as many decimals as were published.
pub fn availability(data: &Data) -> Result<(usize, Ratio)> {
    let records = data.records("render_weekly.csv", &["availability_rewards_render"])?;
    let amounts = records.iter().map(|record| Ok(record[0].parse::<Ratio>()?));
    let amounts = amounts.collect::<Result<Vec<Ratio>>>()?;
    let paid = amounts.iter().filter(|amount| !amount.is_zero());
    let sum = amounts.iter().fold(0u128, |sum, amount| sum.saturating_add(amount.atomics()));
    Ok((paid.count(), Ratio::from_atomics(sum)))
}

/// The weeks by what became of them. Errors where nothing was burned in one of them.
pub fn weekly_table(weeks: &[Week], (available, availability): (usize, Ratio)) -> Result<Table> {
    let of = |kind: Kind| weeks.iter().filter(move |week| week.kind == kind);
    let paid = |kind: Kind| {
        let paid = || of(kind).map(|week| week.published);
        let show = |amount: Option<Tokens>| whole(amount.unwrap_or_default()).fixed(0);
        format!("paid {} to {}", show(paid().min()), show(paid().max()))
    };
    let apart = |one: Tokens, other: Tokens| one.get().abs_diff(other.get());
    let worst = of(Kind::Reproduced).map(|week| apart(week.published, week.replayed)).max().unwrap_or(0);
    let announced = of(Kind::First).filter(|week| apart(week.published, ANNOUNCED) < RENDER).count();
    let burns = weeks.iter().map(|week| Ratio::of(apart(week.replayed_burn, week.burned), week.burned.get()));
    let burn = burns.collect::<Result<Vec<Ratio>, _>>()?.into_iter().max().unwrap_or_default();
    let row = |what: &str, cases: usize, bound: String, why: String| {
        [what.to_owned(), cases.to_string(), bound, why]
    };
    let lines = [
        row(
            "job rewards, reproduced",
            of(Kind::Reproduced).count(),
            format!("at most {} RENDER", whole(Tokens::new(worst)).fixed(7)),
            "all since 2024-06-05; what is missing are rounding remainders of earlier reward pools"
                .to_owned(),
        ),
        row(
            "job rewards, the first 24 epochs",
            of(Kind::First).count(),
            paid(Kind::First),
            format!(
                "other amounts than 47,435 were paid; {announced} of them {}, the first year's 190,142 a month by the day",
                whole(ANNOUNCED).fixed(0)
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
            format!("at most {}%", Number::ratio(burn).percent().fixed(4)),
            "the published price has four decimals".to_owned(),
        ),
        row(
            "availability rewards",
            available,
            format!("{} RENDER in all", Number::ratio(availability).fixed(2)),
            "no job rewards, and not in the preset: 12,500 a month since 2025 (RNP-013, RNP-015)".to_owned(),
        ),
    ];
    Ok(Table::new([
        Column::name("what was published"),
        Column::number("weeks"),
        Column::label("replayed against it"),
        Column::words("why"),
    ])
    .with_rows(lines))
}
