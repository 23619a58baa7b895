//! What `ballast solve` prints.

use std::fmt::Write as _;

use super::bare;
use crate::solve::say;
use ballast_check::solve::Solution;

/// The answer, the values that were tried, and the way there.
pub fn solved(solved: &Solution) -> String {
    let mut text = format!("{}\n\n{}\n", say::answer(solved), say::looked(solved));
    if !solved.trials.is_empty() {
        let mut table = bare();
        table.set_header(say::head(solved));
        table.add_rows(say::rows(solved));
        let _ = writeln!(text, "\n{table}");
    }
    for line in [say::way(solved), say::caution(solved), say::runs(solved)].into_iter().flatten() {
        let _ = writeln!(text, "\n{line}");
    }
    text
}
