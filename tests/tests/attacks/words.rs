//! What the attacks have in common.

use std::collections::BTreeSet;

use anyhow::anyhow;
use ballast_api::Parameter;
use ballast_controller::ContractError;
use ballast_guardrails::Refusal;
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::HOUR;
use ballast_tests::suite::ratio;
use ballast_tests::suite::{Outcome, Suite, addr};
use ballast_tests::suite_guard::percents;
use ballast_tests::suite_guard::refused;
use ballast_tests::suite_guard::watchful;
use cw_multi_test::Executor;
use serde_json::{Value, json};

pub const RHO: &str = "policy.mint.rho";

pub fn stale(from: &str, found: &str) -> ContractError {
    let (expected, found) = (ratio(from).atomics(), ratio(found).atomics());
    refused(Refusal::Stale { parameter: id(RHO), expected, found })
}

pub const BAND: &str = "price.band";

/// A day and an hour at a dollar; a fall of 10, 20 or 35% in a day trips.
pub fn a_day_at_a_dollar() -> Suite {
    let mut suite = watchful(TokenFactory, |genesis| genesis.params.breaker.price_day = percents(10, 20, 35));
    suite.price("1");
    suite.wait_with_price(25 * HOUR, "1");
    suite
}

pub fn id(name: &str) -> Parameter {
    Parameter::new(name)
}

/// Sends any JSON as an account.
#[track_caller]
pub fn say(suite: &mut Suite, sender: &str, msg: &Value) -> Outcome {
    suite.act(|chain| {
        let controller = chain.controller().clone();
        let sent = chain.app().execute_contract(addr(sender), controller, msg, &[]);
        sent.map_err(|error| anyhow!("{error}"))
    })
}

/// Sends any JSON as the chain.
#[track_caller]
pub fn say_as_chain(suite: &mut Suite, msg: &Value) -> Outcome {
    suite.act(|chain| {
        let controller = chain.controller().clone();
        chain.app().wasm_sudo(controller, msg).map_err(|error| anyhow!("{error}"))
    })
}

/// Names of all fields, at any depth, of every message that accounts and the chain can send.
pub fn fields_of_messages() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for schema in [EXECUTE, SUDO] {
        collect(&serde_json::from_str(schema).expect("a schema"), &mut found);
    }
    found
}

const EXECUTE: &str = include_str!("../../../schema/raw/execute.json");
const SUDO: &str = include_str!("../../../schema/raw/sudo.json");

fn collect(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                found.extend(properties.keys().cloned());
            }
            object.values().for_each(|inner| collect(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, found)),
        _ => {}
    }
}

/// No message has a field of such a name, and messages that would need one are refused, whoever sends them.
#[track_caller]
pub fn there_is_no_message(suite: &mut Suite, fields: &[&str]) {
    let known = fields_of_messages();
    assert!(known.contains("usd_per_epoch") && known.contains("proposal"), "{known:?}");
    for field in fields {
        assert!(!known.contains(*field), "a message has the field {field}");
        let body = json!({ *field: 1 });
        let tries = [
            json!({ *field: {} }),
            json!({ "govern": { *field: {} } }),
            json!({ "govern": { "queue": { "proposal": { "action": body } } } }),
            json!({ "govern": { "queue": { "proposal": body } } }),
            json!({ "govern": { "execute": { "id": 1, *field: 1 } } }),
        ];
        for msg in tries {
            for sender in ["governor", "guardian", "admin", "stranger"] {
                assert!(say(suite, sender, &msg).0.is_err(), "{msg}");
            }
            assert!(say_as_chain(suite, &msg).0.is_err(), "{msg}");
        }
    }
}

/// The verbs of a schema: its own and those of the definition told.
fn verbs(schema: &str, definition: Option<&str>) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).expect("a schema");
    let of = definition.map_or(&schema, |name| &schema["definitions"][name]);
    let variants = of["oneOf"].as_array().expect("one of several verbs");
    let mut found: Vec<String> =
        variants.iter().map(|variant| variant["required"][0].as_str().expect("a verb").to_owned()).collect();
    found.sort();
    found
}

/// What the attacks that are closed by construction rest upon: these are all the verbs that there are.
#[test]
fn the_verbs_are_these_and_no_others() {
    let execute = [
        "authorize",
        "buy_credits",
        "claim",
        "close_epoch",
        "deposit",
        "fund_reserve",
        "govern",
        "poke",
        "prune",
        "receive",
        "settle",
        "submit_price",
        "withdraw",
    ];
    assert_eq!(verbs(EXECUTE, None), execute);
    assert_eq!(verbs(SUDO, None), ["confirm_mint", "govern", "report_burns", "settle"]);
    let govern = ["accept", "cancel", "execute", "queue", "remove", "tighten", "trip", "veto"];
    for schema in [EXECUTE, SUDO] {
        assert_eq!(verbs(schema, Some("GovernMsg")), govern);
        assert_eq!(verbs(schema, Some("Proposal")), ["action", "changes"]);
        assert_eq!(verbs(schema, Some("Action")), ["add_feeder", "add_source", "role"]);
        let roles = ["add_governor", "remove_governor", "replace_guardian"];
        assert_eq!(verbs(schema, Some("RoleChange")), roles);
    }
}
