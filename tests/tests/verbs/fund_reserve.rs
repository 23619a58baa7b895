use ballast_api::ExecuteMsg;
use ballast_controller::ContractError;
use ballast_economy::MoneyError;
use ballast_math::Duration;
use ballast_sandbox::{
    AppResponse,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{Outcome, Suite, event, tokens};
use cosmwasm_std::{Coin, coin};
use rstest::rstest;

fn fund(suite: &mut Suite, sender: &str, coins: &[Coin]) -> Outcome {
    suite.execute_with(sender, &ExecuteMsg::FundReserve {}, coins)
}

fn funded(suite: &mut Suite, sender: &str, amount: u128) -> AppResponse {
    let coins = [suite.chain.coin(tokens(amount))];
    fund(suite, sender, &coins).ok()
}

#[test]
fn what_is_paid_into_the_reserve_stops_circulating() {
    let mut suite = Suite::edited(Reserve, |genesis| genesis.reserve = tokens(0));
    let supply = suite.supply().supply.get();
    suite.give("owner", 500);

    let response = funded(&mut suite, "owner", 300);
    assert_eq!(event(&response, "ballast-reserve"), "funded=300 reserve=300");
    let response = funded(&mut suite, "owner", 200);
    assert_eq!(event(&response, "ballast-reserve"), "funded=200 reserve=500");

    assert_eq!((suite.balance("owner"), suite.held()), (0, 500));
    assert_eq!(suite.solvency().reserve, tokens(500));
    let books = suite.supply();
    assert_eq!((books.supply, books.retired), (tokens(supply - 500), tokens(500)));
    assert_eq!((books.burned, books.minted), (tokens(0), tokens(0)));
}

#[test]
fn a_donation_is_neither_burned_nor_demand() {
    let mut suite = Suite::at_a_dollar(Reserve);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.give("owner", 1_000_000);
    funded(&mut suite, "owner", 1_000_000);
    suite.next_epoch();
    let record = suite.record(0);
    assert_eq!((record.burned, record.decision.granted), (tokens(100), tokens(90)));
    assert_eq!(record.supply, suite.supply().supply);
}

#[test]
fn the_reserve_cannot_be_withdrawn() {
    let mut suite = Suite::at_a_dollar(Reserve);
    suite.give("owner", 1_000);
    funded(&mut suite, "owner", 1_000);
    suite.withdraw("owner", None).should_fail_with(ContractError::ZeroAmount);
    let (available, requested) = (tokens(0), tokens(1));
    suite
        .withdraw("owner", Some(1))
        .should_fail_with(MoneyError::InsufficientDeposit { available, requested });
    suite.claim("owner").should_fail_with(ContractError::NothingToClaim);
}

#[test]
fn the_reserve_can_be_funded_with_a_backlog() {
    let mut suite = Suite::at_a_dollar(Reserve);
    suite.chain.wait(Duration::days(100));
    suite.give("owner", 10);
    funded(&mut suite, "owner", 10);
    assert_eq!(suite.epoch().behind, 100);
}

#[rstest]
#[case::nothing(&[], "none")]
#[case::another_denom(&[("uother", 5)], "5uother")]
#[case::two_denoms(&[("ucompute", 5), ("uother", 5)], "5ucompute, 5uother")]
fn only_the_networks_denom_goes_in(#[case] coins: &[(&str, u128)], #[case] found: &str) {
    let mut suite = Suite::new(Reserve);
    let coins: Vec<Coin> = coins.iter().map(|(denom, amount)| coin(*amount, *denom)).collect();
    fund(&mut suite, "treasury", &coins).should_fail_with(ContractError::WrongFunds {
        expected: "ucompute".to_owned(),
        found: found.to_owned(),
    });
}

#[rstest]
#[case::token_factory(TokenFactory, "token_factory")]
#[case::cw20(Cw20, "cw20")]
#[case::external(External, "external")]
fn other_modes_have_no_reserve(#[case] supply: SupplyKind, #[case] mode: &'static str) {
    let mut suite = Suite::new(supply);
    fund(&mut suite, "treasury", &[coin(5, "uother")])
        .should_fail_with(ContractError::NotInMode { message: "fund_reserve", mode });
}

#[test]
fn tokens_that_arrive_without_a_message_are_a_surplus_and_no_reserve() {
    let mut suite = Suite::at_a_dollar(Reserve);
    let reserve = suite.solvency().reserve;
    let controller = suite.chain.controller().clone();
    suite.chain.give(&controller, tokens(77)).unwrap();
    suite.donated = 77;
    suite.tenant_with("tenant", 10);
    assert_eq!((suite.solvency().reserve, suite.solvency().surplus), (reserve, tokens(77)));
}
