//! Time in whole seconds: a point is no length, and neither is a plain number.
//!
//! ```text
//! Timestamp − Timestamp → Duration        Duration + Duration → Duration
//! Timestamp ± Duration  → Timestamp       Duration · number   → Duration
//! Duration / Duration   → number
//! ```
//!
//! In JSON both are plain numbers, in binary formats varints.

use core::fmt;
use core::num::{ParseIntError, TryFromIntError};
use core::str::FromStr;

/// A number of seconds with a meaning of its own; written and read as the number.
macro_rules! seconds {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(u64);

        impl $name {
            /// The largest that can be written.
            pub const MAX: Self = Self(u64::MAX);

            /// The value of so many seconds.
            #[must_use]
            #[inline]
            pub const fn new(seconds: u64) -> Self {
                Self(seconds)
            }

            /// The seconds.
            #[must_use]
            #[inline]
            pub const fn seconds(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for u128 {
            #[inline]
            fn from(value: $name) -> Self {
                value.0.into()
            }
        }

        impl TryFrom<u128> for $name {
            type Error = TryFromIntError;

            #[inline]
            fn try_from(seconds: u128) -> Result<Self, Self::Error> {
                seconds.try_into().map(Self)
            }
        }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                u64::deserialize(deserializer).map(Self)
            }
        }
    };
}

seconds!(
    /// A point in UNIX time: whole seconds since the beginning of 1970, in UTC.
    Timestamp
);

seconds!(
    /// A length of time, in whole seconds.
    Duration
);

impl Timestamp {
    /// So much later; `None` beyond the end of time.
    #[must_use]
    #[inline]
    pub const fn checked_plus(self, length: Duration) -> Option<Self> {
        match self.0.checked_add(length.0) {
            Some(seconds) => Some(Self(seconds)),
            None => None,
        }
    }

    /// So much later. What would lie beyond the end of time never comes: [`Timestamp::MAX`].
    #[must_use]
    #[inline]
    pub const fn saturating_plus(self, length: Duration) -> Self {
        Self(self.0.saturating_add(length.0))
    }

    /// So much earlier, at the earliest the beginning of 1970.
    #[must_use]
    #[inline]
    pub const fn saturating_minus(self, length: Duration) -> Self {
        Self(self.0.saturating_sub(length.0))
    }

    /// How long ago `earlier` was; zero where it is later.
    #[must_use]
    #[inline]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// How long ago `earlier` was; `None` where it is later.
    #[must_use]
    #[inline]
    pub const fn checked_since(self, earlier: Self) -> Option<Duration> {
        match self.0.checked_sub(earlier.0) {
            Some(seconds) => Some(Duration(seconds)),
            None => None,
        }
    }

    /// The number of the hour in which it lies, from 0 at the beginning of 1970.
    #[must_use]
    #[inline]
    pub const fn hour(self) -> u64 {
        self.0 / Duration::HOUR.0
    }
}

impl Duration {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// 3,600 seconds.
    pub const HOUR: Self = Self(3_600);
    /// 24 hours.
    pub const DAY: Self = Self::hours(24);
    /// Seven days.
    pub const WEEK: Self = Self::days(7);
    /// A year of 365 days, the one that annual rates refer to.
    pub const YEAR: Self = Self::days(365);

    /// So many hours; [`Duration::MAX`] where that is too long to be written.
    #[must_use]
    #[inline]
    pub const fn hours(number: u64) -> Self {
        Self::HOUR.saturating_times(number)
    }

    /// So many days; [`Duration::MAX`] where that is too long to be written.
    #[must_use]
    #[inline]
    pub const fn days(number: u64) -> Self {
        Self::DAY.saturating_times(number)
    }

    /// How many days fit into it, rounded down.
    #[must_use]
    #[inline]
    pub const fn whole_days(self) -> u64 {
        self.0 / Self::DAY.0
    }

    /// Whether it is no time at all.
    #[must_use]
    #[inline]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Both lengths one after the other; [`Duration::MAX`] where that is too long to be written.
    #[must_use]
    #[inline]
    pub const fn saturating_plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left of it after `other`; zero where `other` is as long or longer.
    #[must_use]
    #[inline]
    pub const fn saturating_minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times as long; `None` where that is too long to be written.
    #[must_use]
    #[inline]
    pub const fn checked_times(self, number: u64) -> Option<Self> {
        match self.0.checked_mul(number) {
            Some(seconds) => Some(Self(seconds)),
            None => None,
        }
    }

    /// So many times as long; [`Duration::MAX`] where that is too long to be written.
    #[must_use]
    #[inline]
    pub const fn saturating_times(self, number: u64) -> Self {
        Self(self.0.saturating_mul(number))
    }

    /// How many times `part` fits into it, rounded down; `None` for a part of no length.
    #[must_use]
    #[inline]
    pub const fn checked_over(self, part: Self) -> Option<u64> {
        self.0.checked_div(part.0)
    }
}
