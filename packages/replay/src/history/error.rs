use ballast_math::{Duration, Timestamp};
use thiserror::Error;

/// Why a history is refused. Lines are those of the file, the header being line 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HistoryError {
    /// The file is not CSV.
    #[error("{0}")]
    File(String),
    /// There is no row.
    #[error("the history has no rows")]
    Empty,
    /// A column is missing.
    #[error("there is no column {column:?}; found {found}. Name it with --columns {column}=NAME")]
    MissingColumn {
        /// What is missing.
        column: &'static str,
        /// The columns that there are.
        found: String,
    },
    /// `--columns` names something that is not a column.
    #[error("--columns: expected COLUMN=NAME with COLUMN one of {expected}, found {found:?}")]
    ColumnOption {
        /// What can be named.
        expected: &'static str,
        /// What was given.
        found: String,
    },
    /// A row cannot be used.
    #[error("line {line}: {problem}")]
    Row {
        /// The line of the file.
        line: u64,
        /// Why.
        problem: Problem,
    },
    /// A single row says nothing about how long it lasts.
    #[error("the history has one row and no column \"end\": its length is not known")]
    OneRowWithoutEnd,
    /// The demand of an interval belongs to the epochs that begin in it.
    #[error("no epoch of {epoch} s begins in row {row}, which lasts {interval} s: choose a shorter --epoch")]
    ShorterThanEpoch {
        /// The row, from 1.
        row: usize,
        /// Its length in seconds.
        interval: Duration,
        /// The length of an epoch in seconds.
        epoch: Duration,
    },
}

impl HistoryError {
    pub(super) fn file(error: &csv::Error) -> Self {
        Self::File(error.to_string())
    }
}

/// Why a row cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// A cell is not a plain number.
    #[error("{column}: expected a plain decimal number that is not negative, found {found:?}")]
    NotANumber {
        /// The column.
        column: &'static str,
        /// The cell.
        found: String,
    },
    /// A cell is not a time.
    #[error(
        "{column}: expected a date such as 2024-03-01, a month, an RFC 3339 time or UNIX seconds, found {found:?}"
    )]
    NotATime {
        /// The column.
        column: &'static str,
        /// The cell.
        found: String,
    },
    /// A number is larger than anything real.
    #[error("{column}: expected at most {max}")]
    TooLarge {
        /// The column.
        column: &'static str,
        /// The limit.
        max: String,
    },
    /// A number must not be zero.
    #[error("{column} must be above zero")]
    Zero {
        /// The column.
        column: &'static str,
    },
    /// Rows are not in order of time.
    #[error("expected a time after {previous}, found {found} (UNIX seconds)")]
    Unsorted {
        /// The time before.
        previous: Timestamp,
        /// This one.
        found: Timestamp,
    },
    /// A row ends elsewhere than the next one starts.
    #[error("ends at {end}, but the next row starts at {next} (UNIX seconds)")]
    Gap {
        /// Its end.
        end: Timestamp,
        /// Where the next one starts.
        next: Timestamp,
    },
}
