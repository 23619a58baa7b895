//! Pages: one file each that needs nothing else, for a reader who was not there. A typed tree: what is text is escaped by its type.

mod links;
mod parts;
mod terms;
#[cfg(test)]
mod tests;

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

pub use links::{Link, Links};
pub use parts::{Card, Meaning, cards, command, figure, folded, list, meanings};
pub use terms::{Term, glossary, links_to};

const STYLE: &str = include_str!("style.css");

/// A section of a page.
#[derive(Debug, Clone)]
pub struct Section {
    id: &'static str,
    heading: &'static str,
    body: Markup,
}

impl Section {
    /// A section with its anchor and its heading.
    #[must_use]
    pub const fn new(id: &'static str, heading: &'static str, body: Markup) -> Self {
        Self { id, heading, body }
    }
}

impl Render for Section {
    fn render(&self) -> Markup {
        let heading = format!("{}-h", self.id);
        html! {
            section id=(self.id) aria-labelledby=(heading) { "\n"
                h2 id=(heading) { (self.heading) } "\n"
                (self.body)
            } "\n"
        }
    }
}

/// A page.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// What kind of page it is; stands above the title.
    pub kind: &'a str,
    /// The one heading of the first level.
    pub title: &'a str,
    /// The answer, in a sentence.
    pub lead: &'a str,
    /// What else is to be known at once.
    pub intro: &'a str,
    /// Where it comes from.
    pub fine: &'a str,
    /// Version of the lab.
    pub version: &'a str,
    /// What follows.
    pub sections: Vec<Section>,
}

impl Page<'_> {
    /// The whole file.
    #[must_use]
    pub fn file(&self) -> String {
        let tree = html! {
            (DOCTYPE) "\n"
            html lang="en" { "\n"
                head { "\n"
                    meta charset="utf-8"; "\n"
                    meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
                    meta name="color-scheme" content="light dark"; "\n"
                    title { (self.title) ": " (self.kind.to_lowercase()) } "\n"
                    style { "\n" (PreEscaped(STYLE)) } "\n"
                } "\n"
                body { "\n"
                    (patterns())
                    header { "\n"
                        p class="kind" { (self.kind) } "\n"
                        h1 { (self.title) } "\n"
                        p class="lead" { (self.lead) } "\n"
                        p { (self.intro) } "\n"
                        p class="fine" { (self.fine) } "\n"
                        nav aria-label="Contents" { ul { @for section in &self.sections {
                            li { a href={ "#" (section.id) } { (section.heading) } }
                        } } } "\n"
                    } "\n"
                    main { "\n" @for section in &self.sections { (section) } } "\n"
                    footer { "ballast " (self.version) } "\n"
                } "\n"
            } "\n"
        };
        tree.into_string()
    }
}

/// The hatching of what was burned, and the stripes of what has no guardrails, so that both can be told without colour.
fn patterns() -> Markup {
    html! {
        svg width="0" height="0" class="patterns" aria-hidden="true" { defs {
            pattern id="hatch" width="22" height="22" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect class="hatch-ground" width="22" height="22" {}
                rect class="hatch-line" width="7" height="22" {}
            }
            pattern id="stripes" width="26" height="26" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)" {
                rect class="stripe" width="8" height="26" {}
            }
        } } "\n"
    }
}
