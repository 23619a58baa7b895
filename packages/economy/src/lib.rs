//! The functional core of a burn-mint economy: its state, and the steps that move it.
//!
//! No storage, no accounts of a chain, no clock: time is an argument, and whoever calls a step has loaded the records that it
//! takes and saves what comes back. The contract, the stress lab and the audit run the same steps in the same order, because
//! that order stands here and nowhere else.
//!
//! | step | what it does |
//! |---|---|
//! | [`PriceNote::of`], [`Market::judge`] | takes note of the price that the sources agree on, and judges it by its average |
//! | [`BreakerState::observe`] | moves the breaker by what a message sees |
//! | [`Tenant::pay_in`], [`Tenant::withdraw`], [`Tenant::buy_credits`] | a tenant's own money |
//! | [`Sums::settle`], [`Sums::record_burn`] | a line of delivered work |
//! | [`Books::close_epoch`] | decides the mint of an epoch under the breaker, and opens the next |
//! | [`Provider::take_share`] | what a provider earned in a closed epoch |
//! | [`Provider::claim`] | pays out |
//!
//! # A worked example
//!
//! A tenant with 100 tokens (6 decimals) at 2 USD each pays a bill of 50 USD; all of it burns. The epoch closes, and 90% of
//! the smoothed burn is granted to the provider, who claims it.
//!
//! ```
//! use ballast_economy::*;
//! use ballast_guardrails::HighWater;
//! use ballast_math::*;
//!
//! let mut policy = Policy::plain();
//! policy.mint.smoothing.weight = Ratio::ONE;
//! policy.validate()?;
//! let mut books = Books {
//!     state: EpochState::new(&policy, Tokens::new(10_000_000_000), Tokens::ZERO, 30),
//!     breaker: BreakerState::default(),
//!     best_usage: HighWater::default(),
//!     ledger: Ledger::default(),
//!     open: OpenEpoch::default(),
//! };
//!
//! // Money in: 50 USD at 2 USD a token is 25 tokens.
//! let mut meter = Meter { id: 1, usd_per_epoch: Usd::new(1_000_000_000), ..Meter::default() };
//! let (mut tenant, mut provider) = (Tenant::default(), Provider::default());
//! tenant.pay_in(&mut books.ledger, Tokens::new(100_000_000))?;
//! tenant.authorise(meter.id, Usd::new(80_000_000));
//! let quote = Quote::new("2".parse()?, 6)?;
//! let settled = Sums { open: &mut books.open, ledger: &mut books.ledger, meter: &mut meter }
//!     .settle(
//!         &policy,
//!         Parties { tenant: &mut tenant, provider: &mut provider, self_dealing: false },
//!         Delivery { usd: Usd::new(50_000_000), gpu_seconds: 3_600 },
//!         Some(quote),
//!     )
//!     .expect("it is authorised, and there is money");
//! assert_eq!(settled.payment.burned, Tokens::new(25_000_000));
//! assert_eq!(tenant.deposit, Tokens::new(75_000_000));
//!
//! // Money out: 90% of it is minted, and nothing stood in the way.
//! let breaker = BreakerPolicy::standard();
//! let rules = Rules {
//!     policy: &policy,
//!     breaker: &breaker,
//!     signals: Signals::ALL,
//!     issuance: Issuance::Mint,
//! };
//! let range = epoch_range(Timestamp::new(1_700_000_000), Duration::DAY, 0)?;
//! let end = EpochEnd { range, now: range.end, mint_quote: Some(quote), last_quote: Some(quote) };
//! let ClosedEpoch { record, mut pool, .. } = books.close_epoch(&rules, &end)?;
//! assert_eq!(record.decision.granted, Tokens::new(22_500_000));
//! assert_eq!(record.decision.binding, None);
//! assert_eq!(record.supply, Tokens::new(9_997_500_000));
//!
//! // The only provider takes all of it.
//! assert_eq!(provider.due(books.open.epoch), Some(0));
//! provider.take_share(pool.as_mut(), &mut books.ledger, range.end)?;
//! assert_eq!(provider.claim(&mut books.ledger, range.end)?, Tokens::new(22_500_000));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Conventions
//!
//! Rounding is that of [`ballast_math`]: what is minted or credited rounds down, what is burned or charged rounds up,
//! remainders are carried. A step that fails has changed nothing, unless it says otherwise.

mod accounts;
mod agreement;
mod breaker;
mod close;
mod draft;
mod ledger;
mod level;
mod market;
mod money;
mod observe;
mod open;
mod record;
mod reference;
mod settle;
mod share;
mod signal;
mod state;

pub use accounts::{Allowance, Meter, Provider, Tenant, Work};
pub use agreement::{Agreement, Discord, SourcePrice, agreement};
pub use breaker::BreakerState;
pub use close::{Books, ClosedEpoch, EpochEnd, Rules};
pub use draft::{Closing, Draft, EpochInputs};
pub use ledger::{Issuance, Ledger};
pub use level::breaker_factor;
pub use market::{Consensus, Market, PriceNote};
pub use money::{MoneyError, Purchase};
pub use observe::Sight;
pub use open::{Demand, OpenEpoch};
pub use record::{Decision, EpochRecord, keeps_promise};
pub use reference::PriceReference;
pub use settle::{Delivery, LineSettlement, Parties, ShortfallReason, Sums};
pub use share::EpochPool;
pub use signal::{
    BreakerPolicy, Lack, MAX_USAGE_WINDOW, MEASURED, Signal, SignalInputs, SignalStatus, Signals,
    UnknownSignal,
};
pub use state::EpochState;
