//! What only writes documentation: how the breaker's thresholds are chosen, and what presets make of published histories.
//!
//! Imports: `presets`, `replay`, `stress`, `page`. Not in the `ballast` command.

pub mod calibration;
pub mod overview;
pub mod part;
pub mod published;
