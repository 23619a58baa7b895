//! Equilibrium math for burn-mint economies: integers only, no storage, no clock, no panics.
//!
//! Tenants pay for compute and what they pay burns; providers are paid by a mint that those burns bound. This crate holds
//! every formula of that loop. A contract loads its state, calls [`close_epoch`], saves what comes back, and so does a
//! simulation; they agree to the last bit because they run the same code.
//!
//! # A worked example
//!
//! A tenant with 100 tokens (6 decimals) at 2 USD each pays a bill of 50 USD; all of it burns. The epoch closes, and
//! 90% of the smoothed burn is requested for the provider.
//!
//! ```
//! use ballast_math::*;
//!
//! let policy = Policy {
//!     burn: BurnPolicy { burn_share: Ratio::ONE, credit_spread: Ratio::ZERO },
//!     mint: MintPolicy {
//!         schedule: vec![],
//!         rho: Rho::Fixed(Ratio::percent(90)),
//!         smoothing: Smoothing { weight: Ratio::ONE, period: 86_400 },
//!         remint_cap: None,
//!         value_share: Ratio::ZERO,
//!         round_trip: Ratio::ONE,
//!         net_emission_cap: None,
//!         gross_emission_cap: Ratio::percent(1),
//!         max_supply: None,
//!         breaker: BreakerFactors { caution: Ratio::percent(50), restricted: Ratio::percent(10) },
//!     },
//!     reward: RewardPolicy {
//!         weight_by: WeightBy::Burned,
//!         vesting_share: Ratio::ZERO,
//!         vesting_period: 0,
//!     },
//! };
//! policy.validate()?;
//!
//! // Money in: 50 USD at 2 USD a token is 25 tokens.
//! let quote = Quote::new("2".parse()?, 6)?;
//! let purse = Purse { deposit: Tokens::new(100_000_000), ..Purse::default() };
//! let (payment, purse) = policy.burn.pay(purse, Usd::new(50_000_000), Some(quote))?;
//! assert_eq!(payment.burned, Tokens::new(25_000_000));
//! assert_eq!(purse.deposit, Tokens::new(75_000_000));
//!
//! // Money out: 90% of it is minted, and nothing stood in the way.
//! let state = EpochState::new(&policy, Tokens::new(10_000_000_000), Tokens::ZERO, 30);
//! let (state, decision) = close_epoch(&policy, state, &EpochInputs {
//!     span: epoch_span(1_700_000_000, 86_400, 0)?,
//!     burned: payment.burned,
//!     retired: Tokens::ZERO,
//!     usd_settled: payment.usd,
//!     gpu_seconds: 3_600,
//!     weight: policy.reward.weight_by.of(payment.burned, payment.usd),
//!     quote: Some(quote),
//!     level: Level::Normal,
//!     reserve: None,
//!     carried: Tokens::ZERO,
//! })?;
//! assert_eq!(decision.granted, Tokens::new(22_500_000));
//! assert_eq!(decision.binding, None);
//! assert_eq!(state.supply, Tokens::new(9_997_500_000));
//!
//! // The only provider takes all of it.
//! let mut pot = Pot::new(decision.granted, 25_000_000).expect("there was work");
//! assert_eq!(pot.take(25_000_000)?.reward, Tokens::new(22_500_000));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Conventions
//!
//! Amounts are integers in base units, ratios and prices have 18 decimals, products go through 256 bits. What is minted
//! or credited rounds down, what is burned or charged rounds up, remainders are carried. Everything is checked and
//! returns [`MathError`]; each function says how it rounds and whom that favours.

mod burn;
mod collateral;
mod credits;
mod decimal;
mod ema;
mod epoch;
pub mod equilibrium;
mod error;
mod fixed;
mod measures;
mod mint;
mod network_time;
mod policy;
mod price;
mod quote;
mod rewards;
mod schedule;
mod span;
mod steering;
pub mod text;
mod twap;
mod units;
mod vesting;
mod wide;
mod window;

pub use burn::{BurnPolicy, Payment, Purse};
pub use collateral::Outstanding;
pub use credits::{Credits, cautious_price, tokens_to_credit};
pub use decimal::ParseError;
pub use ema::{Fine, Smoothing};
pub use epoch::{Closing, Decision, Draft, EpochInputs, EpochState, close_epoch, epoch_span};
pub use error::MathError;
pub use fixed::Fixed;
pub use measures::{
    BurnProfile, Concentration, burn_profile, coverage, detection_epochs, drawdown, runway, trip_value,
};
pub use mint::{Cap, CapFacts, Caps, Level, Request};
pub use network_time::{Baseline, NetworkTime, Work};
pub use policy::{
    BreakerFactors, MAX_RATE, MAX_RHO, MAX_ROUND_TRIP, MAX_SUPPLY, MintPolicy, Policy, PolicyError, Rho,
    valid_total,
};
pub use price::{Accumulated, MAX_PRICE, deviation, median};
pub use quote::{Quote, Rate};
pub use rewards::{Pot, RewardPolicy, Share, WeightBy};
pub use schedule::{Emission, MAX_EMISSIONS, MAX_STEPS, Step, decay};
pub use span::Span;
pub use steering::{MAX_DELAY, Steering, SteeringError, stability_bound};
pub use twap::{DAY, HOUR, HourPoints, KEPT_HOURS, Twap, WEEK};
pub use units::{EpochId, ONE, Price, Ratio, Seconds, SignedRatio, Tokens, Usd, YEAR};
pub use vesting::Stream;
pub use wide::{Rounding, mul_div};
pub use window::{Flow, MAX_WINDOW, Window, annualised_net_emission};
