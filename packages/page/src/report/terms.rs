//! What figures are: a glossary, and links to it from the tables, so that a definition is one tap away.

use crate::report::markup::escape;

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
pub fn glossary(terms: &[Term], run: &str) -> String {
    let mut html = String::from("<dl class=\"meanings\">\n");
    for term in terms {
        html.push_str(&format!(
            "<div id=\"{}\"><dt>{}</dt><dd>{} <span class=\"measured\">Unit: {}. Window: {}.</span></dd></div>\n",
            term.id,
            escape(term.names[0]),
            escape(term.meaning),
            escape(term.unit),
            escape(&term.window.replace("{run}", run)),
        ));
    }
    html.push_str("</dl>\n");
    html
}

/// A name, and the anchor of what it leads to.
#[derive(Debug, Clone)]
pub struct Link {
    /// The name, as it stands at the beginning of a cell.
    pub name: String,
    /// The anchor.
    pub id: String,
}

/// The names of figures, each with its definition.
pub fn links(terms: &'static [Term]) -> Vec<Link> {
    let of = |term: &'static Term| {
        term.names.iter().map(|name| Link { name: (*name).to_owned(), id: term.id.to_owned() })
    };
    terms.iter().flat_map(of).collect()
}

/// A cell as HTML; where it begins with a name, that leads to what is linked.
pub fn linked(cell: &str, links: &[Link]) -> String {
    let name = cell.split_once([',', ':']).map_or(cell, |(name, _)| name);
    match links.iter().find(|link| link.name.eq_ignore_ascii_case(name)) {
        Some(link) => {
            format!("<a href=\"#{}\">{}</a>{}", link.id, escape(name), escape(&cell[name.len()..]))
        }
        None => breakable(cell),
    }
}

/// The name of a parameter may go on in a new line after a dot or an underscore.
fn breakable(cell: &str) -> String {
    let safe = escape(cell);
    let is_name =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._".contains(letter);
    if cell.starts_with(|letter: char| letter.is_ascii_lowercase()) && cell.chars().all(is_name) {
        safe.replace('.', ".<wbr>").replace('_', "_<wbr>")
    } else {
        safe
    }
}
