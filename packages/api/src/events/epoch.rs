//! What is decided at the close of an epoch.

use ballast_guardrails::Level;
use ballast_math::{Cap, EpochId, Price, Ratio, Timestamp, Tokens};

use super::define::event;
use crate::EpochRecord;

event! {
    /// An epoch was closed: what was asked for, and what was granted.
    MintEvent = "ballast-mint" {
        /// Its number.
        epoch: EpochId,
        /// UNIX time of its first second.
        start: Timestamp,
        /// UNIX time of the first second after it.
        end: Timestamp,
        /// The price of the value-linked part; absent when there was no usable one.
        price: Option<Price>,
        /// The price that outstanding credits were looked at with; absent where no signal looks at them.
        collateral_price: Option<Price>,
        /// ρ that was used.
        rho: Ratio,
        /// Base units burned.
        burned: Tokens,
        /// What the schedule asked for.
        requested_schedule: Tokens,
        /// What the re-mint asked for by tokens burned.
        requested_remint_by_burn: Tokens,
        /// What the re-mint asked for by value.
        requested_remint_by_value: Tokens,
        /// What the epoch's providers share.
        granted: Tokens,
        /// New tokens in it.
        minted: Tokens,
        /// Remainders of earlier grants that waited for this one; absent when there were none.
        carried: Option<Tokens>,
        /// The cap that decided; absent when the request was granted in full.
        binding: Option<Cap>,
        /// The breaker's level that decided it.
        level: Level,
        /// Circulating supply after it.
        supply: Tokens,
    }
}

impl MintEvent {
    /// The event of a close: its record, and what decided with it and is in no record.
    ///
    /// `carried` are the remainders that waited; `collateral_price` is what outstanding credits were looked at with.
    #[must_use]
    pub fn new(record: &EpochRecord, carried: Tokens, collateral_price: Option<Price>) -> Self {
        let decision = &record.decision;
        Self {
            epoch: record.epoch,
            start: record.start,
            end: record.end,
            price: record.price,
            collateral_price,
            rho: record.rho,
            burned: record.burned,
            requested_schedule: decision.requested.schedule,
            requested_remint_by_burn: decision.requested.remint_by_burn,
            requested_remint_by_value: decision.requested.remint_by_value,
            granted: decision.granted,
            minted: decision.minted,
            carried: (!carried.is_zero()).then_some(carried),
            binding: decision.binding,
            level: record.level,
            supply: record.supply,
        }
    }
}
