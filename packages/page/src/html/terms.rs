//! What figures are: a glossary, and links to it.

use maud::{Markup, html};

use super::links::{Link, Links};

/// A figure, and how it is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// Its anchor.
    pub id: &'static str,
    /// What it is called; the first one is its name in the glossary, the others are used where there is less room.
    pub names: &'static [&'static str],
    /// What it is.
    pub meaning: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// Over which time; `{run}` stands for the length of a run.
    pub window: &'static str,
}

/// The glossary; `run` is the length of a run in words.
#[must_use]
pub fn glossary(terms: &[Term], run: &str) -> Markup {
    html! {
        dl class="meanings" { "\n" @for term in terms {
            div id=(term.id) {
                dt { (term.names.first().copied().unwrap_or_default()) }
                dd {
                    (term.meaning) " "
                    span class="measured" { "Unit: " (term.unit) ". Window: " (term.window.replace("{run}", run)) "." }
                }
            } "\n"
        } } "\n"
    }
}

/// The names of figures, each with its definition.
#[must_use]
pub fn links_to(terms: &'static [Term]) -> Links {
    Links::new(terms.iter().flat_map(|term| term.names.iter().map(|name| Link::new(*name, term.id))))
}
