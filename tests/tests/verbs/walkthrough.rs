//! A voter's walk through the guardrails, with every text as the user reads it.
//!
//! `cargo test -p ballast-tests --test verbs walkthrough -- --nocapture` prints it.

use ballast_api::{Action, GovernMsg, Proposal, QueueResponse};
use ballast_guardrails::{Level, RoleChange};
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{HOUR, Outcome, Suite, addr, reason};
use ballast_tests::suite_guard::{DELAY, DELAY_BLOCKS, GRACE, change, wide_step};

fn heading(text: &str) {
    println!("\n{text}");
}

fn told(text: &str) {
    println!("  {text}");
}

#[track_caller]
fn done(what: &str, outcome: Outcome) {
    outcome.ok();
    println!("  {what}: done");
}

#[track_caller]
fn refused(what: &str, outcome: Outcome, expected: &str) {
    let found = reason(outcome.0.map(|_| ()).expect_err(what));
    println!("  {what}: refused\n    {found}");
    assert_eq!(found, expected);
}

#[track_caller]
fn objects(what: &str, found: &[String], expected: &[&str]) {
    println!("  {what}: {}", if found.is_empty() { "nothing against it" } else { "refused" });
    for text in found {
        println!("    {text}");
    }
    assert_eq!(found, expected);
}

fn network() -> Suite {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        wide_step(genesis, "breaker.price_day.caution", "0.5");
    });
    suite.price("1");
    suite
}

const RHO: &str = "policy.mint.rho";

#[test]
fn a_voter_looks_before_voting() {
    let suite = network();
    heading("What is there");
    let status = suite.parameter(RHO);
    let rule = status.rule.unwrap();
    told(&format!("{RHO} is {}; hard bounds {} to {}", status.value, rule.min, rule.max));
    told(&format!("one change now reaches {} to {}", rule.reach_min, rule.reach_max));
    assert_eq!((rule.reach_min.as_str(), rule.reach_max.as_str()), ("0.818181818181818182", "0.99"));

    heading("What would become of a proposal");
    let preview = |from: &str, to: &str| suite.preview(vec![change(RHO, from, to)]);
    let good = preview("0.9", "0.99");
    objects("0.9 to 0.99, queued", &good.queue, &[]);
    objects("and executed when its time has come", &good.execute, &[]);
    let loosens = "policy.mint.rho: going from 0.9 to 0.99 loosens and must be queued";
    objects("tightened at once", &good.tighten, &[loosens]);
    told(&format!("from {} and height {}, until {}", good.earliest.time, good.earliest.height, good.expires));
    assert_eq!(
        (good.earliest.time, good.expires),
        (Timestamp::new(1_700_179_200), Timestamp::new(1_700_352_000))
    );

    let step = "policy.mint.rho: one step from 0.9 reaches 0.818181818181818182 to 0.99, found 1.5";
    objects("0.9 to 1.5", &preview("0.9", "1.5").queue, &[step]);
    let bounds =
        format!("policy.mint.rho: expected within the hard bounds {} to {}, found 11", rule.min, rule.max);
    objects("0.9 to 11", &preview("0.9", "11").queue, &[&bounds]);
    let stale = "policy.mint.rho: the change set expects it to be 0.8, it is 0.9";
    objects("0.8 to 0.85", &preview("0.8", "0.85").queue, &[stale]);
    let nothing = "policy.mint.rho: the change does nothing, it is 0.9 already";
    objects("0.9 to 0.9", &preview("0.9", "0.9").queue, &[nothing]);
    let apart = suite.preview(vec![change("breaker.price_day.caution", "0.1", "0.16")]);
    let gap = "the values would not fit together: price_day: expected the threshold of level 2 to be at least 0.21, \
               found 0.2";
    objects("a first threshold next to the second", &apart.execute, &[gap]);
    let order = suite.preview(vec![change("price.band", "0.25", "0.24"), change(RHO, "0.9", "0.85")]);
    let first = "the changes must be in order, without repeats: found policy.mint.rho after price.band";
    objects("two changes, the second before the first", &order.queue, &[first]);
    let unknown = suite.preview(vec![change("policy.mint.max_supply", "1", "2")]);
    let none = "there is no parameter policy.mint.max_supply";
    objects("a cap that is not set", &unknown.queue, &[none]);
}

#[test]
fn a_proposal_from_its_queue_to_its_end() {
    let mut suite = network();
    let stranger = addr("stranger");
    let guardian = addr("guardian");

    heading("Queueing");
    let more = || Proposal::Changes(vec![change(RHO, "0.9", "0.99")]);
    let as_stranger = suite.govern("stranger", GovernMsg::Queue { proposal: more() });
    refused("as a stranger", as_stranger, &format!("expected a governor, found {stranger}"));
    let queued: QueueResponse = suite.govern("governor", GovernMsg::Queue { proposal: more() }).data();
    told(&format!("as a governor: change set {}, from {}", queued.id, queued.earliest.time));
    let again = suite.queue(vec![change(RHO, "0.9", "0.95")]);
    refused(
        "the same parameter again",
        again,
        "policy.mint.rho is in change set 1 already, which is pending",
    );
    let malformed = suite.queue(vec![change("price.band", "0.25", "a third")]);
    refused(
        "a word for a number",
        malformed,
        "price.band: to: expected digits, found 'a', found \"a third\"",
    );
    done("another parameter", suite.queue(vec![change("price.band", "0.25", "0.26")]));

    heading("Stopping");
    let veto = suite.govern("stranger", GovernMsg::Veto { id: 2 });
    refused("as a stranger", veto, &format!("expected the guardian ({guardian}), found {stranger}"));
    done("as the guardian", suite.veto(2));
    refused("executed all the same", suite.execute_set(2), "change set 2 is not pending: it was vetoed");
    let replacement = Action::Role(RoleChange::ReplaceGuardian { address: addr("owner").into() });
    done("queueing another guardian", suite.queue_action(replacement));
    let own = "change set 3 cannot be vetoed: it loosens nothing, or replaces the guardian";
    refused("the guardian, of its own replacement", suite.veto(3), own);

    heading("Waiting");
    suite.wait_with_price(DELAY - 1, "1");
    let countdown = suite.pending().sets[0].countdown.clone();
    told(&format!("{} s and {} blocks to go", countdown.seconds_left, countdown.blocks_left));
    let second = "change set 1 may be executed from 1700179200 on, now it is 1700179199: 1 s to go";
    refused("a second early", suite.execute_set(1), second);
    suite.wait_with_price(1, "1");
    let height = queued.earliest.height;
    suite.chain.mine(height - 1 - suite.chain.height());
    let block = format!(
        "change set 1 may be executed from height {height} on, now it is {}: 1 block to go",
        height - 1
    );
    refused("a block early", suite.execute_set(1), &block);
    suite.chain.mine(1);

    heading("Under a breaker");
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    suite.poke().ok();
    assert_eq!(suite.level(), Level::Restricted);
    let held = "expected the breaker at level 0 or 1 for a change set that loosens, found level 2";
    refused("while nobody quotes a price", suite.execute_set(1), held);
    objects("the query says so too", &suite.pending().sets[0].refusals, &[held]);
    suite.price("1");
    suite.wait_with_price(2 * HOUR, "1");

    heading("Executing");
    done("by a stranger", suite.execute_set(1));
    refused("twice", suite.execute_set(1), "change set 1 is not pending: it was executed");
    refused("one that never was", suite.execute_set(9), "change set 9 is not pending");
    let soon = suite.tighten(vec![change(RHO, "0.99", "0.95")]);
    let next = suite.parameter(RHO).rule.unwrap().next_change;
    let now = suite.chain.now();
    let text = format!(
        "policy.mint.rho may be changed from {next} on, now it is {now}: {} s to go",
        next.seconds() - now.seconds()
    );
    refused("tightening it again at once", soon, &text);

    heading("Too late");
    done("queueing", suite.queue(vec![change("receipt_retention", "10", "9")]));
    suite.chain.mine(DELAY_BLOCKS);
    suite.chain.wait(Duration::new(DELAY + GRACE));
    suite.price("1");
    suite.close(None).ok();
    let (expired, now) = (suite.chain.now(), suite.chain.now());
    let late = format!("change set 4 expired at {expired}, now it is {now}");
    refused("at the end of its window", suite.execute_set(4), &late);
    refused("a veto then", suite.veto(4), &late);
}

#[test]
fn a_value_that_has_moved_since() {
    let mut suite = network();
    heading("A set whose old value has moved");
    let set = suite.ripe(vec![change(RHO, "0.9", "0.85")]);
    done("tightening at once, before it", suite.tighten(vec![change(RHO, "0.9", "0.88")]));
    refused(
        "executing",
        suite.execute_set(set),
        "policy.mint.rho: the change set expects it to be 0.9, it is 0.88",
    );
    let reasons = suite.pending().sets[0].refusals.clone();
    let (next, now) = (suite.parameter(RHO).rule.unwrap().next_change, suite.chain.now());
    let soon = format!(
        "policy.mint.rho may be changed from {next} on, now it is {now}: {} s to go",
        next.seconds() - now.seconds()
    );
    let stale = "policy.mint.rho: the change set expects it to be 0.9, it is 0.88";
    objects("every reason", &reasons, &[stale, &soon]);
}

#[test]
fn the_guardian_and_the_roles() {
    let mut suite = network();
    heading("Trips and roles");
    refused("a trip of eight days", suite.trip(691_200), "expected a trip of 1 to 604800 s, found 691200 s");
    done("a trip of an hour", suite.trip(HOUR));
    let (next, now) = (suite.breaker().guardian_next, suite.chain.now());
    let cooldown = format!(
        "the guardian may trip again from {next} on, now it is {now}: {} s to go",
        next.seconds() - now.seconds()
    );
    refused("another one", suite.trip(HOUR), &cooldown);
    let nothing = suite.govern("stranger", GovernMsg::Accept {});
    refused("accepting nothing", nothing, &format!("nothing is offered to {}", addr("stranger")));
    let both = Action::Role(RoleChange::AddGovernor { address: addr("guardian").into() });
    let has = format!("{} has a role already", addr("guardian"));
    refused("the guardian as a governor", suite.queue_action(both), &has);
}
