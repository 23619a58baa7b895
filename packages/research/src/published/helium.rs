//! Helium's issuance by week, published and replayed.

use anyhow::{Context, Result};
use ballast_math::{Duration, Timestamp, Tokens};

use super::extremes;
use ballast_page::number::Number;
use ballast_page::table::{Column, Table};
use ballast_page::time;
use ballast_replay::outcome::Outcome;

/// Decimals of HNT.
const DECIMALS: u8 = 8;

/// A week that differs by no more than this many base units (10⁻⁴ HNT) is reproduced: the extract has four decimals.
const SAME: u128 = 10_000;

/// What HIP 138 minted to the MOBILE treasury each day, in HNT: 2.9 million over 237 days, by the network's program.
pub const TREASURY_A_DAY: f64 = 12_236.286_919_83;
/// What HIP 138 minted once, for the MOBILE Growth Fund, in HNT.
pub const GROWTH_FUND: f64 = 1_300_000.0;

const FIRST_EMISSION: Timestamp = Timestamp::new(1_682_294_400); // 2023-04-24
const CAP_IN_FORCE: Timestamp = Timestamp::new(1_687_996_800); // 2023-06-29
const TREASURY_FROM: Timestamp = Timestamp::new(1_733_529_600); // 2024-12-07
const TREASURY_UNTIL: Timestamp = Timestamp::new(1_754_006_400); // 2025-08-01
/// The starts of the steps of the schedule that lie within the extract: 1 August of 2023, 2024 and 2025.
const STEPS: [Timestamp; 3] =
    [Timestamp::new(1_690_848_000), Timestamp::new(1_722_470_400), Timestamp::new(1_754_006_400)];

/// Why a week is reproduced, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The rule alone decided.
    Reproduced,
    /// The mint of the migration.
    Migration,
    /// The cap rises here step by step, and rose there at once.
    Climb,
    /// A step of the schedule lies in it.
    Step,
    /// HIP 138 minted besides the schedule.
    ReturnToHnt,
    /// The burns of its days are not known, only their sum.
    Burns,
}

/// A week of the extract.
#[derive(Debug, Clone, Copy)]
pub struct Week {
    /// UNIX time of its first second.
    pub start: Timestamp,
    /// Days in it.
    pub days: u64,
    /// HNT issued, as published.
    pub published: Tokens,
    /// HNT minted in the replay.
    pub replayed: Tokens,
    /// HNT burned, as published.
    pub burned: Tokens,
    /// Why it is reproduced, or is not.
    pub kind: Kind,
}

impl Week {
    /// Replayed less published, in HNT a day.
    #[must_use]
    pub fn difference(&self) -> f64 {
        (hnt(self.replayed) - hnt(self.published)) / self.days as f64
    }

    /// What HIP 138 minted in it, in HNT a day.
    #[must_use]
    pub fn return_to_hnt(&self) -> f64 {
        let end = self.start.saturating_plus(Duration::days(self.days));
        let days = end.min(TREASURY_UNTIL).since(self.start.max(TREASURY_FROM)).whole_days();
        let once = if (self.start..end).contains(&TREASURY_FROM) { GROWTH_FUND } else { 0.0 };
        (days as f64 * TREASURY_A_DAY + once) / self.days as f64
    }
}

/// Base units as HNT.
#[must_use]
pub fn hnt(amount: Tokens) -> f64 {
    Number::tokens(amount, DECIMALS).coordinate()
}

/// The weeks of a replay of the extract.
pub fn weeks(outcome: &Outcome) -> Result<Vec<Week>> {
    let week = |line: &ballast_replay::outcome::PeriodLine| {
        let published = line.published.minted.context("a week without issuance")?;
        let burned = line.published.burned.context("a week without a burn")?;
        let days = line.end.since(line.start).whole_days();
        let has = |time: Timestamp| (line.start..line.end).contains(&time);
        let kind = match line.start {
            start if start < FIRST_EMISSION => Kind::Migration,
            _ if line.minted.get().abs_diff(published.get()) <= SAME => Kind::Reproduced,
            _ if STEPS.into_iter().any(has) => Kind::Step,
            start if start < CAP_IN_FORCE => Kind::Climb,
            start if line.end > TREASURY_FROM && start < TREASURY_UNTIL => Kind::ReturnToHnt,
            _ => Kind::Burns,
        };
        Ok(Week { start: line.start, days, published, replayed: line.minted, burned, kind })
    };
    outcome.periods.iter().map(week).collect()
}

/// The weeks by what became of them, as a table of a page.
pub fn weekly_table(weeks: &[Week]) -> Result<Table> {
    let of = |kind: Kind| weeks.iter().filter(move |week| week.kind == kind);
    let count = |kind: Kind| of(kind).count().to_string();
    let range = |kind: Kind| {
        let (low, high) = extremes(of(kind).map(Week::difference));
        format!("{} to {}", Number::measured(low).signed(0), Number::measured(high).signed(0))
    };
    let first = weeks.first().context("no weeks")?.start;
    let worst = of(Kind::Reproduced).map(|week| week.replayed.get().abs_diff(week.published.get())).max();
    let (low, high) = extremes(of(Kind::ReturnToHnt).map(|week| week.difference() + week.return_to_hnt()));
    let left = format!(
        "{} to {} once that is taken off",
        Number::measured(low).signed(0),
        Number::measured(high).signed(0)
    );
    let treasury = format!(
        "HIP 138 minted {} a day to the MOBILE treasury from 2024-12-07 to 2025-08-01 and 1.3 million once",
        Number::measured(TREASURY_A_DAY).fixed(2)
    );
    let exact =
        format!("at most {} in the week", Number::tokens(Tokens::new(worst.unwrap_or(0)), DECIMALS).exact());
    let rows = [
        ("reproduced", Kind::Reproduced, exact, "the schedule and the capped re-emission decide alone"),
        (
            "the migration",
            Kind::Migration,
            "no emission".to_owned(),
            "145 million HNT moved to the new chain; the preset starts with them",
        ),
        (
            "the cap climbs",
            Kind::Climb,
            range(Kind::Climb),
            "it rose 48 times over at once; the constitution doubles it at most, six times by 2023-06-29",
        ),
        (
            "a 1 August in them",
            Kind::Step,
            range(Kind::Step),
            "the extract counts an emission on the day after the one that it is for; the third has HIP 138 in it too",
        ),
        ("HIP 138", Kind::ReturnToHnt, format!("{}; {left}", range(Kind::ReturnToHnt)), treasury.as_str()),
        (
            "the rest",
            Kind::Burns,
            range(Kind::Burns),
            "burns come in lumps of a day and are cut off at the cap there; the extract has sums of a week, spread evenly here",
        ),
    ];
    let rows = rows
        .into_iter()
        .map(|(name, kind, bound, why)| [name.to_owned(), count(kind), bound, why.to_owned()]);
    let all = format!("all, from {}", time::date(first)?);
    Ok(Table::new([
        Column::name("weeks"),
        Column::number("how many"),
        Column::label("replayed − published, HNT a day"),
        Column::words("why"),
    ])
    .with_rows(rows)
    .with_total([all, weeks.len().to_string()]))
}
