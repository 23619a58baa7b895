//! What the network itself published, beside what the replay did.

use ballast_math::{SignedRatio, TimeRange, Tokens};
use ballast_replay::outcome::{Outcome, PeriodLine};
use maud::{Markup, html};

use super::plots::CUT;
use super::steps::reach;
use crate::chart::{Axis, Extent, Ink, Plot, Points, Series, stairs};
use crate::html::figure;
use crate::number::{NONE, Number, count};

/// Whether the history has published figures at all.
pub fn is_there(outcome: &Outcome) -> bool {
    outcome.periods.iter().any(|line| line.published.minted.is_some() || line.published.burned.is_some())
}

/// One side of the comparison.
struct Side {
    what: &'static str,
    ink: Ink,
    replayed: fn(&PeriodLine) -> Tokens,
    published: fn(&PeriodLine) -> Option<Tokens>,
}

const SIDES: [Side; 2] = [
    Side {
        what: "minted",
        ink: Ink::Minted,
        replayed: |line| line.minted,
        published: |line| line.published.minted,
    },
    Side {
        what: "burned",
        ink: Ink::Burned,
        replayed: |line| line.burned,
        published: |line| line.published.burned,
    },
];

/// A plot for each side that was published.
pub fn plots(outcome: &Outcome) -> anyhow::Result<Markup> {
    let published = |side: &&Side| outcome.periods.iter().any(|line| (side.published)(line).is_some());
    let figures = SIDES.iter().filter(published).map(|side| side.figure(outcome));
    let figures = figures.collect::<anyhow::Result<Vec<Markup>>>()?;
    Ok(html! { @for figure in figures { (figure) } })
}

impl Side {
    fn figure(&self, outcome: &Outcome) -> anyhow::Result<Markup> {
        let decimals = outcome.meta.decimals;
        let replayed = |line: &PeriodLine| Number::tokens((self.replayed)(line), decimals).coordinate();
        let published =
            |line: &PeriodLine| Some(Number::tokens((self.published)(line)?, decimals).coordinate());
        let max = |line: &PeriodLine| replayed(line).max(published(line).unwrap_or(0.0));
        let axis = Axis::amounts(0.0, reach(outcome.periods.iter().map(max)), 4);
        let cut = if outcome.periods.iter().any(|line| max(line) > axis.range.end) { CUT } else { "" };
        let told = self.told(outcome);
        let start = outcome.periods.first().map(|line| line.start).unwrap_or_default();
        let end = outcome.periods.last().map_or(start, |line| line.end);
        let plot = Plot {
            label: &format!(
                "Plot of {} per row of the history, replayed against published. {told}",
                self.what
            ),
            height: 260,
            unit: &format!("{} {} per row of the history", outcome.meta.symbol, self.what),
            x: Extent::Time(TimeRange { start, end }),
            y: axis,
        };
        let areas = runs(&outcome.periods, |line| Some(replayed(line)));
        let lines = runs(&outcome.periods, published);
        let areas = areas.into_iter().map(|run| Series::area(self.ink, run));
        let lines = lines.into_iter().map(|run| Series::line(Ink::Published, 2.25, run));
        let series: Vec<Series> = areas.chain(lines).collect();
        let key = [
            Series::area(self.ink, vec![]).named(format!("{}, replayed", self.what)),
            Series::line(Ink::Published, 2.25, vec![]).named(format!("{}, published", self.what)),
        ];
        Ok(figure(&key, &plot.html(&series)?, &html! { (told) (cut) }))
    }

    /// Both sums, in words.
    fn told(&self, outcome: &Outcome) -> String {
        let meta = &outcome.meta;
        let both: Vec<(Tokens, Tokens)> = outcome
            .periods
            .iter()
            .filter_map(|line| Some(((self.replayed)(line), (self.published)(line)?)))
            .collect();
        let sum = |amount: fn(&(Tokens, Tokens)) -> Tokens| {
            Tokens::new(both.iter().fold(0u128, |sum, pair| sum.saturating_add(amount(pair).get())))
        };
        let (ours, theirs) = (sum(|pair| pair.0), sum(|pair| pair.1));
        let tokens = |amount: Tokens| Number::tokens(amount, meta.decimals).sized();
        format!(
            "Over the {} with a published figure, the network published {} {symbol} {what}; the replay {what} {} \
             {symbol} ({}).",
            count(both.len() as u64, "row"),
            tokens(theirs),
            tokens(ours),
            difference(ours, theirs),
            symbol = meta.symbol,
            what = self.what,
        )
    }
}

/// The stairs of a value over the periods, broken where there is none.
fn runs(periods: &[PeriodLine], value: impl Fn(&PeriodLine) -> Option<f64>) -> Vec<Points> {
    let runs = periods.chunk_by(|one, other| value(one).is_some() == value(other).is_some());
    let level =
        |line: &PeriodLine| Some((line.start.seconds() as f64, line.end.seconds() as f64, value(line)?));
    let levels = runs.map(|run| stairs(run.iter().filter_map(level)));
    levels.filter(|run| !run.is_empty()).collect()
}

/// How far the replay is from what was published, in percent of it.
pub fn difference(replayed: Tokens, published: Tokens) -> String {
    match SignedRatio::of_difference(replayed.get(), published.get(), published.get()) {
        Ok(share) => format!("{}%", Number::signed_ratio(share).percent().signed(1)),
        Err(_) => NONE.to_owned(),
    }
}
