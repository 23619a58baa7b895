//! The report of a replay: one HTML file that needs nothing else, for a reader who was not there.

mod axis;
mod canvas;
pub(crate) mod checked;
mod checked_plots;
mod checked_terms;
mod compare;
pub(crate) mod comparison;
pub(crate) mod happenings;
mod headline;
mod ink;
mod markup;
mod panels;
mod plots;
#[cfg(test)]
mod sample;
pub mod say;
pub(crate) mod series;
pub mod sheet;
mod strip;
mod tables;
mod terms;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use anyhow::ensure;

use ballast_replay::outcome::Outcome;
use markup::{escape, paragraph, section};

const STYLE: &str = include_str!("style.css");

/// The hatching of what was burned, so that it can be told from what was minted without colour.
const PATTERNS: &str = "<svg width=\"0\" height=\"0\" class=\"patterns\" aria-hidden=\"true\"><defs>\
    <pattern id=\"hatch\" width=\"22\" height=\"22\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <rect class=\"hatch-ground\" width=\"22\" height=\"22\"/><rect class=\"hatch-line\" width=\"7\" height=\"22\"/>\
    </pattern>\
    <pattern id=\"stripes\" width=\"26\" height=\"26\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">\
    <rect class=\"stripe\" width=\"8\" height=\"26\"/></pattern></defs></svg>\n";

/// The report of a replay, as one HTML file.
///
/// Errors where there is nothing to report, or where the history lies beyond the calendar.
pub fn html(outcome: &Outcome) -> anyhow::Result<String> {
    ensure!(!outcome.epochs.is_empty(), "there is nothing to report: the replay has no epochs");
    let meta = &outcome.meta;
    let title = format!("{} under the “{}” preset", meta.symbol, meta.preset);
    Ok(page(&Page {
        kind: "Ballast replay",
        title: &title,
        lead: &headline::sentence(outcome),
        intro: &headline::limits(outcome),
        fine: &headline::provenance(outcome)?,
        version: &meta.version,
        sections: sections(outcome)?,
    }))
}

/// A section: its anchor, its heading and its HTML.
type Section = (&'static str, &'static str, String);

/// What a report is made of; plain text, but for the sections.
struct Page<'a> {
    kind: &'a str,
    title: &'a str,
    lead: &'a str,
    intro: &'a str,
    fine: &'a str,
    version: &'a str,
    sections: Vec<Section>,
}

fn page(page: &Page) -> String {
    let (mut contents, mut body) = (String::new(), String::new());
    for (id, heading, html) in &page.sections {
        contents.push_str(&format!("<li><a href=\"#{id}\">{}</a></li>", escape(heading)));
        body.push_str(&section(id, heading, html));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}: {}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{PATTERNS}<header>\n<p class=\"kind\">{}</p>\n\
         <h1>{title}</h1>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n<p class=\"fine\">{}</p>\n\
         <nav aria-label=\"Contents\"><ul>{contents}</ul></nav>\n</header>\n<main>\n{body}</main>\n\
         <footer>{}</footer>\n</body>\n</html>\n",
        escape(&page.kind.to_lowercase()),
        escape(page.kind),
        escape(page.lead),
        escape(page.intro),
        escape(page.fine),
        escape(&format!("ballast {}", page.version)),
        title = escape(page.title),
    )
}

/// The sections, each with its anchor and its heading.
fn sections(outcome: &Outcome) -> anyhow::Result<Vec<Section>> {
    let steps = series::steps(outcome);
    let plots = plots::Plots { outcome, steps: &steps };
    let mut sections = vec![
        ("figures", "Key figures", headline::key_figures(outcome)),
        ("supply", "Supply", plots.supply()?),
        ("flows", "Burned against minted", plots.flows()?),
        ("market", "Price and USD settled", plots.market()?),
        ("caps", "What limited the mint", strip::timeline(outcome, &steps)?),
    ];
    if compare::has_published(outcome) {
        sections.push((
            "published",
            "Replayed against published",
            compare::plots(outcome)? + &tables::comparison(outcome)?,
        ));
    }
    sections.push(("ledger-section", "Ledger", tables::ledger(outcome)?));
    sections.push(("reading", "How to read this", reading(outcome)));
    Ok(sections)
}

/// The glossary, and how to make this report again.
fn reading(outcome: &Outcome) -> String {
    let meta = &outcome.meta;
    let mut html = paragraph(
        "The real contract was run, epoch by epoch, over the demand and the prices of the history: tenants pay, what \
         they pay burns, providers are paid by a mint. What it burned and minted is what this report shows. Prices and \
         demand are taken from the history as they were; how they would have answered is not modelled.",
    );
    html.push_str(&terms::glossary(&words::TERMS, &say::length(meta.epoch_length)));
    html.push_str("<h3>Made with</h3>\n<dl class=\"meanings\">\n");
    for (name, value) in [
        ("History", meta.history.clone()),
        ("Preset", meta.preset.clone()),
        ("Epoch", say::length(meta.epoch_length)),
        ("Window of the emission caps", say::count(meta.window as usize, "epoch")),
        ("Token", format!("{}, {} decimals", meta.symbol, meta.decimals)),
        ("Version", format!("ballast {}", meta.version)),
    ] {
        html.push_str(&format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(name), escape(&value)));
    }
    html.push_str("</dl>\n<p>To make this report again:</p>\n");
    html.push_str(&format!("<pre><code>{}</code></pre>\n", escape(&command(&meta.history, &meta.preset))));
    html
}

/// The command that makes this report: a history that is a file is named, the built-in one is not.
fn command(history: &str, preset: &str) -> String {
    let file = if history.ends_with(".csv") { format!(" {}", quoted(history)) } else { String::new() };
    format!("cargo ballast replay{file} --preset {}", quoted(preset))
}

/// A word for the shell.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '/');
    if !word.starts_with('-') && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
