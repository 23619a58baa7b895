//! A replay, for people: its page, what the terminal shows, and its files.

mod csv;
mod happenings;
mod headline;
mod ledger;
mod plots;
mod published;
mod steps;
mod strip;
mod terminal;
mod terms;
#[cfg(test)]
mod tests;
pub mod words;

use anyhow::ensure;
use ballast_replay::outcome::Outcome;
use maud::{Markup, html};

use crate::html::{Page, Section, command, glossary, meanings};
use crate::number::count;
use crate::{File, shell, time};

pub(crate) use csv::{epochs, guardrails};
pub(crate) use happenings::tables as happenings;
pub(crate) use steps::{Step, level, over, range, steps};
pub(crate) use terminal::start;
pub use terminal::terminal;
pub(crate) use terms::TERMS;

/// The page of a replay, as one HTML file.
///
/// Errors where there is nothing to report, or where the history lies beyond the calendar.
pub fn page(outcome: &Outcome) -> anyhow::Result<String> {
    ensure!(!outcome.epochs.is_empty(), "there is nothing to report: the replay has no epochs");
    let meta = &outcome.meta;
    Ok(Page {
        kind: "Ballast replay",
        title: &format!("{} under the “{}” preset", meta.symbol, meta.preset),
        lead: &headline::sentence(outcome),
        intro: &headline::limits(outcome),
        fine: &headline::provenance(outcome)?,
        version: &meta.version,
        sections: sections(outcome)?,
    }
    .file())
}

/// `report.html`, `epochs.csv`, `periods.csv`, `guardrails.csv` and `outcome.json`. Errors as [`page`].
pub fn files(outcome: &Outcome) -> anyhow::Result<Vec<File>> {
    Ok(vec![
        File::text("report.html", page(outcome)?),
        File::bytes("epochs.csv", csv::epochs(outcome)?),
        File::bytes("periods.csv", csv::periods(outcome)?),
        File::bytes("guardrails.csv", csv::guardrails(outcome)?),
        File::json("outcome.json", outcome)?,
    ])
}

fn sections(outcome: &Outcome) -> anyhow::Result<Vec<Section>> {
    let steps = steps(outcome);
    let plots = plots::Plots { outcome, steps: &steps };
    let mut sections = vec![
        Section::new("figures", "Key figures", headline::key_figures(outcome)),
        Section::new("supply", "Supply", plots.supply()?),
        Section::new("flows", "Burned against minted", plots.flows()?),
        Section::new("market", "Price and USD settled", plots.market()?),
        Section::new("caps", "What limited the mint", strip::timeline(outcome, &steps)?),
    ];
    if published::is_there(outcome) {
        let body = html! { (published::plots(outcome)?) (ledger::comparison(outcome)?) };
        sections.push(Section::new("published", "Replayed against published", body));
    }
    sections.push(Section::new("ledger-section", "Ledger", ledger::ledger(outcome)?));
    sections.push(Section::new("reading", "How to read this", reading(outcome)));
    Ok(sections)
}

/// The glossary, and how to make this page again.
fn reading(outcome: &Outcome) -> Markup {
    let meta = &outcome.meta;
    let made_with = [
        ("History", meta.history.clone()),
        ("Preset", meta.preset.clone()),
        ("Epoch", time::length(meta.epoch_length)),
        ("Window of the emission caps", count(meta.window.into(), "epoch")),
        ("Token", format!("{}, {} decimals", meta.symbol, meta.decimals)),
        ("Version", format!("ballast {}", meta.version)),
    ];
    html! {
        p {
            "The real contract was run, epoch by epoch, over the demand and the prices of the history: tenants pay, what "
            "they pay burns, providers are paid by a mint. What it burned and minted is what this report shows. Prices and "
            "demand are taken from the history as they were; how they would have answered is not modelled."
        } "\n"
        (glossary(&TERMS, &time::length(meta.epoch_length)))
        h3 { "Made with" } "\n"
        (meanings(made_with.into_iter().map(|(name, value)| (name.to_owned(), html! { (value) }))))
        p { "To make this report again:" } "\n"
        (command(&again(&meta.history, &meta.preset)))
    }
}

/// The command that makes this page: a history that is a file is named, the built-in one is not.
fn again(history: &str, preset: &str) -> String {
    let file = if history.ends_with(".csv") { format!(" {}", shell::word(history)) } else { String::new() };
    format!("cargo ballast replay{file} --preset {}", shell::word(preset))
}
