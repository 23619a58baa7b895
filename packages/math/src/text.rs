//! Serde (`#[serde(with = "ballast_math::text")]`) for plain integers that can exceed 2⁵³: a string in JSON, because
//! JavaScript loses integers above that, and the integer itself in binary formats.

use core::fmt::Display;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decimal::{ParseError, parse_integer};

/// Writes the value.
pub fn serialize<T: Display + Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() { serializer.collect_str(value) } else { value.serialize(serializer) }
}

/// Reads a value; in JSON anything but a string of digits, and what does not fit, is refused.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<u128> + Deserialize<'de>,
    D: Deserializer<'de>,
{
    if !deserializer.is_human_readable() {
        return T::deserialize(deserializer);
    }
    let number = parse_integer(&String::deserialize(deserializer)?).map_err(D::Error::custom)?;
    T::try_from(number).map_err(|_| D::Error::custom(ParseError::TooLarge))
}

/// The same (`#[serde(with = "ballast_math::text::option")]`) for what may be absent: null in JSON.
pub mod option {
    use super::{Deserialize, Deserializer, Display, Serialize, Serializer};

    struct Text<T>(T);

    impl<T: Display + Serialize> Serialize for Text<&T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            super::serialize(self.0, serializer)
        }
    }

    impl<'de, T: TryFrom<u128> + Deserialize<'de>> Deserialize<'de> for Text<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            super::deserialize(deserializer).map(Text)
        }
    }

    /// Writes the value, if there is one.
    pub fn serialize<T, S>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Display + Serialize,
        S: Serializer,
    {
        value.as_ref().map(Text).serialize(serializer)
    }

    /// Reads a value, if there is one; it is refused as without an option.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: TryFrom<u128> + Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Option::<Text<T>>::deserialize(deserializer).map(|text| text.map(|Text(value)| value))
    }
}
