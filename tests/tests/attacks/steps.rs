//! Parameters move by one step an interval, on every path together.

use ballast_api::{Action, GovernMsg, Proposal, QueueResponse};
use ballast_controller::ContractError;
use ballast_guardrails::{LooseningDirection, MAX_PENDING, ParameterId as _, Refusal, RoleChange, TripError};
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{DAY, START, Suite, addr, genesis, ratio};
use ballast_tests::suite_guard::{DELAY, INTERVAL, change, refused, rule};
use serde_json::json;

use crate::words::{BAND, RHO, id, stale};

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

/// A fresh address escapes no limit: the queue, the clocks and the guardian's cooldown are the network's, not the sender's.
#[test]
fn attack_20_a_fresh_address_escapes_no_limit() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(1).ok();
    let next = suite.breaker().guardian_next;
    suite.chain.wait(Duration::new(1));
    let replace = Action::Role(RoleChange::ReplaceGuardian { address: addr("owner").into() });
    suite.enacted(replace);
    suite.govern("owner", GovernMsg::Accept {}).ok();
    let now = suite.chain.now();
    let cooldown = ContractError::from(TripError::Cooldown { next, now });
    suite.govern("owner", GovernMsg::Trip { seconds: Duration::HOUR }).should_fail_with(cooldown);
    for number in 0..MAX_PENDING {
        let by = ["governor", "chain"][number % 2];
        let feeder = Action::AddFeeder { address: addr(&format!("feeder-{}", number + 10)).into() };
        suite.govern(by, GovernMsg::Queue { proposal: Proposal::Action(feeder) }).ok();
    }
    for by in ["governor", "chain"] {
        let proposal = Proposal::Changes(vec![change(BAND, "0.25", "0.26")]);
        let full = refused(Refusal::QueueFull { max: MAX_PENDING });
        suite.govern(by, GovernMsg::Queue { proposal }).should_fail_with(full);
    }
}

/// No "tightening" loosens: for every parameter the way that loosens is refused, and so are both ways of those that have two.
/// Which way that is stands in the code: no constitution can declare it.
#[test]
fn attack_24_a_tightening_never_loosens() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut tried = 0;
    for status in suite.guardrails().parameters {
        let (rule, unit) = (status.rule.unwrap(), status.parameter.unit());
        for to in [rule.reach_min, rule.reach_max] {
            let (from, number) = (unit.parse(&status.value).unwrap(), unit.parse(&to).unwrap());
            if !status.parameter.loosens().by(from, number) {
                continue;
            }
            tried += 1;
            let name = status.parameter.name();
            let loosens = Refusal::Loosens { parameter: id(name), from, to: number };
            let found = suite.preview(vec![change(name, &status.value, &to)]);
            assert!(found.loosens && found.tighten.contains(&refused(loosens).to_string()), "{found:?}");
            assert!(suite.tighten(vec![change(name, &status.value, &to)]).0.is_err());
        }
        assert_eq!(status.loosens, status.parameter.loosens());
    }
    assert!(tried > 30, "{tried}");
    assert_eq!(suite.parameter("policy.burn.burn_share").loosens, LooseningDirection::Both);
    let mut constitution = serde_json::to_value(genesis(TokenFactory).governance.constitution).unwrap();
    constitution["rules"][RHO]["loosens"] = json!("down");
    assert!(serde_json::from_value::<ballast_api::ConstitutionConfig>(constitution).is_err());
}

/// Tightening and loosening in turns gains nothing and ends at no standstill: a step up never overshoots the step down.
#[test]
fn attack_25_ping_pong_pumps_nothing() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let rule = rule(genesis, RHO);
        (rule.interval, rule.min_step) = (Duration::DAY, "0.000000000000000001".to_owned());
    });
    suite.price("1");
    let mut value = "0.9".to_owned();
    for _ in 0..4 {
        let to = suite.parameter(RHO).rule.unwrap().reach_min;
        suite.tighten(vec![change(RHO, &value, &to)]).ok();
        suite.wait_with_price(DAY, "1");
        value = suite.parameter(RHO).value;
    }
    assert!(ratio(&value) < ratio("0.615"), "{value}");
    for _ in 0..4 {
        let to = suite.parameter(RHO).rule.unwrap().reach_max;
        let set = suite.ripe(vec![change(RHO, &value, &to)]);
        suite.execute_set(set).ok();
        value = suite.parameter(RHO).value;
    }
    // As far up as it went down, but for what rounding inward leaves.
    let off = ratio(&value).atomics().abs_diff(ratio("0.9").atomics());
    assert!(off <= 10, "{value}");
}
