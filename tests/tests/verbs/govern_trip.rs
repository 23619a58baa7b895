use ballast_api::{GovernMsg, HistoryEvent};
use ballast_controller::ContractError;
use ballast_economy::Signal;
use ballast_guardrails::{Level, RoleError, Transition, TripError};
use ballast_math::{Cap, Duration, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, START, Suite, addr, event, tokens};
use rstest::rstest;

/// Of the usual breaker: from level 3 to 0 at best.
const RAMP: u64 = 1_800 + 7_200 + 21_600;
const LONGEST: u64 = 604_800;

#[rstest]
fn a_trip_halts_the_mint_at_once_and_nothing_else(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    suite.work("tenant", "provider", 1_000);

    let response = suite.trip(DAY).ok();
    let until = START + 2 * DAY;
    assert_eq!(event(&response, "ballast-guardian-trip"), format!("until={until}"));
    assert_eq!(event(&response, "ballast-trip"), "from=normal to=halted signal=guardian");
    assert_eq!(suite.level(), Level::Halted);
    let time = START + DAY;
    let (from, to, signal) = (Level::Normal, Level::Halted, Some(Signal::Guardian));
    let transition =
        Transition { time: Timestamp::new(time), from, to, signal, drawdown: None, threshold: None };
    assert_eq!(
        suite.history(),
        vec![HistoryEvent::GuardianTrip { until: Timestamp::new(until) }, HistoryEvent::Breaker(transition)]
    );

    // Burns, claims and withdrawals go on.
    suite.work("tenant", "provider", 500);
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 900);
    if mode != External {
        suite.withdraw("tenant", Some(100)).ok();
        suite.deposit("tenant", 100).ok();
    }
    suite.next_epoch();
    let record = suite.record(1);
    assert_eq!(
        (record.level, record.burned, record.decision.granted),
        (Level::Halted, tokens(1_500), tokens(0))
    );
    assert_eq!(record.decision.binding, Some(Cap::Breaker));
}

#[rstest]
fn only_the_guardian_trips(#[values("stranger", "governor", "chain", "admin", "feeder")] sender: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let (expected, found) = (Some(addr("guardian").into()), suite.known_as(sender));
    suite
        .govern(sender, GovernMsg::Trip { seconds: Duration::new(60) })
        .should_fail_with(ContractError::from(RoleError::NotTheGuardian { expected, found }));
}

#[rstest]
#[case::no_time_at_all(0, false)]
#[case::a_second(1, true)]
#[case::the_longest(LONGEST, true)]
#[case::a_second_longer(LONGEST + 1, false)]
#[case::for_ever(u64::MAX, false)]
fn a_trip_is_at_most_as_long_as_the_constitution_says(#[case] found: u64, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let outcome = suite.trip(found);
    if good {
        outcome.ok();
        assert_eq!(suite.breaker().guardian_until, Some(Timestamp::new(START + found)));
    } else {
        outcome.should_fail_with(ContractError::from(TripError::Length {
            max: Duration::new(LONGEST),
            found: Duration::new(found),
        }));
    }
}

// Attack 23: chained trips by the guardian.
#[rstest]
#[case::in_the_same_second(0, false)]
#[case::while_it_lasts(HOUR - 1, false)]
#[case::when_it_ends(HOUR, false)]
#[case::a_second_before_its_time(3 * HOUR + 3 * RAMP + 6 * DAY - 1, false)]
#[case::in_its_time(3 * HOUR + 3 * RAMP + 6 * DAY, true)]
fn a_trip_is_not_extended_and_leaves_twice_its_reach_free(#[case] after: u64, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(HOUR).ok();
    let next = START + 3 * HOUR + 3 * RAMP + 6 * DAY;
    assert_eq!(suite.breaker().guardian_next, Timestamp::new(next));
    suite.chain.wait(Duration::new(after));
    let now = suite.chain.now();
    // A shorter one is no exception.
    let outcome = suite.trip(1);
    if good {
        outcome.ok();
    } else {
        outcome
            .should_fail_with(ContractError::from(TripError::Cooldown { next: Timestamp::new(next), now }));
    }
}

#[test]
fn a_trip_ends_by_itself_and_the_level_comes_down_step_by_step() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(HOUR).ok();
    suite.wait_with_price(HOUR - 1, "1");
    assert_eq!(suite.breaker().guardian_until, Some(Timestamp::new(START + HOUR)));
    assert_eq!(suite.breaker().calm_since, None);
    let mut found = vec![];
    for (wait, level) in [
        (1, Level::Halted),
        (21_599, Level::Halted),
        (1, Level::Restricted),
        (7_199, Level::Restricted),
        (1, Level::Caution),
        (1_799, Level::Caution),
        (1, Level::Normal),
    ] {
        suite.wait_with_price(wait, "1");
        assert_eq!(suite.breaker().guardian_until, None);
        found.push((suite.level(), level));
    }
    assert!(found.iter().all(|(found, expected)| found == expected), "{found:?}");
}

// R10: the guardian alone keeps the breaker tripped at most a third of the time.
#[rstest]
#[case::by_long_trips(LONGEST)]
#[case::by_short_ones(1)]
fn a_guardian_who_trips_whenever_it_can_halts_a_third_of_the_epochs(#[case] length: u64) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    for _ in 0..2 {
        suite.trip(length).ok();
        suite.wait_with_price(suite.breaker().guardian_next.seconds() - suite.chain.now().seconds(), "1");
    }
    let epochs = suite.epoch().epoch;
    let spoiled = (0..epochs).filter(|epoch| suite.record(*epoch).level > Level::Normal).count() as u64;
    assert!(spoiled >= 2 && 3 * spoiled <= epochs, "{spoiled} of {epochs}");
}

#[test]
fn a_trip_needs_no_price_and_no_closed_epoch() {
    let mut suite = Suite::new(TokenFactory);
    suite.chain.wait(Duration::days(100));
    suite.trip(HOUR).ok();
    assert_eq!(suite.level(), Level::Halted);
}
