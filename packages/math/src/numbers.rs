//! How numbers with a unit are written: macros for their types.

/// Implements JSON as a string, by `Display` and `FromStr`, and binary as an integer, or as what two functions make of it.
macro_rules! string_in_json {
    ($name:ident, $inner:ty) => {
        string_in_json!($name, $inner, |value: $name| value.0, |inner: $inner| Some($name(inner)));
    };
    ($name:ident, $inner:ty, $pack:expr, $unpack:expr) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    ::serde::Serialize::serialize(&$pack(*self), serializer)
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = <String as ::serde::Deserialize>::deserialize(deserializer)?;
                    text.parse().map_err(<D::Error as ::serde::de::Error>::custom)
                } else {
                    let inner = <$inner as ::serde::Deserialize>::deserialize(deserializer)?;
                    $unpack(inner).ok_or_else(|| ::serde::de::Error::custom("number too large"))
                }
            }
        }
    };
}
pub(crate) use string_in_json;

/// An unsigned number with 18 decimals.
macro_rules! decimal_number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(#[cfg_attr(feature = "schema", schemars(with = "String"))] u128);

        impl $name {
            /// Zero.
            pub const ZERO: Self = Self(0);
            /// One.
            pub const ONE: Self = Self(ONE);
            /// The largest value that can be written.
            pub const MAX: Self = Self(u128::MAX);

            /// The value of so many units of 10⁻¹⁸.
            #[must_use]
            #[inline]
            pub const fn from_atomics(atomics: u128) -> Self {
                Self(atomics)
            }

            /// Units of 10⁻¹⁸.
            #[must_use]
            #[inline]
            pub const fn atomics(self) -> u128 {
                self.0
            }

            /// Whether the value is zero.
            #[must_use]
            #[inline]
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&decimal::format(self.0))
            }
        }

        impl FromStr for $name {
            type Err = decimal::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                decimal::parse(text).map(Self)
            }
        }
    };
}
pub(crate) use decimal_number;
