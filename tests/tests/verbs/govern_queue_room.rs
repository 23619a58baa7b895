//! How many sets wait, and what makes room for more.

use ballast_api::{Action, ChangeMsg, HistoryEvent, Parameter};
use ballast_guardrails::{Ending, MAX_PENDING, Refusal};
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{START, Suite, addr, event};
use ballast_tests::suite_guard::{DELAY, GRACE, change, changes, refused};
use rstest::rstest;

fn id(name: &str) -> Parameter {
    Parameter::new(name)
}

/// From 0.9, a tenth more.
fn more_rho() -> ChangeMsg {
    change("policy.mint.rho", "0.9", "0.99")
}

#[test]
fn one_pending_set_touches_a_parameter() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let both = vec![more_rho(), change("price.band", "0.25", "0.26")];
    suite.queue(both).ok();
    for other in [more_rho(), change("policy.mint.rho", "0.9", "0.85"), change("price.band", "0.25", "0.24")]
    {
        let parameter = other.parameter.clone();
        suite.queue(vec![other]).should_fail_with(refused(Refusal::ParameterPending { parameter, id: 1 }));
    }
    suite.cancel(1).ok();
    suite.queue(vec![more_rho()]).ok();
}

#[test]
fn sixteen_sets_wait_at_most() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut all = changes(MAX_PENDING + 1);
    let last = all.pop().unwrap();
    for change in all {
        suite.queue(vec![change]).ok();
    }
    suite.queue(vec![last.clone()]).should_fail_with(refused(Refusal::QueueFull { max: MAX_PENDING }));
    let feeder = Action::AddFeeder { address: addr("feeder-3").into() };
    suite.queue_action(feeder).should_fail_with(refused(Refusal::QueueFull { max: MAX_PENDING }));
    suite.cancel(7).ok();
    suite.queue(vec![last]).ok();
}

#[rstest]
#[case::a_second_before_its_end(GRACE - 1, false)]
#[case::at_its_end(GRACE, true)]
fn what_has_expired_makes_room_and_is_told_of(#[case] after: u64, #[case] over: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![more_rho()]);
    suite.chain.go_to(Timestamp::new(START + DELAY + after));
    let outcome = suite.queue(vec![more_rho()]);
    if over {
        let response = outcome.ok();
        assert_eq!(event(&response, "ballast-ended"), "id=1 ending=expired");
        assert_eq!(suite.history(), vec![HistoryEvent::Ended { id: 1, ending: Ending::Expired }]);
        assert_eq!(suite.pending().sets.len(), 1);
    } else {
        let parameter = id("policy.mint.rho");
        outcome.should_fail_with(refused(Refusal::ParameterPending { parameter, id: 1 }));
    }
}

#[test]
fn queueing_needs_no_price_no_closed_epoch_and_no_calm() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(3_600).ok();
    suite.chain.wait(Duration::days(100));
    suite.queue(vec![more_rho()]).ok();
}
