//! The breaker in an audit: levels that are recomputed, moves that are judged.

#![allow(missing_docs)]

mod support;

use ballast_audit::{Evidence, verify};
use serde_json::json;

use support::*;

fn is_move(event: &cosmwasm_std::Event) -> bool {
    event.ty.ends_with("ballast-trip") || event.ty.ends_with("ballast-recovery")
}

/// Where the breaker's moves are: block and position.
fn moves(evidence: &Evidence) -> Vec<(usize, usize)> {
    let blocks = evidence.blocks.iter().enumerate();
    let places = blocks.flat_map(|(at, block)| {
        block.events.iter().enumerate().filter(|(_, event)| is_move(event)).map(move |(place, _)| (at, place))
    });
    places.collect()
}

#[test]
fn the_level_of_every_epoch_is_recomputed() {
    let evidence = crash();
    verify(&evidence).unwrap();
    let signals: std::collections::BTreeSet<String> = moves(&evidence)
        .into_iter()
        .filter_map(|(at, place)| {
            let told = &evidence.blocks[at].events[place].attributes;
            told.iter().find(|attribute| attribute.key == "signal").map(|found| found.value.clone())
        })
        .collect();
    println!("{signals:?}");
    for signal in ["price_week", "usage", "guardian"] {
        assert!(signals.contains(signal), "{signal}: {signals:?}");
    }
    let levels: std::collections::BTreeSet<_> = evidence.records.iter().map(|record| record.level).collect();
    assert_eq!(levels.len(), 4, "{levels:?}");
}

/// Who lies about the level lies in the record and in the event.
#[test]
fn a_level_that_does_not_follow_is_found() {
    let evidence = serde_json::to_value(crash()).unwrap();
    let epochs = evidence["records"].as_array().unwrap().len();
    for epoch in 0..epochs {
        let mut copy = evidence.clone();
        let level = &mut copy["records"][epoch]["level"];
        let other = if *level == json!("normal") { "caution" } else { "normal" };
        *level = json!(other);
        let blocks = copy["blocks"].as_array_mut().unwrap().iter_mut();
        let events = blocks.flat_map(|block| block["events"].as_array_mut().unwrap());
        let mint = events.filter(|event| event["type"] == "wasm-ballast-mint").nth(epoch).unwrap();
        let told = mint["attributes"].as_array_mut().unwrap();
        let told = told.iter_mut().find(|attribute| attribute["key"] == "level").unwrap();
        told["value"] = json!(other);
        let difference = verdict_on(&copy).unwrap_err();
        assert_eq!((difference.place, difference.what.as_str()), (format!("epoch {epoch}"), "level"));
    }
}

#[test]
fn a_move_that_is_left_out_told_twice_or_changed_is_found() {
    let evidence = crash();
    let mut changed = 0;
    for (at, place) in moves(&evidence) {
        let mut missing = evidence.clone();
        let moved = missing.blocks[at].events.remove(place);
        verify(&missing).expect_err("a move is missing");

        let mut twice = evidence.clone();
        twice.blocks[at].events.insert(place, moved.clone());
        verify(&twice).expect_err("a move is told twice");

        for (number, told) in moved.attributes.iter().enumerate() {
            let other = match told.key.as_str() {
                "from" | "to" => if told.value == "caution" { "restricted" } else { "caution" }.to_owned(),
                "signal" => if told.value == "usage" { "coverage" } else { "usage" }.to_owned(),
                "threshold" => "0.99".to_owned(),
                // Only the contract saw the price; usage stands still between two closes.
                "drawdown" if moved.attributes.iter().any(|told| told.value == "usage") => "0.777".to_owned(),
                _ => continue,
            };
            let mut copy = evidence.clone();
            copy.blocks[at].events[place].attributes[number].value = other;
            let lie = verify(&copy).expect_err(&format!("{} of {moved:?}", told.key));
            assert!(!lie.what.is_empty());
            changed += 1;
        }
    }
    println!("{changed} figures of moves changed, each found");
    assert!(changed > 25, "{changed}");
}
