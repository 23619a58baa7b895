//! What the shadow remembers of accounts, meters, epochs and sums.

use std::collections::{BTreeMap, BTreeSet};

use crate::stream::Stream;

#[derive(Debug, Clone, Default)]
pub struct Tenant {
    pub deposit: u128,
    pub credits: u128,
    pub locked: u128,
    /// By meter.
    pub allowances: BTreeMap<usize, Allowance>,
    /// Epoch, and what was spent in it.
    pub spent: (u64, u128),
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Allowance {
    pub limit: u128,
    pub epoch: u64,
    pub spent: u128,
}

impl Allowance {
    pub fn spent_in(&self, epoch: u64) -> u128 {
        if self.epoch == epoch { self.spent } else { 0 }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Provider {
    pub payable: u128,
    pub stream: Stream,
    pub work: Option<Work>,
    /// Ever paid out by claims.
    pub paid: u128,
    /// Direct pay, and `⌊granted · w / W⌋` of every closed epoch, booked when the epoch closes.
    pub entitled: u128,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Work {
    pub epoch: u64,
    pub weight: u128,
    pub usd: u128,
    pub burned: u128,
}

#[derive(Debug, Clone, Copy)]
pub struct Meter {
    /// Whether there ever was such a meter: a record never goes.
    pub known: bool,
    pub limit: u128,
    pub next_batch: u64,
    pub epoch: u64,
    pub spent: u128,
}

impl Meter {
    pub fn spent_in(&self, epoch: u64) -> u128 {
        if self.epoch == epoch { self.spent } else { 0 }
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Open {
    pub epoch: u64,
    pub usd: u128,
    pub gpu_seconds: u64,
    pub burned: u128,
    pub direct_pay: u128,
    pub weight: u128,
    pub retired: u128,
    pub self_dealing: u128,
}

#[derive(Debug, Clone)]
pub struct RewardPool {
    pub granted: u128,
    pub weight: u128,
    pub open_weight: u128,
    pub rules: ballast_math::RewardPolicy,
    /// Rewards and carried units that have left it.
    pub left: u128,
    /// Sum of `granted · w mod weight` so far.
    pub remainders: u128,
    pub end: u64,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    pub burned: u128,
    pub minted: u128,
    pub retired: u128,
    pub reserve: u128,
    pub awaiting: u128,
    pub carried: u128,
    pub from_budget: u128,
    /// Granted and not from the budget.
    pub reminted: u128,
    /// What the chain minted and burned natively, in external mode.
    pub chain_minted: u128,
    pub confirmed: u128,
    pub chain_burned: u128,
    /// Tokens that came without a message.
    pub donated: u128,
}

#[derive(Clone)]
pub struct Audit {
    pub commitment: [u8; 32],
    pub receipts: u64,
    /// Epoch, meter, batch.
    pub stored: BTreeSet<(u64, usize, u64)>,
    pub pruned_before: u64,
}
