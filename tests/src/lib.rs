//! What the suites have in common.
