//! What the suites have in common.

#![allow(missing_docs)] // Names say it all.

pub mod bare;
pub mod engine;
pub mod suite;
pub mod suite_guard;
pub mod suite_oracles;
mod suite_view;
pub mod suite_words;
