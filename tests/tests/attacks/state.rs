//! What the code cannot do by construction, and what it does with state that is missing.

use ballast_api::{GovernMsg, Proposal, SettleResponse, ShortfallReason};
use ballast_controller::ContractError;
use ballast_math::Duration;
use ballast_sandbox::SupplyKind::{self, Cw20, Reserve, TokenFactory};
use ballast_tests::suite::{Suite, addr, line};
use ballast_tests::suite_guard::change;
use cosmwasm_std::coin;
use rstest::rstest;
use serde_json::json;

use crate::words::{BAND, say};

/// A reply or a self-call legitimises no unscheduled change: there is neither.
#[rstest]
fn attack_16_there_is_no_reply_and_no_self_call(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let source = include_str!("../../../contracts/controller/src/contract.rs");
    assert!(!source.contains("reply"), "an entry point for replies");
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    let own = suite.chain.controller().to_string();
    let mut responses = vec![suite.settle(vec![line("tenant", "provider", 100)]).ok()];
    suite.epoch_is_over_at("1");
    responses.push(suite.claim("provider").ok());
    responses.push(suite.withdraw("tenant", Some(5)).ok());
    responses.push(suite.buy_credits("treasury", 5, None).ok());
    responses.push(suite.tighten(vec![change(BAND, "0.25", "0.24")]).ok());
    for response in responses {
        let calls = response.events.iter().filter(|event| event.ty == "execute");
        let to_itself = calls.filter(|event| event.attributes.iter().any(|attribute| attribute.value == own));
        assert_eq!(to_itself.count(), 1, "more than the message that was sent");
    }
}

/// Missing or undecodable state is an error, never "no delay", "no limit" or "nobody governs".
#[rstest]
fn attack_19_missing_state_is_an_error(
    #[values("con", "reg", "rol", "par", "wat", "src", "cfg")] key: &str,
    #[values(true, false)] missing: bool,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change(BAND, "0.25", "0.26")]);
    let controller = suite.chain.controller().clone();
    let mut storage = suite.chain.app().contract_storage_mut(&controller);
    if missing {
        storage.remove(key.as_bytes());
    } else {
        storage.set(key.as_bytes(), b"\xff\xff");
    }
    drop(storage);
    let expected =
        if missing { format!("there is no stored {key}") } else { format!("cannot read the stored {key}") };
    let mut said = 0;
    let governor = addr("governor");
    for msg in [
        GovernMsg::Execute { id: set },
        GovernMsg::Tighten { changes: vec![change("receipt_retention", "10", "11")] },
        GovernMsg::Queue { proposal: Proposal::Changes(vec![change("policy.mint.round_trip", "1", "1.1")]) },
    ] {
        match suite.chain.govern(&governor, msg) {
            Err(error) => {
                assert!(error.to_string().contains(&expected), "{error}");
                said += 1;
            }
            // Queueing and tightening look at no market.
            Ok(_) => assert!(matches!(key, "wat" | "cfg" | "par" | "rol" | "src"), "{key}"),
        }
    }
    // Anyone may execute: who governs is not asked there.
    assert!(said >= 1, "{key} is not needed by anything");
}

/// What is checked on one path is checked on all: accounts, the chain, a token's payments, funds that come along.
#[test]
fn attack_48_no_path_lacks_a_check() {
    let mut suite = Suite::at_a_dollar(Cw20);
    suite.tenant_with("tenant", 1_000);
    let hook = json!({ "govern": { "trip": { "seconds": 60 } } });
    for sender in ["guardian", "governor", "treasury"] {
        let msg = json!({ "receive": { "sender": addr(sender), "amount": "5", "msg": hook.to_string().into_bytes() } });
        assert!(say(&mut suite, sender, &msg).0.is_err());
    }
    let token = suite.chain.token().unwrap().clone();
    let sent = ballast_api::Cw20ReceiveMsg {
        sender: addr("guardian").into(),
        amount: 5u128.into(),
        msg: hook.to_string().into_bytes().into(),
    };
    let sent = suite.act(|chain| chain.execute(&token, &ballast_api::ExecuteMsg::Receive(sent)));
    sent.should_fail_saying("unknown variant `govern`");
    let trip = ballast_api::ExecuteMsg::Govern(ballast_api::GovernMsg::Trip { seconds: Duration::new(60) });
    suite
        .execute_with("treasury", &trip, &[coin(1, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1uother".to_owned() });
    let settle = ballast_api::SudoMsg::Settle { batch: 1, lines: vec![line("tenant", "provider", 10)] };
    let settled: SettleResponse = suite.sudo(&settle).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::Unauthorised);
}
