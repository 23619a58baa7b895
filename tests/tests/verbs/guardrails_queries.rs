//! The guardrails as voters see them.

use ballast_api::{Countdown, Parameter, PreviewResponse, QueryMsg, RuleStatus};
use ballast_controller::ContractError;
use ballast_economy::Signal;
use ballast_guardrails::{Level, LooseningDirection, MAX_CHANGES, Moment, Refusal, Terms, ThresholdError};
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{HOUR, START, Suite, addr, ratio};
use ballast_tests::suite_guard::{
    DELAY, DELAY_BLOCKS, GRACE, INTERVAL, change, meter, refused, rule, wide_step,
};
use rstest::rstest;

#[rstest]
fn the_guardrails_say_who_governs_and_how_far_everything_can_move(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let suite = Suite::at_a_dollar(mode);
    let found = suite.guardrails();
    assert_eq!(found.governors, vec![addr("governor").to_string(), suite.chain.controller().to_string()]);
    assert_eq!((found.guardian, found.offers), (Some(addr("guardian").into()), vec![]));
    let (delay, delay_blocks, grace, longest_trip) = (DELAY, DELAY_BLOCKS, GRACE, 604_800);
    assert_eq!(
        found.terms,
        Terms {
            delay: Duration::new(delay),
            delay_blocks,
            grace: Duration::new(grace),
            longest_trip: Duration::new(longest_trip)
        }
    );
    let names: Vec<&str> = found.parameters.iter().map(|status| status.parameter.name()).collect();
    assert!(names.is_sorted(), "{names:?}");
    // 20 of the breaker, 2 meters, 12 of the policy, the price's 2, the retention, the source's 3.
    assert_eq!(names.len(), 40);
    for status in &found.parameters {
        let rule = status.rule.as_ref().expect("the usual constitution has a rule for everything");
        assert!(
            (rule.last_change, rule.next_change, &status.pending) == (None, Timestamp::new(0), &None),
            "{status:?}"
        );
    }
}

#[test]
fn a_parameter_says_where_it_is_and_where_it_can_go() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let status = suite.parameter("policy.mint.rho");
    assert_eq!((status.value.as_str(), status.loosens), ("0.9", LooseningDirection::Up));
    let expected = RuleStatus {
        min: "0".to_owned(),
        max: status.rule.as_ref().unwrap().max.clone(),
        step: Ratio::percent(10),
        min_step: "0.01".to_owned(),
        interval: Duration::new(INTERVAL),
        reach_min: "0.818181818181818182".to_owned(),
        reach_max: "0.99".to_owned(),
        last_change: None,
        next_change: Timestamp::new(0),
    };
    assert_eq!(status.rule, Some(expected));

    suite.chain.wait(Duration::HOUR);
    suite.tighten(vec![change("policy.mint.rho", "0.9", "0.85")]).ok();
    let rule = suite.parameter("policy.mint.rho").rule.unwrap();
    assert_eq!(
        (rule.last_change, rule.next_change),
        (Some(Timestamp::new(START + HOUR)), Timestamp::new(START + HOUR + INTERVAL))
    );
}

#[test]
fn what_the_range_says_is_what_is_accepted() {
    let suite = Suite::at_a_dollar(TokenFactory);
    for status in suite.guardrails().parameters {
        let rule = status.rule.unwrap();
        for to in [rule.reach_min, rule.reach_max] {
            if to != status.value {
                let preview = suite.preview(vec![change(status.parameter.name(), &status.value, &to)]);
                assert_eq!(preview.queue, Vec::<String>::new(), "{} to {to}", status.parameter);
            }
        }
    }
}

#[test]
fn a_pending_change_counts_down_by_both_clocks() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let queued = suite.moment();
    suite.queued(vec![change("price.band", "0.25", "0.26")]);
    let earliest =
        Moment { time: Timestamp::new(queued.time.seconds() + DELAY), height: queued.height + DELAY_BLOCKS };
    let expires = earliest.time.seconds() + GRACE;
    for (wait, mined) in [(0, 0), (1, 0), (DELAY - 2, 10), (1, 900), (1, 200)] {
        suite.chain.wait(Duration::new(wait));
        suite.chain.mine(mined);
        let now = suite.moment();
        let countdown = Countdown {
            earliest,
            seconds_left: earliest.time.since(now.time),
            blocks_left: earliest.height.saturating_sub(now.height),
            expires: Timestamp::new(expires),
        };
        assert_eq!(suite.pending().sets[0].countdown, countdown);
        let shown = suite.parameter("price.band").pending.unwrap();
        assert_eq!((shown.id, shown.to.as_str(), shown.countdown), (1, "0.26", countdown));
    }
    suite.chain.go_to(Timestamp::new(expires - 1));
    assert_eq!(suite.pending().sets.len(), 1);
    suite.chain.go_to(Timestamp::new(expires));
    assert_eq!((suite.pending().sets, suite.parameter("price.band").pending), (vec![], None));
}

#[test]
fn a_pending_set_says_every_reason_why_it_would_not_run() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change("policy.mint.rho", "0.9", "0.88"), change("price.band", "0.25", "0.26")]);
    suite.tighten(vec![change("policy.mint.rho", "0.9", "0.89")]).ok();
    suite.trip(HOUR).ok();
    let now = suite.moment();
    let parameter = || Parameter::new("policy.mint.rho");
    let expected = [
        Refusal::TooEarly { id: 1, earliest: Timestamp::new(START + DELAY), now: Timestamp::new(START) },
        Refusal::TooFewBlocks { id: 1, earliest: now.height + DELAY_BLOCKS, now: now.height },
        Refusal::Stale {
            parameter: parameter(),
            expected: ratio("0.9").atomics(),
            found: ratio("0.89").atomics(),
        },
        Refusal::TooSoon {
            parameter: parameter(),
            next: Timestamp::new(START + INTERVAL),
            now: Timestamp::new(START),
        },
        Refusal::Breaker { found: Level::Halted },
    ];
    let expected: Vec<String> = expected.map(|refusal| refused(refusal).to_string()).to_vec();
    assert_eq!(suite.pending().sets[0].refusals, expected);
}

#[test]
fn a_set_with_no_reasons_runs_and_one_with_a_reason_does_not() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change("price.band", "0.25", "0.26")]);
    assert_eq!(suite.pending().sets[0].refusals, Vec::<String>::new());
    suite.trip(HOUR).ok();
    let reasons = suite.pending().sets[0].refusals.clone();
    assert_eq!(reasons.len(), 1);
    suite.execute_set(set).should_fail_with(&reasons[0]);
}

fn said(found: &PreviewResponse) -> (usize, usize, usize) {
    (found.queue.len(), found.execute.len(), found.tighten.len())
}

#[test]
fn a_preview_says_what_would_become_of_a_set() {
    let suite = Suite::at_a_dollar(TokenFactory);
    let now = suite.moment();
    let found = suite.preview(vec![change("price.band", "0.25", "0.26")]);
    let (parameter, from, to) =
        (Parameter::new("price.band"), ratio("0.25").atomics(), ratio("0.26").atomics());
    let loosens = refused(Refusal::Loosens { parameter, from, to }).to_string();
    let expected = PreviewResponse {
        loosens: true,
        queue: vec![],
        execute: vec![],
        tighten: vec![loosens],
        earliest: now.after(Duration::new(DELAY), DELAY_BLOCKS),
        expires: Timestamp::new(now.time.seconds() + DELAY + GRACE),
    };
    assert_eq!(found, expected);
    let found = suite.preview(vec![change("price.band", "0.25", "0.24")]);
    assert_eq!((found.loosens, said(&found)), (false, (0, 0, 0)));
}

#[test]
fn a_preview_says_every_reason_at_once() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        wide_step(genesis, "breaker.price_day.caution", "0.5");
        rule(genesis, "policy.mint.rho").max = "0.95".to_owned();
        genesis.governance.constitution.rules.remove(&Parameter::new("policy.mint.value_share"));
    });
    suite.price("1");
    suite.queued(vec![change("price.band", "0.25", "0.26")]);
    suite.tighten(vec![change("policy.mint.round_trip", "1", "0.95")]).ok();
    suite.trip(HOUR).ok();
    let id = |name: &str| Parameter::new(name);
    let n = |text: &str| ratio(text).atomics();
    let changes = vec![
        change("breaker.price_day.caution", "0.1", "0.16"),
        change("policy.mint.max_supply", "5", "6"),
        change("policy.mint.rho", "0.8", "0.96"),
        change("policy.mint.round_trip", "0.95", "2"),
        change("policy.mint.value_share", "0", "0.1"),
        change("receipt_retention", "10", "10"),
        change("price.band", "0.25", "0.24"),
    ];
    let found = suite.preview(changes);
    let (previous, after) = (id("receipt_retention"), id("price.band"));
    let form = [
        Refusal::OutOfOrder { previous, found: after },
        Refusal::Unknown { parameter: id("policy.mint.max_supply") },
        Refusal::Stale { parameter: id("policy.mint.rho"), expected: n("0.8"), found: n("0.9") },
        Refusal::OutOfBounds { parameter: id("policy.mint.rho"), min: 0, max: n("0.95"), found: n("0.96") },
        Refusal::StepTooLarge {
            parameter: id("policy.mint.round_trip"),
            from: n("0.95"),
            min: n("0.863636363636363637"),
            max: n("1.045"),
            found: n("2"),
        },
        Refusal::Fixed { parameter: id("policy.mint.value_share") },
        Refusal::NoChange { parameter: id("receipt_retention"), value: 10 },
    ];
    let gap = ThresholdError::TooLow {
        signal: "price_day",
        level: Level::Restricted,
        min: ratio("0.21"),
        found: ratio("0.2"),
    };
    let text = |refusal| refused(refusal).to_string();
    let queue =
        form.clone().into_iter().chain([Refusal::ParameterPending { parameter: id("price.band"), id: 1 }]);
    assert_eq!(found.queue, queue.map(text).collect::<Vec<_>>());
    let soon = Refusal::TooSoon {
        parameter: id("policy.mint.round_trip"),
        next: Timestamp::new(START + INTERVAL),
        now: Timestamp::new(START),
    };
    let invalid = Refusal::Invalid(gap.into());
    let run = form.into_iter().chain([soon, invalid]);
    let execute = run.clone().chain([Refusal::Breaker { found: Level::Halted }]);
    assert_eq!(found.execute, execute.map(text).collect::<Vec<_>>());
    let loosens = |name, from, to| Refusal::Loosens { parameter: id(name), from: n(from), to: n(to) };
    let tighten = run.chain([
        loosens("breaker.price_day.caution", "0.1", "0.16"),
        Refusal::Loosens { parameter: id("policy.mint.max_supply"), from: 5, to: 6 },
        loosens("policy.mint.rho", "0.8", "0.96"),
        loosens("policy.mint.round_trip", "0.95", "2"),
        loosens("policy.mint.value_share", "0", "0.1"),
    ]);
    assert_eq!(found.tighten, tighten.map(text).collect::<Vec<_>>());
}

#[rstest]
#[case::none(0)]
#[case::seventeen(17)]
fn a_preview_counts_the_changes(#[case] count: usize) {
    let suite = Suite::at_a_dollar(TokenFactory);
    let found = suite.preview(vec![change("price.band", "0.25", "0.26"); count]);
    let expected = refused(Refusal::Count { max: MAX_CHANGES, found: count }).to_string();
    for reasons in [found.queue, found.execute, found.tighten] {
        assert_eq!(reasons[0], expected);
    }
}

#[test]
fn what_cannot_be_read_cannot_be_previewed() {
    let suite = Suite::at_a_dollar(TokenFactory);
    let ask =
        |name: &str, to: &str| suite.ask(&QueryMsg::Preview { changes: vec![change(name, "0.25", to)] });
    ask("price.band", "much")
        .should_fail_saying("price.band: to: expected digits, found 'm', found \"much\"");
    let parameter = Parameter::new("luck");
    ask("luck", "1").should_fail_saying(&refused(Refusal::Unknown { parameter }).to_string());
    ask(&meter("meter").to_uppercase(), "1").should_fail_saying("there is no parameter");
}

#[test]
fn the_breaker_shows_each_signal_with_its_thresholds() {
    let suite = Suite::at_a_dollar(TokenFactory);
    let found = suite.breaker();
    let signals: Vec<Signal> = found.signals.iter().map(|status| status.signal).collect();
    assert_eq!(signals, Signal::ALL);
    let with: Vec<bool> = found.signals.iter().map(|status| status.thresholds.is_some()).collect();
    assert_eq!(with, [true, true, true, true, true, false, false]);
    assert_eq!((found.level, found.calm_since, found.next_recovery), (Level::Normal, None, None));
    assert_eq!((found.guardian_until, found.guardian_next), (None, Timestamp::new(0)));
}

#[test]
fn a_number_that_is_none_is_told_as_the_message_would_tell_it() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let changes = vec![change("price.band", "0.25", "")];
    let error = ballast_math::ParseError::Empty;
    let (parameter, field, found) = (Parameter::new("price.band"), "to", String::new());
    let expected = ContractError::Number { parameter, field, error, found };
    suite.ask(&QueryMsg::Preview { changes: changes.clone() }).should_fail_saying(&expected.to_string());
    suite.queue(changes).should_fail_with(expected);
}
