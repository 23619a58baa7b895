//! What an audit found to differ.

use core::fmt::Display;

use thiserror::Error;

/// Two figures that should be one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {what}: expected {expected}, found {found}")]
pub struct Difference {
    /// Where: an epoch, a block, the books.
    pub place: String,
    /// Which figure, and who says what.
    pub what: String,
    /// What follows from everything before it.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// A place that figures are compared at.
pub struct Place(pub String);

impl Place {
    pub fn epoch(epoch: u64) -> Self {
        Self(format!("epoch {epoch}"))
    }

    pub fn differs(&self, what: &str, expected: impl Display, found: impl Display) -> Difference {
        let (expected, found) = (expected.to_string(), found.to_string());
        Difference { place: self.0.clone(), what: what.to_owned(), expected, found }
    }

    pub fn same<T: PartialEq + Display>(&self, what: &str, expected: T, found: T) -> Result<(), Difference> {
        if expected == found { Ok(()) } else { Err(self.differs(what, expected, found)) }
    }

    /// As [`Place::same`], for what can only be shown to a programmer.
    pub fn same_debug<T: PartialEq + core::fmt::Debug>(
        &self,
        what: &str,
        expected: &T,
        found: &T,
    ) -> Result<(), Difference> {
        let show = |value: &T| format!("{value:?}");
        if expected == found { Ok(()) } else { Err(self.differs(what, show(expected), show(found))) }
    }
}
