//! The breaker, as far as the registry must know it.

use crate::level::Level;

/// For contracts in which nothing can be lacking: see [`ParameterId::Lack`](crate::ParameterId::Lack).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoLack {}

/// The breaker, as far as the registry must know it; `L` names what can be lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Guard<'a, L> {
    /// Its level now.
    pub level: Level,
    /// What is lacking so badly that the lack itself holds the breaker at level 2 or above.
    pub lacking: &'a [L],
}

impl<L: PartialEq> Guard<'_, L> {
    /// A breaker at a level that no lack holds.
    #[must_use]
    pub const fn at(level: Level) -> Self {
        Self { level, lacking: &[] }
    }

    /// Whether this is lacking.
    #[must_use]
    pub fn lacks(&self, lack: &L) -> bool {
        self.lacking.contains(lack)
    }

    /// Whether what loosens is refused, but for what mends a lack.
    #[must_use]
    pub fn refuses_loosening(&self) -> bool {
        self.level >= Level::Restricted
    }
}
