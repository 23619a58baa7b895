//! The table. A new parameter is a new row in one of these files; a new signal is one line in `signals.rs`.

mod breaker;
mod mint;
mod money;
mod price;
mod schedule;
mod signals;
mod steering;

use crate::row::{Facts, Row, facts};

/// Rows that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// The rows, in order of their names.
    pub rows: &'static [Row],
}

/// All rows.
pub const GROUPS: [Group; 7] = [
    Group { title: "What trips the breaker", rows: signals::ROWS.as_flattened() },
    Group { title: "How the breaker comes down", rows: &breaker::ROWS },
    Group { title: "How payments are split, and rewards are paid", rows: &money::ROWS },
    Group { title: "How the mint is decided", rows: &mint::ROWS },
    Group { title: "How ρ is steered", rows: &steering::ROWS },
    Group { title: "What is minted by schedule", rows: &schedule::ROWS },
    Group { title: "Whose word counts", rows: &price::ROWS },
];

const COUNT: usize = {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].rows.len();
        group += 1;
    }
    count
};

const TABLE: [Row; COUNT] = {
    let mut table = [GROUPS[0].rows[0]; COUNT];
    let (mut at, mut group) = (0, 0);
    while group < GROUPS.len() {
        let (rows, mut row) = (GROUPS[group].rows, 0);
        while row < rows.len() {
            table[at] = rows[row];
            (at, row) = (at + 1, row + 1);
        }
        group += 1;
    }
    table
};

/// All rows, sentences included.
pub(crate) static ROWS: [Row; COUNT] = TABLE;

/// What contracts use of them. It does not refer to [`ROWS`], so no sentence gets into a wasm.
pub(crate) static FACTS: [Facts; COUNT] = facts(&TABLE);
