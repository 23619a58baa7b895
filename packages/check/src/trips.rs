//! At which price each level of a price signal trips.

use ballast_economy::Signal;
use ballast_guardrails::Level;
use ballast_math::{ONE, Price, trip_value};
use ballast_stress::Setting;
use serde::Serialize;

use ballast_presets::floats::price_f64;

/// A level of a price signal: the price at which it trips, when the best hour of its window was the price of today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TripPrice {
    /// Which signal.
    pub signal: Signal,
    /// Which level, from 1.
    pub level: u8,
    /// The fall that trips it, in parts per million.
    pub drawdown: [i64; 2],
    /// The price, in USD.
    pub price_usd: [f64; 2],
}

/// Every level of every price signal that is on: today, and under the proposal.
pub fn prices(base: &Setting, proposed: &Setting) -> Vec<TripPrice> {
    if !base.network.signals.price {
        return vec![];
    }
    let price = ballast_stress::price(base.market.price_usd);
    let mut found = vec![];
    for signal in [Signal::PriceDay, Signal::PriceWeek] {
        let of = |setting: &Setting| setting.network.breaker.thresholds(signal);
        let (Some(before), Some(after)) = (of(base), of(proposed)) else { continue };
        for level in [Level::Caution, Level::Restricted, Level::Halted] {
            let falls = [before, after].map(|thresholds| thresholds.of(level).unwrap_or_default());
            found.push(TripPrice {
                signal,
                level: level as u8,
                drawdown: falls.map(|drawdown| (drawdown.atomics() as f64 / ONE as f64 * 1e6).round() as i64),
                price_usd: falls
                    .map(|drawdown| price_f64(Price::from_atomics(trip_value(price.atomics(), drawdown)))),
            });
        }
    }
    found
}
