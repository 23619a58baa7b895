//! An audit, for people.

mod say;

pub use say::say;
