use ballast_api::{Cw20HookMsg, ExecuteMsg};
use ballast_controller::ContractError;
use ballast_economy::MoneyError;
use ballast_math::Duration;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{Suite, addr, event, tokens};
use cosmwasm_std::coin;
use rstest::rstest;

#[rstest]
fn a_deposit_is_kept_in_escrow(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::new(mode);
    suite.give("tenant", 5_000_000);
    let held_before = suite.held();

    let response = suite.deposit("tenant", 2_000_000).ok();

    assert_eq!(event(&response, "ballast-deposit"), format!("tenant={} amount=2000000", addr("tenant")),);
    assert_eq!(suite.balance("tenant"), 3_000_000);
    assert_eq!(suite.held(), held_before + 2_000_000);
    assert_eq!(suite.tenant("tenant").deposit, tokens(2_000_000));
    assert_eq!(suite.solvency().escrow, tokens(2_000_000));
}

#[rstest]
fn deposits_add_up_and_touch_nobody_else(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::new(mode);
    suite.tenant_with("bystander", 7);
    let bystander = suite.tenant("bystander");
    suite.give("tenant", 1_001);

    suite.deposit("tenant", 1_000).ok();
    suite.deposit("tenant", 1).ok();

    assert_eq!(suite.tenant("tenant").deposit, tokens(1_001));
    assert_eq!(suite.tenant("bystander"), bystander);
    assert_eq!(suite.solvency().escrow, tokens(1_008));
}

#[test]
fn anyone_can_deposit_for_a_tenant_who_alone_can_withdraw_it() {
    let mut suite = Suite::new(TokenFactory);
    suite.give("owner", 10);
    let coins = [suite.chain.coin(tokens(10))];
    let tenant = Some(addr("tenant").to_string());

    suite.execute_with("owner", &ExecuteMsg::Deposit { tenant }, &coins).ok();

    assert_eq!(suite.tenant("tenant").deposit, tokens(10));
    assert_eq!(suite.tenant("owner").deposit, tokens(0));
    suite
        .withdraw("owner", Some(10))
        .should_fail_with(MoneyError::InsufficientDeposit { available: tokens(0), requested: tokens(10) });
    suite.withdraw("tenant", None).ok();
    assert_eq!(suite.balance("tenant"), 10);
}

#[rstest]
#[case::nothing(&[], "none")]
#[case::another_denom(&["uother"], "10uother")]
#[case::one_denom_too_many(&["", "uother"], "10{denom}, 10uother")]
fn funds_must_be_one_coin_of_the_networks_denom(
    #[values(TokenFactory, Reserve)] mode: SupplyKind,
    #[case] denoms: &[&str],
    #[case] found: &str,
) {
    let mut suite = Suite::new(mode);
    let denom = suite.chain.denom().to_owned();
    let own = |name: &&str| coin(10, if name.is_empty() { denom.as_str() } else { *name });
    let coins: Vec<_> = denoms.iter().map(own).collect();

    let outcome = suite.execute_with("treasury", &ExecuteMsg::Deposit { tenant: None }, &coins);

    let found = found.replace("{denom}", &denom);
    outcome.should_fail_with(ContractError::WrongFunds { expected: denom, found });
}

#[rstest]
#[case::cw20(Cw20, "cw20")]
#[case::external(External, "external")]
fn coins_are_no_payment_where_the_token_is_none(#[case] mode: SupplyKind, #[case] name: &'static str) {
    let mut suite = Suite::new(mode);
    let deposit = ExecuteMsg::Deposit { tenant: None };
    suite
        .execute_with("treasury", &deposit, &[coin(10, "uother")])
        .should_fail_with(ContractError::NotInMode { message: "deposit", mode: name });
}

#[rstest]
#[case::of_another_chain("osmo1qypqxpq9qcrsszgszyfpx9q4zct3sxfqelr5ey")]
#[case::no_address("tenant")]
#[case::empty("")]
#[case::in_capitals("COSMWASM1QYPQXPQ9QCRSSZGSZYFPX9Q4ZCT3SXFQ8H5N6D")]
fn a_deposit_for_an_address_of_no_account_here_is_refused(#[case] tenant: &str) {
    let mut suite = Suite::new(TokenFactory);
    let coins = [suite.chain.coin(tokens(10))];
    let msg = ExecuteMsg::Deposit { tenant: Some(tenant.to_owned()) };
    let outcome = suite.execute_with("treasury", &msg, &coins);
    assert!(outcome.0.is_err());
}

/// The contract sends itself no withdrawals: what was in its escrow could never be had back.
#[rstest]
fn the_contract_cannot_be_a_tenant(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::new(mode);
    let contract = suite.chain.controller().to_string();
    let tenant = Some(contract.clone());
    let outcome = match mode {
        Cw20 => {
            let hook = Cw20HookMsg::Deposit { tenant };
            suite.act(|chain| chain.send_cw20(&addr("treasury"), tokens(10), &hook))
        }
        _ => {
            let coins = [suite.chain.coin(tokens(10))];
            suite.execute_with("treasury", &ExecuteMsg::Deposit { tenant }, &coins)
        }
    };
    let problem = "this contract cannot be a tenant";
    outcome.should_fail_with(ContractError::Malformed { field: "tenant", problem, found: contract });
}

#[test]
fn a_deposit_works_with_a_backlog_of_epochs_and_closes_none() {
    let mut suite = Suite::new(TokenFactory);
    suite.give("tenant", 10);
    suite.chain.wait(Duration::days(400));

    suite.deposit("tenant", 10).ok();

    assert_eq!(suite.epoch().epoch, 0);
    assert_eq!(suite.epoch().behind, 400);
    assert_eq!(suite.tenant("tenant").deposit, tokens(10));
}
