//! The breaker: trips that nobody escapes, takes back or keeps up.

use ballast_api::HistoryEvent;
use ballast_guardrails::{Level, Refusal};
use ballast_math::{Duration, Ratio};
use ballast_sandbox::Genesis;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::engine::sandbox;
use ballast_tests::suite::{DAY, HOUR, Suite, genesis};
use ballast_tests::suite_guard::{change, percents, refused, watchful};
use rstest::rstest;

use crate::words::a_day_at_a_dollar;

fn thresholds(edit: impl FnOnce(&mut Genesis)) -> String {
    let mut genesis = genesis(TokenFactory);
    edit(&mut genesis);
    sandbox(&genesis).map(|_| ()).expect_err("the thresholds should have been refused").to_string()
}

/// A set that was queued before a trip does not loosen during it.
#[test]
fn attack_35_a_ripe_set_does_not_run_during_a_trip() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change("price.band", "0.25", "0.26")]);
    suite.trip(HOUR).ok();
    suite.execute_set(set).should_fail_with(refused(Refusal::Breaker { found: Level::Halted }));
    assert_eq!(suite.pending().sets[0].refusals.len(), 1);
}

/// No error takes a trip back: the message that trips succeeds, gives back what came along, and says why it did no more.
#[rstest]
fn attack_36_no_error_takes_a_trip_back(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[values(true, false)] by_a_purchase: bool,
) {
    let mut suite = Suite::at_a_dollar(mode);
    let set = suite.ripe(vec![change("price.band", "0.25", "0.26")]);
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    let before = suite.balance("treasury");
    if by_a_purchase {
        suite.buy_credits("treasury", 10, None).ok();
    } else {
        suite.execute_set(set).ok();
    }
    assert_eq!((suite.level(), suite.balance("treasury")), (Level::Restricted, before));
    let Some(HistoryEvent::Breaker(trip)) = suite.history().pop() else { panic!("no trip is remembered") };
    assert_eq!(trip.to, Level::Restricted);
    assert_eq!(suite.parameter("price.band").value, "0.25");
}

/// A price that dances on a threshold trips once: one unit of recovery re-opens nothing.
#[test]
fn attack_39_a_level_does_not_flap() {
    let mut suite = a_day_at_a_dollar();
    for _ in 0..40 {
        suite.price("0.9");
        suite.chain.wait(Duration::new(900));
        suite.price("0.900000000000000001");
        suite.chain.wait(Duration::new(900));
        assert_eq!(suite.level(), Level::Caution);
    }
    let moves = suite.history().into_iter().filter(|what| matches!(what, HistoryEvent::Breaker(_))).count();
    assert_eq!(moves, 1);
}

/// The reference does not settle on a drained level while the drain lasts: it is forgotten when its window is over, not before.
#[test]
fn attack_44_a_reference_is_forgotten_by_time_alone() {
    let mut suite = watchful(TokenFactory, |genesis| {
        genesis.params.breaker.usage = percents(25, 45, 60);
        genesis.params.breaker.usage_window = 5;
    });
    suite.price("1");
    suite.tenant_with("tenant", 100_000);
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    let mut levels = vec![];
    for _ in 0..8 {
        suite.work("tenant", "provider", 400);
        suite.wait_with_price(DAY, "1");
        let record = suite.record(suite.epoch().epoch - 1);
        levels.push(record.level as u8);
    }
    // A crash to 40%: halted for the five epochs that remember, and the ramp of a day after.
    assert_eq!(levels[..5], [3; 5]);
    assert_eq!(levels[7], 0);
}

/// Thresholds at zero, at everything or next to each other do not instantiate, and neither does a breaker without hysteresis.
#[rstest]
#[case::at_zero(percents(0, 20, 35), "threshold of level 1 to be at least 0.05, found 0")]
#[case::a_point_apart(percents(10, 11, 35), "threshold of level 2 to be at least 0.15, found 0.11")]
#[case::the_same(percents(10, 20, 20), "threshold of level 3 to be at least 0.25, found 0.2")]
#[case::in_reverse(percents(35, 20, 10), "threshold of level 2 to be at least 0.4, found 0.2")]
#[case::at_everything(percents(10, 20, 100), "threshold of level 3 to be at most 0.95, found 1")]
fn attack_45_thresholds_keep_their_distance(
    #[case] found: ballast_guardrails::Thresholds,
    #[case] saying: &str,
    #[values(0, 1, 2, 3, 4)] signal: usize,
) {
    let text = thresholds(|genesis| {
        let breaker = &mut genesis.params.breaker;
        let signals = [
            &mut breaker.price_day,
            &mut breaker.price_week,
            &mut breaker.usage,
            &mut breaker.coverage,
            &mut breaker.collateral,
        ];
        *signals.into_iter().nth(signal).unwrap() = found;
    });
    assert!(text.contains(saying), "{text}");
    let text = thresholds(|genesis| genesis.params.breaker.recovery.exit = Ratio::ONE);
    assert!(text.contains("exit: expected above 0 and at most 0.9, found 1"), "{text}");
    let text = thresholds(|genesis| genesis.params.breaker.recovery.dwell.halted = Duration::ZERO);
    assert!(text.contains("dwell of level 3: expected from 60 to 604800 s, found 0 s"), "{text}");
}

/// The breaker's own parameters are not loosened while it is tripped; they may be tightened.
#[rstest]
#[case::a_threshold("breaker.price_day.caution", "0.1", "0.11", "0.09")]
#[case::a_dwell("breaker.recovery.dwell.halted", "21600", "21000", "22000")]
#[case::the_exit("breaker.recovery.exit", "0.7", "0.75", "0.65")]
#[case::its_factors("policy.mint.breaker.restricted", "0.1", "0.11", "0.09")]
fn attack_46_a_tripped_breaker_is_not_loosened(
    #[case] name: &str,
    #[case] from: &str,
    #[case] looser: &str,
    #[case] tighter: &str,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change(name, from, looser)]);
    suite.trip(HOUR).ok();
    suite.execute_set(set).should_fail_with(refused(Refusal::Breaker { found: Level::Halted }));
    suite.tighten(vec![change(name, from, tighter)]).ok();
}

/// A trip blocks no exit: at level 3 tenants withdraw, providers claim, work is settled and burned.
#[rstest]
fn attack_47_a_trip_blocks_no_exit(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.next_epoch();
    suite.trip(DAY).ok();
    suite.claim("provider").ok();
    suite.work("tenant", "provider", 50);
    assert_eq!(suite.balance("provider"), 90);
    if mode != External {
        suite.withdraw("tenant", None).ok();
        assert_eq!(suite.balance("tenant"), 850);
    }
}
