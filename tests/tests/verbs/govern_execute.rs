use ballast_api::{GovernMsg, HistoryEvent, Parameter, ParamsResponse, Proposal, QueryMsg};
use ballast_controller::ContractError;
use ballast_guardrails::{Ending, Level, Refusal, ThresholdError};
use ballast_math::{Duration, Ratio, Rho, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, START, Suite, event, ratio, tokens, usd};
use ballast_tests::suite_guard::{
    DELAY, DELAY_BLOCKS, GRACE, INTERVAL, change, meter, refused, rule, wide_step,
};
use rstest::rstest;

fn id(name: &str) -> Parameter {
    Parameter::new(name)
}

fn params(suite: &Suite) -> ParamsResponse {
    suite.query(&QueryMsg::Params {})
}

/// At a dollar a token, a loosening of the band as set 1.
fn queued(mode: SupplyKind) -> Suite {
    let mut suite = Suite::at_a_dollar(mode);
    assert_eq!(suite.queued(vec![change("price.band", "0.25", "0.26")]), 1);
    suite
}

#[rstest]
fn anyone_executes_a_set_whose_time_has_come(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values("stranger", "governor", "guardian", "chain")] by: &str,
) {
    let mut suite = queued(mode);
    suite.wait_for_delay("1");
    let response = suite.govern(by, GovernMsg::Execute { id: 1 }).ok();
    assert_eq!(event(&response, "ballast-execute"), "id=1");
    let told = "id=1 status=executed parameter=price.band from=0.25 to=0.26";
    assert_eq!(event(&response, "ballast-change"), told);
    assert_eq!(params(&suite).params.price.band, Ratio::percent(26));
    assert_eq!(suite.pending().sets, vec![]);
    let proposal = Proposal::Changes(vec![change("price.band", "0.25", "0.26")]);
    assert_eq!(suite.history(), vec![HistoryEvent::Executed { id: 1, proposal }]);
    assert_eq!(suite.parameter("price.band").rule.unwrap().last_change, Some(Timestamp::new(START + DELAY)));
}

// Attack 17: one second and one block either side of each boundary.
#[rstest]
#[case::a_second_early(DELAY - 1, DELAY_BLOCKS)]
#[case::a_block_early(DELAY, DELAY_BLOCKS - 1)]
#[case::both_early(DELAY - 1, DELAY_BLOCKS - 1)]
#[case::at_the_earliest(DELAY, DELAY_BLOCKS)]
#[case::in_the_last_second(DELAY + GRACE - 1, DELAY_BLOCKS)]
#[case::a_second_late(DELAY + GRACE, DELAY_BLOCKS)]
#[case::late_and_with_too_few_blocks(DELAY + GRACE, 500)]
fn a_set_has_a_window_by_both_clocks(#[case] seconds: u64, #[case] blocks: u64) {
    let mut suite = queued(TokenFactory);
    let queued = suite.moment();
    suite.wait_with_price(seconds, "1");
    suite.chain.mine(queued.height + blocks - suite.chain.height());
    let now = suite.moment();

    let outcome = suite.execute_set(1);
    let (earliest, height) = (queued.time.seconds() + DELAY, queued.height + DELAY_BLOCKS);
    if seconds < DELAY {
        outcome.should_fail_with(refused(Refusal::TooEarly {
            id: 1,
            earliest: Timestamp::new(earliest),
            now: now.time,
        }));
    } else if seconds >= DELAY + GRACE {
        let expired = Timestamp::new(earliest + GRACE);
        outcome.should_fail_with(refused(Refusal::Expired { id: 1, expired, now: now.time }));
    } else if blocks < DELAY_BLOCKS {
        let early = Refusal::TooFewBlocks { id: 1, earliest: height, now: now.height };
        outcome.should_fail_with(refused(early));
    } else {
        outcome.ok();
    }
}

#[rstest]
#[case::never_queued(7, None)]
#[case::zero(0, None)]
#[case::executed(1, Some(Ending::Executed))]
#[case::vetoed(2, Some(Ending::Vetoed))]
#[case::cancelled(3, Some(Ending::Cancelled))]
#[case::expired(4, Some(Ending::Expired))]
fn what_has_ended_has_ended(#[case] set: u64, #[case] ended: Option<Ending>) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change("price.band", "0.25", "0.26")]);
    suite.queued(vec![change("policy.mint.rho", "0.9", "0.91")]);
    suite.queued(vec![change("policy.mint.round_trip", "1", "1.1")]);
    suite.queued(vec![change("receipt_retention", "10", "9")]);
    suite.veto(2).ok();
    suite.cancel(3).ok();
    suite.wait_for_delay("1");
    suite.execute_set(1).ok();
    suite.wait_with_price(GRACE, "1");
    // Queueing sweeps away what has expired.
    suite.queued(vec![change("policy.mint.rho", "0.9", "0.91")]);
    suite.execute_set(set).should_fail_with(refused(Refusal::NotPending { id: set, ended }));
    for outcome in [suite.veto(set), suite.cancel(set)] {
        outcome.should_fail_with(refused(Refusal::NotPending { id: set, ended }));
    }
}

#[test]
fn a_set_whose_old_value_has_moved_is_refused_whole() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let tightening = change("price.band", "0.25", "0.23");
    let set = suite.queued(vec![change("policy.mint.rho", "0.9", "0.95"), tightening]);
    suite.wait_for_delay("1");
    suite.tighten(vec![change("price.band", "0.25", "0.24")]).ok();
    let (parameter, expected) = (id("price.band"), ratio("0.25").atomics());
    let stale = Refusal::Stale { parameter, expected, found: ratio("0.24").atomics() };
    suite.execute_set(set).should_fail_with(refused(stale));
    assert_eq!(suite.parameter("policy.mint.rho").value, "0.9");
}

#[test]
fn two_changes_are_an_interval_apart() {
    let mut suite = queued(TokenFactory);
    suite.wait_for_delay("1");
    suite.execute_set(1).ok();
    let next = suite.chain.now().seconds() + INTERVAL;
    // The next one may be queued before the interval is over.
    suite.wait_with_price(INTERVAL - DELAY - 3_600, "1");
    suite.queued(vec![change("price.band", "0.26", "0.27")]);
    suite.chain.mine(DELAY_BLOCKS);
    suite.wait_with_price(DELAY + 3_599, "1");
    let (parameter, now) = (id("price.band"), next - 1);
    suite.execute_set(2).should_fail_with(refused(Refusal::TooSoon {
        parameter,
        next: Timestamp::new(next),
        now: Timestamp::new(now),
    }));
    suite.wait_with_price(1, "1");
    suite.execute_set(2).ok();
    assert_eq!(params(&suite).params.price.band, Ratio::percent(27));
}

/// The first threshold may come within four points of the second in one step, where five are the least.
fn thresholds() -> Suite {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        wide_step(genesis, "breaker.price_day.caution", "0.5");
    });
    suite.price("1");
    suite
}

#[test]
fn what_would_not_fit_together_is_refused_whole() {
    let mut suite = thresholds();
    let apart = change("breaker.price_day.caution", "0.1", "0.16");
    let set = suite.ripe(vec![apart, change("price.band", "0.25", "0.26")]);
    let (signal, level) = ("price_day", Level::Restricted);
    let (min, found) = (ratio("0.21"), ratio("0.2"));
    let gap = ThresholdError::TooLow { signal, level, min, found };
    suite.execute_set(set).should_fail_with(refused(Refusal::Invalid(gap.into())));
    assert_eq!(suite.parameter("price.band").value, "0.25");
}

#[test]
fn what_fits_only_together_is_executed_together() {
    let mut suite = thresholds();
    let caution = change("breaker.price_day.caution", "0.1", "0.16");
    let set = suite.ripe(vec![caution, change("breaker.price_day.restricted", "0.2", "0.21")]);
    suite.execute_set(set).ok();
    let found = params(&suite).params.breaker.price_day;
    assert_eq!((found.caution, found.restricted), (ratio("0.16"), ratio("0.21")));
}

#[rstest]
#[case::normal(0, true, true)]
#[case::halted(3_600, false, true)]
fn a_high_breaker_holds_what_loosens_and_nothing_else(
    #[case] tripped_for: u64,
    #[case] loosening: bool,
    #[case] tightening: bool,
) {
    let mut suite = queued(TokenFactory);
    suite.queued(vec![change("receipt_retention", "10", "11")]);
    suite.wait_for_delay("1");
    if tripped_for > 0 {
        suite.trip(tripped_for).ok();
    }
    for (set, good) in [(1, loosening), (2, tightening)] {
        let outcome = suite.execute_set(set);
        if good {
            outcome.ok();
        } else {
            outcome.should_fail_with(refused(Refusal::Breaker { found: Level::Halted }));
        }
    }
}

// B8: the trip that a set is refused for stands.
#[test]
fn an_execution_that_trips_is_refused_and_the_trip_stands() {
    let mut suite = queued(TokenFactory);
    suite.wait_for_delay("1");
    suite.chain.wait(Duration::new(7_201));
    let response = suite.execute_set(1).ok();
    assert_eq!(event(&response, "ballast-trip"), "from=normal to=restricted signal=oracle");
    let refusal = Refusal::Breaker { found: Level::Restricted };
    assert_eq!(event(&response, "ballast-refused"), format!("reason={}", refused(refusal.clone())));
    assert_eq!((suite.level(), suite.parameter("price.band").value.as_str()), (Level::Restricted, "0.25"));
    // The second try finds it tripped.
    suite.execute_set(1).should_fail_with(refused(refusal));
}

// M7: parameters used for an epoch are those in force during it, not those at its closing.
#[rstest]
fn a_policy_takes_effect_with_the_next_epoch(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 100_000);
    let set = suite.ripe(vec![change("policy.mint.rho", "0.9", "0.99")]);
    assert_eq!(suite.epoch().epoch, 2);
    suite.work("tenant", "provider", 1_000);
    // Epoch 2 is over and nobody has closed it: the execution closes it, by the old value.
    suite.epoch_is_over_at("1");
    let response = suite.execute_set(set).ok();
    let mint = event(&response, "ballast-mint");
    assert!(mint.starts_with("epoch=2 ") && mint.contains(" rho=0.9 burned=1000 "), "{mint}");
    suite.chain_mints();
    assert_eq!(params(&suite).params.policy.mint.rho, Rho::Fixed(ratio("0.9")));
    assert_eq!(params(&suite).next.unwrap().policy.mint.rho, Rho::Fixed(ratio("0.99")));
    // Governance sees it as in force already.
    assert_eq!(suite.parameter("policy.mint.rho").value, "0.99");

    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    assert_eq!(params(&suite).next, None);
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    let granted = [2, 3, 4].map(|epoch| suite.record(epoch).decision.granted);
    assert_eq!(granted, [900, 900, 990].map(tokens));
}

#[test]
fn prices_breaker_and_meters_change_at_once() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let limit = meter("meter");
    let changes = vec![
        change("breaker.price_day.caution", "0.1", "0.11"),
        change(&limit, "1000000000000", "1100000000000"),
        change("policy.mint.rho", "0.9", "0.95"),
        change("price.band", "0.25", "0.26"),
        change("sources.1.max_age", "7200", "7900"),
    ];
    let set = suite.ripe(changes);
    suite.execute_set(set).ok();
    let found = params(&suite);
    let next = found.next.unwrap();
    for params in [&found.params, &next] {
        assert_eq!(params.breaker.price_day.caution, ratio("0.11"));
        assert_eq!(params.price.band, ratio("0.26"));
    }
    assert_eq!(found.params.policy.mint.rho, Rho::Fixed(ratio("0.9")));
    assert_eq!(next.policy.mint.rho, Rho::Fixed(ratio("0.95")));
    assert_eq!(suite.meter("meter").usd_per_epoch, usd(1_100_000_000_000));
    suite.chain.wait(Duration::new(7_900));
    assert_eq!(suite.market().problem, None);
    suite.chain.wait(Duration::new(1));
    assert!(suite.market().problem.is_some());
}

#[test]
fn a_policy_that_is_changed_back_before_it_begins_never_was() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.epoch.length = Duration::days(30);
        rule(genesis, "policy.mint.rho").interval = Duration::DAY;
    });
    suite.price("1");
    let set = suite.ripe(vec![change("policy.mint.rho", "0.9", "0.99")]);
    suite.execute_set(set).ok();
    assert!(params(&suite).next.is_some());
    suite.wait_with_price(DAY, "1");
    suite.tighten(vec![change("policy.mint.rho", "0.99", "0.9")]).ok();
    assert_eq!(params(&suite).next, None);
    assert!(suite.chain.dump().iter().all(|(key, _)| key != b"nxt"));
}

#[rstest]
#[case::as_many_as_close_at_once(32, true)]
#[case::one_more(33, false)]
fn a_backlog_comes_first(#[case] epochs: u64, #[case] good: bool) {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.epoch.length = Duration::HOUR);
    suite.price("1");
    suite.queued(vec![change("price.band", "0.25", "0.26")]);
    suite.chain.mine(DELAY_BLOCKS);
    suite.wait_with_price(DELAY, "1");
    suite.chain.wait(Duration::new(epochs * 3_600));
    suite.price("1");
    let foretold = suite.pending().sets[0].refusals.clone();
    let outcome = suite.execute_set(1);
    if good {
        assert_eq!(foretold, Vec::<String>::new());
        outcome.ok();
    } else {
        let behind = ContractError::EpochsBehind { behind: 1 };
        assert_eq!(foretold, vec![behind.to_string()]);
        outcome.should_fail_with(behind);
    }
}
