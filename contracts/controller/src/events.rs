//! The events that the contract emits, all in one place. Indexers and auditors depend on them: see the README's table.

use ballast_api::{EpochRecord, Receipt, Shortfall};
use ballast_math::{EpochId, Price, Tokens, Usd};
use cosmwasm_std::Event;

use crate::text::snake_case;

pub fn settle(
    epoch: EpochId,
    meter: &str,
    batch: u64,
    usd: Usd,
    burned: Tokens,
    direct_pay: Tokens,
) -> Event {
    Event::new("ballast/settle")
        .add_attribute("epoch", epoch.to_string())
        .add_attribute("meter", meter)
        .add_attribute("batch", batch.to_string())
        .add_attribute("usd", usd.to_string())
        .add_attribute("burned", burned.to_string())
        .add_attribute("direct_pay", direct_pay.to_string())
}

/// The receipt in full, as the line of text that the commitment covers.
pub fn receipt(receipt: &Receipt) -> Event {
    Event::new("ballast/receipt").add_attribute("leaf", receipt.leaf())
}

pub fn short(batch: u64, shortfall: &Shortfall) -> Event {
    Event::new("ballast/short")
        .add_attribute("batch", batch.to_string())
        .add_attribute("line", shortfall.line.to_string())
        .add_attribute("usd", shortfall.usd.to_string())
        .add_attribute("reason", snake_case(&shortfall.reason))
}

pub fn mint(record: &EpochRecord) -> Event {
    let requested = record.requested;
    Event::new("ballast/mint")
        .add_attribute("epoch", record.epoch.to_string())
        .add_attribute("burned", record.burned.to_string())
        .add_attribute("requested_schedule", requested.schedule.to_string())
        .add_attribute("requested_remint_by_burn", requested.remint_by_burn.to_string())
        .add_attribute("requested_remint_by_value", requested.remint_by_value.to_string())
        .add_attribute("granted", record.granted.to_string())
        .add_attribute("minted", record.minted.to_string())
        .add_attribute("binding", record.binding.map_or_else(|| "none".to_owned(), |cap| snake_case(&cap)))
        .add_attribute("level", snake_case(&record.level))
        .add_attribute("supply", record.supply.to_string())
}

pub fn deposit(tenant: &str, amount: Tokens) -> Event {
    Event::new("ballast/deposit").add_attribute("tenant", tenant).add_attribute("amount", amount.to_string())
}

pub fn withdraw(tenant: &str, amount: Tokens) -> Event {
    Event::new("ballast/withdraw").add_attribute("tenant", tenant).add_attribute("amount", amount.to_string())
}

pub fn credits(tenant: &str, locked: Tokens, usd: Usd, price: Price) -> Event {
    Event::new("ballast/credits")
        .add_attribute("tenant", tenant)
        .add_attribute("locked", locked.to_string())
        .add_attribute("usd", usd.to_string())
        .add_attribute("price", price.to_string())
}

pub fn authorize(tenant: &str, meter: &str, usd_per_epoch: Usd) -> Event {
    Event::new("ballast/authorize")
        .add_attribute("tenant", tenant)
        .add_attribute("meter", meter)
        .add_attribute("usd_per_epoch", usd_per_epoch.to_string())
}

pub fn claim(provider: &str, paid: Tokens, unvested: Tokens) -> Event {
    Event::new("ballast/claim")
        .add_attribute("provider", provider)
        .add_attribute("paid", paid.to_string())
        .add_attribute("unvested", unvested.to_string())
}

pub fn price(feeder: &str, round: u64, price: Price) -> Event {
    Event::new("ballast/price")
        .add_attribute("feeder", feeder)
        .add_attribute("round", round.to_string())
        .add_attribute("price", price.to_string())
}

pub fn reserve(amount: Tokens, reserve: Tokens) -> Event {
    Event::new("ballast/reserve")
        .add_attribute("funded", amount.to_string())
        .add_attribute("reserve", reserve.to_string())
}

pub fn confirm(amount: Tokens, awaiting: Tokens) -> Event {
    Event::new("ballast/confirm")
        .add_attribute("amount", amount.to_string())
        .add_attribute("awaiting", awaiting.to_string())
}

pub fn prune(batches: u32, pruned_before: EpochId) -> Event {
    Event::new("ballast/prune")
        .add_attribute("batches", batches.to_string())
        .add_attribute("pruned_before", pruned_before.to_string())
}
