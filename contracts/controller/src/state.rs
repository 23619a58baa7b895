//! What the contract stores. Names of keys are short because they are written with every record.

use ballast_api::{
    Action, Commitment, EpochRecord, HistoryEntry, NumberedSource, Parameter, Params, SourceKind,
};
use ballast_economy::{
    BreakerState, EpochPool, EpochState, Ledger, Meter, OpenEpoch, Provider, Rules, Signals, Tenant,
};
use ballast_guardrails::{Constitution, HighWater, Registry, Roles};
use ballast_math::{
    CumulativePrice, Duration, EpochId, HighPrecisionAmount, MathError, Price, TimeRange, Timestamp, Tokens,
    Twap, Usd, epoch_range, epochs_behind,
};
use cosmwasm_std::{Addr, CanonicalAddr};
use serde::{Deserialize, Serialize};

use crate::packed::{PackedItem, PackedMap};
use crate::supply::Mode;

/// Fixed at instantiation.
pub const CONFIG: PackedItem<Config> = PackedItem::new("cfg");
/// Where prices come from.
pub const SOURCES: PackedItem<Sources> = PackedItem::new("src");
/// Parameters in force.
pub const PARAMS: PackedItem<Params> = PackedItem::new("par");
/// Parameters from the next epoch on.
pub const NEXT_PARAMS: PackedItem<Params> = PackedItem::new("nxt");
/// What the economy remembers from epoch to epoch; written once an epoch.
pub const EPOCH_STATE: PackedItem<EpochState> = PackedItem::new("eps");
/// The open epoch's sums; written with every settlement.
pub const OPEN: PackedItem<OpenEpoch> = PackedItem::new("opn");
/// What is owed to whom, in sum.
pub const LEDGER: PackedItem<Ledger> = PackedItem::new("led");
/// The commitment to all receipts.
pub const AUDIT: PackedItem<Audit> = PackedItem::new("aud");
/// What the feeders submitted.
pub const FEED: PackedItem<Feed> = PackedItem::new("fed");
/// The accumulated price.
pub const TWAP: PackedItem<Twap> = PackedItem::new("twp");
/// Hard bounds, steps and delays; fixed at instantiation.
pub const CONSTITUTION: PackedItem<Constitution<Parameter>> = PackedItem::new("con");
/// Who governs and who guards.
pub const ROLES: PackedItem<Roles> = PackedItem::new("rol");
/// Queued changes, and when each parameter last changed.
pub const REGISTRY: PackedItem<Registry<Parameter, Action>> = PackedItem::new("reg");
/// The breaker, with the reference of the price.
pub const BREAKER: PackedItem<BreakerState> = PackedItem::new("wat");
/// The reference of the usage; written with every close.
pub const BEST_USAGE: PackedItem<HighWater<HighPrecisionAmount>> = PackedItem::new("use");

/// The accumulated price at the first observation of an hour, by hour.
pub const HOURS: PackedMap<CumulativePrice> = PackedMap::new("h");
/// By canonical address.
pub const TENANTS: PackedMap<Tenant> = PackedMap::new("t");
/// By canonical address.
pub const PROVIDERS: PackedMap<Provider> = PackedMap::new("p");
/// By canonical address.
pub const METERS: PackedMap<Meter> = PackedMap::new("m");
/// Grants that providers have not taken yet, by epoch.
pub const REWARD_POOLS: PackedMap<EpochPool> = PackedMap::new("g");
/// Closed epochs, for ever, by epoch.
pub const RECORDS: PackedMap<EpochRecord> = PackedMap::new("e");
/// What happened to the guardrails, by number.
pub const HISTORY: PackedMap<HistoryEntry> = PackedMap::new("y");
/// By epoch, meter and batch.
pub const RECEIPTS: PackedMap<StoredBatch> = PackedMap::new("r");

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    pub mode: Mode,
    pub decimals: u8,
    pub genesis: Timestamp,
    pub epoch_length: Duration,
    pub window: u32,
    pub emission_budget: Tokens,
    pub initial_supply: Tokens,
    /// What trips the breaker; part of the constitution, and here because every settlement needs it.
    pub signals: Signals,
}

impl Config {
    pub fn epoch_range(&self, epoch: EpochId) -> Result<TimeRange, MathError> {
        epoch_range(self.genesis, self.epoch_length, epoch)
    }

    /// How many epochs from `open` on are over at `now`.
    pub fn behind(&self, open: EpochId, now: Timestamp) -> u64 {
        epochs_behind(self.genesis, self.epoch_length, open, now)
    }

    /// The rules that an epoch of these parameters is closed by.
    pub const fn rules<'a>(&self, params: &'a Params) -> Rules<'a> {
        Rules {
            policy: &params.policy,
            breaker: &params.breaker,
            signals: self.signals,
            issuance: self.mode.issuance(),
        }
    }
}

/// The price sources, their addresses checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// The id of the next one.
    pub next_id: u16,
    pub list: Vec<NumberedSource>,
}

impl Sources {
    /// The feeders of the feed, if there is one.
    pub fn feeders(&self) -> Option<&[String]> {
        self.list.iter().find_map(|numbered| match &numbered.source.kind {
            SourceKind::Feed { feeders, .. } => Some(feeders.as_slice()),
            _ => None,
        })
    }

    /// As [`Sources::feeders`], to change them.
    pub fn feeders_mut(&mut self) -> Option<&mut Vec<String>> {
        self.list.iter_mut().find_map(|numbered| match &mut numbered.source.kind {
            SourceKind::Feed { feeders, .. } => Some(feeders),
            _ => None,
        })
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    pub commitment: Commitment,
    pub receipts: u64,
    pub pruned_before: EpochId,
}

/// The last submission of each feeder, in the order of the source's list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    pub submissions: Vec<Submission>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub round: u64,
    pub price: Price,
    pub time: Timestamp,
}

/// The receipts of a batch in one record: one flat fee for writing, not one per line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredBatch {
    pub price: Option<Price>,
    pub receipts: Vec<StoredReceipt>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReceipt {
    pub line: u32,
    pub job: String,
    pub tenant: CanonicalBytes,
    pub provider: CanonicalBytes,
    pub usd: Usd,
    pub usd_from_credits: Usd,
    pub burned: Tokens,
    pub direct_pay: Tokens,
}

/// A canonical address: 20 or 32 bytes where its text has 44 or 64.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CanonicalBytes(Vec<u8>);

impl CanonicalBytes {
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    pub fn to_canonical(&self) -> CanonicalAddr {
        CanonicalAddr::from(self.0.clone())
    }
}

impl From<CanonicalAddr> for CanonicalBytes {
    fn from(address: CanonicalAddr) -> Self {
        Self(address.as_slice().to_vec())
    }
}

/// An account that was named in a message: its text, checked, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub addr: Addr,
    pub key: CanonicalBytes,
}

/// Key of an epoch: big endian, so that the order of keys is that of time.
pub fn epoch_key(epoch: EpochId) -> [u8; 8] {
    epoch.to_be_bytes()
}

/// Key of a batch of receipts: in the order of epochs, then meters, then batches.
pub fn receipts_key(epoch: EpochId, meter: u16, batch: u64) -> [u8; 18] {
    let mut key = [0; 18];
    key[..8].copy_from_slice(&epoch.to_be_bytes());
    key[8..10].copy_from_slice(&meter.to_be_bytes());
    key[10..].copy_from_slice(&batch.to_be_bytes());
    key
}

/// The parts of a key made by [`receipts_key`]; `None` for any other bytes.
pub fn parse_receipts_key(key: &[u8]) -> Option<(EpochId, u16, u64)> {
    let key: &[u8; 18] = key.try_into().ok()?;
    let (epoch, rest) = key.split_first_chunk::<8>()?;
    let (meter, batch) = rest.split_first_chunk::<2>()?;
    let batch: &[u8; 8] = batch.try_into().ok()?;
    Some((u64::from_be_bytes(*epoch), u16::from_be_bytes(*meter), u64::from_be_bytes(*batch)))
}
