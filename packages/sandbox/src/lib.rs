//! An embedded chain with the real controller on it.
//!
//! The contract's own code runs on a real bank module, a tokenfactory module and a cw20 token; time is moved by hand.
//! The `ballast` command replays histories on it, the integration tests attack it, and a chain team can use it to try
//! its own configuration:
//!
//! ```
//! use ballast_sandbox::{Genesis, Sandbox, SupplyKind, example};
//! use ballast_api::ExecuteMsg;
//! use ballast_math::Tokens;
//!
//! let mut chain = Sandbox::new(&Genesis { supply: SupplyKind::TokenFactory, ..example::genesis() })?;
//! let tenant = chain.account("tenant");
//! chain.give(&tenant, Tokens::new(5_000_000))?;
//! chain.deposit(&tenant, Tokens::new(2_000_000))?;
//! chain.execute(&tenant, &ExecuteMsg::Withdraw { amount: None })?;
//! assert_eq!(chain.balance(&tenant), Tokens::new(5_000_000));
//! # Ok::<(), anyhow::Error>(())
//! ```

mod cw20;
mod dump;
pub mod example;
mod genesis;
mod sandbox;
mod tokenfactory;

pub use cw_multi_test::AppResponse;
pub use dump::Dump;
pub use genesis::{Chain, Genesis, NETWORK_DENOM, SupplyKind};
pub use sandbox::{Sandbox, controller_code};
