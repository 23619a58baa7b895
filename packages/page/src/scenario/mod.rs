//! A scenario, for people: the same economy with the guardrails and without.

mod panels;
mod place;
mod tables;
mod terminal;
mod words;

use anyhow::ensure;
use ballast_math::TimeRange;
use ballast_replay::scenario::{Comparison, ScenarioName};
use maud::{Markup, html};

use crate::chart::Series;
use crate::html::{Page, Section, command, figure, glossary, links_to, meanings};
use crate::number::{Number, count};
use crate::replay::words::{LEVELS, ink, level};
use crate::replay::{self, TERMS, steps};
use crate::shell::word;
use crate::{File, time};

use panels::{Panels, Span};
pub use terminal::terminal;

/// The page, as one HTML file. Errors where there is nothing to report, or where the scenario lies beyond the calendar.
pub fn page(comparison: &Comparison) -> anyhow::Result<String> {
    let (with, without) = (&comparison.with, &comparison.without);
    ensure!(!with.epochs.is_empty(), "there is nothing to report: the scenario has no epochs");
    let mut sections = vec![
        Section::new("picture", "What happened", picture(comparison)?),
        Section::new("figures", "In figures", side_by_side(comparison)?),
    ];
    if comparison.crisis.is_some() {
        sections.push(Section::new("days", "From the trip to the recovery", days(comparison)?));
    }
    sections.push(Section::new("moves-section", "The breaker", replay::happenings(with)?));
    sections.push(Section::new("reading", "How to read this", reading(comparison)));
    Ok(Page {
        kind: "Ballast scenario: one network, with guardrails and without",
        title: match comparison.scenario {
            ScenarioName::Crash60 => "Usage −60%, price −50%",
        },
        lead: &words::crisis(comparison),
        intro: &words::cost(comparison)?,
        fine: &format!(
            "Preset {}, {} of {}. Both runs are the real contract with the same policy on the same path; only the \
             breaker’s signals differ. Burned is the same in both: {} {}.",
            with.meta.preset,
            count(with.epochs.len() as u64, "epoch"),
            time::length(with.meta.epoch_length),
            Number::tokens(without.totals.burned, with.meta.decimals).sized(),
            with.meta.symbol,
        ),
        version: &with.meta.version,
        sections,
    }
    .file())
}

/// The page of a scenario, and for both of its runs the epochs and the rest. Errors as [`page`].
pub fn files(comparison: &Comparison) -> anyhow::Result<Vec<File>> {
    let name = comparison.scenario.name();
    Ok(vec![
        File::text(format!("{name}.html"), page(comparison)?),
        File::bytes(format!("{name}-with.csv"), replay::epochs(&comparison.with)?),
        File::bytes(format!("{name}-without.csv"), replay::epochs(&comparison.without)?),
        File::bytes(format!("{name}-guardrails.csv"), replay::guardrails(&comparison.with)?),
        File::json(format!("{name}.json"), comparison)?,
    ])
}

fn picture(comparison: &Comparison) -> anyhow::Result<Markup> {
    let (with, without) = (&comparison.with, &comparison.without);
    let (guarded, unguarded) = (steps(with), steps(without));
    let told = format!(
        "Three plots over the same days. Above, usage and price as an index. In the middle, net emission a day with \
         guardrails and without. Below, the breaker’s level. {}",
        words::crisis(comparison)
    );
    let symbol = &with.meta.symbol;
    let panels = Panels { with: &guarded, without: &unguarded, symbol, crisis: span(comparison)?, told };
    let seen = LEVELS.into_iter().filter(|level| with.totals.epochs_at_level[*level as usize] > 0);
    let levels = seen.map(|seen| Series::area(ink(seen), vec![]).named(level(seen).name.to_lowercase()));
    let key: Vec<Series> = panels::lines(&guarded, &unguarded).into_iter().chain(levels).collect();
    let caption = html! {
        "Above zero the supply grows, below zero it shrinks. Shaded: from the first trip to the recovery, with "
        "the net emission of all of it. Where only one line is seen, both are the same. Each step is one "
        "epoch; its level is the highest that the breaker had during it."
    };
    Ok(figure(&key, &panels.html()?, &caption))
}

/// The shaded time, and what is said of it.
fn span(comparison: &Comparison) -> anyhow::Result<Option<Span>> {
    let (with, without) = (&comparison.with, &comparison.without);
    let Some(crisis) = &comparison.crisis else { return Ok(None) };
    let start = |place: usize| with.epochs.get(place).map(|line| line.start).unwrap_or_default();
    Ok(Some(Span {
        time: TimeRange {
            start: start(crisis.first),
            end: start(crisis.last).saturating_plus(with.meta.epoch_length),
        },
        start: ["first trip".to_owned(), time::date(crisis.trip)?.to_string()],
        end: match crisis.recovery {
            Some(recovery) => ["level 0 again".to_owned(), time::date(recovery)?.to_string()],
            None => [String::new(), String::new()],
        },
        with: [words::net(with, crisis.with), "with guardrails".to_owned()],
        without: [words::net(without, crisis.without), "without".to_owned()],
    }))
}

fn side_by_side(comparison: &Comparison) -> anyhow::Result<Markup> {
    let caption =
        format!("The two runs side by side, in {} where nothing else is said.", comparison.with.meta.symbol);
    Ok(tables::side_by_side(comparison)?.html("side-by-side", &caption, &links_to(&TERMS)))
}

/// Every epoch from the first trip to the recovery.
fn days(comparison: &Comparison) -> anyhow::Result<Markup> {
    let caption = format!(
        "Every epoch from the first trip to the recovery; tokens in {}.",
        comparison.with.meta.symbol
    );
    Ok(tables::epochs(comparison)?.html("epochs", &caption, &links_to(&TERMS)))
}

fn reading(comparison: &Comparison) -> Markup {
    let process = match comparison.scenario {
        ScenarioName::Crash60 => {
            "30 calm days; then usage falls by 60% and the price by 50% within 14 days, usage fastest on the first day, the \
             price on the last; 30 days at the bottom; 60 days in which usage comes back to 80% and the price to 70%. Demand and \
             price are given: how tenants and traders would have answered the breaker is not modelled."
        }
    };
    let meta = &comparison.with.meta;
    let levels = LEVELS.map(level).map(|said| (said.name.to_owned(), html! { (said.meaning) }));
    let again = format!(
        "cargo ballast replay --scenario {} --preset {}",
        comparison.scenario.name(),
        word(&meta.preset)
    );
    html! {
        p { (process) } "\n"
        (glossary(&TERMS, &time::length(meta.epoch_length)))
        h3 { "Levels of the breaker" } "\n"
        (meanings(levels))
        p { "To make this report again:" } "\n"
        (command(&again))
    }
}
