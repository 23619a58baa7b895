//! More feeders and more price sources.

use ballast_api::{
    Action, ConfigResponse, FeedResponse, GovernMsg, HistoryEvent, Member, PendingResponse, PriceSource,
    Proposal, QueryMsg, QueueResponse, SourceKind,
};
use ballast_controller::ContractError;
use ballast_guardrails::{Level, Refusal};
use ballast_math::{Duration, Ratio};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::engine::NO_ADDRESS;
use ballast_tests::suite::{DAY, Suite, addr, event, price};
use ballast_tests::suite_guard::{DELAY_BLOCKS, refused, rule};
use ballast_tests::suite_oracles::network;
use cosmwasm_std::Addr;
use rstest::rstest;
use serde_json::json;

fn add_feeder(name: &str) -> Action {
    Action::AddFeeder { address: addr(name).into() }
}

fn quotes(contract: &str) -> PriceSource {
    PriceSource {
        kind: SourceKind::Contract { contract: contract.to_owned(), denom: "uquote".to_owned() },
        max_age: Duration::HOUR,
        max_deviation: Ratio::percent(5),
    }
}

fn add_source(source: PriceSource) -> Action {
    Action::AddSource { source }
}

fn feeders(suite: &Suite) -> Vec<String> {
    let feed: FeedResponse = suite.query(&QueryMsg::Feed {});
    feed.submissions.into_iter().map(|submission| submission.feeder).collect()
}

#[rstest]
fn a_feeder_is_queued_and_submits_when_it_is_added(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values("governor", "chain")] by: &str,
) {
    let mut suite = Suite::at_a_dollar(mode);
    let proposal = Proposal::Action(add_feeder("feeder-3"));
    let response = suite.govern(by, GovernMsg::Queue { proposal: proposal.clone() }).ok();
    let text = event(&response, "ballast-queue");
    let shown = json!({ "action": { "add_feeder": { "address": addr("feeder-3") } } });
    assert!(text.starts_with(&format!("id=1 by={} loosens=true ", suite.known_as(by))), "{text}");
    assert!(text.ends_with(&format!(" proposal={shown}")), "{text}");
    suite.wait_for_delay("1");
    let now = suite.chain.now();
    let sender = addr("feeder-3").to_string();
    suite
        .submit("feeder-3", 1, price("1"), now.seconds())
        .should_fail_with(ContractError::NotAFeeder { sender: sender.clone() });
    suite.execute_set(1).ok();
    suite.submit("feeder-3", 1, price("1"), now.seconds()).ok();
    assert_eq!(feeders(&suite).last(), Some(&sender));
    assert!(suite.history().contains(&HistoryEvent::Executed { id: 1, proposal }));
}

#[rstest]
#[case::one_there_is(add_feeder("feeder"), "feeder is listed twice")]
#[case::no_address(Action::AddFeeder { address: "nobody".to_owned() }, NO_ADDRESS)]
#[case::a_source_with_no_age(add_source(PriceSource { max_age: Duration::ZERO, ..quotes(addr("quotes").as_str()) }), "price_sources.max_age")]
#[case::a_source_at_no_address(add_source(quotes("nobody")), NO_ADDRESS)]
#[case::a_second_feed(
    add_source(PriceSource {
        kind: SourceKind::Feed { feeders: vec![addr("feeder-3").into()], quorum: 1 },
        max_age: Duration::new(60),
        max_deviation: Ratio::percent(5),
    }),
    "price_sources of kind feed: expected from 0 to 1 entries, found 2"
)]
fn what_could_not_be_added_cannot_be_queued(#[case] action: Action, #[case] saying: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queue_action(action).should_fail_saying(saying);
}

#[test]
fn without_a_feed_there_is_nothing_to_add_a_feeder_to() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.price_sources = vec![quotes(addr("quotes").as_str())];
    });
    suite.queue_action(add_feeder("feeder-3")).should_fail_with(ContractError::NoFeed);
}

#[rstest]
#[case::the_last_seat(14, true)]
#[case::one_too_many(15, false)]
fn sixteen_feed_at_most(#[case] more: usize, #[case] good: bool) {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let feeders = (0..=more).map(|number| addr(&format!("feeder-{number}")).to_string()).collect();
        genesis.price_sources[0].kind = SourceKind::Feed { feeders, quorum: 1 };
    });
    let outcome = suite.queue_action(add_feeder("one-more"));
    if good {
        outcome.ok();
    } else {
        let (field, min, max, found) = ("feeders", 0, 16, 17);
        outcome.should_fail_with(ContractError::WrongCount { field, min, max, found });
    }
}

#[test]
fn what_was_possible_when_it_was_queued_is_checked_again() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let feeders = (0..15).map(|number| addr(&format!("feeder-{number}")).to_string()).collect();
        genesis.price_sources[0].kind = SourceKind::Feed { feeders, quorum: 1 };
    });
    suite.submit("feeder-0", 1, price("1"), ballast_tests::suite::START).ok();
    suite.queue_action(add_feeder("a")).ok();
    suite.queue_action(add_feeder("b")).ok();
    suite.chain.mine(DELAY_BLOCKS);
    suite.chain.wait(Duration::days(2));
    let now = suite.chain.now();
    suite.submit("feeder-0", 2, price("1"), now.seconds()).ok();
    suite.close(None).ok();
    suite.chain.wait(Duration::new(1));
    suite.execute_set(1).ok();
    let (field, min, max, found) = ("feeders", 0, 16, 17);
    let full = ContractError::WrongCount { field, min, max, found };
    assert_eq!(suite.pending().sets[0].refusals, vec![full.to_string()]);
    suite.execute_set(2).should_fail_with(full);
    // It is pending still: room may come.
    suite.remove(Member::Feeder { address: addr("feeder-9").into() }).ok();
    suite.execute_set(2).ok();
}

#[test]
fn one_pending_set_is_about_a_member() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queue_action(add_feeder("feeder-3")).ok();
    suite.queue_action(add_feeder("feeder-3")).should_fail_with(refused(Refusal::ActionPending { id: 1 }));
    suite.queue_action(add_source(quotes(addr("quotes").as_str()))).ok();
    let other_age = PriceSource { max_age: Duration::new(61), ..quotes(addr("quotes").as_str()) };
    suite.queue_action(add_source(other_age)).should_fail_with(refused(Refusal::ActionPending { id: 2 }));
    suite.queue_action(add_feeder("feeder-4")).ok();
}

/// A network whose feed counts on one oracle contract beside it once that is added.
fn with_an_oracle() -> (Suite, Addr) {
    let (suite, mut oracles) = network(TokenFactory, 1, |_, _| {});
    (suite, oracles.remove(0))
}

#[test]
fn a_source_that_is_added_counts_at_once_under_a_number_of_its_own() {
    let (mut suite, oracle) = with_an_oracle();
    suite.price("1");
    suite.enacted(add_source(quotes(oracle.as_str())));
    let config: ConfigResponse = suite.query(&QueryMsg::Config {});
    assert_eq!(config.price_sources[1].id, 2);
    assert_eq!(config.price_sources[1].source, quotes(oracle.as_str()));
    let now = suite.chain.now();
    suite.quote_says(&oracle, "0.98", now.seconds());
    assert_eq!(suite.market().spot, Some(price("0.98")));
    // Its parameters have values and rules now.
    assert_eq!(suite.parameter("sources.2.max_age").value, "3600");
}

#[test]
fn a_feed_that_was_removed_can_be_added_anew() {
    let (mut suite, oracle) = with_an_oracle();
    suite.price("1");
    suite.enacted(add_source(quotes(oracle.as_str())));
    suite.remove(Member::Source { id: 1 }).ok();
    assert_eq!(feeders(&suite), Vec::<String>::new());
    let feed = PriceSource {
        kind: SourceKind::Feed { feeders: vec![addr("feeder-7").into()], quorum: 1 },
        max_age: Duration::new(60),
        max_deviation: Ratio::percent(5),
    };
    suite.queue_action(add_source(feed)).ok();
    suite.chain.mine(DELAY_BLOCKS);
    suite.chain.wait(Duration::days(2));
    suite.close(None).ok();
    suite.execute_set(2).ok();
    let now = suite.chain.now();
    suite.submit("feeder-7", 1, price("1"), now.seconds()).ok();
}

// The oracle is dead and holds the breaker at 2: what would bring it back is let through.
#[test]
fn a_dead_oracle_can_be_repaired() {
    let (mut suite, oracle) = with_an_oracle();
    suite.price("1");
    suite.queue_action(add_source(quotes(oracle.as_str()))).ok();
    suite.queue_action(add_feeder("feeder-3")).ok();
    suite.chain.mine(DELAY_BLOCKS);
    suite.chain.wait(Duration::days(2));
    suite.close(None).ok();
    assert_eq!(suite.level(), Level::Restricted);
    let pending: PendingResponse = suite.pending();
    assert!(pending.sets.iter().all(|set| set.refusals.is_empty()));
    suite.execute_set(1).ok();
    suite.execute_set(2).ok();
    let now = suite.chain.now();
    suite.quote_says(&oracle, "1", now.seconds());
    assert_eq!(suite.market().problem, None);
}

#[test]
fn while_the_oracle_lives_a_high_breaker_holds_new_sources_too() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.queue_action(add_feeder("feeder-3")).data::<QueueResponse>().id;
    suite.wait_for_delay("1");
    suite.trip(DAY).ok();
    suite.execute_set(set).should_fail_with(refused(Refusal::Breaker { found: Level::Halted }));
}

// R1: a new source's parameters have hard bounds like those of the sources there are.
#[rstest]
#[case::the_oldest_allowed(7_200, 5, true)]
#[case::a_second_older(7_201, 5, false)]
#[case::the_widest_allowed(3_600, 5, true)]
#[case::a_point_wider(3_600, 6, false)]
fn a_new_source_lies_within_the_hard_bounds(
    #[case] max_age: u64,
    #[case] deviation: u64,
    #[case] good: bool,
) {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        rule(genesis, "sources.*.max_age").max = "7200".to_owned();
        rule(genesis, "sources.*.max_deviation").max = "0.05".to_owned();
    });
    let max_deviation = Ratio::percent(deviation);
    let outcome = suite.queue_action(add_source(PriceSource {
        max_age: Duration::new(max_age),
        max_deviation,
        ..quotes(addr("a").as_str())
    }));
    if good {
        outcome.ok();
    } else {
        outcome.should_fail_saying("sources.2.max_");
    }
}

// B8: what cannot be done any more takes no trip back either.
#[test]
fn an_action_that_trips_and_cannot_be_done_leaves_the_trip_standing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queue_action(add_feeder("feeder-3")).ok();
    suite.wait_for_delay("1");
    suite.remove(Member::Source { id: 1 }).ok();
    let response = suite.execute_set(1).ok();
    assert_eq!(event(&response, "ballast-refused"), format!("reason={}", ContractError::NoFeed));
    assert_eq!(suite.level(), Level::Restricted);
    suite.execute_set(1).should_fail_with(ContractError::NoFeed);
}
