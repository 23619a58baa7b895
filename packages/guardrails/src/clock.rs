//! Time as an argument: both clocks of a chain.

use ballast_math::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

/// A moment, by both clocks of a chain: a halted chain lets time pass but no blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Moment {
    /// UNIX time.
    pub time: Timestamp,
    /// Height of the block.
    pub height: u64,
}

impl Moment {
    /// So much later. What would lie beyond the end of time never comes.
    #[must_use]
    pub const fn after(self, time: Duration, blocks: u64) -> Self {
        Self { time: self.time.saturating_plus(time), height: self.height.saturating_add(blocks) }
    }
}
