//! The audit of contracts whose history is true, and of copies in which one figure is not.

#![allow(missing_docs)]

mod support;

use ballast_audit::{Block, Verdict, verify};
use ballast_math::Tokens;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use rstest::rstest;

use support::*;

#[rstest]
#[case(TokenFactory)]
#[case(Cw20)]
#[case(Reserve)]
#[case(External)]
fn a_true_history_has_no_difference(#[case] supply: SupplyKind) {
    let evidence = history(supply);
    let verdict = verify(&evidence).unwrap();
    assert_eq!(verdict, Verdict { epochs: 9, receipts: 16, changes: 1, burned_by_holders: Tokens::ZERO });
    assert!(evidence.records.iter().any(|record| !record.decision.minted.is_zero()));
}

/// What an auditor cannot recompute from the events.
const AS_RECORDED: [&str; 2] = ["price", "gpu_seconds"];

#[test]
fn every_figure_of_every_record_that_is_tampered_with_is_named() {
    let evidence = serde_json::to_value(history(TokenFactory)).unwrap();
    let mut paths = vec![];
    leaves(&evidence["records"], "", &mut paths);
    let mut caught = 0;
    for path in paths {
        let mut copy = evidence.clone();
        let place = copy["records"].pointer_mut(&path).unwrap();
        let Some(other) = tampered(place) else { continue };
        *place = other;
        let mut parts = path.split('/').skip(1);
        let (epoch, field) = (parts.next().unwrap(), parts.next().unwrap());
        let outcome = verdict_on(&copy);
        if AS_RECORDED.contains(&field) {
            continue;
        }
        let difference = outcome.expect_err(&path);
        if field == "epoch" {
            continue;
        }
        assert_eq!(difference.place, format!("epoch {epoch}"), "{path}: {difference}");
        // Of the decision, the figure that is named may be the one in the event.
        let leaf = path.rsplit('/').next().unwrap();
        let named = difference.what.contains(field) || difference.what.contains(leaf);
        assert!(named, "{path}: {difference}");
        caught += 1;
    }
    println!("{caught} figures tampered with, each named");
    assert!(caught > 250, "{caught}");
}

/// Who changes the record changes what was announced too: only the recomputation tells.
#[rstest]
fn a_record_that_was_announced_like_that_is_found(
    #[values("granted", "minted", "supply", "burned")] field: &str,
) {
    let mut evidence = serde_json::to_value(history(TokenFactory)).unwrap();
    let record = &mut evidence["records"][2];
    let holds = record.get(field).is_some();
    let record = if holds { &mut record[field] } else { &mut record["decision"][field] };
    let (before, after) = (record.clone(), tampered(record).unwrap());
    *record = after.clone();
    let events = evidence["blocks"].as_array_mut().unwrap().iter_mut();
    let mints = events.flat_map(|block| block["events"].as_array_mut().unwrap());
    let attributes = mints.filter(|event| event["type"] == "wasm-ballast-mint").nth(2).unwrap();
    let told = attributes["attributes"].as_array_mut().unwrap();
    let told = told.iter_mut().find(|attribute| attribute["key"] == field).unwrap();
    assert_eq!(told["value"], before);
    told["value"] = after;
    let difference = verdict_on(&evidence).unwrap_err();
    assert_eq!(difference.place, "epoch 2");
    assert!(difference.what.contains(field) && !difference.what.contains("event"), "{difference}");
}

#[rstest]
#[case::supply("/supply/supply")]
#[case::burned("/supply/burned")]
#[case::minted("/supply/minted")]
#[case::budget("/supply/budget_left")]
#[case::initial("/config/initial_supply")]
#[case::emission("/config/emission_budget")]
#[case::genesis("/config/genesis")]
#[case::length("/config/epoch_length")]
#[case::token("/token_supply")]
#[case::receipts("/audit/receipts")]
#[case::rho("/params/params/policy/mint/rho/fixed")]
fn books_that_are_tampered_with_are_found(#[case] path: &str) {
    let mut evidence = serde_json::to_value(history(TokenFactory)).unwrap();
    let place = evidence.pointer_mut(path).unwrap_or_else(|| panic!("{path}"));
    *place = tampered(place).unwrap();
    let difference = verdict_on(&evidence).unwrap_err();
    println!("{path}: {difference}");
}

#[test]
fn a_receipt_that_is_missing_or_moved_or_changed_is_found() {
    let evidence = history(Cw20);
    let receipts = |block: &Block| block.events.iter().filter(|event| event.ty.ends_with("-receipt")).count();
    let at = evidence.blocks.iter().position(|block| receipts(block) == 3).unwrap();
    let first = evidence.blocks[at].events.iter().position(|event| event.ty.ends_with("-receipt")).unwrap();

    let mut missing = evidence.clone();
    missing.blocks[at].events.remove(first);
    assert!(verify(&missing).unwrap_err().what.contains("receipts against event"));

    // Two receipts in the other order sum up to the same.
    let mut moved = evidence.clone();
    moved.blocks[at].events.swap(first, first + 1);
    let difference = verify(&moved).unwrap_err();
    assert_eq!(difference.what, "line of a receipt");

    let mut changed = evidence;
    // The leaf alone is at odds with what stands beside it.
    for (key, found) in [("leaf", "ballast-receipt: job"), ("job", "commitment")] {
        let told = &mut changed.blocks[at].events[first].attributes;
        let told = told.iter_mut().find(|attribute| attribute.key == key).unwrap();
        told.value = told.value.replacen("job/0", "job/9", 1);
        assert_eq!(verify(&changed).unwrap_err().what, found);
    }
}

/// Money that was never there buys nothing: whatever a line rests on is told, and followed.
#[rstest]
#[case::credits("ballast-credits", "usd", "9999", "credits bought")]
#[case::a_price("ballast-credits", "price", "0.5", "credits bought")]
#[case::a_deposit("ballast-deposit", "amount", "5", "recomputation")]
#[case::an_authorisation("ballast-authorize", "usd_per_epoch", "1", "usd")]
#[case::nobody_authorised("ballast-authorize", "meter", "stranger", "payment")]
fn a_payment_that_could_not_be_made_is_found(
    #[case] event: &str,
    #[case] key: &str,
    #[case] value: &str,
    #[case] found: &str,
) {
    let mut evidence = history(TokenFactory);
    let told = evidence.blocks.iter_mut().flat_map(|block| &mut block.events);
    let told = told.filter(|told| told.ty.ends_with(event)).flat_map(|told| &mut told.attributes);
    told.filter(|told| told.key == key).for_each(|told| value.clone_into(&mut told.value));
    assert_eq!(verify(&evidence).unwrap_err().what, found);
}
