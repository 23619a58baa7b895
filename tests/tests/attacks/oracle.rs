//! Prices that are false, late or missing.

use ballast_guardrails::Level;
use ballast_math::{Duration, Ratio};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{HOUR, START, Suite, price};
use ballast_tests::suite_guard::{percents, watchful};
use rstest::rstest;

/// One false price raises no reference, and so halts nobody: outside of its band it is not taken, inside it counts for as long
/// as it lasted.
#[rstest]
#[case::outside_of_the_band("10")]
#[case::inside_of_the_band("1.24")]
fn attack_41_one_false_price_halts_nobody(#[case] spot: &str) {
    let mut suite = watchful(TokenFactory, |genesis| {
        genesis.params.price.band = Ratio::percent(25);
        genesis.params.breaker.price_day = percents(10, 20, 35);
        genesis.params.breaker.price_week = percents(20, 35, 50);
    });
    suite.price("1");
    suite.wait_with_price(25 * HOUR, "1");
    suite.price(spot);
    suite.chain.wait(Duration::new(60));
    suite.price("1");
    suite.wait_with_price(3 * HOUR, "1");
    // A price outside of its band cannot be used, which is level 2 for its dwell; nothing is halted, and nothing lasts.
    assert!(suite.history().len() <= 3);
    assert_eq!(suite.level(), Level::Normal);
    for status in suite.breaker().signals {
        assert!(status.drawdown.is_none_or(|drawdown| drawdown < Ratio::percent(1)), "{status:?}");
    }
}

/// Replayed, duplicate and future rounds are refused.
#[rstest]
#[case::the_same_round(5, 100, "expected a round after 5, found 5")]
#[case::an_older_round(4, 100, "expected a round after 5, found 4")]
#[case::from_the_future(6, 101, "expected an observation from")]
#[case::from_before_the_last(6, 49, "expected an observation from")]
fn attack_42_rounds_only_go_forward(#[case] round: u64, #[case] at: u64, #[case] saying: &str) {
    let mut suite = Suite::new(TokenFactory);
    suite.chain.wait(Duration::new(50));
    suite.submit("feeder", 5, price("1"), START + 50).ok();
    suite.chain.wait(Duration::new(50));
    suite.submit("feeder", round, price("1.1"), START + at).should_fail_saying(saying);
    suite.submit("feeder", 6, price("1.1"), START + 100).ok();
}

/// An oracle that dies during a halt keeps the level: nothing comes down on the strength of an old price.
#[test]
fn attack_43_an_oracle_that_dies_during_a_halt_keeps_the_level() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(HOUR).ok();
    for _ in 0..20 {
        suite.chain.wait(Duration::hours(6));
        suite.poke().ok();
    }
    assert_eq!(suite.level(), Level::Halted);
    // It comes back: the ramp is as long as it ever was.
    suite.price("1");
    suite.wait_with_price(6 * HOUR, "1");
    assert_eq!(suite.level(), Level::Restricted);
    suite.chain.wait(Duration::hours(3));
    suite.poke().ok();
    assert_eq!(suite.level(), Level::Restricted);
}
