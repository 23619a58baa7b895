//! Equilibrium math for burn-mint economies: integers only, no storage, no clock, no panics.
//!
//! Tenants pay for compute and what they pay burns; providers are paid by a mint that those burns bound. This crate holds
//! every formula of that loop. The order in which they are applied stands in `ballast-economy`, which a contract and a
//! simulation both run; they agree to the last bit because they run the same code.
//!
//! # A worked example
//!
//! A tenant with 100 tokens (6 decimals) at 2 USD each pays a bill of 50 USD; all of it burns. Two providers share the 22.5
//! tokens that were granted for it.
//!
//! ```
//! use ballast_math::*;
//!
//! // Money in: 50 USD at 2 USD a token is 25 tokens.
//! let burn = Policy::plain().burn;
//! let quote = Quote::new("2".parse()?, 6)?;
//! let balance = Balance { deposit: Tokens::new(100_000_000), ..Balance::default() };
//! let (payment, balance) = burn.pay(balance, Usd::new(50_000_000), Some(quote))?;
//! assert_eq!(payment.burned, Tokens::new(25_000_000));
//! assert_eq!(balance.deposit, Tokens::new(75_000_000));
//!
//! // Money out: 90% of the burn, and nothing stands in the way.
//! let requested = HighPrecisionAmount::whole(25_000_000).times(Ratio::percent(90))?;
//! let (granted, binding) = Caps::default().grant(requested);
//! assert_eq!((granted, binding), (Tokens::new(22_500_000), None));
//!
//! // Who delivered four fifths of the work takes four fifths of it.
//! let mut pool = RewardPool::new(granted, 25_000_000).expect("there was work");
//! assert_eq!(pool.take(20_000_000)?.reward, Tokens::new(18_000_000));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Conventions
//!
//! Amounts are integers in base units, ratios and prices have 18 decimals, products go through 256 bits. What is minted
//! or credited rounds down, what is burned or charged rounds up, remainders are carried. Everything is checked and
//! returns [`MathError`]; each function says how it rounds and whom that favours.

mod burn;
mod caps;
mod collateral;
mod credits;
mod decimal;
mod division;
mod ema;
pub mod equilibrium;
mod error;
mod fixed;
mod measures;
mod mint;
mod network_time;
mod numbers;
mod order;
mod policy;
mod price;
mod quote;
mod ratio;
mod rewards;
mod schedule;
mod steering;
pub mod text;
mod time;
mod time_range;
mod twap;
mod units;
mod vesting;
mod wide;
mod window;

pub use burn::{Balance, BurnPolicy, Payment, bill};
pub use caps::{Cap, CapFacts, Caps, breaker_limit};
pub use collateral::OutstandingCredits;
pub use credits::{Credits, tokens_to_credit};
pub use decimal::{ParseError, parse_integer};
pub use ema::{HighPrecisionAmount, Smoothing};
pub use error::MathError;
pub use fixed::Fixed;
pub use measures::{
    BurnProfile, Concentration, burn_profile, coverage, detection_epochs, drawdown, runway, trip_value,
};
pub use mint::Request;
pub use network_time::{Baseline, NetworkTime, WorkMeasure};
pub use policy::{
    BreakerFactors, MAX_RATE, MAX_RHO, MAX_ROUND_TRIP, MAX_SUPPLY, MintPolicy, Policy, PolicyError, Rho,
    valid_total,
};
pub use price::{
    CumulativePrice, MAX_PRICE, credit_price, deviation, is_fresh, is_within_band, median, mint_price,
};
pub use quote::{Quote, Rate};
pub use ratio::{Ratio, SignedRatio};
pub use rewards::{RewardPolicy, RewardPool, Share, WeightBy};
pub use schedule::{Emission, MAX_EMISSIONS, MAX_STEPS, Step, decay};
pub use steering::{MAX_DELAY, Steering, SteeringError, stability_bound};
pub use time::{Duration, Timestamp};
pub use time_range::{TimeRange, epoch_at, epoch_range, epochs_behind};
pub use twap::{HourPoints, KEPT_HOURS, Twap};
pub use units::{EpochId, ONE, Price, Tokens, Usd};
pub use vesting::Stream;
pub use wide::{Rounding, mul_div};
pub use window::{Flow, MAX_WINDOW, Window, annualised_net_emission};
