//! What sections are made of.

use maud::{Markup, PreEscaped, html};

use super::Links;
use crate::chart::{Series, Shape};

/// A picture with what its series are above it and a caption below.
#[must_use]
pub fn figure<'a>(
    legend: impl IntoIterator<Item = &'a Series>,
    pictures: &Markup,
    caption: &Markup,
) -> Markup {
    let named: Vec<&Series> = legend.into_iter().filter(|series| series.name.is_some()).collect();
    html! {
        figure { "\n"
            @if !named.is_empty() { (key(&named)) }
            (pictures)
            figcaption { (caption) } "\n"
        } "\n"
    }
}

/// Each series with a sample drawn as in the plot.
fn key(named: &[&Series]) -> Markup {
    html! {
        ul class="legend" { @for series in named {
            li {
                svg class="key" viewBox="0 0 112 56" aria-hidden="true" {
                    @match series.shape {
                        Shape::Filled => rect class={ "f-" (series.ink.class()) } width="112" height="56" {},
                        Shape::Line(_) => polyline class={ "s-" (series.ink.class()) } fill="none" stroke-width="9" points="0,28 112,28" {},
                    }
                }
                (series.name.as_deref().unwrap_or_default())
            }
        } } "\n"
    }
}

/// A key figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What it is.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// What it is counted in.
    pub unit: String,
    /// Over which time it is, and how it is to be read.
    pub note: String,
}

/// Key figures, side by side.
#[must_use]
pub fn cards(cards: &[Card]) -> Markup {
    html! {
        dl class="cards" { "\n" @for card in cards {
            div {
                dt { (card.name) }
                dd class="value" { (card.value) " " span class="unit" { (card.unit) } }
                dd class="note" { (card.note) }
            } "\n"
        } } "\n"
    }
}

/// A name and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// A few words.
    pub name: &'static str,
    /// A sentence or two.
    pub meaning: &'static str,
}

/// Names and what is said of each.
#[must_use]
pub fn meanings(entries: impl IntoIterator<Item = (String, Markup)>) -> Markup {
    html! {
        dl class="meanings" { "\n" @for (name, said) in entries { div { dt { (name) } dd { (said) } } "\n" } } "\n"
    }
}

/// A list; nothing where there is nothing to list.
#[must_use]
pub fn list(items: impl IntoIterator<Item = impl AsRef<str>>, links: &Links) -> Markup {
    let items: Vec<Markup> = items.into_iter().map(|item| links.linked(item.as_ref())).collect();
    if items.is_empty() {
        return PreEscaped(String::new());
    }
    html! { ul { @for item in items { li { (item) } } } "\n" }
}

/// What is folded away behind a line.
#[must_use]
pub fn folded(id: Option<&str>, summary: &str, body: &Markup) -> Markup {
    html! { details id=[id] { "\n" summary { (summary) } "\n" (body) } "\n" }
}

/// A command, as it is typed.
#[must_use]
pub fn command(typed: &str) -> Markup {
    html! { pre { code { (typed) } } "\n" }
}
