use thiserror::Error;

/// Why an event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EventError {
    /// It is another event.
    #[error("expected an event of type {expected}, found {found}")]
    WrongType {
        /// The type without a chain's prefix.
        expected: &'static str,
        /// The type found.
        found: String,
    },
    /// An attribute that every such event has is not there.
    #[error("{event}: {key}: expected an attribute, found none")]
    Missing {
        /// The event's type.
        event: &'static str,
        /// The attribute's key.
        key: &'static str,
    },
    /// An attribute has a value that the contract never writes.
    #[error("{event}: {key}: expected {expected}, found {found:?}")]
    Malformed {
        /// The event's type.
        event: &'static str,
        /// The attribute's key.
        key: &'static str,
        /// What a value must be.
        expected: String,
        /// The value found.
        found: String,
    },
}
