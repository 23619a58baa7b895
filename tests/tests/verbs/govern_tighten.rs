use ballast_api::{ChangeMsg, GovernMsg, HistoryEvent, Parameter, SettleResponse, ShortfallReason};
use ballast_controller::ContractError;
use ballast_guardrails::{Ending, Level, MAX_CHANGES, ParameterId, Refusal, RoleError, ThresholdError};
use ballast_math::{Duration, MAX_RHO, Timestamp};
use ballast_sandbox::Sandbox;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, START, Suite, addr, attributes, event, line, ratio, usd};
use ballast_tests::suite_guard::{
    GRACE, INTERVAL, change, meter, refused, rho_is_out_of_reach, rule, wide_step,
};
use rstest::rstest;

fn id(name: &str) -> Parameter {
    Parameter::new(name)
}

fn less_rho() -> ChangeMsg {
    change("policy.mint.rho", "0.9", "0.85")
}

#[rstest]
fn governance_tightens_at_once(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values("governor", "chain")] by: &str,
) {
    let mut suite = Suite::at_a_dollar(mode);
    let changes = vec![change("price.band", "0.25", "0.24"), change("receipt_retention", "10", "11")];
    let response = suite.govern(by, GovernMsg::Tighten { changes: changes.clone() }).ok();
    assert_eq!(event(&response, "ballast-tighten"), format!("by={}", suite.known_as(by)));
    let told: Vec<String> =
        Sandbox::events(&response, "ballast-change").into_iter().map(attributes).collect();
    let expected = [
        "status=tightened parameter=price.band from=0.25 to=0.24",
        "status=tightened parameter=receipt_retention from=10 to=11",
    ];
    assert_eq!(told, expected);
    assert_eq!(suite.parameter("price.band").value, "0.24");
    assert_eq!(suite.parameter("receipt_retention").value, "11");
    assert_eq!(suite.history(), vec![HistoryEvent::Tightened { changes }]);
    assert_eq!(suite.parameter("price.band").rule.unwrap().last_change, Some(Timestamp::new(START)));
}

#[rstest]
fn only_governors_tighten(#[values("stranger", "guardian", "admin", "meter", "tenant")] sender: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let found = addr(sender).into();
    suite
        .govern(sender, GovernMsg::Tighten { changes: vec![less_rho()] })
        .should_fail_with(ContractError::from(RoleError::NotAGovernor { found }));
}

#[rstest]
#[case::up_where_up_is_looser("price.band", "0.25", "0.26")]
#[case::down_where_down_is_looser("receipt_retention", "10", "9")]
#[case::up_where_both_are("policy.mint.smoothing.period", "86400", "86401")]
#[case::down_where_both_are("policy.mint.smoothing.period", "86400", "86399")]
fn what_loosens_must_be_queued(#[case] name: &str, #[case] from: &str, #[case] to: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let parameter = id(name);
    let number = |text| parameter.unit().parse(text).unwrap();
    let loosens = Refusal::Loosens { parameter: parameter.clone(), from: number(from), to: number(to) };
    suite.tighten(vec![change(name, from, to)]).should_fail_with(refused(loosens));
}

#[test]
fn one_loosening_among_tightenings_refuses_all_of_them() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let (parameter, from, to) = (id("price.band"), ratio("0.25").atomics(), ratio("0.26").atomics());
    suite
        .tighten(vec![less_rho(), change("price.band", "0.25", "0.26")])
        .should_fail_with(refused(Refusal::Loosens { parameter, from, to }));
    assert_eq!(suite.parameter("policy.mint.rho").value, "0.9");
}

#[rstest]
#[case::as_far_as_a_step_goes("0.818181818181818182", true)]
#[case::a_hair_further("0.818181818181818181", false)]
fn a_tightening_is_a_step_like_any_other(#[case] to: &str, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let outcome = suite.tighten(vec![change("policy.mint.rho", "0.9", to)]);
    if good {
        outcome.ok();
    } else {
        outcome.should_fail_with(rho_is_out_of_reach(to));
    }
}

#[rstest]
#[case::the_hard_minimum("0.88", true)]
#[case::a_hair_below("0.879999999999999999", false)]
fn a_tightening_stays_within_the_hard_bounds(#[case] to: &str, #[case] good: bool) {
    let mut suite =
        Suite::edited(TokenFactory, |genesis| rule(genesis, "policy.mint.rho").min = "0.88".to_owned());
    let outcome = suite.tighten(vec![change("policy.mint.rho", "0.9", to)]);
    if good {
        outcome.ok();
    } else {
        let max = MAX_RHO.atomics();
        let (parameter, min, found) = (id("policy.mint.rho"), ratio("0.88").atomics(), ratio(to).atomics());
        outcome.should_fail_with(refused(Refusal::OutOfBounds { parameter, min, max, found }));
    }
}

#[test]
fn two_tightenings_are_an_interval_apart() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tighten(vec![less_rho()]).ok();
    suite.wait_with_price(INTERVAL - 1, "1");
    let (parameter, next) = (id("policy.mint.rho"), START + INTERVAL);
    let again = || vec![change("policy.mint.rho", "0.85", "0.8")];
    let soon = Refusal::TooSoon { parameter, next: Timestamp::new(next), now: Timestamp::new(next - 1) };
    suite.tighten(again()).should_fail_with(refused(soon));
    suite.wait_with_price(1, "1");
    suite.tighten(again()).ok();
}

#[test]
fn a_tightening_must_say_what_it_tightens() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tighten(vec![]).should_fail_with(refused(Refusal::Count { max: MAX_CHANGES, found: 0 }));
    let (parameter, expected, found) =
        (id("policy.mint.rho"), ratio("0.91").atomics(), ratio("0.9").atomics());
    suite.tighten(vec![change("policy.mint.rho", "0.91", "0.9")]).should_fail_with(refused(Refusal::Stale {
        parameter,
        expected,
        found,
    }));
    let parameter = id("policy.mint.rho");
    suite
        .tighten(vec![change("policy.mint.rho", "0.9", "0.9")])
        .should_fail_with(refused(Refusal::NoChange { parameter, value: ratio("0.9").atomics() }));
    let (previous, found) = (id("price.band"), id("policy.mint.rho"));
    suite
        .tighten(vec![change("price.band", "0.25", "0.24"), less_rho()])
        .should_fail_with(refused(Refusal::OutOfOrder { previous, found }));
    let parameter = id("policy.mint.max_supply");
    suite
        .tighten(vec![change("policy.mint.max_supply", "2", "1")])
        .should_fail_with(refused(Refusal::Unknown { parameter }));
}

#[test]
fn a_tightening_must_leave_values_that_fit_together() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        wide_step(genesis, "breaker.price_day.restricted", "0.5");
    });
    suite.price("1");
    let (signal, level) = ("price_day", Level::Restricted);
    let gap = ThresholdError::TooLow { signal, level, min: ratio("0.15"), found: ratio("0.14") };
    suite
        .tighten(vec![change("breaker.price_day.restricted", "0.2", "0.14")])
        .should_fail_with(refused(Refusal::Invalid(gap.into())));
    suite.tighten(vec![change("breaker.price_day.restricted", "0.2", "0.15")]).ok();
}

// R13: nobody can block a tightening: not the guardian, not the breaker, not the queue.
#[test]
fn nothing_that_others_do_keeps_governance_from_tightening() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(DAY).ok();
    suite.queued(vec![change("policy.mint.rho", "0.9", "0.91")]);
    suite.chain.wait(Duration::days(20));
    suite.tighten(vec![less_rho()]).ok();
}

#[test]
fn a_tightening_cancels_what_would_loosen_the_same() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let band = change("price.band", "0.25", "0.26");
    suite.queued(vec![change("policy.mint.rho", "0.9", "0.91"), band]);
    suite.queued(vec![change("receipt_retention", "10", "9")]);
    let response = suite.tighten(vec![less_rho()]).ok();
    assert_eq!(event(&response, "ballast-ended"), format!("id=1 ending=superseded by={}", addr("governor")));
    let left: Vec<u64> = suite.pending().sets.iter().map(|set| set.id).collect();
    assert_eq!(left, vec![2]);
    assert!(suite.history().contains(&HistoryEvent::Ended { id: 1, ending: Ending::Superseded }));
}

#[test]
fn a_tightening_leaves_pending_tightenings_and_what_has_expired() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change("policy.mint.rho", "0.9", "0.88")]);
    let response = suite.tighten(vec![less_rho()]).ok();
    assert!(response.events.iter().all(|event| !attributes(event).contains("superseded")));
    assert_eq!(suite.pending().sets.len(), 1);

    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change("policy.mint.rho", "0.9", "0.91")]);
    suite.wait_for_delay("1");
    suite.wait_with_price(GRACE, "1");
    let response = suite.tighten(vec![less_rho()]).ok();
    assert!(response.events.iter().all(|event| !attributes(event).contains("superseded")));
}

#[test]
fn a_lower_limit_of_a_meter_counts_at_once_and_forgets_nothing() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.meters[0].usd_per_epoch = usd(1_000);
        wide_step(genesis, "meters.*", "900");
    });
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    suite.settle(vec![line("tenant", "provider", 600)]).ok();
    suite.tighten(vec![change(&meter("meter"), "1000", "500")]).ok();
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::MeterLimit);
    assert_eq!((suite.meter("meter").spent, suite.meter("meter").next_batch), (usd(600), 3));
}

#[test]
fn a_backlog_comes_first() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.chain.wait(Duration::days(33));
    let behind = ContractError::EpochsBehind { behind: 1 };
    assert_eq!(suite.preview(vec![less_rho()]).tighten, vec![behind.to_string()]);
    suite.tighten(vec![less_rho()]).should_fail_with(behind);
    suite.close(None).ok();
    suite.tighten(vec![less_rho()]).ok();
}
