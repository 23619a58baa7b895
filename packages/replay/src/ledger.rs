//! The rows of the ledger: those of the history, or whole months, quarters or years of them.

use std::ops::RangeInclusive;

use ballast_math::{Cap, Duration, Flow, Ratio, SignedRatio, Tokens, Usd, annualised_net_emission, coverage};
use jiff::civil::Date;

use crate::calendar;
use crate::outcome::{Outcome, PeriodLine, Published};
use ballast_presets::floats::price_f64;

/// More rows than these, and a summary comes first.
pub const MAX_ROWS: usize = 40;
/// More quarters than these, and the summary is by year.
const MAX_QUARTERS: usize = 20;

/// Lengths of what may be called a month: the last one of a history is often cut short.
const MONTH: RangeInclusive<Duration> = Duration::WEEK.saturating_plus(Duration::new(1))..=Duration::days(31);

/// One row.
pub struct Row {
    /// What the row is called.
    pub name: String,
    /// Epochs in it.
    pub epochs: u32,
    /// USD per token: the mean over its epochs.
    pub price: f64,
    /// Micro-USD settled.
    pub usd: Usd,
    /// Base units burned.
    pub burned: Tokens,
    /// Base units minted.
    pub minted: Tokens,
    /// Net emission as an annual share of supply.
    pub net_emission: Option<SignedRatio>,
    /// Burned ÷ minted.
    pub coverage: Option<Ratio>,
    /// Supply after it.
    pub supply: Tokens,
    /// Caps that decided, each with the number of epochs.
    pub caps: Vec<(Cap, u32)>,
    /// What the network itself published; only where all of the row has it.
    pub published: Published,
}

/// How to group a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// The history's own rows.
    Row,
    /// Calendar months, by the start of the row.
    Month,
    /// Calendar quarters, by the start of the row.
    Quarter,
    /// Calendar years, by the start of the row.
    Year,
}

impl Grouping {
    /// All of them, from the finest on.
    pub const ALL: [Self; 4] = [Self::Row, Self::Month, Self::Quarter, Self::Year];

    /// Its name, as it is given.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// The rows of the history.
pub fn rows(outcome: &Outcome) -> anyhow::Result<Vec<Row>> {
    let days: Vec<Date> =
        outcome.periods.iter().map(|line| calendar::date(line.start)).collect::<Result<_, _>>()?;
    let by_month = days.iter().all(|day| day.day() == 1)
        && outcome.periods.iter().all(|line| MONTH.contains(&line.end.since(line.start)));
    let name = |day: &Date| if by_month { calendar::month(*day) } else { day.to_string() };
    outcome
        .periods
        .iter()
        .zip(&days)
        .map(|(line, day)| gather(name(day), std::slice::from_ref(line)))
        .collect()
}

/// The same by quarter, or by year where there are very many, and what they are.
pub fn summary(outcome: &Outcome) -> anyhow::Result<(Vec<Row>, &'static str)> {
    let quarters = by(outcome, Grouping::Quarter)?;
    if quarters.len() <= MAX_QUARTERS {
        return Ok((quarters, "quarter"));
    }
    Ok((by(outcome, Grouping::Year)?, "year"))
}

/// The rows of the history, added up as asked; a row belongs where it starts.
pub fn by(outcome: &Outcome, grouping: Grouping) -> anyhow::Result<Vec<Row>> {
    match grouping {
        Grouping::Row => rows(outcome),
        Grouping::Month => grouped(&outcome.periods, calendar::month),
        Grouping::Quarter => {
            grouped(&outcome.periods, |day| format!("{} Q{}", day.year(), (day.month() + 2) / 3))
        }
        Grouping::Year => grouped(&outcome.periods, |day| day.year().to_string()),
    }
}

fn grouped(periods: &[PeriodLine], name: impl Fn(Date) -> String) -> anyhow::Result<Vec<Row>> {
    let mut named = Vec::with_capacity(periods.len());
    for line in periods {
        named.push((name(calendar::date(line.start)?), line.clone()));
    }
    named
        .chunk_by(|one, other| one.0 == other.0)
        .map(|run| {
            let lines: Vec<PeriodLine> = run.iter().map(|(_, line)| line.clone()).collect();
            gather(run.first().map(|(name, _)| name.clone()).unwrap_or_default(), &lines)
        })
        .collect()
}

fn gather(name: String, lines: &[PeriodLine]) -> anyhow::Result<Row> {
    let tokens = |amount: fn(&PeriodLine) -> Tokens| {
        lines.iter().try_fold(Tokens::ZERO, |sum, line| sum.plus(amount(line)))
    };
    let (burned, minted) = (tokens(|line| line.burned)?, tokens(|line| line.minted)?);
    let epochs: u32 = lines.iter().map(|line| line.epochs).sum();
    let weighted: f64 = lines.iter().map(|line| price_f64(line.price) * f64::from(line.epochs)).sum();
    let lengths = lines.iter().map(|line| line.end.since(line.start));
    let span = lengths.fold(Duration::ZERO, Duration::saturating_plus);
    let supply = lines.last().map(|line| line.supply).unwrap_or_default();
    let (net_emission, covered) = match lines {
        [line] => (line.net_emission, line.coverage),
        _ => (annualised_net_emission(Flow { minted, burned }, supply, span)?, coverage(burned, minted)),
    };
    Ok(Row {
        name,
        epochs,
        price: weighted / f64::from(epochs.max(1)),
        usd: lines.iter().try_fold(Usd::ZERO, |sum, line| sum.plus(line.usd_settled))?,
        burned,
        minted,
        net_emission,
        coverage: covered,
        supply,
        caps: caps(lines),
        published: Published {
            burned: published(lines, |line| line.published.burned),
            minted: published(lines, |line| line.published.minted),
        },
    })
}

fn published(lines: &[PeriodLine], amount: fn(&PeriodLine) -> Option<Tokens>) -> Option<Tokens> {
    lines.iter().try_fold(Tokens::ZERO, |sum, line| sum.plus(amount(line)?).ok())
}

/// Caps that decided, the most frequent first.
fn caps(lines: &[PeriodLine]) -> Vec<(Cap, u32)> {
    let mut sums: Vec<(Cap, u32)> = Vec::new();
    for (cap, epochs) in lines.iter().flat_map(|line| &line.binding) {
        match sums.iter_mut().find(|(known, _)| known == cap) {
            Some((_, sum)) => *sum += epochs,
            None => sums.push((*cap, *epochs)),
        }
    }
    sums.sort_by_key(|(_, epochs)| std::cmp::Reverse(*epochs));
    sums
}
