//! How many meters there may be, and how much one may settle.

/// The most meters that may settle at the same time.
pub const MAX_METERS: usize = 32;

/// The most micro-USD that a meter may settle in an epoch: a trillion USD, above any market, and small enough for the sums of
/// squares.
pub const MAX_METER_USD: u128 = 1_000_000_000_000_000_000;
