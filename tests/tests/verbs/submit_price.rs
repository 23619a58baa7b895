use ballast_api::{ExecuteMsg, FeedResponse, FeedSubmission, PriceProblem, QueryMsg, SourceKind};
use ballast_controller::ContractError;
use ballast_math::{Duration, MAX_PRICE, Price, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{HOUR, START, Suite, addr, event, price};
use cosmwasm_std::coin;
use rstest::rstest;

/// A feed with five feeders, of whom `quorum` must be fresh; a band so wide that it never matters.
fn five_feeders(quorum: u32) -> Suite {
    Suite::edited(TokenFactory, |genesis| {
        let feeders = FEEDERS.map(|name| addr(name).to_string()).to_vec();
        genesis.price_sources[0].kind = SourceKind::Feed { feeders, quorum };
        genesis.params.price.band = ballast_math::Ratio::percent(100_000);
    })
}

const FEEDERS: [&str; 5] = ["feeder", "feeder-2", "feeder-3", "feeder-4", "feeder-5"];

#[rstest]
fn a_feeders_price_is_the_spot_price(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut suite = Suite::new(mode);
    let response = suite.submit("feeder", 7, price("1.25"), START).ok();

    assert_eq!(event(&response, "ballast-price"), format!("feeder={} round=7 price=1.25", addr("feeder")));
    let market = suite.market();
    assert_eq!((market.spot, market.problem), (Some(price("1.25")), None));
    assert_eq!((market.twap_day, market.twap_week), (Some(price("1.25")), Some(price("1.25"))));
    assert_eq!(market.sources[0].price, Some(price("1.25")));
    let feed: FeedResponse = suite.query(&QueryMsg::Feed {});
    let submitted =
        |feeder, round, price, time| FeedSubmission { feeder: addr(feeder).into(), round, price, time };
    let expected = vec![
        submitted("feeder", 7, Some(price("1.25")), Timestamp::new(START)),
        submitted("feeder-2", 0, None, Timestamp::new(0)),
    ];
    assert_eq!(feed.submissions, expected);
}

#[rstest]
#[case::a_stranger("stranger")]
#[case::a_meter("meter")]
#[case::the_admin("admin")]
fn who_is_no_feeder_submits_nothing(#[case] sender: &str) {
    let mut suite = Suite::new(TokenFactory);
    suite
        .submit(sender, 1, price("1"), START)
        .should_fail_with(ContractError::NotAFeeder { sender: addr(sender).into() });
}

#[test]
fn without_a_feed_there_are_no_feeders() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let (contract, denom) = (addr("quotes").to_string(), "uquote".to_owned());
        genesis.price_sources[0].kind = SourceKind::Contract { contract, denom };
    });
    suite
        .submit("feeder", 1, price("1"), START)
        .should_fail_with(ContractError::NotAFeeder { sender: addr("feeder").into() });
    assert_eq!(suite.query::<FeedResponse>(&QueryMsg::Feed {}).submissions, vec![]);
}

#[rstest]
#[case::zero(0, false)]
#[case::the_least(1, true)]
#[case::the_most(MAX_PRICE.atomics(), true)]
#[case::a_hair_more(MAX_PRICE.atomics() + 1, false)]
#[case::far_more(u128::MAX, false)]
fn a_price_is_above_zero_and_at_most_a_billion(#[case] found: u128, #[case] good: bool) {
    let mut suite = Suite::new(TokenFactory);
    let outcome = suite.submit("feeder", 1, Price::from_atomics(found), START);
    if good {
        outcome.ok();
    } else {
        let (field, min, max) = ("price (in 10^-18 USD)", 1, MAX_PRICE.atomics());
        outcome.should_fail_with(ContractError::OutOfRange { field, min, max, found });
    }
}

// Attack 42: replayed, duplicate and future rounds.
#[rstest]
#[case::the_same_again(5, false)]
#[case::an_older_one(4, false)]
#[case::zero(0, false)]
#[case::the_next(6, true)]
#[case::one_further_on(1_000, true)]
#[case::the_last_there_is(u64::MAX, true)]
fn rounds_go_up(#[case] found: u64, #[case] good: bool) {
    let mut suite = Suite::new(TokenFactory);
    suite.submit("feeder", 5, price("1"), START).ok();
    suite.chain.wait(Duration::new(1));
    let outcome = suite.submit("feeder", found, price("1.1"), START + 1);
    if good {
        outcome.ok();
    } else {
        outcome.should_fail_with(ContractError::StaleRound { last: 5, found });
    }
    // Rounds are each feeder's own.
    suite.submit("feeder-2", 1, price("1"), START).ok();
}

#[test]
fn the_first_round_is_above_zero() {
    let mut suite = Suite::new(TokenFactory);
    let refused = ContractError::StaleRound { last: 0, found: 0 };
    suite.submit("feeder", 0, price("1"), START).should_fail_with(refused);
}

#[rstest]
#[case::before_the_last(START + 99, false)]
#[case::as_old_as_the_last(START + 100, true)]
#[case::of_now(START + 200, true)]
#[case::of_the_next_second(START + 201, false)]
#[case::of_the_end_of_time(u64::MAX, false)]
#[case::of_the_beginning_of_time(0, false)]
fn an_observation_lies_between_the_last_one_and_now(#[case] found: u64, #[case] good: bool) {
    let mut suite = Suite::new(TokenFactory);
    suite.chain.wait(Duration::new(200));
    suite.submit("feeder", 1, price("1"), START + 100).ok();
    let outcome = suite.submit("feeder", 2, price("1.1"), found);
    if good {
        outcome.ok();
    } else {
        let (earliest, latest) = (START + 100, START + 200);
        outcome.should_fail_with(ContractError::WrongTime {
            earliest: Timestamp::new(earliest),
            latest: Timestamp::new(latest),
            found: Timestamp::new(found),
        });
    }
}

#[rstest]
#[case::one(&["3"], "3")]
#[case::two(&["3", "1"], "1")]
#[case::three(&["3", "1", "2"], "2")]
#[case::four(&["3", "1", "2", "9"], "2")]
#[case::five(&["3", "1", "2", "9", "8"], "3")]
#[case::three_of_which_two_agree(&["5", "5", "1"], "5")]
fn the_feeds_price_is_the_median_the_lower_of_two(#[case] prices: &[&str], #[case] expected: &str) {
    let mut suite = five_feeders(1);
    for (feeder, submitted) in FEEDERS.iter().zip(prices) {
        suite.submit(feeder, 1, price(submitted), START).ok();
    }
    assert_eq!(suite.market().spot, Some(price(expected)));
}

#[test]
fn a_quorum_of_fresh_submissions_is_needed() {
    let mut suite = five_feeders(3);
    for feeder in &FEEDERS[..2] {
        suite.submit(feeder, 1, price("2"), START).ok();
    }
    let few = PriceProblem::TooFewFresh { expected: 1, found: 0 };
    assert_eq!(suite.market().problem, Some(few.clone()));
    let said = suite.market().sources[0].problem.clone();
    assert_eq!(said.as_deref(), Some("expected 3 fresh submissions, found 2"));

    suite.chain.wait(Duration::HOUR);
    suite.submit(FEEDERS[2], 1, price("4"), START + HOUR).ok();
    assert_eq!(suite.market().spot, Some(price("2")));
    // Two of the three are two hours old now, and a second later too old.
    suite.chain.wait(Duration::HOUR);
    assert_eq!(suite.market().spot, Some(price("2")));
    suite.chain.wait(Duration::new(1));
    assert_eq!((suite.market().spot, suite.market().problem), (None, Some(few)));
}

#[test]
fn a_stale_submission_does_not_count_for_the_median() {
    let mut suite = five_feeders(1);
    suite.submit("feeder", 1, price("9"), START).ok();
    suite.chain.wait(Duration::hours(2));
    suite.submit("feeder-2", 1, price("1"), START + 2 * HOUR).ok();
    assert_eq!(suite.market().spot, Some(price("1")));
    suite.submit("feeder-3", 1, price("8"), START + 2 * HOUR).ok();
    assert_eq!(suite.market().spot, Some(price("8")));
    suite.chain.wait(Duration::new(1));
    assert_eq!(suite.market().spot, Some(price("1")));
}

#[test]
fn an_old_observation_is_taken_but_is_not_fresh() {
    let mut suite = Suite::new(TokenFactory);
    suite.submit("feeder", 1, price("1"), START - 2 * HOUR - 1).ok();
    assert_eq!(suite.market().spot, None);
    suite.submit("feeder", 2, price("1"), START - 2 * HOUR).ok();
    assert_eq!(suite.market().spot, Some(price("1")));
}

#[test]
fn submitting_closes_no_epoch_and_takes_no_funds() {
    let mut suite = Suite::new(TokenFactory);
    suite.chain.wait(Duration::days(3));
    suite.price("1");
    assert_eq!(suite.epoch().behind, 3);
    let msg = ExecuteMsg::SubmitPrice { round: 9, price: price("1"), time: Timestamp::new(START) };
    suite
        .execute_with("treasury", &msg, &[coin(1, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1uother".to_owned() });
}

#[test]
fn a_network_without_a_price_yet_is_restricted_when_somebody_looks() {
    let mut suite = Suite::new(TokenFactory);
    let response = suite.poke().ok();
    assert_eq!(event(&response, "ballast-trip"), "from=normal to=restricted signal=oracle");
    let before = suite.chain.dump();
    suite.poke().ok();
    assert!(suite.chain.dump() == before);
}

#[test]
fn a_poke_takes_note_of_the_price_and_of_nothing_else() {
    let mut suite = Suite::new(TokenFactory);
    suite.price("1");
    let before = suite.chain.dump();
    suite.execute("stranger", &ExecuteMsg::Poke {}).ok();
    assert!(suite.chain.dump() == before, "there is nothing new to take note of");
    suite.chain.wait(Duration::HOUR);
    let (epoch, books) = (suite.epoch(), suite.solvency());
    let before = suite.chain.dump();
    suite.execute("stranger", &ExecuteMsg::Poke {}).ok();
    assert_eq!((suite.epoch(), suite.solvency()), (epoch, books));
    // The accumulated price, its point of this hour, and its hourly average among what the breaker remembers.
    assert_eq!(suite.chain.dump().len(), before.len() + 1);
    suite
        .execute_with("treasury", &ExecuteMsg::Poke {}, &[coin(1, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1uother".to_owned() });
}
