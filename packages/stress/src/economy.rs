//! The contract's economy on two accounts in memory: the core's own steps, so the same figures to the unit.
//!
//! Every method is a message of the contract, with the same name. What a message computes is not written here: the steps are
//! those of `ballast_economy`, as in the contract. That messages take the same steps is a test, over every preset (`tests/exactness.rs`).

mod look;
mod money;

use ballast_economy::{
    Books, BreakerState, EpochEnd, EpochPool, EpochRecord, EpochState, Issuance, Ledger, Meter, OpenEpoch,
};
use ballast_guardrails::HighWater;
use ballast_math::{EpochId, HighPrecisionAmount, MathError, Price, Timestamp, Twap, Usd, epochs_behind};

pub use look::View;
pub use money::{CROWD, Line, PARTIES, Party, WHALE};

use crate::hours::Hours;
use crate::network::Network;

/// The number of the only meter.
const METER: u16 = 1;

/// What closing an epoch decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The record that the contract would keep.
    pub record: EpochRecord,
    /// Smoothed mint after it.
    pub smoothed_mint: HighPrecisionAmount,
}

/// A network's economy, message by message.
#[derive(Debug, Clone)]
pub struct Economy<'n> {
    network: &'n Network,
    books: Books,
    meter: Meter,
    twap: Option<Twap>,
    hours: Hours,
    feed: Option<(Price, Timestamp)>,
    parties: [Party; PARTIES],
    /// Grants that were not taken in full yet: a provider's work waits in one at most.
    pools: [Option<(EpochId, EpochPool)>; PARTIES],
    trips: u32,
    /// What the last look saw, while another one at the same time would see the same and change nothing.
    seen: Option<(Timestamp, View)>,
}

impl<'n> Economy<'n> {
    /// A network at its instantiation; `authorised` is what each tenant lets the meter take in an epoch.
    #[must_use]
    pub fn new(network: &'n Network, authorised: [Usd; PARTIES]) -> Self {
        let Network { policy, supply, emission_budget, window, .. } = network;
        Self {
            network,
            books: Books {
                state: EpochState::new(policy, *supply, *emission_budget, *window),
                breaker: BreakerState::default(),
                best_usage: HighWater::default(),
                ledger: Ledger::default(),
                open: OpenEpoch::default(),
            },
            meter: Meter { id: METER, usd_per_epoch: network.meter_limit, next_batch: 1, ..Meter::default() },
            twap: None,
            hours: Hours::default(),
            feed: None,
            parties: authorised.map(Party::authorising),
            pools: [None; PARTIES],
            trips: 0,
            seen: None,
        }
    }

    /// The network.
    #[must_use]
    pub const fn network(&self) -> &'n Network {
        self.network
    }

    /// What the economy remembers from epoch to epoch.
    #[must_use]
    pub const fn state(&self) -> &EpochState {
        &self.books.state
    }

    /// What the breaker remembers from message to message.
    #[must_use]
    pub const fn breaker(&self) -> &BreakerState {
        &self.books.breaker
    }

    /// How often the level rose.
    #[must_use]
    pub const fn trips(&self) -> u32 {
        self.trips
    }

    /// How many epochs are over and not closed.
    #[must_use]
    pub const fn behind(&self, now: Timestamp) -> u64 {
        let Network { genesis, epoch_length, .. } = *self.network;
        epochs_behind(genesis, epoch_length, self.books.open.epoch, now)
    }

    /// Closes every epoch that is over, and tells of each.
    pub fn close_epoch(&mut self, now: Timestamp, mut tell: impl FnMut(&Outcome)) -> Result<(), MathError> {
        let behind = self.behind(now);
        if behind == 0 {
            return Ok(());
        }
        let market = self.look(now)?.market;
        for _ in 0..behind {
            let range = self.network.epoch_range(self.books.open.epoch)?;
            tell(&self.close_one(&EpochEnd::at(range, now, &market, self.network.decimals)?)?);
        }
        Ok(())
    }

    fn close_one(&mut self, end: &EpochEnd) -> Result<Outcome, MathError> {
        let closed = self.books.close_epoch(&self.network.rules(Issuance::Mint), end)?;
        self.trips += u32::try_from(closed.transitions.len()).unwrap_or(u32::MAX);
        self.seen = None;
        if let Some(pool) = closed.pool
            && let Some(free) = self.pools.iter_mut().find(|place| place.is_none())
        {
            *free = Some((closed.record.epoch, pool));
        }
        let epoch = self.books.open.epoch;
        self.meter.enter(epoch);
        for party in &mut self.parties {
            party.tenant.enter(epoch);
        }
        Ok(Outcome { record: closed.record, smoothed_mint: self.books.state.smoothed_mint })
    }
}
