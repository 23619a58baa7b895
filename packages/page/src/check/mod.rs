//! A check, for people.

mod markdown;
pub mod say;

pub use markdown::markdown;
