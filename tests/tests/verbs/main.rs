//! The contract through its messages: one file per verb.

#![allow(missing_docs)]

mod attacks;
mod authorize;
mod buy_credits;
mod claim;
mod close_epoch;
mod close_epoch_backlog;
mod close_epoch_math;
mod deposit;
mod events;
mod fund_reserve;
mod instantiate;
mod instantiate_refusals;
mod migrate;
mod price_sources;
mod prune;
mod queries;
mod receive;
mod report_burns;
mod settle;
mod settle_limits;
mod settle_rewards;
mod settle_shortfalls;
mod submit_price;
mod sudo;
mod twap;
mod vesting;
mod withdraw;
