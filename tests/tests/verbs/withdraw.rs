use ballast_api::ExecuteMsg;
use ballast_controller::ContractError;
use ballast_economy::MoneyError;
use ballast_guardrails::Level;
use ballast_math::Duration;
use ballast_sandbox::SupplyKind::{self, Cw20, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, Suite, addr, event, line, tokens, usd};
use cosmwasm_std::coin;
use rstest::rstest;

#[rstest]
fn part_of_an_escrow_comes_back(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::new(mode);
    suite.tenant_with("tenant", 1_000);

    let response = suite.withdraw("tenant", Some(400)).ok();

    assert_eq!(event(&response, "ballast-withdraw"), format!("tenant={} amount=400", addr("tenant")));
    assert_eq!(suite.balance("tenant"), 400);
    assert_eq!(suite.tenant("tenant").deposit, tokens(600));
    assert_eq!(suite.solvency().escrow, tokens(600));
}

#[rstest]
fn all_of_an_escrow_comes_back_and_nobody_elses(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::new(mode);
    suite.tenant_with("tenant", 1_000);
    suite.tenant_with("bystander", 500);
    let bystander = suite.tenant("bystander");

    suite.withdraw("tenant", None).ok();

    assert_eq!(suite.balance("tenant"), 1_000);
    assert_eq!(suite.tenant("tenant").deposit, tokens(0));
    assert_eq!(suite.tenant("bystander"), bystander);
    assert_eq!(suite.balance("bystander"), 0);
}

#[rstest]
#[case::one_unit_less(999, true)]
#[case::to_the_unit(1_000, true)]
#[case::one_unit_more(1_001, false)]
#[case::all_there_could_be(u128::MAX, false)]
fn no_more_comes_back_than_is_there(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[case] amount: u128,
    #[case] enough: bool,
) {
    let mut suite = Suite::new(mode);
    suite.tenant_with("tenant", 1_000);
    suite.tenant_with("bystander", 1_000);
    let outcome = suite.withdraw("tenant", Some(amount));
    if enough {
        outcome.ok();
        assert_eq!(suite.balance("tenant"), amount);
    } else {
        let (available, requested) = (tokens(1_000), tokens(amount));
        outcome.should_fail_with(MoneyError::InsufficientDeposit { available, requested });
    }
}

#[rstest]
#[case::zero(Some(0))]
#[case::all_of_nothing(None)]
fn nothing_cannot_be_withdrawn(#[case] amount: Option<u128>) {
    let mut suite = Suite::new(TokenFactory);
    suite.withdraw("stranger", amount).should_fail_with(ContractError::ZeroAmount);
}

#[test]
fn what_is_spent_or_locked_does_not_come_back() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.settle(vec![line("tenant", "provider", 300)]).ok();
    let lock = ExecuteMsg::BuyCredits { amount: Some(tokens(200)), min_usd: None };
    suite.execute("tenant", &lock).ok();

    let (available, requested) = (tokens(500), tokens(501));
    suite
        .withdraw("tenant", Some(501))
        .should_fail_with(MoneyError::InsufficientDeposit { available, requested });
    suite.withdraw("tenant", None).ok();

    assert_eq!(suite.balance("tenant"), 500);
    assert_eq!(suite.tenant("tenant").locked, tokens(200));
    assert_eq!(suite.tenant("tenant").credits, usd(200));
}

#[rstest]
fn unspent_money_comes_back_with_a_dead_oracle_and_a_backlog_of_years(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000);
    suite.chain.wait(Duration::new(3_650 * DAY));
    assert_eq!(suite.epoch().level, Level::Restricted);
    assert_eq!(suite.epoch().behind, 3_650);

    suite.withdraw("tenant", Some(1)).ok();
    suite.withdraw("tenant", None).ok();

    assert_eq!(suite.balance("tenant"), 1_000);
    assert_eq!(suite.epoch().behind, 3_650);
}

#[test]
fn a_withdrawal_takes_no_funds() {
    let mut suite = Suite::new(TokenFactory);
    suite
        .execute_with("treasury", &ExecuteMsg::Withdraw { amount: None }, &[coin(3, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "3uother".to_owned() });
}
