//! Names that lead somewhere, so that a definition is one tap away.

use maud::{Markup, PreEscaped, Render, html};

/// A name, and the anchor of what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    name: String,
    id: String,
}

impl Link {
    /// A link from a name, as it stands at the beginning of a cell, to an anchor of the same page.
    pub fn new(name: impl Into<String>, id: impl Into<String>) -> Self {
        Self { name: name.into(), id: id.into() }
    }
}

/// The names that are links wherever they begin a cell, a heading or a caption.
#[derive(Debug, Clone, Default)]
pub struct Links(Vec<Link>);

impl Links {
    /// These names; of two that are the same the first one counts.
    pub fn new(links: impl IntoIterator<Item = Link>) -> Self {
        Self(links.into_iter().collect())
    }

    /// The same names, and more.
    #[must_use]
    pub fn and(mut self, more: impl IntoIterator<Item = Link>) -> Self {
        self.0.extend(more);
        self
    }

    /// A text; where it begins with a name, up to a comma or a colon, that leads to what is linked.
    #[must_use]
    pub fn linked(&self, text: &str) -> Markup {
        let name = text.split_once([',', ':']).map_or(text, |(name, _)| name);
        match self.0.iter().find(|link| link.name.eq_ignore_ascii_case(name)) {
            Some(link) => html! { a href={ "#" (link.id) } { (name) } (text[name.len()..]) },
            None => breakable(text),
        }
    }
}

/// The name of a parameter may go on in a new line after a dot or an underscore.
fn breakable(text: &str) -> Markup {
    let is_name =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._".contains(letter);
    if text.starts_with(|letter: char| letter.is_ascii_lowercase()) && text.chars().all(is_name) {
        html! { @for part in text.split_inclusive(['.', '_']) {
            (part) @if part.ends_with(['.', '_']) { (PreEscaped("<wbr>")) }
        } }
    } else {
        text.render()
    }
}
