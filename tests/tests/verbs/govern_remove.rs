use ballast_api::{
    ConfigResponse, FeedResponse, GovernMsg, HistoryEvent, Member, NumberedSource, Parameter, PriceSource,
    QueryMsg, SettleResponse, SourceKind,
};
use ballast_controller::ContractError;
use ballast_guardrails::{Ending, Level, Refusal, RoleError};
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::engine::NO_ADDRESS;
use ballast_tests::suite::{START, Suite, addr, burn, event, line, tokens, usd};
use ballast_tests::suite_guard::{DELAY, INTERVAL, change, meter, refused};
use rstest::rstest;

fn the_meter() -> Member {
    Member::Meter { address: addr("meter").into() }
}

fn feeder(name: &str) -> Member {
    Member::Feeder { address: addr(name).into() }
}

#[rstest]
fn a_removed_meter_settles_nothing_more(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[values("governor", "chain")] by: &str,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000);
    suite.settle(vec![line("tenant", "provider", 100)]).ok();

    let response = suite.govern(by, GovernMsg::Remove { member: the_meter() }).ok();
    assert_eq!(event(&response, "ballast-remove"), format!("kind=meter member={}", addr("meter")));
    assert_eq!(suite.history(), vec![HistoryEvent::Removed { member: the_meter() }]);
    assert_eq!(suite.parameter(&meter("meter")).value, "0");
    let sender = addr("meter").into();
    suite.settle(vec![line("tenant", "provider", 1)]).should_fail_with(ContractError::NotAMeter { sender });
    // What it settled stands, and is paid.
    suite.next_epoch();
    suite.claim("provider").ok();
    assert_eq!((suite.balance("provider"), suite.tenant("tenant").deposit), (90, tokens(900)));
}

#[test]
fn the_chain_is_removed_like_any_other_meter() {
    let mut suite = Suite::at_a_dollar(External);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    let sender = suite.chain.controller().to_string();
    suite.remove(Member::Meter { address: sender.clone() }).ok();
    suite
        .report(2, vec![burn("tenant", "provider", 1, 1)])
        .should_fail_with(ContractError::NotAMeter { sender });
}

#[rstest]
fn only_governors_remove(#[values("stranger", "guardian", "admin", "meter", "feeder")] sender: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    for member in [the_meter(), feeder("feeder"), Member::Source { id: 1 }] {
        let found = addr(sender).into();
        suite
            .govern(sender, GovernMsg::Remove { member })
            .should_fail_with(ContractError::from(RoleError::NotAGovernor { found }));
    }
}

#[test]
fn who_is_no_meter_cannot_be_removed() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let address = addr("meter-2").to_string();
    suite
        .remove(Member::Meter { address: address.clone() })
        .should_fail_with(ContractError::UnknownMeter { meter: address });
    suite.remove(the_meter()).ok();
    let meter = addr("meter").to_string();
    suite.remove(the_meter()).should_fail_with(ContractError::UnknownMeter { meter });
    suite.remove(Member::Meter { address: "nobody".to_owned() }).should_fail_saying(NO_ADDRESS);
}

/// Removes the meter and queues its return an interval later, for so many micro-USD an epoch.
fn returns_with(suite: &mut Suite, limit: &str) -> u64 {
    suite.remove(the_meter()).ok();
    suite.wait_with_price(INTERVAL - DELAY, "1");
    suite.ripe(vec![change(&meter("meter"), "0", limit)])
}

#[test]
fn a_meter_that_comes_back_goes_on_with_its_batches() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.settle(vec![line("tenant", "provider", 100)]).ok();
    let set = returns_with(&mut suite, "1000000000");
    suite.execute_set(set).ok();
    assert_eq!(suite.meter("meter").usd_per_epoch, usd(1_000_000_000));
    // The old batch settles nothing twice; the tenant's authorisation still holds.
    suite
        .settle_as("meter", 1, vec![line("tenant", "provider", 100)])
        .should_fail_with(ContractError::WrongBatch { expected: 2, found: 1 });
    let settled: SettleResponse = suite.settle_as("meter", 2, vec![line("tenant", "provider", 100)]).data();
    assert_eq!((settled.usd_settled, suite.tenant("tenant").deposit), (usd(100), tokens(800)));
}

#[test]
fn a_meter_that_comes_back_starts_small() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.remove(the_meter()).ok();
    let parameter = Parameter::new(meter("meter"));
    let (min, max, found) = (0, 1_000_000_000, 1_000_000_001);
    suite
        .queue(vec![change(&meter("meter"), "0", "1000000001")])
        .should_fail_with(refused(Refusal::StepTooLarge { parameter, from: 0, min, max, found }));
}

#[test]
fn a_meter_does_not_come_back_before_an_interval_is_over() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.remove(the_meter()).ok();
    let set = suite.ripe(vec![change(&meter("meter"), "0", "1000000000")]);
    let (parameter, next, now) = (Parameter::new(meter("meter")), START + INTERVAL, START + DELAY);
    suite.execute_set(set).should_fail_with(refused(Refusal::TooSoon {
        parameter,
        next: Timestamp::new(next),
        now: Timestamp::new(now),
    }));
}

#[test]
fn what_was_pending_about_a_removed_meter_ends() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change(&meter("meter"), "1000000000000", "1100000000000")]);
    suite.queued(vec![change("price.band", "0.25", "0.26")]);
    let response = suite.remove(the_meter()).ok();
    assert_eq!(event(&response, "ballast-ended"), format!("id=1 ending=superseded by={}", addr("governor")));
    assert_eq!(suite.history()[0], HistoryEvent::Ended { id: 1, ending: Ending::Superseded });
    assert_eq!(suite.pending().sets.len(), 1);
}

#[test]
fn a_removed_feeder_submits_nothing_more_and_its_price_goes_with_it() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let now = suite.chain.now();
    suite.submit("feeder-2", 5, "1.01".parse().unwrap(), now.seconds()).ok();
    let response = suite.remove(feeder("feeder")).ok();
    assert_eq!(event(&response, "ballast-remove"), format!("kind=feeder member={}", addr("feeder")));
    let sender = addr("feeder").to_string();
    suite
        .submit("feeder", 9, "1".parse().unwrap(), now.seconds())
        .should_fail_with(ContractError::NotAFeeder { sender: sender.clone() });
    let feed: FeedResponse = suite.query(&QueryMsg::Feed {});
    let left: Vec<_> = feed.submissions.iter().map(|one| (one.feeder.clone(), one.round)).collect();
    assert_eq!(left, vec![(addr("feeder-2").to_string(), 5)]);
    assert_eq!(suite.market().spot, Some("1.01".parse().unwrap()));
    suite.remove(feeder("feeder")).should_fail_with(ContractError::NotAFeeder { sender });
}

// What nobody quotes any more is a dead oracle, not a network without one.
#[rstest]
#[case::its_last_feeder(vec![feeder("feeder"), feeder("feeder-2")])]
#[case::its_last_source(vec![Member::Source { id: 1 }])]
fn a_network_that_loses_its_prices_is_restricted_and_stays_so(#[case] members: Vec<Member>) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    for member in members {
        suite.remove(member).ok();
    }
    suite.poke().ok();
    assert_eq!(suite.level(), Level::Restricted);
    suite.chain.wait(Duration::days(30));
    suite.poke().ok();
    suite.poke().ok();
    assert_eq!(suite.level(), Level::Restricted);
}

#[test]
fn a_removed_source_quotes_nothing_more_and_its_number_is_not_used_again() {
    let contract = |name: &str| PriceSource {
        kind: SourceKind::Contract { contract: addr(name).into(), denom: "uquote".to_owned() },
        max_age: Duration::new(60),
        max_deviation: Ratio::percent(5),
    };
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.price_sources.push(contract("quotes")));
    suite.price("1");
    let response = suite.remove(Member::Source { id: 2 }).ok();
    assert_eq!(event(&response, "ballast-remove"), "kind=source member=2");
    suite.remove(Member::Source { id: 2 }).should_fail_with(ContractError::UnknownSource { id: 2 });
    suite.enacted(ballast_api::Action::AddSource { source: contract("quotes-2") });
    let config: ConfigResponse = suite.query(&QueryMsg::Config {});
    let ids: Vec<u16> = config.price_sources.iter().map(|NumberedSource { id, .. }| *id).collect();
    assert_eq!(ids, vec![1, 3]);
    let parameter = Parameter::new("sources.2.max_age");
    suite
        .queue(vec![change("sources.2.max_age", "60", "61")])
        .should_fail_with(refused(Refusal::Unknown { parameter }));
}

#[test]
fn what_was_pending_about_a_removed_source_finds_nothing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change("sources.1.max_age", "7200", "7201")]);
    suite.remove(Member::Source { id: 1 }).ok();
    let parameter = Parameter::new("sources.1.max_age");
    // The first try trips the breaker, since there is no price any more.
    suite.poke().ok();
    suite.execute_set(set).should_fail_with(refused(Refusal::Unknown { parameter }));
}

#[test]
fn removing_needs_no_price_no_closed_epoch_and_no_calm() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(3_600).ok();
    suite.chain.wait(Duration::days(100));
    suite.remove(the_meter()).ok();
    suite.remove(feeder("feeder")).ok();
    suite.remove(Member::Source { id: 1 }).ok();
}
