//! Everything that governance tunes: one row per parameter, and the values that the rows are about.
//!
//! A row ([`Row`]) says all that there is to say of a parameter; whatever else the project knows of one comes from it.
//! `docs/parameters.md` is the table for people. No storage, no clock, no messages.

mod document;
mod exempt;
mod meters;
mod parameter;
mod params;
mod place;
mod row;
mod rows;
mod source;
mod validate;
mod values;

pub use document::document;
pub use exempt::{EXEMPT, Exemption};
pub use meters::{MAX_METER_USD, MAX_METERS};
pub use parameter::Parameter;
pub use params::{Params, ParamsError, PriceParams, in_range};
pub use place::{Place, Slot};
pub use row::{EffectiveFrom, Lab, Row, Valid};
pub use rows::{GROUPS, Group};
pub use source::{MAX_FEEDERS, MAX_PRICE_AGE, MAX_SOURCES, NumberedSource, PriceSource, SourceKind};
pub use values::Values;
