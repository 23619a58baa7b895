use ballast_math::{Price, Timestamp, Tokens, Usd};
use cosmwasm_std::{Binary, Uint128};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::GovernMsg;

/// What accounts can do. Each message names who may call it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ExecuteMsg {
    /// Puts the attached tokens into a tenant's escrow. Callable by anyone; native modes only.
    Deposit {
        /// Whose escrow; the sender's if not given.
        tenant: Option<String>,
    },
    /// Takes unspent tokens out of the sender's escrow. Callable by any tenant, at every breaker level.
    Withdraw {
        /// Base units; all of it if not given.
        amount: Option<Tokens>,
    },
    /// Locks tokens for USD credits at the lower of spot and 24-hour average. Credits do not transfer and are not refunded.
    /// Attached tokens are deposited first. Callable by any tenant.
    BuyCredits {
        /// Base units from the sender's escrow; what is attached if not given.
        amount: Option<Tokens>,
        /// Fails when fewer micro-USD of credits would come of it.
        min_usd: Option<Usd>,
    },
    /// Lets a meter settle the sender's compute. Takes effect at once, up or down. Callable by any tenant.
    Authorize {
        /// The meter; this contract's address stands for the chain itself.
        meter: String,
        /// Micro-USD per epoch; 0 withdraws the authorisation. What was settled in the epoch stays counted.
        usd_per_epoch: Usd,
    },
    /// Settles delivered work. A line that cannot be paid in full is paid as far as it can; the response says what is short.
    /// Callable by meters; native and cw20 modes.
    Settle {
        /// The meter's next batch number, from 1: a retry settles nothing twice.
        batch: u64,
        /// From 1 to 200 lines.
        lines: Vec<Line>,
    },
    /// Closes epochs that are over and mints for them. Callable by anyone.
    CloseEpoch {
        /// Epochs to close at most, from 1 to 32; 32 if not given.
        limit: Option<u32>,
    },
    /// Pays the sender's direct pay and vested rewards in one transfer. Callable by any provider, at every breaker level.
    Claim {},
    /// Removes receipts that are past their retention. Callable by anyone.
    Prune {
        /// Batches to remove at most, from 1 to 30; 10 if not given.
        limit: Option<u32>,
    },
    /// Submits a price to the feed. Callable by its feeders.
    SubmitPrice {
        /// The feeder's round, larger than its last one.
        #[schemars(with = "String")]
        #[serde(with = "ballast_math::text")]
        round: u64,
        /// USD per whole token; above 0, at most a billion.
        price: Price,
        /// UNIX time at which it was observed: not in the future, not before the feeder's last one.
        time: Timestamp,
    },
    /// Takes note of the current price and moves the breaker: up at once, or down when it is time. Callable by anyone.
    Poke {},
    /// Governance: queue, execute, veto, tighten, trip, hand over. Each says who may.
    Govern(GovernMsg),
    /// Adds the attached tokens to the reserve that rewards come from. Callable by anyone; `reserve` mode only.
    FundReserve {},
    /// A cw20 payment; `msg` is a [`Cw20HookMsg`]. Callable by the configured token only.
    Receive(Cw20ReceiveMsg),
}

/// One piece of delivered work: a line of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Who pays.
    pub tenant: String,
    /// Who delivered.
    pub provider: String,
    /// The meter's name for the job: 1 to 64 of `A–Z a–z 0–9 . _ : / -`.
    pub job: String,
    /// Micro-USD; above 0.
    pub usd: Usd,
    /// GPU seconds delivered.
    #[schemars(with = "String")]
    #[serde(with = "ballast_math::text")]
    pub gpu_seconds: u64,
}

/// What a cw20 token sends along with a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cw20ReceiveMsg {
    /// Who sent the tokens.
    pub sender: String,
    /// How many.
    pub amount: Uint128,
    /// What for: a [`Cw20HookMsg`].
    pub msg: Binary,
}

/// What a cw20 payment is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Cw20HookMsg {
    /// As [`ExecuteMsg::Deposit`].
    Deposit {
        /// Whose escrow; the sender's if not given.
        tenant: Option<String>,
    },
    /// As [`ExecuteMsg::BuyCredits`], with the tokens that were sent.
    BuyCredits {
        /// Fails when fewer micro-USD of credits would come of it.
        min_usd: Option<Usd>,
    },
}
