//! Why a message cannot be read.

use std::fmt::{self, Display};

use serde::de;

/// Why a message cannot be read, and where.
///
/// One pointer wide: every reader of a field returns a result with this in it, and a wider one is copied at each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Mistake>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Mistake {
    path: String,
    what: String,
}

impl Error {
    /// What is wrong.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self(Box::new(Mistake { path: String::new(), what: what.into() }))
    }

    /// As seen from one step further out.
    #[must_use]
    pub(crate) fn within(mut self, step: &str) -> Self {
        let path = &mut self.0.path;
        *path = if path.is_empty() { step.to_owned() } else { [step, ".", path].concat() };
        self
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mistake { path, what } = &*self.0;
        if !path.is_empty() {
            f.write_str(path)?;
            f.write_str(": ")?;
        }
        f.write_str(what)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: Display>(what: T) -> Self {
        shown(&what)
    }
}

/// Once for all types that can be shown.
#[inline(never)]
fn shown(what: &dyn Display) -> Error {
    Error::new(what.to_string())
}
