//! The way down, and what a level means to messages and queries.

use ballast_api::HistoryEvent;
use ballast_guardrails::{Level, Refusal};
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_sandbox::AppResponse;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, Suite, attributes, event, tokens};
use ballast_tests::suite_guard::{DELAY, DELAY_BLOCKS, change, percents, refused, watchful};
use rstest::rstest;

use Level::{Caution, Halted, Normal, Restricted};

/// A day and an hour at a dollar; a fall of 10, 20 or 35% in a day trips.
fn a_day_at_a_dollar(mode: SupplyKind) -> Suite {
    let mut suite = watchful(mode, |genesis| {
        genesis.params.breaker.price_day = percents(10, 20, 35);
    });
    suite.price("1");
    suite.wait_with_price(25 * HOUR, "1");
    suite
}

// The exit of level 1 lies at 70% of its entry: a fall of 7%.
#[rstest]
#[case::at_the_exit("0.93", Caution)]
#[case::a_hair_above_it("0.930000000000000001", Normal)]
fn a_level_is_left_below_its_exit_not_below_its_entry(#[case] spot: &str, #[case] level: Level) {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    suite.price("0.9");
    suite.wait_with_price(4 * HOUR, spot);
    assert_eq!(suite.level(), level);
}

#[rstest]
#[case::of_caution("0.9", Caution, 1_800)]
#[case::of_restricted("0.8", Restricted, 7_200)]
#[case::of_halted("0.6", Halted, 21_600)]
fn a_level_lasts_for_its_dwell_to_the_second(#[case] spot: &str, #[case] level: Level, #[case] dwell: u64) {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    suite.price(spot);
    suite.chain.wait(Duration::new(600));
    suite.price("1");
    let calm = suite.chain.now();
    assert_eq!((suite.level(), suite.breaker().calm_since), (level, Some(calm)));
    assert_eq!(suite.breaker().next_recovery, Some(Timestamp::new(calm.seconds() + dwell)));
    suite.wait_with_price(dwell - 1, "1");
    assert_eq!(suite.level(), level);
    suite.wait_with_price(1, "1");
    assert_eq!(suite.level(), level.lower());
}

#[test]
fn however_long_it_was_calm_one_look_takes_one_level() {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    suite.price("0.6");
    suite.price("1");
    let later = |suite: &mut Suite| {
        suite.chain.wait(Duration::new(7_000));
        suite.price("1");
    };
    for _ in 0..3 {
        later(&mut suite);
    }
    assert_eq!(suite.level(), Halted);
    later(&mut suite);
    assert_eq!(suite.level(), Restricted);
    suite.poke().ok();
    suite.poke().ok();
    assert_eq!(suite.level(), Restricted);
    later(&mut suite);
    later(&mut suite);
    assert_eq!(suite.level(), Caution);
    suite.chain.wait(Duration::new(7_000));
    suite.poke().ok();
    assert_eq!(suite.level(), Normal);
}

#[test]
fn calm_that_is_broken_begins_anew() {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    suite.price("0.9");
    suite.price("1");
    suite.chain.wait(Duration::new(1_799));
    suite.price("0.92");
    suite.chain.wait(Duration::new(1));
    suite.price("1");
    assert_eq!(suite.breaker().calm_since, Some(suite.chain.now()));
    suite.chain.wait(Duration::new(1_799));
    suite.price("1");
    assert_eq!(suite.level(), Caution);
    suite.chain.wait(Duration::new(1));
    suite.poke().ok();
    assert_eq!(suite.level(), Normal);
}

#[test]
fn an_old_price_takes_no_level_down() {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    suite.price("0.6");
    suite.price("1");
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    for _ in 0..5 {
        suite.poke().ok();
        suite.chain.wait(Duration::hours(12));
        assert_eq!(suite.level(), Halted);
    }
}

#[test]
fn up_goes_any_number_of_levels_at_once() {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    suite.price("0.5");
    assert_eq!(suite.level(), Halted);
    assert!(matches!(suite.history()[..], [HistoryEvent::Breaker(only)] if only.from == Normal));
}

// An epoch's level is its highest, even if it recovered before the close.
#[rstest]
fn an_epoch_is_closed_at_its_worst_level(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values(("0.9", Caution, 450), ("0.8", Restricted, 90), ("0.6", Halted, 0))] worst: (&str, Level, u128),
) {
    let (spot, level, granted) = worst;
    let mut suite = a_day_at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    suite.work("tenant", "provider", 1_000);
    suite.price(spot);
    suite.price("1");
    suite.wait_with_price(20 * HOUR, "1");
    assert_eq!(suite.level(), Normal);
    suite.next_epoch();
    assert_eq!((suite.record(1).level, suite.record(1).decision.granted), (level, tokens(granted)));
    // The next one begins where that one ended.
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    assert_eq!((suite.record(2).level, suite.record(2).decision.granted), (Normal, tokens(900)));
}

fn level_said_by(response: &AppResponse) -> String {
    let texts: Vec<String> = response.events.iter().map(attributes).collect();
    texts.iter().find(|text| text.contains("action=poke")).unwrap().clone()
}

// B3: the level that a query shows is the one that the next message enforces.
#[rstest]
fn no_query_shows_a_level_that_a_message_would_not_enforce(#[values(1, 23, 41)] seed: u64) {
    let mut suite = watchful(TokenFactory, |genesis| {
        let breaker = &mut genesis.params.breaker;
        breaker.price_day = percents(10, 20, 35);
        breaker.price_week = percents(20, 35, 50);
        genesis.params.price.band = Ratio::percent(60);
    });
    suite.price("1");
    let mut random = seed;
    let mut seen = [0; 4];
    for _ in 0..300 {
        // Knuth's generator; the high bits are the good ones.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let dice = random >> 33;
        suite.chain.wait(Duration::new(dice % 4_000));
        // Mostly calm, sometimes a crash, sometimes nobody quotes.
        if !dice.is_multiple_of(16) {
            let spots =
                ["1", "0.98", "1.02", "0.99", "1.01", "0.97", "1", "0.98", "1", "1", "0.89", "0.7", "0.6"];
            suite.price(spots[dice as usize / 64 % (if dice.is_multiple_of(5) { 13 } else { 10 })]);
            suite.chain.wait(Duration::new(dice % 600));
        }
        let (level, epoch_says) = (suite.level(), suite.epoch().level);
        assert_eq!(level, epoch_says);
        let name = ["normal", "caution", "restricted", "halted"][level as usize];
        let said = level_said_by(&suite.poke().ok());
        assert_eq!(said, format!("action=poke level={name}"));
        assert_eq!(suite.level(), level, "looking twice in a second shows the same");
        seen[level as usize] += 1;
    }
    assert!(seen.iter().all(|times| *times > 0), "every level must have been seen: {seen:?}");
}

// B8: the message that trips commits the trip.
#[rstest]
fn a_refused_purchase_leaves_the_trip_standing(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = a_day_at_a_dollar(mode);
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    let before = suite.balance("treasury");
    let response = suite.buy_credits("treasury", 1_000, None).ok();
    assert_eq!(event(&response, "ballast-trip"), "from=normal to=restricted signal=oracle");
    assert!(event(&response, "ballast-refused").ends_with("refunded=1000"));
    assert_eq!(suite.balance("treasury"), before);
    assert!(matches!(suite.history()[..], [HistoryEvent::Breaker(trip)] if trip.to == Restricted));
}

#[test]
fn a_message_that_is_refused_for_another_reason_trips_nothing_and_the_next_look_does() {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    let not_pending = Refusal::NotPending { id: 7, ended: None };
    // This one looks and trips: it succeeds, and says why nothing was executed.
    let response = suite.execute_set(7).ok();
    assert_eq!(event(&response, "ballast-refused"), format!("reason={}", refused(not_pending.clone())));
    assert_eq!(suite.level(), Restricted);
    suite.execute_set(7).should_fail_with(refused(not_pending));
}

#[test]
fn what_loosens_goes_again_once_the_level_is_below_two() {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change("receipt_retention", "10", "9")]);
    suite.price("0.8");
    suite.execute_set(set).should_fail_with(refused(Refusal::Breaker { found: Restricted }));
    suite.price("1");
    suite.wait_with_price(2 * HOUR, "1");
    assert_eq!(suite.level(), Caution);
    suite.execute_set(set).ok();
}

#[test]
fn a_stricter_threshold_counts_from_the_next_look() {
    let mut suite = a_day_at_a_dollar(TokenFactory);
    suite.price("0.905");
    assert_eq!(suite.level(), Normal);
    suite.tighten(vec![change("breaker.price_day.caution", "0.1", "0.095")]).ok();
    assert_eq!(suite.level(), Caution);
    let response = suite.poke().ok();
    let expected = "from=normal to=caution signal=price_day drawdown=0.095 threshold=0.095";
    assert_eq!(event(&response, "ballast-trip"), expected);
}

// The close that an execution brings with it finds the usage gone: what loosens is refused, the close and the trip stand.
#[rstest]
fn an_execution_whose_close_trips_is_refused_and_the_epoch_stays_closed(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = watchful(mode, |genesis| genesis.params.breaker.usage = percents(25, 45, 60));
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    let set = suite.queued(vec![change("receipt_retention", "10", "9")]);
    suite.chain.mine(DELAY_BLOCKS);
    suite.wait_with_price(DELAY - DAY, "1");
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    suite.work("tenant", "provider", 500);
    suite.epoch_is_over_at("1");
    let epoch = suite.epoch().epoch;
    let response = suite.execute_set(set).ok();
    let trip = event(&response, "ballast-trip");
    assert_eq!(trip, "from=normal to=restricted signal=usage drawdown=0.5 threshold=0.45");
    let refusal = refused(Refusal::Breaker { found: Restricted });
    assert_eq!(event(&response, "ballast-refused"), format!("reason={refusal}"));
    suite.chain_mints();
    // A tenth of the 90% of 500.
    assert_eq!((suite.record(epoch).level, suite.record(epoch).decision.granted), (Restricted, tokens(45)));
    suite.execute_set(set).should_fail_with(refusal);
}
