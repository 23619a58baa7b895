//! The network’s token, and the rights over it.

use ballast_api::{Cw20HookMsg, Cw20ReceiveMsg, ExecuteMsg};
use ballast_controller::ContractError;
use ballast_sandbox::SupplyKind::{Cw20, Reserve, TokenFactory};
use ballast_tests::suite::{Suite, addr, line, tokens};
use cosmwasm_std::Storage as _;
use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{coin, to_json_binary};
use serde_json::json;

/// Makes `admin` the admin of the network's denom, behind everybody's back.
fn denom_goes_to(suite: &mut Suite, admin: &str) {
    let key = namespace_with_key(&[b"tokenfactory/admins"], suite.chain.denom().as_bytes());
    suite.chain.app().storage_mut().set(&key, json!(admin).to_string().as_bytes());
}

/// Payments from a foreign token, with extra denoms, or for an address that is none are refused.
#[test]
fn attack_56_only_the_networks_token_pays() {
    let mut suite = Suite::at_a_dollar(Cw20);
    let payment = Cw20ReceiveMsg {
        sender: addr("stranger").into(),
        amount: 1_000u128.into(),
        msg: to_json_binary(&Cw20HookMsg::Deposit { tenant: None }).unwrap(),
    };
    let (expected, found) = (suite.chain.token().unwrap().to_string(), addr("stranger").to_string());
    suite
        .execute("stranger", &ExecuteMsg::Receive(payment))
        .should_fail_with(ContractError::ForeignToken { expected, found });

    let mut suite = Suite::at_a_dollar(Reserve);
    let coins = [suite.chain.coin(tokens(5)), coin(5, "uother")];
    suite
        .execute_with("treasury", &ExecuteMsg::Deposit { tenant: None }, &coins)
        .should_fail_saying("expected funds of one denom, ucompute, found 5ucompute, 5uother");
    let coins = [suite.chain.coin(tokens(5))];
    for tenant in ["osmo1g7ajkk295vactngp74shkfrprvjrdwn662dg26", "tenant", ""] {
        let msg = ExecuteMsg::Deposit { tenant: Some(tenant.to_owned()) };
        assert!(suite.execute_with("treasury", &msg, &coins).0.is_err());
    }
}

/// A denom whose admin is not the contract: nothing closes, nothing is lost, and the unspent comes back.
#[test]
fn attack_59_without_the_admins_rights_nothing_is_lost_and_the_unspent_comes_back() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    denom_goes_to(&mut suite, addr("stranger").as_str());

    let unauthorised = "unauthorized account";
    suite.settle(vec![line("tenant", "provider", 10)]).should_fail_saying(unauthorised);
    suite.epoch_is_over_at("1");
    suite.close(None).should_fail_saying(unauthorised);
    suite.claim("provider").should_fail_saying(unauthorised);
    suite.withdraw("tenant", Some(400)).ok();
    assert_eq!((suite.balance("tenant"), suite.epoch().epoch), (400, 0));

    let controller = suite.chain.controller().to_string();
    denom_goes_to(&mut suite, &controller);
    suite.settle(vec![line("tenant", "provider", 10)]).ok();
    suite.claim("provider").ok();
    assert_eq!((suite.balance("provider"), suite.record(0).decision.granted), (90, tokens(90)));
    assert_eq!(suite.tenant("tenant").deposit, tokens(490));
}

#[test]
fn a_cw20_token_that_no_longer_mints_for_the_contract_loses_nothing_either() {
    let mut suite = Suite::at_a_dollar(Cw20);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    let token = suite.chain.token().unwrap().clone();
    suite
        .chain
        .app()
        .contract_storage_mut(&token)
        .set(b"minter", json!(addr("stranger")).to_string().as_bytes());
    suite.epoch_is_over_at("1");
    suite.close(None).should_fail_saying("cw20: unauthorized");
    suite.withdraw("tenant", None).ok();
    assert_eq!((suite.balance("tenant"), suite.epoch().epoch), (900, 0));
}
