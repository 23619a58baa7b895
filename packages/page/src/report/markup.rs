//! HTML, piece by piece.

use crate::report::terms::{Link, linked};

/// Text made safe for elements and for attributes in double quotes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A section with its heading. `body` is HTML.
pub fn section(id: &str, heading: &str, body: &str) -> String {
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{}</h2>\n{body}</section>\n",
        escape(heading)
    )
}

/// A figure: what stands above it, its pictures and its caption. All HTML.
pub fn figure(legend: &str, pictures: &str, caption: &str) -> String {
    format!("<figure>\n{legend}{pictures}<figcaption>{caption}</figcaption>\n</figure>\n")
}

/// A paragraph of plain text.
pub fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escape(text))
}

/// How a legend shows a series: the class of its sample, and whether it is an area or a line.
#[derive(Clone, Copy)]
pub enum Sample {
    /// An area.
    Area(&'static str),
    /// A line.
    Line(&'static str),
}

/// A legend: each series with a sample drawn as in the plot.
pub fn legend(entries: &[(Sample, &str)]) -> String {
    let mut list = String::from("<ul class=\"legend\">");
    for (sample, label) in entries {
        let drawn = match sample {
            Sample::Area(class) => format!("<rect class=\"f-{class}\" width=\"112\" height=\"56\"/>"),
            Sample::Line(class) => {
                format!(
                    "<polyline class=\"s-{class}\" fill=\"none\" stroke-width=\"9\" points=\"0,28 112,28\"/>"
                )
            }
        };
        list.push_str(&format!(
            "<li><svg class=\"key\" viewBox=\"0 0 112 56\" aria-hidden=\"true\">{drawn}</svg>{}</li>",
            escape(label)
        ));
    }
    list.push_str("</ul>\n");
    list
}

/// A table whose first column names the row.
pub struct Table {
    /// Its anchor.
    pub id: &'static str,
    /// What it shows.
    pub caption: String,
    /// Headings of the columns.
    pub head: Vec<String>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
    /// A last row that sums up.
    pub foot: Option<Vec<String>>,
    /// How many of the last columns are words, not numbers.
    pub words: usize,
    /// The names that lead somewhere.
    pub links: Vec<Link>,
}

impl Table {
    /// The table in a box of its own that scrolls where the page is too narrow.
    pub fn html(&self) -> String {
        let id = self.id;
        let mut html = format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{id}-c\">\n<table id=\"{id}\">\n\
             <caption><span id=\"{id}-c\">{}</span></caption>\n<thead><tr>",
            escape(&self.caption)
        );
        for (column, heading) in self.head.iter().enumerate() {
            html.push_str(&format!(
                "<th scope=\"col\"{}>{}</th>",
                self.class(column),
                linked(heading, &self.links)
            ));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        self.rows.iter().for_each(|row| self.row(&mut html, row));
        html.push_str("</tbody>\n");
        if let Some(foot) = &self.foot {
            html.push_str("<tfoot>\n");
            self.row(&mut html, foot);
            html.push_str("</tfoot>\n");
        }
        html.push_str("</table>\n</div>\n");
        html
    }

    fn class(&self, column: usize) -> &'static str {
        if column > 0 && column + self.words >= self.head.len() { " class=\"words\"" } else { "" }
    }

    fn row(&self, html: &mut String, cells: &[String]) {
        html.push_str("<tr>");
        for (column, cell) in cells.iter().enumerate() {
            match column {
                0 => html.push_str(&format!("<th scope=\"row\">{}</th>", linked(cell, &self.links))),
                _ => html.push_str(&format!("<td{}>{}</td>", self.class(column), linked(cell, &self.links))),
            }
        }
        html.push_str("</tr>\n");
    }
}
