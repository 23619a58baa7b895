use ballast_api::{
    Action, ChangeMsg, GovernMsg, MAX_METER_USD, Parameter, PendingSet, Proposal, QueueResponse,
};
use ballast_controller::ContractError;
use ballast_guardrails::{MAX_CHANGES, Moment, Refusal, RoleError};
use ballast_math::{ParseError, Timestamp};
use ballast_sandbox::Sandbox;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::engine::NO_ADDRESS;
use ballast_tests::suite::{Suite, addr, event, ratio};
use ballast_tests::suite_guard::{
    DELAY, DELAY_BLOCKS, GRACE, change, changes, meter, refused, rho_is_out_of_reach, rule,
};
use rstest::rstest;

const ONE: u128 = 1_000_000_000_000_000_000;

fn id(name: &str) -> Parameter {
    Parameter::new(name)
}

/// From 0.9, a tenth more.
fn more_rho() -> ChangeMsg {
    change("policy.mint.rho", "0.9", "0.99")
}

#[rstest]
fn a_queued_change_waits_for_its_window_and_changes_nothing_before(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values("governor", "chain")] by: &str,
) {
    let mut suite = Suite::at_a_dollar(mode);
    let queued = suite.moment();
    let proposal = Proposal::Changes(vec![more_rho()]);
    let response = suite.govern(by, GovernMsg::Queue { proposal: proposal.clone() }).ok();

    let earliest =
        Moment { time: Timestamp::new(queued.time.seconds() + DELAY), height: queued.height + DELAY_BLOCKS };
    let expires = earliest.time.seconds() + GRACE;
    let by = suite.known_as(by);
    assert_eq!(
        event(&response, "ballast-queue"),
        format!(
            "id=1 by={by} loosens=true earliest_time={} earliest_height={} expires={expires}",
            earliest.time, earliest.height,
        ),
    );
    let told = "id=1 status=queued parameter=policy.mint.rho from=0.9 to=0.99";
    assert_eq!(event(&response, "ballast-change"), told);
    let said: QueueResponse = Sandbox::data(&response).unwrap();
    assert_eq!(said, QueueResponse { id: 1, earliest, expires: Timestamp::new(expires) });

    let [set] = <[PendingSet; 1]>::try_from(suite.pending().sets).unwrap();
    assert_eq!((set.id, set.by, set.proposal, set.queued), (1, by, proposal, queued));
    assert_eq!((set.loosens, set.vetoable, set.refusals.len()), (true, true, 2));
    assert_eq!(suite.parameter("policy.mint.rho").value, "0.9");
}

#[rstest]
fn only_governors_queue(
    #[values("stranger", "guardian", "admin", "meter", "feeder", "tenant")] sender: &str,
    #[values(true, false)] values: bool,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let feeder = Action::AddFeeder { address: addr("feeder-3").into() };
    let proposal = if values { Proposal::Changes(vec![more_rho()]) } else { Proposal::Action(feeder) };
    let found = addr(sender).into();
    suite
        .govern(sender, GovernMsg::Queue { proposal })
        .should_fail_with(ContractError::from(RoleError::NotAGovernor { found }));
}

#[test]
fn a_chain_that_does_not_govern_queues_nothing() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.governance.chain_governs = false);
    let found = suite.chain.controller().to_string();
    suite
        .govern("chain", GovernMsg::Queue { proposal: Proposal::Changes(vec![more_rho()]) })
        .should_fail_with(ContractError::from(RoleError::NotAGovernor { found }));
}

#[test]
fn numbers_of_sets_are_never_used_again() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    assert_eq!(suite.queued(vec![more_rho()]), 1);
    suite.cancel(1).ok();
    assert_eq!(suite.queued(vec![more_rho()]), 2);
    suite.veto(2).ok();
    assert_eq!(suite.queued(vec![more_rho()]), 3);
    // What was refused in between took none.
    suite.queue(vec![]).should_fail_with(refused(Refusal::Count { max: MAX_CHANGES, found: 0 }));
    assert_eq!(suite.queued(vec![change("price.band", "0.25", "0.26")]), 4);
}

#[rstest]
#[case::none(0, false)]
#[case::one(1, true)]
#[case::as_many_as_fit(16, true)]
#[case::one_more(17, false)]
fn a_set_has_from_one_to_sixteen_changes(#[case] found: usize, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let changes = changes(found);
    assert_eq!(changes.len(), found);
    let outcome = suite.queue(changes);
    if good {
        outcome.ok();
    } else {
        outcome.should_fail_with(refused(Refusal::Count { max: MAX_CHANGES, found }));
    }
}

#[rstest]
#[case::twice_the_same("price.band", "price.band")]
#[case::in_the_wrong_order("price.band", "policy.mint.rho")]
fn the_parameters_of_a_set_strictly_increase(#[case] previous: &str, #[case] found: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let of = |name| if name == "price.band" { change(name, "0.25", "0.26") } else { more_rho() };
    let (changes, previous, found) = (vec![of(previous), of(found)], id(previous), id(found));
    suite.queue(changes).should_fail_with(refused(Refusal::OutOfOrder { previous, found }));
}

#[rstest]
#[case::a_word("luck")]
#[case::nothing("")]
#[case::the_constitution("constitution.terms.delay")]
#[case::the_delay("terms.delay")]
#[case::a_family_itself("sources.*.max_age")]
#[case::a_source_that_is_not_there("sources.2.max_age")]
#[case::another_name_of_one_that_is("sources.01.max_age")]
#[case::a_stream_that_is_not_there("policy.mint.schedule.0.rate")]
#[case::a_cap_that_is_not_set("policy.mint.max_supply")]
#[case::a_gain_of_what_is_not_steered("policy.mint.rho.gain")]
#[case::in_capitals("policy.mint.RHO")]
#[case::with_a_space("policy.mint.rho ")]
#[case::the_epochs_length("epoch.length")]
#[case::the_emission_budget("emission_budget")]
fn what_is_no_parameter_here_cannot_be_queued(#[case] name: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let parameter = id(name);
    suite.queue(vec![change(name, "1", "2")]).should_fail_with(refused(Refusal::Unknown { parameter }));
}

#[test]
fn what_the_constitution_has_no_rule_for_is_fixed() {
    let parameter = id("policy.mint.rho");
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.governance.constitution.rules.remove(&parameter);
    });
    suite.queue(vec![more_rho()]).should_fail_with(refused(Refusal::Fixed { parameter }));
    assert_eq!(suite.parameter("policy.mint.rho").rule, None);
}

#[test]
fn a_change_that_does_nothing_is_refused() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let parameter = id("policy.mint.rho");
    suite
        .queue(vec![change("policy.mint.rho", "0.9", "0.90")])
        .should_fail_with(refused(Refusal::NoChange { parameter, value: ONE * 9 / 10 }));
}

#[test]
fn the_old_value_must_be_the_one_there_is() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let (parameter, expected, found) = (id("policy.mint.rho"), ONE * 8 / 10, ONE * 9 / 10);
    suite.queue(vec![change("policy.mint.rho", "0.8", "0.88")]).should_fail_with(refused(Refusal::Stale {
        parameter,
        expected,
        found,
    }));
}

#[rstest]
#[case::the_hard_minimum("0.85", true)]
#[case::a_hair_below("0.849999999999999999", false)]
#[case::the_hard_maximum("0.95", true)]
#[case::a_hair_above("0.950000000000000001", false)]
fn the_hard_bounds_are_hard(#[case] to: &str, #[case] good: bool) {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let rule = rule(genesis, "policy.mint.rho");
        (rule.min, rule.max) = ("0.85".to_owned(), "0.95".to_owned());
    });
    let outcome = suite.queue(vec![change("policy.mint.rho", "0.9", to)]);
    if good {
        outcome.ok();
    } else {
        let (parameter, found) = (id("policy.mint.rho"), ratio(to).atomics());
        let (min, max) = (ratio("0.85").atomics(), ratio("0.95").atomics());
        outcome.should_fail_with(refused(Refusal::OutOfBounds { parameter, min, max, found }));
    }
}

// 0.9 / 1.1 = 0.8181…, rounded inward; 0.9 · 1.1 = 0.99.
#[rstest]
#[case::as_far_down_as_a_step_goes("0.818181818181818182", true)]
#[case::a_hair_further_down("0.818181818181818181", false)]
#[case::as_far_up_as_a_step_goes("0.99", true)]
#[case::a_hair_further_up("0.990000000000000001", false)]
fn a_step_is_as_long_as_the_constitution_says(#[case] to: &str, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let outcome = suite.queue(vec![change("policy.mint.rho", "0.9", to)]);
    if good {
        outcome.ok();
    } else {
        outcome.should_fail_with(rho_is_out_of_reach(to));
    }
}

#[rstest]
#[case::the_smallest_step("1000000000", true)]
#[case::one_more("1000000001", false)]
fn a_new_meter_starts_within_the_smallest_step(#[case] to: &str, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let outcome = suite.queue(vec![change(&meter("meter-2"), "0", to)]);
    if good {
        outcome.ok();
    } else {
        let (parameter, found) = (id(&meter("meter-2")), 1_000_000_001);
        let step = Refusal::StepTooLarge { parameter, from: 0, min: 0, max: 1_000_000_000, found };
        outcome.should_fail_with(refused(step));
    }
}

#[test]
fn a_meter_has_an_address_and_one_name() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queue(vec![change("meters.nobody", "0", "1")]).should_fail_saying(NO_ADDRESS);
    suite.queue(vec![change("meters.", "0", "1")]).should_fail_saying(NO_ADDRESS);
    let capitals = addr("meter-2").to_string().to_uppercase();
    suite.queue(vec![change(&format!("meters.{capitals}"), "0", "1")]).should_fail_saying("ddress");
    let outer = (MAX_METER_USD + 1).to_string();
    let (parameter, min, max, found) = (id(&meter("meter-2")), 0, MAX_METER_USD, MAX_METER_USD + 1);
    suite
        .queue(vec![change(&meter("meter-2"), "0", &outer)])
        .should_fail_with(refused(Refusal::OutOfBounds { parameter, min, max, found }));
}

#[rstest]
#[case::a_word("much", ParseError::NotADigit('m'))]
#[case::nothing("", ParseError::Empty)]
#[case::negative("-0.5", ParseError::NotADigit('-'))]
#[case::an_exponent("1e-1", ParseError::NotADigit('e'))]
#[case::too_fine("0.0000000000000000001", ParseError::TooPrecise(19))]
#[case::too_large("340282366920938463464", ParseError::TooLarge)]
fn what_is_no_number_is_refused(#[case] text: &str, #[case] error: ParseError) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let malformed = |field| {
        let (parameter, found) = (id("policy.mint.rho"), text.to_owned());
        ContractError::Number { parameter, field, error, found }
    };
    suite.queue(vec![change("policy.mint.rho", "0.9", text)]).should_fail_with(malformed("to"));
    suite.queue(vec![change("policy.mint.rho", text, "0.9")]).should_fail_with(malformed("from"));
}
