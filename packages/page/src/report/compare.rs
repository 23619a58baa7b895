//! What the network itself published, beside what the replay did.

use ballast_math::Tokens;

use crate::figures::tokens_f64;
use crate::report::axis::Axis;
use crate::report::canvas::{Ink, area, chart, line};
use crate::report::markup::{Sample, escape, figure, legend};
use crate::report::plots::CUT;
use crate::report::say;
use crate::report::series::reach;
use ballast_replay::outcome::{Outcome, PeriodLine};

/// Whether the history has published figures at all.
pub fn has_published(outcome: &Outcome) -> bool {
    outcome.periods.iter().any(|line| line.published.minted.is_some() || line.published.burned.is_some())
}

/// One side of the comparison.
struct Side {
    what: &'static str,
    ink: Ink,
    sample: Sample,
    replayed: fn(&PeriodLine) -> Tokens,
    published: fn(&PeriodLine) -> Option<Tokens>,
}

const SIDES: [Side; 2] = [
    Side {
        what: "minted",
        ink: Ink::Minted,
        sample: Sample::Area("minted"),
        replayed: |line| line.minted,
        published: |line| line.published.minted,
    },
    Side {
        what: "burned",
        ink: Ink::Burned,
        sample: Sample::Area("burned"),
        replayed: |line| line.burned,
        published: |line| line.published.burned,
    },
];

/// A plot for each side that was published.
pub fn plots(outcome: &Outcome) -> anyhow::Result<String> {
    let mut html = String::new();
    for side in
        SIDES.iter().filter(|side| outcome.periods.iter().any(|line| (side.published)(line).is_some()))
    {
        html.push_str(&side.figure(outcome)?);
    }
    Ok(html)
}

impl Side {
    fn figure(&self, outcome: &Outcome) -> anyhow::Result<String> {
        let meta = &outcome.meta;
        let tokens = |amount: Tokens| tokens_f64(amount, meta.decimals);
        let published = |line: &PeriodLine| (self.published)(line).map(tokens);
        let both = || {
            outcome.periods.iter().filter_map(|line| Some((tokens((self.replayed)(line)), published(line)?)))
        };
        let (ours, theirs) = both().fold((0.0, 0.0), |sums, pair| (sums.0 + pair.0, sums.1 + pair.1));
        let most = |line: &PeriodLine| tokens((self.replayed)(line)).max(published(line).unwrap_or(0.0));
        let axis = Axis::amounts(0.0, reach(outcome.periods.iter().map(most)), 4);
        let cut = if outcome.periods.iter().any(|line| most(line) > axis.range.end) { CUT } else { "" };
        let told = format!(
            "Over the {} with a published figure, the network published {} {symbol} {what}; the replay {what} {} \
             {symbol} ({}).",
            say::count(both().count(), "row"),
            say::amount(theirs),
            say::amount(ours),
            difference(ours, theirs),
            symbol = meta.symbol,
            what = self.what,
        );
        let picture = chart(
            &format!("Plot of {} per row of the history, replayed against published. {told}", self.what),
            260,
            |y| format!("{}{} {} per row of the history", y.scale, meta.symbol, self.what),
            |frame| {
                let start = outcome.periods.first().map_or(0, |line| line.start);
                let end = outcome.periods.last().map_or(start, |line| line.end);
                Ok((Axis::dates(start, end, frame.dates)?, axis.clone()))
            },
            |chart| {
                let replayed = |line: &PeriodLine| Some(tokens((self.replayed)(line)));
                for run in level_runs(&outcome.periods, replayed) {
                    area(chart, run, self.ink)?;
                }
                for run in level_runs(&outcome.periods, published) {
                    line(chart, run, Ink::Published, 2.25)?;
                }
                Ok(())
            },
        )?;
        let (replayed, said) = (format!("{}, replayed", self.what), format!("{}, published", self.what));
        let key = legend(&[(self.sample, &replayed), (Sample::Line("published"), &said)]);
        Ok(figure(&key, &picture, &escape(&(told + cut))))
    }
}

/// The stairs of a value over the periods, broken where there is none.
fn level_runs(periods: &[PeriodLine], value: impl Fn(&PeriodLine) -> Option<f64>) -> Vec<Vec<(f64, f64)>> {
    periods
        .chunk_by(|one, other| value(one).is_some() == value(other).is_some())
        .map(|run| {
            let step = |line: &PeriodLine| {
                value(line).map(|level| [(line.start as f64, level), (line.end as f64, level)])
            };
            run.iter().filter_map(step).flatten().collect::<Vec<_>>()
        })
        .filter(|run| !run.is_empty())
        .collect()
}

/// How far the replay is from what was published.
pub fn difference(replayed: f64, published: f64) -> String {
    if published > 0.0 {
        format!("{}%", say::signed((replayed / published - 1.0) * 100.0, 1))
    } else {
        say::NOTHING.into()
    }
}
