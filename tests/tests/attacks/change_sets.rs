//! What is queued: what it may contain, and what runs.

use ballast_api::{Action, GovernMsg, Proposal};
use ballast_guardrails::{Ending, Level, MAX_PENDING, Refusal, RoleChange, ThresholdError};
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{START, Suite, addr, genesis, ratio};
use ballast_tests::suite_guard::{DELAY, DELAY_BLOCKS, GRACE, change, refused, rule, wide_step};

use crate::words::{BAND, RHO, id, stale, there_is_no_message};

/// †: a set is checked by the rules there are when it runs, and keeps the window that it was given.
#[test]
fn attack_09_a_set_runs_under_the_rules_of_its_execution() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change(RHO, "0.9", "0.95")]);
    suite.queued(vec![change("price.band", "0.25", "0.26")]);
    let queued = suite.pending();
    let mut genesis = genesis(TokenFactory);
    rule(&mut genesis, RHO).max = "0.93".to_owned();
    genesis.governance.constitution.terms.delay = Duration::days(30);
    suite.migrate(Some(genesis.governance.constitution)).ok();
    let windows = |found: ballast_api::PendingResponse| -> Vec<_> {
        found.sets.into_iter().map(|set| (set.countdown.earliest, set.countdown.expires)).collect()
    };
    assert_eq!(windows(suite.pending()), windows(queued));
    suite.wait_for_delay("1");
    let (min, max, found) = (0, ratio("0.93").atomics(), ratio("0.95").atomics());
    let bounds = Refusal::OutOfBounds { parameter: id(RHO), min, max, found };
    suite.execute_set(1).should_fail_with(refused(bounds));
    suite.execute_set(2).ok();
    there_is_no_message(&mut suite, &["earliest", "expires", "grace"]);
}

/// An approval that a tightening has overtaken is cancelled, or finds another value than it expects.
#[test]
fn attack_10_a_stale_approval_is_worth_nothing_after_a_tightening() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let loosening = suite.ripe(vec![change(RHO, "0.9", "0.95")]);
    suite.tighten(vec![change(RHO, "0.9", "0.85")]).ok();
    let ended = Some(Ending::Superseded);
    suite.execute_set(loosening).should_fail_with(refused(Refusal::NotPending { id: loosening, ended }));

    let mut suite = Suite::at_a_dollar(TokenFactory);
    let smaller = suite.ripe(vec![change(RHO, "0.9", "0.89")]);
    suite.tighten(vec![change(RHO, "0.9", "0.85")]).ok();
    suite.execute_set(smaller).should_fail_with(stale("0.9", "0.85"));
}

/// Coupled parameters are applied together or not at all.
#[test]
fn attack_11_coupled_parameters_are_never_half_applied() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        wide_step(genesis, "breaker.price_day.caution", "0.5");
    });
    suite.price("1");
    let set =
        suite.ripe(vec![change("breaker.price_day.caution", "0.1", "0.18"), change(BAND, "0.25", "0.26")]);
    let (signal, level, min, found) = ("price_day", Level::Restricted, ratio("0.23"), ratio("0.2"));
    let gap = ThresholdError::TooLow { signal, level, min, found };
    suite.execute_set(set).should_fail_with(refused(Refusal::Invalid(gap.into())));
    assert_eq!(suite.parameter(BAND).value, "0.25");
}

/// Sets that conflict cannot both be pending, so that there is no order to get wrong.
#[test]
fn attack_12_conflicting_sets_do_not_wait_side_by_side() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.queued(vec![change(BAND, "0.25", "0.27")]);
    let pending = refused(Refusal::ParameterPending { parameter: id(BAND), id: set });
    suite.queue(vec![change(BAND, "0.27", "0.29")]).should_fail_with({
        // It is also written for a value that is not there yet.
        let (expected, found) = (ratio("0.27").atomics(), ratio("0.25").atomics());
        refused(Refusal::Stale { parameter: id(BAND), expected, found })
    });
    suite.queue(vec![change(BAND, "0.25", "0.26")]).should_fail_with(pending);
}

/// What a governor has queued goes with its office.
#[test]
fn attack_15_a_removed_governors_queue_does_not_run() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.queued(vec![change(BAND, "0.25", "0.26")]);
    let remove = Action::Role(RoleChange::RemoveGovernor { address: addr("governor").into() });
    suite.govern("chain", GovernMsg::Queue { proposal: Proposal::Action(remove) }).ok();
    suite.wait_for_delay("1");
    suite.execute_set(2).ok();
    let ended = Some(Ending::Cancelled);
    suite.execute_set(set).should_fail_with(refused(Refusal::NotPending { id: set, ended }));
}

/// A set that has expired stays expired, whatever is tried to revive it.
#[test]
fn attack_18_an_expired_set_is_not_revived() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change(BAND, "0.25", "0.26")]);
    suite.chain.mine(DELAY_BLOCKS);
    suite.wait_with_price(DELAY + GRACE, "1");
    let mut longer = genesis(TokenFactory).governance.constitution;
    longer.terms.grace = Duration::days(7);
    suite.migrate(Some(longer)).ok();
    let (expired, now) = (START + DELAY + GRACE, suite.chain.now());
    suite.execute_set(1).should_fail_with(refused(Refusal::Expired {
        id: 1,
        expired: Timestamp::new(expired),
        now,
    }));
    // Queueing the same again makes another set, with a delay of its own.
    assert_eq!(suite.queued(vec![change(BAND, "0.25", "0.26")]), 2);
    let ended = Some(Ending::Expired);
    suite.execute_set(1).should_fail_with(refused(Refusal::NotPending { id: 1, ended }));
    assert_eq!(suite.pending().sets[0].countdown.seconds_left, Duration::new(DELAY));
}

/// A spam of sets makes nothing dearer: the queue has an end, and so has the memory of endings.
#[test]
fn attack_49_a_spam_of_sets_grows_nothing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let size = |suite: &Suite| {
        let stored = suite.chain.dump();
        stored.iter().find(|(key, _)| key == b"reg").map(|(_, value)| value.len()).unwrap()
    };
    let status = suite.guardrails().parameters;
    let all = status.iter().filter(|status| status.value != status.rule.as_ref().unwrap().reach_max);
    let changes: Vec<_> = all
        .map(|status| {
            change(status.parameter.name(), &status.value, &status.rule.as_ref().unwrap().reach_max)
        })
        .collect();
    for change in &changes[..MAX_PENDING] {
        suite.queued(vec![change.clone()]);
    }
    let last = vec![changes[MAX_PENDING].clone()];
    suite.queue(last.clone()).should_fail_with(refused(Refusal::QueueFull { max: MAX_PENDING }));
    suite.cancel(1).ok();
    let mut largest = 0;
    for round in 0..200 {
        let set = suite.queued(last.clone());
        suite.cancel(set).ok();
        if round == 100 {
            largest = size(&suite);
        }
    }
    assert!(size(&suite) <= largest + 64, "{} and {largest}", size(&suite));
}
