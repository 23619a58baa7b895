//! The events that the contract emits, all in one place. Indexers and auditors depend on them: see the README's table.

use core::fmt::Display;

use ballast_api::{Action, ChangeMsg, EpochRecord, Member, Parameter, Proposal, Receipt, Shortfall};
use ballast_guardrails::{Content, Ending, Pending, Role, Signal, Transition};
use ballast_math::{EpochId, Price, Seconds, Tokens, Usd};
use cosmwasm_std::{Event, to_json_string};

use crate::changes::{describe, describe_content};

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

/// `ballast/trip` when the level rises, `ballast/recovery` when it falls.
pub fn breaker(transition: &Transition<Signal>) -> Event {
    let rises = transition.to > transition.from;
    let mut event = Event::new(if rises { "ballast/trip" } else { "ballast/recovery" })
        .add_attribute("from", snake_case(&transition.from))
        .add_attribute("to", snake_case(&transition.to));
    if let Some(signal) = transition.signal {
        event = event.add_attribute("signal", snake_case(&signal));
    }
    if let Some(fall) = transition.fall {
        event = event.add_attribute("fall", fall.to_string());
    }
    if let Some(threshold) = transition.threshold {
        event = event.add_attribute("threshold", threshold.to_string());
    }
    event
}

pub fn guardian_trip(until: Seconds) -> Event {
    Event::new("ballast/guardian_trip").add_attribute("until", until.to_string())
}

pub fn queue(set: &Pending<Parameter, Action>) -> Event {
    with_content(Event::new("ballast/queue").add_attribute("set", set.set.to_string()), &set.content)
        .add_attribute("by", set.by.clone())
        .add_attribute("loosens", set.loosens.to_string())
        .add_attribute("earliest_time", set.earliest.time.to_string())
        .add_attribute("earliest_height", set.earliest.height.to_string())
        .add_attribute("expires", set.expires.to_string())
}

pub fn execute(set: &Pending<Parameter, Action>) -> Event {
    with_content(Event::new("ballast/execute").add_attribute("set", set.set.to_string()), &set.content)
}

/// A set that ended without being executed.
pub fn ended(sets: &[u64], ending: Ending) -> Vec<Event> {
    let event = |set: &u64| {
        Event::new("ballast/ended")
            .add_attribute("set", set.to_string())
            .add_attribute("ending", snake_case(&ending))
    };
    sets.iter().map(event).collect()
}

/// A message that was refused, and succeeds all the same so that the trip it caused stands.
pub fn refused(reason: &impl Display) -> Event {
    Event::new("ballast/refused").add_attribute("reason", reason.to_string())
}

pub fn tighten(changes: &[ChangeMsg]) -> Event {
    with_changes(Event::new("ballast/tighten"), changes)
}

pub fn remove(member: &Member) -> Event {
    let (kind, name) = match member {
        Member::Meter { address } => ("meter", address.clone()),
        Member::Feeder { address } => ("feeder", address.clone()),
        Member::Source { id } => ("source", id.to_string()),
    };
    Event::new("ballast/remove").add_attribute("kind", kind).add_attribute("member", name)
}

pub fn role(role: Role, address: &str, left: Option<&str>) -> Event {
    let event =
        Event::new("ballast/role").add_attribute("role", snake_case(&role)).add_attribute("holder", address);
    left.into_iter().fold(event, |event, left| event.add_attribute("left", left))
}

fn with_content(event: Event, content: &Content<Parameter, Action>) -> Event {
    match content {
        Content::Changes(changes) => with_changes(event, &describe(changes)),
        Content::Action(_) => {
            let proposal: Proposal = describe_content(content);
            event.add_attribute("proposal", to_json_string(&proposal).unwrap_or_default())
        }
    }
}

/// One attribute for each change: `policy.mint.round_trip` = `1 -> 0.95`.
fn with_changes(event: Event, changes: &[ChangeMsg]) -> Event {
    changes.iter().fold(event, |event, change| {
        event.add_attribute(change.parameter.name(), format!("{} -> {}", change.from, change.to))
    })
}
