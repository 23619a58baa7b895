//! What each chart shows.

use anyhow::{Context, Result};
use ballast_math::{Duration, TimeRange, Timestamp, Tokens};
use ballast_page::chart::{Ink, Note, Panel, Points, Series, Sheet};
use ballast_page::number::Number;
use ballast_replay::outcome::Outcome;
use ballast_research::published::helium::Kind;
use ballast_research::published::{filecoin, helium, render};

/// Every so many days of a daily history are a point of a line: no eye sees more.
const THIN: usize = 4;

/// A line that stays level from each start to the next one, over spans of a length.
fn stairs(values: impl Iterator<Item = (Timestamp, f64)>, length: Duration) -> Points {
    let ends = |start: Timestamp| [place(start), place(start.saturating_plus(length))];
    values.flat_map(|(start, value)| ends(start).map(|at| (at, value))).collect()
}

/// Where a time lies on an axis.
fn place(time: Timestamp) -> f64 {
    time.seconds() as f64
}

fn note(time: f64, value: f64, words: impl Into<String>) -> Note {
    Note { time, value, words: words.into() }
}

/// HNT issued by the day, and what the replay lacks of it.
pub fn helium(weeks: &[helium::Week]) -> Result<String> {
    let (first, last) = (weeks.get(1).context("no weeks")?, weeks.last().context("no weeks")?);
    let line = |of: fn(&helium::Week) -> f64| {
        let emissions = weeks.iter().filter(|week| week.kind != Kind::Migration);
        stairs(emissions.map(|week| (week.start, of(week))), Duration::WEEK)
    };
    let a_day = |amount, days: u64| helium::hnt(amount) / days as f64;
    let mut issued = Panel::new(
        "Issued",
        "HNT a day",
        (0.0, 90_000.0),
        vec![
            Series::published("published", line(|week| helium::hnt(week.published) / week.days as f64)),
            Series::replayed(
                "replayed with the preset",
                line(|week| helium::hnt(week.replayed) / week.days as f64),
            ),
        ],
    );
    let growth = weeks.iter().find(|week| week.return_to_hnt() > 100_000.0).context("no HIP 138")?;
    let peak = a_day(growth.published, growth.days);
    let said = format!("one week at {} thousand a day,", Number::measured(peak / 1_000.0).fixed(0));
    let beside = place(growth.start.saturating_minus(Duration::days(240)));
    issued.notes.push(note(beside, 96_000.0, said));
    issued.notes.push(note(beside, 88_000.0, "with 1.3 million HNT once"));
    let mut missing = Panel::new(
        "Published less replayed",
        "HNT a day",
        (-2_000.0, 14_000.0),
        vec![Series::published("difference", line(|week| -week.difference()))],
    );
    missing.notes.push(note(
        place(growth.start.saturating_plus(Duration::days(60))),
        14_500.0,
        "HIP 138: 12,236 a day",
    ));
    missing.notes.push(note(
        place(first.start.saturating_plus(Duration::days(112))),
        6_000.0,
        "the week of 1 August",
    ));
    Sheet {
        title: "Helium: what the schedule and the re-emission gave, and what was minted besides".to_owned(),
        time: TimeRange { start: first.start, end: last.start.saturating_plus(Duration::WEEK) },
        panels: vec![issued, missing],
        source:
            "By week. Published: Tokenomics-as-Systems-Engineering by CryptoZach (Dune extracts), CC-BY 4.0"
                .to_owned(),
    }
    .svg()
}

/// Job rewards and burns by the week.
pub fn render(weeks: &[render::Week]) -> Result<String> {
    let (first, last) = (weeks.first().context("no weeks")?, weeks.last().context("no weeks")?);
    let line = |of: fn(&render::Week) -> Tokens| {
        stairs(weeks.iter().map(|week| (week.start, render::whole(of(week)).coordinate())), Duration::WEEK)
    };
    let max = |of: fn(&render::Week) -> Tokens| {
        render::whole(weeks.iter().map(of).max().unwrap_or_default()).coordinate()
    };
    Sheet {
        title: "Render: job rewards settled on the rule after a first half year of other amounts".to_owned(),
        time: TimeRange { start: first.start, end: last.start.saturating_plus(Duration::WEEK) },
        panels: vec![
            Panel::new(
                "Job rewards minted",
                "RENDER a week",
                (0.0, max(|week| week.published)),
                vec![
                    Series::published("published", line(|week| week.published)),
                    Series::replayed("replayed with the preset", line(|week| week.replayed)),
                ],
            ),
            Panel::new(
                "Burned",
                "RENDER a week",
                (0.0, max(|week| week.burned)),
                vec![
                    Series::published("published", line(|week| week.burned)),
                    Series::replayed("replayed with the preset", line(|week| week.replayed_burn)),
                ],
            ),
        ],
        source: "By weekly epoch. Published: RENDER_RNP20_Tools by nickypockets, MIT".to_owned(),
    }
    .svg()
}

/// The clock and what was mined, by the day.
pub fn filecoin(days: &[filecoin::Day]) -> Result<String> {
    let (first, last) = (days.first().context("no days")?, days.last().context("no days")?);
    let line = |of: &dyn Fn(&filecoin::Day) -> f64| -> Points {
        days.iter().step_by(THIN).map(|day| (place(day.at), of(day))).collect()
    };
    let epochs_a_year = filecoin::YEAR as f64;
    let years = |time: Duration| time.seconds() as f64 / Duration::YEAR.seconds() as f64;
    // The last day of the file is not whole.
    let settled = &days[filecoin::SETTLED..days.len() - 1];
    let after = |of: fn(&filecoin::Day) -> f64| -> Points {
        settled.iter().step_by(THIN).map(|day| (place(day.at), of(day))).collect()
    };
    let mut clock = Panel::new(
        "Network time, preset less published",
        "epochs of 30 s",
        (-0.6, 0.2),
        vec![
            Series::published("found", after(filecoin::Day::difference)),
            Series::replayed("expected: ceiling, sum and mean", after(filecoin::Day::explained)),
        ],
    );
    clock.height = 170;
    Sheet {
        title:
            "Filecoin: network time follows the published clock; blocks paid a little less than the schedules"
                .to_owned(),
        time: TimeRange { start: first.at, end: last.at },
        panels: vec![
            Panel::new(
                "Effective network time",
                "years",
                (0.0, 2.3),
                vec![
                    Series::published("published", line(&|day| day.published / epochs_a_year)),
                    Series::replayed(
                        "preset, from the published work",
                        line(&|day| day.reproduced / epochs_a_year),
                    ),
                    Series::beside("calendar", line(&|day| years(day.at.since(first.at)))),
                ],
            ),
            Panel::new(
                "Mined since genesis",
                "FIL",
                (0.0, last.emitted),
                vec![
                    Series::published("published", line(&|day| day.mined)),
                    Series::replayed("both schedules of the preset", line(&|day| day.emitted)),
                ],
            ),
            clock,
        ],
        source: "By day. Published: filecoin-mecha-twin, MIT".to_owned(),
    }
    .svg()
}

/// Burned against minted, net emission and the breaker.
pub fn ballast(outcome: &Outcome) -> Result<String> {
    let meta = &outcome.meta;
    let (first, last) =
        (outcome.epochs.first().context("no epochs")?, outcome.epochs.last().context("no epochs")?);
    let tokens = |amount| Number::tokens(amount, meta.decimals).coordinate();
    let line = |of: &dyn Fn(&ballast_replay::outcome::EpochLine) -> f64| -> Points {
        stairs(outcome.epochs.iter().map(|line| (line.start, of(line))), meta.epoch_length)
    };
    let net: Points = outcome
        .epochs
        .iter()
        .filter_map(|line| {
            line.net_emission.map(|net| (place(line.start), Number::signed_ratio(net).coordinate() * 100.0))
        })
        .collect();
    let (low, high) =
        net.iter().fold((0.0f64, 0.0f64), |(low, high), (_, net)| (low.min(*net), high.max(*net)));
    let burned = outcome.epochs.iter().map(|line| tokens(line.burned)).fold(0.0, f64::max);
    let mut levels = Panel::new("Breaker", "level", (0.0, 3.0), vec![]);
    levels.height = 110;
    let level = line(&|line| f64::from(line.level as u8));
    levels
        .series
        .push(Series::area(Ink::Restricted, level).named("0 normal, 1 caution, 2 restricted, 3 halted"));
    Sheet {
        title: "Render’s demand and price under the ballast preset: it never mints more than it burns"
            .to_owned(),
        time: TimeRange { start: first.start, end: last.start.saturating_plus(meta.epoch_length) },
        panels: vec![
            Panel::new(
                "Burned and minted",
                "tokens a day",
                (0.0, burned),
                vec![
                    Series::published("burned", line(&|line| tokens(line.burned))),
                    Series::replayed("minted", line(&|line| tokens(line.minted))),
                ],
            ),
            Panel::new(
                "Net emission of the last 30 days",
                "% of supply a year",
                (low, high),
                vec![Series::replayed("minted less burned", net)],
            ),
            levels,
        ],
        source: "By day. Demand and price: RENDER_RNP20_Tools by nickypockets, MIT, by month".to_owned(),
    }
    .svg()
}
