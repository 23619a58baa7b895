//! Serde (`#[serde(with = "ballast_math::text")]`) for plain `u128` fields: a string in JSON, an integer in binary formats.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decimal::parse_integer;

/// Writes the value.
pub fn serialize<S: Serializer>(value: &u128, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() { serializer.collect_str(value) } else { value.serialize(serializer) }
}

/// Reads a value; in JSON anything but a string of digits is refused.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
    if deserializer.is_human_readable() {
        parse_integer(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    } else {
        u128::deserialize(deserializer)
    }
}
