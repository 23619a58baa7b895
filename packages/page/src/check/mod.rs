//! A check, for people: on the terminal, in Markdown and as a page, out of the same tables and words.

pub mod figures;
mod markdown;
mod options;
mod page;
mod plots;
mod tables;
mod terminal;
mod terms;
#[cfg(test)]
mod tests;
pub mod words;

use anyhow::Result;
use ballast_check::{Checked, manifest};

use crate::File;

pub use markdown::markdown;
pub use options::{options, verify};
pub use page::page;
pub use terminal::terminal;

/// `check.html`, `check.md` and `check.json`; `hash` is that of all inputs and figures, `file` the proposal's name.
pub fn files(checked: &Checked, hash: &str, file: &str) -> Result<Vec<File>> {
    Ok(vec![
        File::text("check.html", page(checked, hash, file)?),
        File::text("check.md", markdown(checked, hash, file)),
        File::bytes("check.json", manifest(checked)?),
    ])
}
