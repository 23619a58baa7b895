//! Payments in a cw20 token.

use anyhow::anyhow;
use ballast_api::{Cw20HookMsg, Cw20ReceiveMsg, ExecuteMsg};
use ballast_controller::ContractError;
use ballast_economy::MoneyError;
use ballast_math::Duration;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{HOUR, Outcome, Suite, addr, event, price, tokens, usd};
use cosmwasm_std::{Addr, Binary, coin, to_json_binary};
use cw_multi_test::Executor;
use rstest::rstest;
use serde_json::json;

fn hook(sender: &str, amount: u128, msg: &Cw20HookMsg) -> ExecuteMsg {
    let msg = to_json_binary(msg).unwrap();
    ExecuteMsg::Receive(Cw20ReceiveMsg { sender: addr(sender).into(), amount: amount.into(), msg })
}

fn deposit_for(tenant: Option<&Addr>) -> Cw20HookMsg {
    Cw20HookMsg::Deposit { tenant: tenant.map(Addr::to_string) }
}

/// Sends tokens along with any bytes.
fn send(suite: &mut Suite, token: &Addr, sender: &str, amount: u128, msg: &[u8]) -> Outcome {
    suite.act(|chain| {
        let contract = chain.controller().to_string();
        let msg = json!({ "send": { "contract": contract, "amount": amount.to_string(), "msg": Binary::from(msg) } });
        chain.app().execute_contract(addr(sender), token.clone(), &msg, &[]).map_err(|error| anyhow!("{error}"))
    })
}

#[test]
fn a_payment_can_be_a_deposit_for_somebody_else() {
    let mut suite = Suite::new(Cw20);
    suite.give("owner", 100);
    let msg = deposit_for(Some(&addr("tenant")));
    let response = suite.act(|chain| chain.send_cw20(&addr("owner"), tokens(100), &msg)).ok();
    assert_eq!(event(&response, "ballast-deposit"), format!("tenant={} amount=100", addr("tenant")));
    assert_eq!(suite.tenant("tenant").deposit, tokens(100));
    assert_eq!((suite.tenant("owner").deposit, suite.balance("owner")), (tokens(0), 0));
}

#[test]
fn a_payment_buys_credits_for_its_sender() {
    let mut suite = Suite::new(Cw20);
    suite.price("2");
    suite.give("tenant", 100);
    suite.buy_credits("tenant", 100, Some(200)).ok();
    let tenant = suite.tenant("tenant");
    assert_eq!((tenant.deposit, tenant.locked, tenant.credits), (tokens(0), tokens(100), usd(200)));
}

// Attack 48: what is checked on the direct path is checked on this one.
#[test]
fn credits_are_refused_here_for_the_same_reasons() {
    let mut suite = Suite::new(Cw20);
    suite.price("2");
    suite.give("tenant", 100);
    let (expected, found) = (usd(201), usd(200));
    suite
        .buy_credits("tenant", 100, Some(201))
        .should_fail_with(MoneyError::TooFewCredits { expected, found });
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    // The first one trips the breaker and is sent back.
    let response = suite.buy_credits("tenant", 100, None).ok();
    assert!(event(&response, "ballast-refused").starts_with("reason=there is no usable price"));
    assert_eq!(suite.balance("tenant"), 100);
    suite.buy_credits("tenant", 100, None).should_fail_saying("there is no usable price");
    suite.price("20");
    suite.buy_credits("tenant", 100, None).should_fail_saying("spot 20 is further than 0.25");
    assert_eq!(suite.market().spot, Some(price("20")));
    assert_eq!(suite.balance("tenant"), 100);
}

// Attack 56: `receive` from a token that is not the network's, or from nobody's token at all.
#[rstest]
#[case::an_account("stranger")]
#[case::the_tenant("tenant")]
#[case::the_treasury_that_made_the_token("treasury")]
fn only_the_token_says_who_paid(#[case] sender: &str) {
    let mut suite = Suite::at_a_dollar(Cw20);
    let expected = suite.chain.token().unwrap().to_string();
    for msg in [deposit_for(None), Cw20HookMsg::BuyCredits { min_usd: None }] {
        let refused = ContractError::ForeignToken { expected: expected.clone(), found: addr(sender).into() };
        suite.execute(sender, &hook("tenant", 1_000, &msg)).should_fail_with(refused);
    }
    assert_eq!(suite.tenant("tenant").deposit, tokens(0));
}

#[test]
fn a_foreign_token_pays_nothing() {
    let mut suite = Suite::new(Cw20);
    let expected = suite.chain.token().unwrap().clone();
    let code_id = suite.chain.app().contract_data(&expected).unwrap().code_id;
    let msg = json!({ "holder": addr("stranger"), "amount": "1000", "minter": addr("stranger") });
    let app = suite.chain.app();
    let foreign = app.instantiate_contract(code_id, addr("stranger"), &msg, &[], "foreign", None).unwrap();
    let msg = to_json_binary(&deposit_for(None)).unwrap();
    let refused = ContractError::ForeignToken { expected: expected.into(), found: foreign.to_string() };
    send(&mut suite, &foreign, "stranger", 1_000, &msg).should_fail_with(refused);
}

#[rstest]
#[case::token_factory(TokenFactory, "token_factory")]
#[case::reserve(Reserve, "reserve")]
#[case::external(External, "external")]
fn other_modes_take_no_cw20_token(#[case] supply: SupplyKind, #[case] mode: &'static str) {
    let mut suite = Suite::new(supply);
    suite
        .execute("stranger", &hook("tenant", 5, &deposit_for(None)))
        .should_fail_with(ContractError::NotInMode { message: "receive", mode });
}

#[test]
fn a_payment_of_nothing_is_refused_even_if_the_token_sends_one() {
    let mut suite = Suite::new(Cw20);
    let token = suite.chain.token().unwrap().clone();
    let msg = hook("tenant", 0, &deposit_for(None));
    suite.act(|chain| chain.execute(&token, &msg)).should_fail_with(ContractError::ZeroAmount);
}

#[rstest]
#[case::of_another_chain("osmo1qypqxpq9qcrsszgszyfpx9q4zct3sxfqelr5ey")]
#[case::no_address("tenant")]
#[case::empty("")]
fn a_deposit_for_no_account_here_goes_back(#[case] tenant: &str) {
    let mut suite = Suite::new(Cw20);
    suite.give("owner", 100);
    let msg = Cw20HookMsg::Deposit { tenant: Some(tenant.to_owned()) };
    let outcome = suite.act(|chain| chain.send_cw20(&addr("owner"), tokens(100), &msg));
    assert!(outcome.0.is_err());
    assert_eq!(suite.balance("owner"), 100);
}

// Attack 60: the message inside of a payment has a shape too.
#[rstest]
#[case::nothing(b"")]
#[case::no_json(b"deposit")]
#[case::an_empty_object(b"{}")]
#[case::two_verbs(br#"{"deposit":{},"buy_credits":{}}"#)]
#[case::a_verb_of_its_own(br#"{"withdraw":{}}"#)]
#[case::an_unknown_field(br#"{"deposit":{"amount":"5"}}"#)]
#[case::a_number(br#"{"buy_credits":{"min_usd":5}}"#)]
#[case::a_negative_amount(br#"{"buy_credits":{"min_usd":"-5"}}"#)]
#[case::no_utf8(&[0x7b, 0xff, 0x7d])]
fn a_payment_with_a_senseless_message_goes_back(#[case] msg: &[u8]) {
    let mut suite = Suite::at_a_dollar(Cw20);
    suite.give("tenant", 100);
    let token = suite.chain.token().unwrap().clone();
    assert!(send(&mut suite, &token, "tenant", 100, msg).0.is_err());
    assert_eq!(suite.balance("tenant"), 100);
}

#[test]
fn coins_beside_the_token_are_refused() {
    let mut suite = Suite::new(Cw20);
    let msg = hook("tenant", 5, &deposit_for(None));
    suite
        .execute_with("treasury", &msg, &[coin(1, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1uother".to_owned() });
}

#[test]
fn tokens_sent_without_a_message_are_a_surplus() {
    let mut suite = Suite::new(Cw20);
    let controller = suite.chain.controller().clone();
    suite.chain.give(&controller, tokens(5)).unwrap();
    suite.donated = 5;
    suite.tenant_with("tenant", 1);
    assert_eq!(suite.solvency().surplus, tokens(5));
}
