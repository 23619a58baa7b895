//! What only writes documentation and is not in the `ballast` command: how the breaker's thresholds are chosen, and what presets make
//! of published histories.
//!
//! Imports: `presets`, `replay`, `stress`, `page`.

pub mod calibration;
pub mod overview;
pub mod part;
pub mod published;
