//! The breaker, as far as the registry must know it.

use ballast_math::Level;

/// What a network can lack so badly that the lack itself holds the breaker up.
///
/// What mends it is let through a tripped breaker: otherwise the lack would last for ever, because nothing but governance can
/// end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// No usable price.
    Price,
    /// Too little paid work: too little burns, or credits are not used up that could not be paid for in full.
    Work,
}

/// The breaker, as far as the registry must know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// Its level now.
    pub level: Level,
    /// Whether a dead oracle holds it at level 2 or above.
    pub lacks_price: bool,
    /// Whether the usage, the coverage or the collateral holds it at level 2 or above.
    pub lacks_work: bool,
}

impl Guard {
    /// A breaker at a level that no lack holds.
    #[must_use]
    pub const fn at(level: Level) -> Self {
        Self { level, lacks_price: false, lacks_work: false }
    }

    /// Whether this is lacking.
    #[must_use]
    pub const fn lacks(self, lack: Lack) -> bool {
        match lack {
            Lack::Price => self.lacks_price,
            Lack::Work => self.lacks_work,
        }
    }

    /// Whether what loosens is refused, but for what mends a lack.
    #[must_use]
    pub fn refuses_loosening(self) -> bool {
        self.level >= Level::Restricted
    }
}
