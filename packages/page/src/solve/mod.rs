//! What a search found, for people.

pub mod say;
