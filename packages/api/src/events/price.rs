//! The feed.

use ballast_math::Price;

use super::define::event;

event! {
    /// A feeder submitted a price.
    PriceEvent = "ballast-price" {
        /// Who.
        feeder: String,
        /// The feeder's round.
        round: u64,
        /// USD per whole token.
        price: Price,
    }
}
