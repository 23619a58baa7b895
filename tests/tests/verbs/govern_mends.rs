//! What is lacking so badly that the lack itself holds the breaker can be mended: no halt is for ever.

use ballast_api::Member;
use ballast_guardrails::{Level, Refusal};
use ballast_math::{Duration, Ratio};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{DAY, Suite, addr, line};
use ballast_tests::suite_guard::{DELAY, DELAY_BLOCKS, change, meter, percents, refused, watchful};
use rstest::rstest;

use Level::{Halted, Normal, Restricted};

const HALTED: Refusal<ballast_api::Parameter, ballast_api::ParamsError> = Refusal::Breaker { found: Halted };

/// A network that worked for an epoch and then lost its meters, and whose usage signal has halted it for that.
fn without_meters() -> Suite {
    let mut suite = watchful(TokenFactory, |genesis| {
        genesis.params.breaker.usage = percents(25, 45, 60);
        // Halved with every epoch without work, the burn is always a quarter of its best of the last three.
        genesis.params.breaker.usage_window = 2;
        genesis.params.policy.mint.smoothing.weight = Ratio::percent(50);
    });
    suite.price("1");
    suite.tenant_with("tenant", 100_000);
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    suite.remove(Member::Meter { address: addr("meter").into() }).ok();
    suite.wait_with_price(8 * DAY, "1");
    assert_eq!(suite.level(), Halted);
    suite
}

// Without a meter nothing is settled, and the usage cannot come back by itself.
#[test]
fn a_network_that_lost_its_meters_gets_one_and_recovers() {
    let mut suite = without_meters();
    let lost = suite.queued(vec![change(&meter("meter-2"), "0", "1000")]);
    let other = suite.queued(vec![change("breaker.usage_window", "2", "1")]);
    suite.wait_for_delay("1");
    let refusals: Vec<bool> = suite.pending().sets.iter().map(|set| set.refusals.is_empty()).collect();
    assert_eq!((suite.level(), refusals), (Halted, vec![true, false]));
    suite.execute_set(other).should_fail_with(refused(HALTED));
    suite.execute_set(lost).ok();

    suite.authorize("tenant", "meter-2", 1_000).ok();
    for batch in 1..=4 {
        suite.settle_as("meter-2", batch, vec![line("tenant", "provider", 1_000)]).ok();
        suite.next_epoch();
        suite.wait_with_price(DAY / 2, "1");
    }
    assert_eq!(suite.level(), Normal);
}

#[test]
fn with_a_usable_price_the_lack_of_work_lets_no_other_check_of_it_go() {
    let mut suite = without_meters();
    let set = suite.queued(vec![change("sources.1.max_age", "7200", "7201")]);
    suite.wait_for_delay("1");
    suite.execute_set(set).should_fail_with(refused(HALTED));
}

// The guardian's trip is no lack of anything.
#[test]
fn a_trip_of_the_guardian_holds_meters_back() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change(&meter("meter-2"), "0", "1000")]);
    suite.trip(DAY).ok();
    suite.execute_set(set).should_fail_with(refused(HALTED));
}

// A check of the price that was tightened beyond what the sources can meet kills the oracle, and so holds the breaker.
#[rstest]
#[case::a_quorum_without_feeders("sources.1.quorum", "1", "2")]
#[case::an_age_that_no_price_keeps("sources.1.max_age", "7200", "6600")]
fn a_check_of_the_price_that_nothing_passes_can_be_undone(
    #[case] parameter: &str,
    #[case] loose: &str,
    #[case] tight: &str,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    assert_eq!(suite.parameter(parameter).value, loose);
    suite.tighten(vec![change(parameter, loose, tight)]).ok();
    suite.chain.wait(Duration::days(8));
    suite.close(None).ok();
    let undo = suite.queued(vec![change(parameter, tight, loose)]);
    let other = suite.queued(vec![change(&meter("meter-2"), "0", "1000")]);
    suite.chain.mine(DELAY_BLOCKS);
    suite.chain.wait(Duration::new(DELAY));
    suite.close(None).ok();
    assert_eq!(suite.level(), Restricted);
    suite.execute_set(other).should_fail_with(refused(Refusal::Breaker { found: Restricted }));
    suite.execute_set(undo).ok();
    assert_eq!(suite.parameter(parameter).value, loose);
}
