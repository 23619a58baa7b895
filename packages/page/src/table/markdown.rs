//! A table in Markdown.

use super::Table;

impl Table {
    /// In Markdown, each line with its end.
    #[must_use]
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let heading = |column: &super::Column| match &column.target {
            Some(target) => format!("[`{}`]({target})", escaped(&column.heading)),
            None => escaped(&column.heading),
        };
        let mut text = line(self.columns.iter().map(heading).collect());
        text.push_str(&line(vec!["---".to_owned(); self.columns.len()]));
        for row in self.all_rows() {
            text.push_str(&line(row.iter().map(|cell| escaped(cell)).collect()));
        }
        text
    }
}

/// Text that stays text in Markdown: it ends neither a cell nor a line, and opens no tag.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '|' => safe.push_str("\\|"),
            // “< 0.1%” opens nothing.
            '<' if letters.peek().is_some_and(|next| *next != ' ') => safe.push_str("&lt;"),
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
