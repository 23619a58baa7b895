//! The time of a message, taken from its block in whole seconds.

use ballast_guardrails::Moment;
use ballast_math::Timestamp;
use cosmwasm_std::Env;

pub fn now(env: &Env) -> Timestamp {
    Timestamp::new(env.block.time.seconds())
}

pub fn moment(env: &Env) -> Moment {
    Moment { time: now(env), height: env.block.height }
}
