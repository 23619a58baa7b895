//! A table on the terminal.

use std::fmt;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, TableComponent};

use super::{Kind, Table};

/// As it is printed: columns apart, a rule below the headings, numbers to the right, as wide as it needs to be.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = comfy_table::Table::new();
        table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table
            .set_style(TableComponent::HeaderLines, '─')
            .set_style(TableComponent::MiddleHeaderIntersections, '─');
        table.set_header(self.columns.iter().map(|column| visible(&column.heading)));
        table.add_rows(self.all_rows().map(|row| row.iter().map(|cell| visible(cell))));
        for (place, column) in self.columns.iter().enumerate() {
            if let (Kind::Number, Some(column)) = (column.kind, table.column_mut(place)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.fmt(f)
    }
}

/// Text that a terminal only shows: what would steer it, or begin a new line, is a `�`.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().map(|letter| if steers(letter) { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

/// Control characters, and those that turn the direction of what follows.
fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}
