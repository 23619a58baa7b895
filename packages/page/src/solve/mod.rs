//! The loosest value of a parameter, for people.

mod words;

use std::fmt::Write as _;

use anyhow::Result;
use ballast_check::manifest;
use ballast_check::solve::Solved;

use crate::File;
use crate::table::visible;

/// What `ballast solve` prints: the answer, the values that were tried, and the way there.
#[must_use]
pub fn terminal(solved: &Solved) -> String {
    let mut text = format!("{}\n\n{}\n", visible(&words::answer(solved)), visible(&words::looked(solved)));
    if !solved.trials.is_empty() {
        let _ = writeln!(text, "\n{}", words::tried(solved));
    }
    for line in [words::way(solved), words::caution(solved), words::runs(solved)].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", visible(&line));
    }
    text
}

/// `solve.json`.
pub fn files(solved: &Solved) -> Result<Vec<File>> {
    Ok(vec![File::bytes("solve.json", manifest(solved)?)])
}
