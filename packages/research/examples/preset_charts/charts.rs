//! What each chart shows.

use anyhow::{Context, Result};
use ballast_api::ballast_guardrails::Level;
use ballast_math::Seconds;
use ballast_page::figures::{atomics_f64, tokens_f64};
use ballast_page::report::sheet::{Look, Panel, Series, Sheet};
use ballast_replay::outcome::Outcome;
use ballast_research::published::helium::Kind;
use ballast_research::published::{DAY, filecoin, helium, render};

/// Every so many days of a daily history are a point of a line: no eye sees more.
const THIN: usize = 4;

fn series(name: &str, look: Look, points: Vec<(f64, f64)>) -> Series {
    Series { name: name.to_owned(), look, points }
}

fn panel(name: &str, unit: &str, range: (f64, f64), series: Vec<Series>) -> Panel {
    Panel { name: name.to_owned(), unit: unit.to_owned(), range, series, notes: vec![], height: 230 }
}

/// A line that stays level from each start to the next one, over spans of a length.
fn stairs(values: impl Iterator<Item = (Seconds, f64)>, length: Seconds) -> Vec<(f64, f64)> {
    values.flat_map(|(start, value)| [(start as f64, value), ((start + length) as f64, value)]).collect()
}

/// HNT issued by the day, and what the replay lacks of it.
pub fn helium(weeks: &[helium::Week]) -> Result<String> {
    let (first, last) = (weeks.get(1).context("no weeks")?, weeks.last().context("no weeks")?);
    let line = |of: fn(&helium::Week) -> f64| {
        let emissions = weeks.iter().filter(|week| week.kind != Kind::Migration);
        stairs(emissions.map(|week| (week.start, of(week))), 7 * DAY)
    };
    let a_day = |amount, days: u64| helium::hnt(amount) / days as f64;
    let mut issued = panel(
        "Issued",
        "HNT a day",
        (0.0, 90_000.0),
        vec![
            series("published", Look::Published, line(|week| helium::hnt(week.published) / week.days as f64)),
            series(
                "replayed with the preset",
                Look::Replayed,
                line(|week| helium::hnt(week.replayed) / week.days as f64),
            ),
        ],
    );
    let growth = weeks.iter().find(|week| week.return_to_hnt() > 100_000.0).context("no HIP 138")?;
    let peak = a_day(growth.published, growth.days);
    let note = format!("one week at {:.0} thousand a day,", peak / 1_000.0);
    let beside = (growth.start - 240 * DAY) as f64;
    issued.notes.push((beside, 96_000.0, note));
    issued.notes.push((beside, 88_000.0, "with 1.3 million HNT once".to_owned()));
    let mut missing = panel(
        "Published less replayed",
        "HNT a day",
        (-2_000.0, 14_000.0),
        vec![series("difference", Look::Published, line(|week| -week.difference()))],
    );
    missing.notes.push(((growth.start + 60 * DAY) as f64, 14_500.0, "HIP 138: 12,236 a day".to_owned()));
    missing.notes.push(((first.start + 112 * DAY) as f64, 6_000.0, "the week of 1 August".to_owned()));
    Sheet {
        title: "Helium: what the schedule and the re-emission gave, and what was minted besides".to_owned(),
        from: first.start,
        until: last.start + 7 * DAY,
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
    let line =
        |of: fn(&render::Week) -> f64| stairs(weeks.iter().map(|week| (week.start, of(week))), 7 * DAY);
    let most = |of: fn(&render::Week) -> f64| weeks.iter().map(of).fold(0.0, f64::max);
    Sheet {
        title: "Render: job rewards settled on the rule after a first half year of other amounts".to_owned(),
        from: first.start,
        until: last.start + 7 * DAY,
        panels: vec![
            panel(
                "Job rewards minted",
                "RENDER a week",
                (0.0, most(|week| week.published)),
                vec![
                    series("published", Look::Published, line(|week| week.published)),
                    series("replayed with the preset", Look::Replayed, line(|week| week.replayed)),
                ],
            ),
            panel(
                "Burned",
                "RENDER a week",
                (0.0, most(|week| week.burned)),
                vec![
                    series("published", Look::Published, line(|week| week.burned)),
                    series("replayed with the preset", Look::Replayed, line(|week| week.replayed_burn)),
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
    let line = |of: &dyn Fn(&filecoin::Day) -> f64| -> Vec<(f64, f64)> {
        days.iter().step_by(THIN).map(|day| (day.at as f64, of(day))).collect()
    };
    let epochs_a_year = (365 * DAY / filecoin::EPOCH) as f64;
    let genesis = first.at;
    // The last day of the file is not whole.
    let settled = &days[filecoin::SETTLED..days.len() - 1];
    let after = |of: fn(&filecoin::Day) -> f64| -> Vec<(f64, f64)> {
        settled.iter().step_by(THIN).map(|day| (day.at as f64, of(day))).collect()
    };
    let mut clock = panel(
        "Network time, preset less published",
        "epochs of 30 s",
        (-0.6, 0.2),
        vec![
            series("found", Look::Published, after(filecoin::Day::difference)),
            series("expected: ceiling, sum and mean", Look::Replayed, after(filecoin::Day::explained)),
        ],
    );
    clock.height = 170;
    Sheet {
        title:
            "Filecoin: network time follows the published clock; blocks paid a little less than the schedules"
                .to_owned(),
        from: first.at,
        until: last.at,
        panels: vec![
            panel(
                "Effective network time",
                "years",
                (0.0, 2.3),
                vec![
                    series("published", Look::Published, line(&|day| day.published / epochs_a_year)),
                    series(
                        "preset, from the published work",
                        Look::Replayed,
                        line(&|day| day.reproduced / epochs_a_year),
                    ),
                    series(
                        "calendar",
                        Look::Beside,
                        line(&|day| (day.at - genesis) as f64 / (365 * DAY) as f64),
                    ),
                ],
            ),
            panel(
                "Mined since genesis",
                "FIL",
                (0.0, last.emitted),
                vec![
                    series("published", Look::Published, line(&|day| day.mined)),
                    series("both schedules of the preset", Look::Replayed, line(&|day| day.emitted)),
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
    let until = last.start + meta.epoch_length;
    let tokens = |amount| tokens_f64(amount, meta.decimals);
    let line = |of: &dyn Fn(&ballast_replay::outcome::EpochLine) -> f64| -> Vec<(f64, f64)> {
        stairs(outcome.epochs.iter().map(|line| (line.start, of(line))), meta.epoch_length)
    };
    let net: Vec<(f64, f64)> = outcome
        .epochs
        .iter()
        .filter_map(|line| {
            line.net_emission.map(|net| (line.start as f64, atomics_f64(net.atomics()) * 100.0))
        })
        .collect();
    let (low, high) =
        net.iter().fold((0.0f64, 0.0f64), |(low, high), (_, net)| (low.min(*net), high.max(*net)));
    let burned = outcome.epochs.iter().map(|line| tokens(line.burned)).fold(0.0, f64::max);
    let mut levels = panel("Breaker", "level", (0.0, 3.0), vec![]);
    levels.height = 110;
    levels.series.push(series(
        "0 normal, 1 caution, 2 restricted, 3 halted",
        Look::Area,
        line(&|line| match line.level {
            Level::Normal => 0.0,
            Level::Caution => 1.0,
            Level::Restricted => 2.0,
            Level::Halted => 3.0,
        }),
    ));
    Sheet {
        title: "Render’s demand and price under the ballast preset: it never mints more than it burns"
            .to_owned(),
        from: first.start,
        until,
        panels: vec![
            panel(
                "Burned and minted",
                "tokens a day",
                (0.0, burned),
                vec![
                    series("burned", Look::Published, line(&|line| tokens(line.burned))),
                    series("minted", Look::Replayed, line(&|line| tokens(line.minted))),
                ],
            ),
            panel(
                "Net emission of the last 30 days",
                "% of supply a year",
                (low, high),
                vec![series("minted less burned", Look::Replayed, net)],
            ),
            levels,
        ],
        source: "By day. Demand and price: RENDER_RNP20_Tools by nickypockets, MIT, by month".to_owned(),
    }
    .svg()
}
