//! What the lab finds, for people: on the terminal, as Markdown, as pages that need nothing else.
//!
//! Data in, text out. The crates below know no prose; what is said about their data is said here, in one place for each medium, out of
//! the same words: [`number`] makes every number text, [`table`] renders one table three ways, [`chart`] draws every picture, [`html`]
//! is the typed tree of a page. Nothing here reads or writes a file.
//!
//! Imports: the crates whose data it renders. Imported by `research` and `cli` alone.

pub mod audit;
pub mod chart;
pub mod check;
mod file;
pub mod html;
pub mod number;
pub mod replay;
pub mod scenario;
pub mod shell;
pub mod solve;
pub mod stress;
pub mod table;
pub mod time;

pub use file::File;
