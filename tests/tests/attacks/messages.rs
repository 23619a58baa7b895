//! JSON of every wrong shape.

use ballast_api::{
    Action, ChangeMsg, Cw20ReceiveMsg, ExecuteMsg, ExternalBurn, GovernMsg, Member, PriceSource, Proposal,
    SourceKind, SudoMsg,
};
use ballast_guardrails::RoleChange;
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{START, Suite, addr, line, price, tokens, usd};
use ballast_tests::suite_guard::change;
use cosmwasm_std::Binary;
use rstest::rstest;
use serde_json::{Value, json};

use crate::words::{say, say_as_chain};

/// What is no message of any kind is refused, whoever sends it.
#[rstest]
#[case::null(json!(null))]
#[case::a_word(json!("claim"))]
#[case::a_number(json!(7))]
#[case::an_empty_object(json!({}))]
#[case::an_empty_list(json!([]))]
#[case::no_such_verb(json!({ "mint": { "amount": "5" } }))]
#[case::a_verb_in_capitals(json!({ "Claim": {} }))]
#[case::two_verbs(json!({ "claim": {}, "poke": {} }))]
#[case::no_body(json!({ "claim": null }))]
#[case::a_word_as_body(json!({ "claim": "all" }))]
#[case::a_field_too_many(json!({ "claim": { "amount": "5" } }))]
#[case::an_amount_as_a_number(json!({ "withdraw": { "amount": 5 } }))]
#[case::a_negative_amount(json!({ "withdraw": { "amount": "-5" } }))]
#[case::a_signed_amount(json!({ "withdraw": { "amount": "+5" } }))]
#[case::an_amount_with_a_point(json!({ "withdraw": { "amount": "5.0" } }))]
#[case::an_amount_with_an_exponent(json!({ "withdraw": { "amount": "1e3" } }))]
#[case::an_amount_with_a_space(json!({ "withdraw": { "amount": " 5" } }))]
#[case::an_empty_amount(json!({ "withdraw": { "amount": "" } }))]
#[case::an_amount_of_129_bits(json!({ "withdraw": { "amount": "340282366920938463463374607431768211456" } }))]
#[case::a_field_missing(json!({ "settle": { "batch": 1 } }))]
#[case::a_batch_as_text(json!({ "settle": { "batch": "1", "lines": [] } }))]
#[case::a_negative_batch(json!({ "settle": { "batch": -1, "lines": [] } }))]
#[case::a_broken_batch(json!({ "settle": { "batch": 1.5, "lines": [] } }))]
#[case::lines_that_are_none(json!({ "settle": { "batch": 1, "lines": [{}] } }))]
#[case::gpu_seconds_as_a_number(json!({ "settle": { "batch": 1, "lines": [
    { "tenant": addr("tenant"), "provider": addr("provider"), "job": "job", "usd": "1", "gpu_seconds": 1 },
] } }))]
#[case::gpu_seconds_of_65_bits(json!({ "settle": { "batch": 1, "lines": [
    { "tenant": addr("tenant"), "provider": addr("provider"), "job": "job", "usd": "1", "gpu_seconds": "18446744073709551616" },
] } }))]
#[case::a_round_as_a_number(json!({ "submit_price": { "round": 1, "price": "1", "time": START } }))]
#[case::a_limit_of_33_bits(json!({ "close_epoch": { "limit": 4_294_967_296u64 } }))]
#[case::a_price_as_a_number(json!({ "submit_price": { "round": "1", "price": 1.5, "time": START } }))]
#[case::a_price_with_19_decimals(
    json!({ "submit_price": { "round": "1", "price": "1.0000000000000000001", "time": START } })
)]
#[case::a_price_that_is_no_number(json!({ "submit_price": { "round": "1", "price": "NaN", "time": START } }))]
#[case::the_chains_own_verb(json!({ "report_burns": { "batch": 1, "burns": [] } }))]
#[case::the_chains_other_verb(json!({ "confirm_mint": { "amount": "1" } }))]
fn attack_60_a_message_of_a_wrong_shape_is_refused(#[case] msg: Value) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    for sender in ["tenant", "meter", "feeder", "governor", "guardian"] {
        assert!(say(&mut suite, sender, &msg).0.is_err());
    }
}

fn governance() -> Vec<GovernMsg> {
    let changes: Vec<ChangeMsg> = vec![change("price.band", "0.25", "0.24")];
    let address = || addr("owner").to_string();
    let source = PriceSource {
        kind: SourceKind::Contract { contract: address(), denom: "uquote".to_owned() },
        max_age: Duration::new(60),
        max_deviation: Ratio::percent(5),
    };
    let actions = [
        Action::AddFeeder { address: address() },
        Action::AddSource { source },
        Action::Role(RoleChange::AddGovernor { address: address() }),
        Action::Role(RoleChange::RemoveGovernor { address: address() }),
        Action::Role(RoleChange::ReplaceGuardian { address: address() }),
    ];
    let mut all: Vec<GovernMsg> =
        actions.into_iter().map(|action| GovernMsg::Queue { proposal: Proposal::Action(action) }).collect();
    all.extend([
        GovernMsg::Queue { proposal: Proposal::Changes(changes.clone()) },
        GovernMsg::Execute { id: 1 },
        GovernMsg::Veto { id: 1 },
        GovernMsg::Cancel { id: 1 },
        GovernMsg::Tighten { changes },
        GovernMsg::Remove { member: Member::Meter { address: address() } },
        GovernMsg::Remove { member: Member::Feeder { address: address() } },
        GovernMsg::Remove { member: Member::Source { id: 1 } },
        GovernMsg::Trip { seconds: Duration::new(60) },
        GovernMsg::Accept {},
    ]);
    all
}

/// One message of every kind, each in a shape that is right.
fn messages() -> (Vec<Value>, Vec<Value>) {
    let lines = vec![line("tenant", "provider", 5)];
    let payment =
        Cw20ReceiveMsg { sender: addr("tenant").into(), amount: 5u128.into(), msg: Binary::default() };
    let mut execute = vec![
        ExecuteMsg::Deposit { tenant: Some(addr("tenant").into()) },
        ExecuteMsg::Withdraw { amount: Some(tokens(5)) },
        ExecuteMsg::BuyCredits { amount: Some(tokens(5)), min_usd: Some(usd(5)) },
        ExecuteMsg::Authorize { meter: addr("meter").into(), usd_per_epoch: usd(5) },
        ExecuteMsg::Settle { batch: 1, lines: lines.clone() },
        ExecuteMsg::CloseEpoch { limit: Some(1) },
        ExecuteMsg::Claim {},
        ExecuteMsg::Prune { limit: Some(1) },
        ExecuteMsg::SubmitPrice { round: 1, price: price("1"), time: Timestamp::new(START) },
        ExecuteMsg::Poke {},
        ExecuteMsg::FundReserve {},
        ExecuteMsg::Receive(payment),
    ];
    execute.extend(governance().into_iter().map(ExecuteMsg::Govern));
    let mut sudo = vec![
        SudoMsg::Settle { batch: 1, lines: lines.clone() },
        SudoMsg::ReportBurns {
            batch: 1,
            burns: lines.into_iter().map(|line| ExternalBurn { line, burned: tokens(5) }).collect(),
        },
        SudoMsg::ConfirmMint { amount: tokens(5) },
    ];
    sudo.extend(governance().into_iter().map(SudoMsg::Govern));
    (execute.iter().map(shown).collect(), sudo.iter().map(shown).collect())
}

fn shown(msg: &impl serde::Serialize) -> Value {
    serde_json::to_value(msg).expect("a message is JSON")
}

/// The same JSON with one thing wrong, in every way and at every depth.
fn broken(right: &Value) -> Vec<Value> {
    let mut found = match right {
        Value::String(_) => vec![json!(5), json!(true), json!([]), json!({}), json!(-1)],
        Value::Number(_) => {
            vec![json!("5"), json!(-1), json!(1.5), json!(true), json!([]), json!({}), json!(1e40)]
        }
        Value::Array(_) => vec![json!("x"), json!(5), json!({ "0": 1 }), json!([5]), json!([null])],
        Value::Object(object) => {
            let mut more = object.clone();
            more.insert("surprise".to_owned(), json!(1));
            let mut all = vec![Value::Object(more), json!("x"), json!(5), json!(true)];
            for (key, inner) in object {
                let mut capital = object.clone();
                capital.remove(key);
                capital.insert(key.to_uppercase(), inner.clone());
                all.push(Value::Object(capital));
                for wrong in broken(inner) {
                    let mut copy = object.clone();
                    copy.insert(key.clone(), wrong);
                    all.push(Value::Object(copy));
                }
            }
            all
        }
        Value::Null | Value::Bool(_) => vec![json!("x"), json!(5)],
    };
    if let Value::Array(list) = right {
        for (position, inner) in list.iter().enumerate() {
            for wrong in broken(inner) {
                let mut copy = list.clone();
                copy[position] = wrong;
                found.push(Value::Array(copy));
            }
        }
    }
    found
}

/// Every message of accounts and of the chain, with one thing wrong in every way and at every depth, is refused and leaves no
/// trace.
#[test]
fn attack_60_every_message_with_one_thing_wrong_is_refused() {
    let (execute, sudo) = messages();
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let before = suite.chain.dump();
    let mut tried = 0;
    for right in &execute {
        assert!(serde_json::from_value::<ExecuteMsg>(right.clone()).is_ok(), "{right}");
        for wrong in broken(right) {
            let outcome = say_quickly(&mut suite, &wrong, false);
            assert!(outcome.is_err(), "{wrong}");
            tried += 1;
        }
    }
    for right in &sudo {
        assert!(serde_json::from_value::<SudoMsg>(right.clone()).is_ok(), "{right}");
        for wrong in broken(right) {
            assert!(say_quickly(&mut suite, &wrong, true).is_err(), "{wrong}");
            tried += 1;
        }
    }
    assert!(suite.chain.dump() == before);
    assert!(tried > 1_000, "{tried}");
    println!("{tried} messages of a wrong shape");
    // The same through the ways that check what is left behind.
    assert!(say_as_chain(&mut suite, &json!({ "govern": {} })).0.is_err());
}

/// As the chain or as a governor, without looking at what is left behind after each.
fn say_quickly(suite: &mut Suite, msg: &Value, as_chain: bool) -> Result<(), String> {
    use cw_multi_test::Executor;
    let controller = suite.chain.controller().clone();
    let app = suite.chain.app();
    let sent = if as_chain {
        app.wasm_sudo(controller, msg)
    } else {
        app.execute_contract(addr("governor"), controller, msg, &[])
    };
    sent.map(|_| ()).map_err(|error| error.to_string())
}
