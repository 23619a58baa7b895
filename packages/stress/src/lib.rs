//! Monte Carlo of a burn-mint network: the contract's own epochs under made-up markets.
//!
//! Three layers, each knowing only those before it:
//!
//! - [`Economy`]: the contract without its accounts, to the unit. It calls the functions that the contract calls.
//! - [`Market`] and [`Scenario`]: who wants how much compute, what the token is worth, what goes wrong. Floats, and the only ones.
//! - [`run`], [`Study`] and [`PairedStudy`]: one path, many, and many with several rules; sums and sketches that do not depend on the order of the runs.
//!
//! [`presets`] starts from a preset, and sums up what many runs of it came to.
//!
//! Imports: the economy's steps, the formulas, the guardrails, `presets`.
//!
//! A run is a function of its [`Seed`] alone: any run of a study can be repeated by itself.

mod counts;
mod economy;
mod fan;
mod figures;
mod gather;
mod hours;
mod market;
mod measures;
mod messages;
mod network;
mod paired;
pub mod presets;
mod run;
mod sample;
mod scenario;
mod seed;
mod sketch;
mod study;
mod tally;

pub use economy::{CROWD, Economy, Line, Outcome, PARTIES, Party, View, WHALE};
pub use fan::{Fan, Follower, SAMPLE_DAYS, Series};
pub use figures::Figures;
pub use market::{Market, MarketModel, PriceModel, Process};
pub use measures::{Measure, Run};
pub use messages::{Message, Messages};
pub use network::Network;
pub use paired::PairedStudy;
pub use run::{Epoch, RunError, Setting, price, run};
pub use sample::Sample;
pub use scenario::{Plan, Scenario, Shape};
pub use seed::Seed;
pub use sketch::Sketch;
pub use study::{Study, WORST, Worst};
pub use tally::{Tallies, Tally};
