//! What a dishonest contract or node could hand over, and true histories that look odd.

#![allow(missing_docs)]

mod support;

use ballast_api::{ExecuteMsg, MigrateMsg};
use ballast_audit::{Evidence, verify};
use ballast_economy::Signals;
use ballast_math::{Ratio, Tokens};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_sandbox::{Sandbox, example};
use cosmwasm_std::{Attribute, Event};
use cw_multi_test::Executor;
use rstest::rstest;
use serde_json::json;
use support::*;

/// The events of a kind, in order.
fn told<'a>(evidence: &'a mut Evidence, kind: &str) -> Vec<&'a mut Event> {
    let events = evidence.blocks.iter_mut().flat_map(|block| &mut block.events);
    events.filter(|event| event.ty == format!("wasm-ballast-{kind}")).collect()
}

fn attribute<'a>(event: &'a mut Event, key: &str) -> &'a mut String {
    &mut event.attributes.iter_mut().find(|found| found.key == key).unwrap().value
}

fn emitted(kind: &str, attributes: &[(&str, &str)]) -> Event {
    let mut event = Event::new(format!("wasm-ballast-{kind}"));
    event.attributes = attributes.iter().map(|(key, value)| Attribute::new(*key, *value)).collect();
    event
}

/// The first block with an event of a kind.
fn block_with(evidence: &Evidence, kind: &str) -> usize {
    let is_one = |event: &Event| event.ty.ends_with(kind);
    evidence.blocks.iter().position(|block| block.events.iter().any(is_one)).unwrap()
}

/// What the audit finds, once `lie` has changed a true history.
fn found(mut evidence: Evidence, lie: impl FnOnce(&mut Evidence)) -> String {
    verify(&evidence).unwrap();
    lie(&mut evidence);
    verify(&evidence).unwrap_err().what
}

/// Two tenants with deposits and credits, and a day of work.
fn busy(supply: SupplyKind, signals: Signals) -> Network {
    let mut network = Network::with(supply, signals);
    network.price(200);
    ["alice", "bob"].iter().for_each(|tenant| network.enrol(tenant));
    network.settle(&[("alice", "carol", 50_000_000), ("bob", "dave", 7_000_001)]);
    network.day(200);
    network
}

#[rstest]
#[case::off_to_on(Signals::NONE, Signals::ALL)]
#[case::on_to_off(Signals::ALL, Signals::NONE)]
#[case::collateral(Signals::NONE, Signals { collateral: true, ..Signals::NONE })]
fn a_migration_may_change_the_signals(#[case] before: Signals, #[case] after: Signals) {
    let mut network = busy(TokenFactory, before);
    (0..10).for_each(|_| network.day(200));
    let mut constitution = example::governance().constitution;
    constitution.signals = after;
    let response = network.chain.migrate(&MigrateMsg { constitution: Some(constitution) }).unwrap();
    network.note(response);
    for _ in 0..3 {
        network.settle(&[("bob", "dave", 20_000_000)]);
        network.day(200);
    }
    verify(&network.evidence()).unwrap();
}

#[rstest]
fn what_holders_burn_themselves_is_no_difference(#[values(Cw20, TokenFactory, Reserve)] supply: SupplyKind) {
    let mut network = busy(supply, Signals::NONE);
    assert_eq!(verify(&network.evidence()).unwrap().burned_by_holders, Tokens::ZERO);
    let alice = Sandbox::address("alice");
    match network.chain.token().cloned() {
        Some(token) => {
            let burn = json!({ "burn": { "amount": "7" } });
            network.chain.app().execute_contract(alice, token, &burn, &[]).unwrap();
        }
        None => network.chain.burn_natively(&alice, Tokens::new(7)).unwrap(),
    }
    assert_eq!(verify(&network.evidence()).unwrap().burned_by_holders, Tokens::new(7));
}

#[test]
fn parameters_that_no_contract_takes_are_refused() {
    let mut evidence = serde_json::to_value(history(TokenFactory)).unwrap();
    evidence["params"]["params"]["policy"]["mint"]["rho"] = json!({ "steered": {
        "target_low": "0.01", "target_high": "-0.01", "gain": "0.1", "leak": "0.1", "rest": "0.9", "min": "0.99",
        "max": "0.98", "max_step": "0.02", "plant_gain": "1", "delay": 0,
    } });
    verdict_on(&evidence).unwrap_err();
}

#[test]
fn a_batch_counts_once_and_in_full() {
    let twice = |evidence: &mut Evidence| {
        let at = block_with(evidence, "-settle");
        evidence.blocks.insert(at, evidence.blocks[at].clone());
    };
    assert!(found(history(TokenFactory), twice).starts_with("batch of "));
    let other_sum = |evidence: &mut Evidence| {
        "1".clone_into(attribute(told(evidence, "settle").remove(1), "burned"));
    };
    assert_eq!(found(history(TokenFactory), other_sum), "burned of a batch, receipts against event");
}

#[rstest]
#[case::more("paid", "900000000")]
#[case::a_stranger("provider", "wasm1stranger")]
#[case::what_still_vests("unvested", "1")]
fn nobody_claims_more_than_it_earned(#[case] key: &str, #[case] value: &str) {
    let mut network = busy(TokenFactory, Signals::NONE);
    for _ in 0..3 {
        network.settle(&[("alice", "carol", 50_000_000), ("bob", "dave", 7_000_001)]);
        network.day(200);
        network.send("carol", &ExecuteMsg::Claim {});
    }
    let lie = |evidence: &mut Evidence| value.clone_into(attribute(told(evidence, "claim").remove(1), key));
    assert_eq!(found(network.evidence(), lie), "paid and still vesting of a claim");
}

#[test]
fn nobody_takes_out_more_than_it_paid_in() {
    let mut network = busy(TokenFactory, Signals::NONE);
    network.send("alice", &ExecuteMsg::Withdraw { amount: Some(Tokens::new(100)) });
    let lie = |evidence: &mut Evidence| {
        "900000001".clone_into(attribute(told(evidence, "withdraw").remove(0), "amount"));
    };
    assert_eq!(found(network.evidence(), lie), "recomputation");
}

/// A recovery that tells nothing, or of something else that is calm, while the usage holds the level.
#[rstest]
#[case::nothing_told(&[])]
#[case::another_signal(&[("signal", "price_day"), ("drawdown", "0"), ("threshold", "0.1")])]
fn no_recovery_goes_past_what_is_known(#[case] told: &[(&str, &str)]) {
    let lie = |evidence: &mut Evidence| {
        let tripped = |event: &Event| {
            event.ty.ends_with("-trip") && event.attributes.iter().any(|found| found.value == "usage")
        };
        let at = evidence.blocks.iter().position(|block| block.events.iter().any(tripped)).unwrap();
        let trip = evidence.blocks[at].events.iter().find(|event| tripped(event)).unwrap();
        let level = trip.attributes.iter().find(|found| found.key == "to").unwrap().value.clone();
        let lower = if level == "caution" { "normal" } else { "caution" };
        let moved = [&[("from", level.as_str()), ("to", lower)], told].concat();
        evidence.blocks[at].events.push(emitted("recovery", &moved));
    };
    assert!(found(crash(), lie).starts_with("Usage lets the level go: "));
}

#[rstest]
fn a_move_that_leads_nowhere_is_none(#[values("trip", "recovery")] kind: &str) {
    let lie = |evidence: &mut Evidence| {
        let moved = [("from", "normal"), ("to", "normal"), ("signal", "oracle")];
        evidence.blocks.last_mut().unwrap().events.push(emitted(kind, &moved));
    };
    assert_eq!(found(history(TokenFactory), lie), "a move: Normal to Normal by Oracle");
}

#[test]
fn a_trip_of_the_guardian_is_followed_and_not_invented() {
    let ignored = |evidence: &mut Evidence| {
        let at = block_with(evidence, "-guardian-trip");
        evidence.blocks[at].events.retain(|event| !event.ty.ends_with("ballast-trip"));
    };
    assert_eq!(found(crash(), ignored), "the guardian's trip");
    let invented = |evidence: &mut Evidence| {
        let trip = emitted("trip", &[("from", "normal"), ("to", "halted"), ("signal", "guardian")]);
        evidence.blocks.last_mut().unwrap().events.push(trip);
    };
    assert!(found(history(TokenFactory), invented).starts_with("level after of a move"));
}

#[rstest]
#[case::a_larger_reserve(Reserve, "reserve", "reserve", "1", "reserve")]
#[case::at_once_and_queued(TokenFactory, "change", "status", "tightened", "change of policy.mint.rho")]
#[case::never_queued(TokenFactory, "change", "id", "7", "change of policy.mint.rho")]
fn an_event_that_cannot_be_is_found(
    #[case] supply: SupplyKind,
    #[case] kind: &str,
    #[case] key: &str,
    #[case] value: &str,
    #[case] what: &str,
) {
    let lie = |evidence: &mut Evidence| value.clone_into(attribute(told(evidence, kind).pop().unwrap(), key));
    assert_eq!(found(history(supply), lie), what);
}

#[test]
fn what_tightens_does_not_loosen() {
    let lie = |evidence: &mut Evidence| {
        let change =
            [("status", "tightened"), ("parameter", "policy.mint.rho"), ("from", "0.85"), ("to", "0.9")];
        evidence.blocks.last_mut().unwrap().events.push(emitted("change", &change));
    };
    assert_eq!(found(history(TokenFactory), lie), "policy.mint.rho is tightened");
}

#[test]
fn what_is_in_force_is_what_the_changes_led_to() {
    let lie = |evidence: &mut Evidence| {
        evidence.params.next = Some(evidence.params.params.clone());
        evidence.params.params.policy.mint.round_trip = Ratio::percent(77);
    };
    assert_eq!(found(history(TokenFactory), lie), "in force");
}

#[rstest]
fn the_token_is_compared_wherever_there_is_one(#[values(TokenFactory, Cw20, Reserve)] supply: SupplyKind) {
    assert_eq!(found(history(supply), |evidence| evidence.token_supply = None), "a supply to compare");
    let lie = |evidence: &mut Evidence| evidence.token_supply = Some(Tokens::new(1));
    assert_eq!(found(history(External), lie), "a supply to compare");
}

#[test]
fn a_meter_that_was_removed_settles_nothing() {
    let lie = |evidence: &mut Evidence| {
        let meter = Sandbox::address("meter");
        let removed = emitted("remove", &[("kind", "meter"), ("member", meter.as_str())]);
        let at = block_with(evidence, "-settle");
        evidence.blocks[at].events.insert(0, removed);
    };
    assert_eq!(found(busy(TokenFactory, Signals::NONE).evidence(), lie), "payment");
}
