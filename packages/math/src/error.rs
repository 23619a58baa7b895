//! What can go wrong in arithmetic. Each error names the operation, so that a caller's log says where it happened.

use thiserror::Error;

/// An arithmetic failure. Nothing in this crate wraps, saturates silently or panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MathError {
    /// The result does not fit its type.
    #[error("overflow in {operation}")]
    Overflow {
        /// What was being computed.
        operation: &'static str,
    },
    /// The result would be negative, in a type that has no negative values.
    #[error("{operation}: cannot take {subtrahend} from {minuend}")]
    Underflow {
        /// What was being computed.
        operation: &'static str,
        /// What there was.
        minuend: u128,
        /// What was to be taken from it.
        subtrahend: u128,
    },
    /// A divisor was zero.
    #[error("division by zero in {operation}")]
    DivisionByZero {
        /// What was being computed.
        operation: &'static str,
    },
}

impl MathError {
    /// A result that does not fit its type.
    #[must_use]
    #[inline]
    pub const fn overflow(operation: &'static str) -> Self {
        Self::Overflow { operation }
    }

    #[inline]
    pub(crate) const fn division_by_zero(operation: &'static str) -> Self {
        Self::DivisionByZero { operation }
    }
}
