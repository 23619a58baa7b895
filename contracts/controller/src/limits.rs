//! The outer limits of what can be instantiated, and the name that says which code runs.

#[cfg(not(feature = "quick"))]
pub use standard::{CONTRACT, LIMITS, MIN_EPOCH};

#[cfg(feature = "quick")]
pub use quick::{CONTRACT, LIMITS, MIN_EPOCH};

#[cfg(not(feature = "quick"))]
mod standard {
    use ballast_guardrails::Limits;
    use ballast_math::Duration;

    pub const CONTRACT: &str = "ballast-controller";
    pub const LIMITS: Limits = Limits::STANDARD;
    /// A minute: shorter epochs could be over within the drift of block times.
    pub const MIN_EPOCH: Duration = Duration::new(60);
}

/// For tests on a real chain, whose clock nobody can move: delays and epochs of seconds. Nothing else differs, and the
/// name keeps it from being taken for the other or migrated to it.
#[cfg(feature = "quick")]
mod quick {
    use ballast_guardrails::Limits;
    use ballast_math::Duration;

    pub const CONTRACT: &str = "ballast-controller-quick";
    pub const LIMITS: Limits = Limits {
        delay: Duration::new(5)..=*Limits::STANDARD.delay.end(),
        delay_blocks: 3..=*Limits::STANDARD.delay_blocks.end(),
        grace: Duration::new(5)..=*Limits::STANDARD.grace.end(),
        longest_trip: Duration::new(5)..=*Limits::STANDARD.longest_trip.end(),
        interval: Duration::new(1)..=*Limits::STANDARD.interval.end(),
        ..Limits::STANDARD
    };
    pub const MIN_EPOCH: Duration = Duration::new(5);
}
