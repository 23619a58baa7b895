//! One table, rendered three ways: for the terminal, as Markdown, as HTML.
//!
//! Cells are plain text. Each way makes them safe for its medium: no cell can end a row, open a tag or move a cursor.

mod html;
mod markdown;
mod terminal;
#[cfg(test)]
mod tests;

pub use markdown::escaped as markdown_text;
pub use terminal::visible;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// They name the row.
    Name,
    /// Numbers: their digits stand below each other.
    Number,
    /// A word or two.
    Label,
    /// Words that may go on in a new line.
    Words,
}

/// A column: its heading, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    heading: String,
    kind: Kind,
    target: Option<String>,
}

impl Column {
    /// The first column: what each row is.
    pub fn name(heading: impl Into<String>) -> Self {
        Self::of(Kind::Name, heading)
    }

    /// Numbers.
    pub fn number(heading: impl Into<String>) -> Self {
        Self::of(Kind::Number, heading)
    }

    /// A word or two in each cell.
    pub fn label(heading: impl Into<String>) -> Self {
        Self::of(Kind::Label, heading)
    }

    /// Words that may take several lines where there is no room.
    pub fn words(heading: impl Into<String>) -> Self {
        Self::of(Kind::Words, heading)
    }

    /// The same column, its heading a name in code that leads to another page; a terminal shows the name alone.
    #[must_use]
    pub fn leading_to(self, page: impl Into<String>) -> Self {
        Self { target: Some(page.into()), ..self }
    }

    fn of(kind: Kind, heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), kind, target: None }
    }
}

/// Columns, rows, and a last row that sums up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    total: Option<Vec<String>>,
}

impl Table {
    /// A table with these columns and no rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: vec![], total: None }
    }

    /// Adds a row. Missing cells are empty; what lies beyond the columns is left out.
    pub fn push<C: Into<String>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let row = self.row(cells);
        self.rows.push(row);
    }

    /// The same table with more rows.
    #[must_use]
    pub fn with_rows<C: Into<String>, R: IntoIterator<Item = C>>(
        mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Self {
        rows.into_iter().for_each(|cells| self.push(cells));
        self
    }

    /// The same table with a last row that sums up.
    #[must_use]
    pub fn with_total<C: Into<String>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.total = Some(self.row(cells));
        self
    }

    /// The same table with headings that begin with a capital, as on a page.
    #[must_use]
    pub fn capitalised(mut self) -> Self {
        for column in &mut self.columns {
            let mut letters = column.heading.chars();
            if let Some(first) = letters.next() {
                column.heading = first.to_uppercase().chain(letters).collect();
            }
        }
        self
    }

    /// Whether it has no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows it has, without the last one that sums up.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    fn row<C: Into<String>>(&self, cells: impl IntoIterator<Item = C>) -> Vec<String> {
        let mut row: Vec<String> = cells.into_iter().map(Into::into).collect();
        row.resize(self.columns.len(), String::new());
        row
    }

    /// All rows, the last one too.
    fn all_rows(&self) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter().chain(&self.total)
    }
}
