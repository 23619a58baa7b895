use ballast_api::{GovernMsg, Proposal, QueueResponse};
use ballast_controller::ContractError;
use ballast_guardrails::{ConstitutionError, Ending, Refusal};
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{START, Suite, genesis, ratio};
use ballast_tests::suite_guard::{DELAY, INTERVAL, change, refused, rule};

use crate::words::{id, there_is_no_message};

const RHO: &str = "policy.mint.rho";

fn stale(from: &str, found: &str) -> ContractError {
    let (expected, found) = (ratio(from).atomics(), ratio(found).atomics());
    refused(Refusal::Stale { parameter: id(RHO), expected, found })
}

/// Duplicate ids in a set would compound a step: they are refused on every path.
#[test]
fn attack_01_duplicate_ids_compound_no_step() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let twice = || refused(Refusal::OutOfOrder { previous: id(RHO), found: id(RHO) });
    let up = || vec![change(RHO, "0.9", "0.99"), change(RHO, "0.99", "1.08")];
    suite.queue(up()).should_fail_with(twice());
    assert!(suite.preview(up()).queue.contains(&twice().to_string()));
    suite.tighten(vec![change(RHO, "0.9", "0.82"), change(RHO, "0.82", "0.75")]).should_fail_with(twice());
}

/// Many sets in one block: no two touch a parameter, so that each moves by one step at most.
#[test]
fn attack_02_many_sets_in_one_block_move_each_parameter_by_one_step() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let before = suite.guardrails().parameters;
    let sets: Vec<u64> = before
        .iter()
        .filter(|status| status.parameter.source_id().is_some() || status.parameter.waits_for_epoch())
        .filter_map(|status| {
            let to = status.rule.as_ref()?.reach_max.clone();
            (to != status.value).then(|| change(status.parameter.name(), &status.value, &to))
        })
        .take(16)
        .map(|change| suite.queued(vec![change]))
        .collect();
    suite.wait_for_delay("1");
    // Some would not fit together with the others: those are refused.
    let executed = sets.iter().filter(|set| suite.execute_set(**set).0.is_ok()).count();
    assert!(executed > 5, "{executed}");
    for (before, after) in before.iter().zip(suite.guardrails().parameters) {
        let rule = before.rule.as_ref().unwrap();
        assert!(after.value == before.value || after.value == rule.reach_max, "{after:?}");
    }
}

/// Dust steps do not beat the nominal rate: the smallest change uses up the interval like the largest.
#[test]
fn attack_03_a_dust_step_uses_up_the_interval() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let dust = "0.899999999999999999";
    suite.tighten(vec![change(RHO, "0.9", dust)]).ok();
    let set = suite.ripe(vec![change(RHO, dust, "0.9")]);
    let (next, now) = (START + INTERVAL, START + DELAY);
    let soon = Refusal::TooSoon { parameter: id(RHO), next: Timestamp::new(next), now: Timestamp::new(now) };
    suite.execute_set(set).should_fail_with(refused(soon));
    // And near zero one interval is worth one smallest step.
    let set = suite.queued(vec![change("policy.mint.value_share", "0", "0.01")]);
    let (parameter, max, found) =
        (id("policy.mint.value_share"), ratio("0.01"), ratio("0.010000000000000001"));
    suite.cancel(set).ok();
    let far =
        Refusal::StepTooLarge { parameter, from: 0, min: 0, max: max.atomics(), found: found.atomics() };
    suite
        .queue(vec![change("policy.mint.value_share", "0", "0.010000000000000001")])
        .should_fail_with(refused(far));
}

/// A slow march inside every single limit: a year allows 53 steps of a tenth, a factor of 156; the hard bounds end it.
#[test]
fn attack_04_a_slow_march_goes_as_far_as_step_and_interval_say() {
    let constitution = genesis(TokenFactory).governance.constitution.read().unwrap();
    let rule = constitution.rule(&id(RHO)).unwrap();
    let march = rule.march(Duration::YEAR);
    println!("{RHO}: steps of {}, {} s apart: a factor of {march} in a year", rule.step, rule.interval);
    assert!(march > ratio("156") && march < ratio("157"), "{march}");
    assert_eq!(rule.march(Duration::ZERO), ratio("1.1"));
    assert_eq!(rule.march(Duration::new(2 * INTERVAL - 1)), ratio("1.21"));
    // What a network may want instead: a twentieth, once a month.
    let gentle = ballast_guardrails::Rule { step: Ratio::percent(5), interval: Duration::days(30), ..*rule };
    println!(
        "steps of {}, {} s apart: a factor of {} in a year",
        gentle.step,
        gentle.interval,
        gentle.march(Duration::YEAR)
    );
    assert!(gentle.march(Duration::YEAR) < ratio("1.9"));
    assert_eq!(rule.reach(rule.bounds.max).max, rule.bounds.max);
}

/// Every authorised path shares one clock: accounts, the chain, tightening, executing.
#[test]
fn attack_05_all_paths_have_one_clock() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change(RHO, "0.9", "0.95")]);
    suite.execute_set(set).ok();
    let (next, now) = (START + DELAY + INTERVAL, START + DELAY);
    let soon = || {
        refused(Refusal::TooSoon { parameter: id(RHO), next: Timestamp::new(next), now: Timestamp::new(now) })
    };
    for by in ["governor", "chain"] {
        let changes = vec![change(RHO, "0.95", "0.94")];
        suite.govern(by, GovernMsg::Tighten { changes }).should_fail_with(soon());
    }
    let changes = vec![change(RHO, "0.95", "0.96")];
    let queue = GovernMsg::Queue { proposal: Proposal::Changes(changes) };
    let set = suite.govern("chain", queue).data::<QueueResponse>().id;
    suite.wait_for_delay("1");
    let now = suite.chain.now();
    let soon = Refusal::TooSoon { parameter: id(RHO), next: Timestamp::new(next), now };
    suite.govern("chain", GovernMsg::Execute { id: set }).should_fail_with(refused(soon));
}

/// A no-op burns no interval: it is refused, and leaves the clock alone.
#[test]
fn attack_06_a_no_op_burns_no_interval() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let nothing = || refused(Refusal::NoChange { parameter: id(RHO), value: ratio("0.9").atomics() });
    suite.tighten(vec![change(RHO, "0.9", "0.9")]).should_fail_with(nothing());
    suite.queue(vec![change(RHO, "0.9", "0.9")]).should_fail_with(nothing());
    suite.tighten(vec![change(RHO, "0.8", "0.79")]).should_fail_with(stale("0.8", "0.9"));
    assert_eq!(suite.parameter(RHO).rule.unwrap().last_change, None);
    suite.tighten(vec![change(RHO, "0.9", "0.85")]).ok();
}

/// †: nothing resets the time of the last change, not even a new constitution.
#[test]
fn attack_07_no_reconfiguration_resets_a_clock() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tighten(vec![change(RHO, "0.9", "0.85")]).ok();
    suite.migrate(Some(genesis(TokenFactory).governance.constitution)).ok();
    suite.migrate(None).ok();
    assert_eq!(suite.parameter(RHO).rule.unwrap().last_change, Some(Timestamp::new(START)));
    let soon = Refusal::TooSoon {
        parameter: id(RHO),
        next: Timestamp::new(START + INTERVAL),
        now: Timestamp::new(START),
    };
    suite.tighten(vec![change(RHO, "0.85", "0.84")]).should_fail_with(refused(soon));
    there_is_no_message(&mut suite, &["last_change", "changed", "interval", "configure", "update_config"]);
}

/// †: bounds are not moved past a value; the wasm admin's migration refuses it, and no message has bounds at all.
#[test]
fn attack_08_bounds_are_not_moved_past_a_value() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut genesis = genesis(TokenFactory);
    rule(&mut genesis, RHO).max = "0.5".to_owned();
    let value = ConstitutionError::Value {
        parameter: RHO.to_owned(),
        min: "0".to_owned(),
        max: "0.5".to_owned(),
        found: "0.9".to_owned(),
    };
    suite.migrate(Some(genesis.governance.constitution)).should_fail_with(ContractError::from(value));
    there_is_no_message(&mut suite, &["constitution", "rules", "min", "max", "step", "min_step", "bounds"]);
}

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
