//! A closed epoch against its record, figure by figure.

use ballast_api::EpochRecord;
use ballast_api::events::{AttributeSpec, MintEvent};
use ballast_economy::OpenEpoch;
use cosmwasm_std::Event;

use super::difference::{Difference, Place};

/// What was announced at the close against the record.
pub fn announced(place: &Place, event: &MintEvent, record: &EpochRecord) -> Result<(), Difference> {
    let recorded = MintEvent::new(record, event.carried.unwrap_or_default(), event.collateral_price);
    let (announced, recorded) = (event.to_event(), recorded.to_event());
    for AttributeSpec { key, .. } in MintEvent::SPEC.attributes {
        let value = |event: &Event| {
            let found = event.attributes.iter().find(|attribute| attribute.key == *key);
            found.map_or_else(|| "none".to_owned(), |attribute| attribute.value.clone())
        };
        place.same(&format!("{key}, event against record"), value(&announced), value(&recorded))?;
    }
    Ok(())
}

/// What the receipts sum up to against the record.
pub fn receipts(place: &Place, open: &OpenEpoch, record: &EpochRecord) -> Result<(), Difference> {
    place.same("usd_settled, receipts against record", open.usd_settled, record.usd_settled)?;
    place.same("burned, receipts against record", open.burned, record.burned)?;
    place.same("direct_pay, receipts against record", open.direct_pay, record.direct_pay)?;
    place.same("weight, receipts against record", open.weight, record.weight)?;
    place.same_debug("demand, receipts against record", &open.demand, &record.demand)
}

/// The record that follows against the one that was kept: every field, causes before what they cause.
pub fn recomputed(place: &Place, follows: &EpochRecord, kept: &EpochRecord) -> Result<(), Difference> {
    // A field that is not named here does not compile.
    let EpochRecord {
        epoch,
        start,
        end,
        level,
        price,
        rho,
        smoothed_burn,
        usd_settled,
        gpu_seconds,
        burned,
        direct_pay,
        decision,
        weight,
        supply,
        budget_left,
        total_burned,
        total_minted,
        net_emission,
        demand,
    } = follows;
    place.same("epoch", *epoch, kept.epoch)?;
    place.same("start", *start, kept.start)?;
    place.same("end", *end, kept.end)?;
    place.same_debug("price", price, &kept.price)?;
    place.same("usd_settled", *usd_settled, kept.usd_settled)?;
    place.same("gpu_seconds", *gpu_seconds, kept.gpu_seconds)?;
    place.same("burned", *burned, kept.burned)?;
    place.same("direct_pay", *direct_pay, kept.direct_pay)?;
    place.same("weight", *weight, kept.weight)?;
    place.same_debug("demand", demand, &kept.demand)?;
    place.same("rho", *rho, kept.rho)?;
    place.same("smoothed_burn", *smoothed_burn, kept.smoothed_burn)?;
    place.same_debug("level", level, &kept.level)?;
    place.same_debug("decision.requested", &decision.requested, &kept.decision.requested)?;
    place.same_debug("decision.caps", &decision.caps, &kept.decision.caps)?;
    place.same("decision.granted", decision.granted, kept.decision.granted)?;
    place.same("decision.minted", decision.minted, kept.decision.minted)?;
    place.same("decision.from_budget", decision.from_budget, kept.decision.from_budget)?;
    place.same_debug("decision.binding", &decision.binding, &kept.decision.binding)?;
    place.same("supply", *supply, kept.supply)?;
    place.same("budget_left", *budget_left, kept.budget_left)?;
    place.same("total_burned", *total_burned, kept.total_burned)?;
    place.same("total_minted", *total_minted, kept.total_minted)?;
    place.same_debug("net_emission", net_emission, &kept.net_emission)
}
