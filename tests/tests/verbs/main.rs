//! The contract through its messages: one file per verb.

#![allow(missing_docs)]

mod authorize;
mod breaker;
mod breaker_recovery;
mod buy_credits;
mod claim;
mod close_epoch;
mod close_epoch_backlog;
mod close_epoch_math;
mod deposit;
mod events;
mod frames;
mod fund_reserve;
mod govern_actions;
mod govern_execute;
mod govern_mends;
mod govern_meters;
mod govern_queue;
mod govern_queue_room;
mod govern_remove;
mod govern_roles;
mod govern_stop;
mod govern_tighten;
mod govern_trip;
mod guardrails_agreement;
mod guardrails_history;
mod guardrails_queries;
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
mod walkthrough;
mod withdraw;
