//! How severe things are.

use serde::{Deserialize, Serialize};

/// The breaker's level. The order is the severity; what each level holds back is for the contract to say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Level {
    /// 0: nothing is held back.
    #[default]
    Normal,
    /// 1: a warning.
    Caution,
    /// 2: what loosens a parameter waits.
    Restricted,
    /// 3: the most that a contract holds back.
    Halted,
}

impl Level {
    /// The next lower level; 0 has none.
    #[must_use]
    #[inline]
    pub const fn lower(self) -> Self {
        match self {
            Self::Halted => Self::Restricted,
            Self::Restricted => Self::Caution,
            Self::Caution | Self::Normal => Self::Normal,
        }
    }
}
