use ballast_api::{CreditsResponse, ExecuteMsg, PriceProblem, SettleResponse, ShortfallReason};
use ballast_controller::ContractError;
use ballast_economy::MoneyError;
use ballast_guardrails::Level;
use ballast_math::Duration;
use ballast_sandbox::Sandbox;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{HOUR, Suite, addr, event, line, price, ratio, tokens, usd};
use cosmwasm_std::coin;
use rstest::rstest;

fn lock(amount: u128) -> ExecuteMsg {
    ExecuteMsg::BuyCredits { amount: Some(tokens(amount)), min_usd: None }
}

/// A price of two dollars for a day: the average is two dollars to the last digit.
fn a_day_at_two_dollars(mode: SupplyKind) -> Suite {
    let mut suite = Suite::new(mode);
    suite.price("2");
    suite.chain.wait(Duration::DAY);
    suite
}

#[rstest]
fn five_tokens_at_two_dollars_are_ten_dollars_of_credits(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
) {
    let mut suite = Suite::new(mode);
    suite.price("2");
    suite.give("tenant", 5_000_000);

    let response = suite.buy_credits("tenant", 5_000_000, None).ok();

    let tenant = addr("tenant");
    assert_eq!(event(&response, "ballast-deposit"), format!("tenant={tenant} amount=5000000"));
    assert_eq!(
        event(&response, "ballast-credits"),
        format!("tenant={tenant} locked=5000000 usd=10000000 price=2"),
    );
    let tenant = suite.tenant("tenant");
    assert_eq!(
        (tenant.deposit, tenant.locked, tenant.credits),
        (tokens(0), tokens(5_000_000), usd(10_000_000))
    );
    let books = suite.solvency();
    assert_eq!((books.escrow, books.locked), (tokens(0), tokens(5_000_000)));
    assert_eq!(suite.balance("tenant"), 0);
}

#[test]
fn the_response_says_what_was_bought() {
    let mut suite = Suite::new(TokenFactory);
    suite.price("2");
    let bought: CreditsResponse = suite.buy_credits("treasury", 3, None).data();
    assert_eq!(bought, CreditsResponse { usd: usd(6), locked: tokens(3), price: Some(price("2")) });
}

#[rstest]
fn credits_are_bought_out_of_the_escrow_too(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::new(mode);
    suite.price("2");
    suite.tenant_with("tenant", 1_000);

    suite.execute("tenant", &lock(400)).ok();

    let tenant = suite.tenant("tenant");
    assert_eq!((tenant.deposit, tenant.locked, tenant.credits), (tokens(600), tokens(400), usd(800)));
    let (available, requested) = (tokens(600), tokens(601));
    suite
        .execute("tenant", &lock(601))
        .should_fail_with(MoneyError::InsufficientDeposit { available, requested });
}

#[rstest]
#[case::less_than_came_along(60, 140, 60)]
#[case::more_than_came_along(150, 50, 150)]
#[case::all_there_is(200, 0, 200)]
fn what_comes_along_is_deposited_first(#[case] amount: u128, #[case] deposit: u128, #[case] locked: u128) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 100);
    suite.give("tenant", 100);
    let coins = [suite.chain.coin(tokens(100))];

    suite.execute_with("tenant", &lock(amount), &coins).ok();

    let tenant = suite.tenant("tenant");
    assert_eq!((tenant.deposit, tenant.locked), (tokens(deposit), tokens(locked)));
}

#[test]
fn a_spread_is_taken_off_the_credit_and_rounds_against_the_buyer() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.params.policy.burn.credit_spread = ratio("0.0025");
    });
    suite.price("2");
    // 5,000,001 · 2 = 10,000,002, and 99.75% of it is 9,975,001.995.
    let bought: CreditsResponse = suite.buy_credits("treasury", 5_000_001, None).data();
    assert_eq!(bought.usd, usd(9_975_001));
}

#[rstest]
#[case::just_enough(10, true)]
#[case::one_too_many(11, false)]
fn the_buyer_can_insist_on_a_least_credit(#[case] min: u128, #[case] met: bool) {
    let mut suite = Suite::new(TokenFactory);
    suite.price("2");
    let outcome = suite.buy_credits("treasury", 5, Some(min));
    if met {
        outcome.ok();
    } else {
        let (expected, found) = (usd(11), usd(10));
        outcome.should_fail_with(MoneyError::TooFewCredits { expected, found });
    }
}

#[test]
fn tokens_are_never_locked_for_no_credit_at_all() {
    let mut suite = Suite::new(TokenFactory);
    suite.price("0.5");
    let (expected, found) = (usd(1), usd(0));
    suite.buy_credits("treasury", 1, Some(0)).should_fail_with(MoneyError::TooFewCredits { expected, found });
    suite.buy_credits("treasury", 2, None).ok();
}

#[rstest]
#[case::nothing_came_along(None)]
#[case::zero(Some(0))]
fn nothing_buys_nothing(#[case] amount: Option<u128>) {
    let mut suite = Suite::at_a_dollar(Cw20);
    suite.tenant_with("tenant", 10);
    let msg = ExecuteMsg::BuyCredits { amount: amount.map(tokens), min_usd: None };
    suite.execute("tenant", &msg).should_fail_with(ContractError::ZeroAmount);
}

#[test]
fn coins_that_are_not_the_token_buy_nothing() {
    let mut suite = Suite::at_a_dollar(Cw20);
    suite
        .execute_with("treasury", &lock(10), &[coin(10, "uother")])
        .should_fail_with(ContractError::NotInMode { message: "buy_credits", mode: "cw20" });
    let mut suite = Suite::at_a_dollar(Reserve);
    suite.execute_with("treasury", &lock(10), &[coin(10, "uother")]).should_fail_with(
        ContractError::WrongFunds { expected: "ucompute".to_owned(), found: "10uother".to_owned() },
    );
}

#[test]
fn in_external_mode_the_chain_sells_what_it_sells() {
    let mut suite = Suite::at_a_dollar(External);
    let refused = || ContractError::NotInMode { message: "buy_credits", mode: "external" };
    suite.execute("tenant", &lock(10)).should_fail_with(refused());
    suite.buy_credits("treasury", 10, None).should_fail_with(refused());
}

// Attack 53: buying credits on a price known to fall, or before the average has followed a rise.
#[rstest]
#[case::spot_has_fallen("1.6", "1.6", 1_600)]
#[case::spot_has_not_moved("2", "2", 2_000)]
#[case::spot_has_risen("2.4", "2", 2_000)]
fn credits_cost_the_lower_of_spot_and_the_average_of_a_day(
    #[values(TokenFactory, Reserve)] mode: SupplyKind,
    #[case] spot: &str,
    #[case] expected: &str,
    #[case] micro_usd: u128,
) {
    let mut suite = a_day_at_two_dollars(mode);
    suite.price(spot);
    assert_eq!(suite.market().twap_day, Some(price("2")));

    let bought: CreditsResponse = suite.buy_credits("treasury", 1_000, None).data();

    let expected =
        CreditsResponse { usd: usd(micro_usd), locked: tokens(1_000), price: Some(price(expected)) };
    assert_eq!(bought, expected);
}

#[rstest]
#[case::upper_edge("2.5", true)]
#[case::above_it("2.500000000000000001", false)]
#[case::lower_edge("1.5", true)]
#[case::below_it("1.499999999999999999", false)]
fn outside_of_its_band_the_price_sells_nothing(#[case] spot: &str, #[case] usable: bool) {
    let mut suite = a_day_at_two_dollars(TokenFactory);
    suite.price(spot);
    let outcome = suite.buy_credits("treasury", 1_000, None);
    if usable {
        outcome.ok();
    } else {
        let (spot, twap, band) = (price(spot), price("2"), ratio("0.25"));
        let problem = PriceProblem::OutsideBand { spot, twap, band };
        outcome.should_fail_with(ContractError::NoPrice { problem });
    }
}

#[rstest]
#[case::as_old_as_it_may_be(2 * HOUR, true)]
#[case::a_second_older(2 * HOUR + 1, false)]
fn a_stale_price_sells_nothing(#[case] age: u64, #[case] usable: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.chain.wait(Duration::new(age));
    if usable {
        suite.buy_credits("treasury", 1_000, None).ok();
    } else {
        let problem = PriceProblem::TooFewFresh { expected: 1, found: 0 };
        refunded_then_refused(&mut suite, ContractError::NoPrice { problem });
    }
}

/// A purchase that trips the breaker is sent back, so that the trip stands; the next one is refused.
fn refunded_then_refused(suite: &mut Suite, reason: ContractError) {
    let (before, text) = (suite.balance("treasury"), reason.to_string());
    let response = suite.buy_credits("treasury", 1_000, None).ok();
    assert_eq!(event(&response, "ballast-trip"), "from=normal to=restricted signal=oracle");
    assert_eq!(event(&response, "ballast-refused"), format!("reason={text} refunded=1000"));
    // A cw20 token passes no data on.
    if suite.chain.token().is_none() {
        let nothing = CreditsResponse { usd: usd(0), locked: tokens(0), price: None };
        assert_eq!(Sandbox::data::<CreditsResponse>(&response).unwrap(), nothing);
    }
    assert_eq!((suite.balance("treasury"), suite.level()), (before, Level::Restricted));
    suite.buy_credits("treasury", 1_000, None).should_fail_with(reason);
}

#[rstest]
fn a_purchase_that_trips_the_breaker_is_sent_back_in_every_mode(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    let problem = PriceProblem::TooFewFresh { expected: 1, found: 0 };
    refunded_then_refused(&mut suite, ContractError::NoPrice { problem });
    // What lies in escrow stays there: nothing came along that could be sent back.
    suite.tenant_with("tenant", 500);
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 500);
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    let response = suite.execute("tenant", &lock(100)).ok();
    assert!(event(&response, "ballast-refused").ends_with(" refunded=0"));
    assert_eq!((suite.tenant("tenant").deposit, suite.balance("tenant")), (tokens(500), 0));
}

#[test]
fn credits_keep_their_dollars_whatever_the_token_does() {
    let mut suite = Suite::new(TokenFactory);
    suite.price("2");
    suite.tenant_with("tenant", 1_000);
    suite.execute("tenant", &lock(1_000)).ok();
    // Four days at half a dollar: the price is usable again, at a quarter of what it was.
    for _ in 0..96 {
        suite.chain.wait(Duration::HOUR);
        suite.price("0.5");
    }
    suite.settle(vec![line("tenant", "provider", 1_999)]).ok();

    let tenant = suite.tenant("tenant");
    // ⌈1,999 · 1,000 / 2,000⌉ = 1,000 tokens left the lock: the last credit has nothing behind it any more.
    assert_eq!((tenant.credits, tenant.locked), (usd(1), tokens(0)));
    assert_eq!(suite.supply().burned, tokens(1_000));
}

#[test]
fn credits_and_authorisations_do_not_transfer() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.buy_credits("treasury", 100, None).ok();
    suite.authorize("stranger", "meter", 1_000).ok();
    let settled: SettleResponse = suite.settle(vec![line("stranger", "provider", 10)]).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::Funds);
    suite
        .execute("treasury", &ExecuteMsg::Withdraw { amount: None })
        .should_fail_with(ContractError::ZeroAmount);
}
