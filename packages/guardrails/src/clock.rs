//! Time as an argument: both clocks of a chain.

use ballast_math::Seconds;
use serde::{Deserialize, Serialize};

/// A moment, by both clocks of a chain: a halted chain lets time pass but no blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Moment {
    /// UNIX time.
    pub time: Seconds,
    /// Height of the block.
    pub height: u64,
}

impl Moment {
    /// So much later. What would lie beyond the end of time never comes.
    #[must_use]
    pub const fn after(self, time: Seconds, blocks: u64) -> Self {
        Self { time: self.time.saturating_add(time), height: self.height.saturating_add(blocks) }
    }
}
