//! Why a message cannot be read.

use std::fmt::Display;

use serde::de;
use thiserror::Error;

/// Why a message cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}{what}", if path.is_empty() { String::new() } else { format!("{path}: ") })]
pub struct Error {
    path: String,
    what: String,
}

impl Error {
    /// What is wrong.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self { path: String::new(), what: what.into() }
    }

    /// As seen from one step further out.
    #[must_use]
    pub(crate) fn within(mut self, step: &str) -> Self {
        self.path = if self.path.is_empty() { step.to_owned() } else { format!("{step}.{}", self.path) };
        self
    }
}

impl de::Error for Error {
    fn custom<T: Display>(what: T) -> Self {
        Self::new(what.to_string())
    }
}
