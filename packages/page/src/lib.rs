//! What the lab found, for people: on the terminal, as Markdown, CSV and JSON, as HTML with charts.
//!
//! All that is said about data is said here, from data. Imports: the crates whose data it renders. Imported by `research` and `cli` alone.

pub mod audit;
pub mod check;
pub mod figures;
pub mod output;
pub mod published;
pub mod report;
pub mod solve;
pub mod table;
