//! Meters come by a change of their limit, and may then settle what governance and tenants trust them with.

use ballast_api::{MeterConfig, Parameter, ParamsError, SettleResponse, ShortfallReason};
use ballast_controller::ContractError;
use ballast_guardrails::Refusal;
use ballast_math::Timestamp;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{Suite, addr, burn, line, tokens, usd};
use ballast_tests::suite_guard::{DELAY, change, meter, refused};
use rstest::rstest;

#[rstest]
fn a_new_meter_settles_from_its_first_batch_on(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    let unknown = ContractError::UnknownMeter { meter: addr("meter-2").into() };
    suite.authorize("tenant", "meter-2", 500).should_fail_with(unknown);
    let set = suite.ripe(vec![change(&meter("meter-2"), "0", "400")]);
    let sender = addr("meter-2").into();
    let lines = vec![line("tenant", "provider", 1_000)];
    suite.settle_as("meter-2", 1, lines.clone()).should_fail_with(ContractError::NotAMeter { sender });

    suite.execute_set(set).ok();
    let settled: SettleResponse = suite.settle_as("meter-2", 1, lines.clone()).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::Unauthorised);
    suite.authorize("tenant", "meter-2", 500).ok();
    let settled: SettleResponse = suite.settle_as("meter-2", 2, lines).data();
    assert_eq!((settled.usd_settled, settled.shortfalls[0].reason), (usd(400), ShortfallReason::MeterLimit));
    assert_eq!(suite.tenant("tenant").deposit, tokens(9_600));
    // Meters do not share their numbers.
    assert_eq!((suite.meter("meter").next_batch, suite.meter("meter-2").next_batch), (1, 3));
}

#[test]
fn the_chain_becomes_a_meter_like_anybody_else() {
    let mut suite = Suite::edited(External, |genesis| genesis.meters.truncate(1));
    suite.price("1");
    let chain = suite.chain.controller().to_string();
    suite
        .report(1, vec![burn("tenant", "provider", 5, 5)])
        .should_fail_with(ContractError::NotAMeter { sender: chain.clone() });
    let set = suite.ripe(vec![change(&format!("meters.{chain}"), "0", "1000")]);
    suite.execute_set(set).ok();
    suite.report(1, vec![burn("tenant", "provider", 5, 5)]).ok();
}

#[test]
fn a_higher_limit_counts_at_once() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.meters[0].usd_per_epoch = usd(1_000));
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    let set = suite.ripe(vec![change(&meter("meter"), "1000", "1500")]);
    let lines = || vec![line("tenant", "provider", 2_000)];
    let settled: SettleResponse = suite.settle(lines()).data();
    assert_eq!(settled.usd_settled, usd(1_000));
    suite.execute_set(set).ok();
    let settled: SettleResponse = suite.settle(lines()).data();
    assert_eq!((settled.usd_settled, suite.meter("meter").spent), (usd(500), usd(1_500)));
}

/// A network with so many meters besides the usual two, each with the limit told.
fn with_meters(more: usize, limit: u128) -> Suite {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.meters.extend((0..more).map(|number| MeterConfig {
            meter: Some(addr(&format!("more-{number}")).into()),
            usd_per_epoch: usd(limit),
        }));
    });
    suite.price("1");
    suite
}

#[rstest]
#[case::the_last_seat(29, 5, true)]
#[case::one_too_many(30, 5, false)]
#[case::where_some_have_no_limit(30, 0, true)]
fn thirty_two_meters_settle_at_a_time(#[case] more: usize, #[case] limit: u128, #[case] good: bool) {
    let mut suite = with_meters(more, limit);
    let set = suite.ripe(vec![change(&meter("meter-2"), "0", "5")]);
    let outcome = suite.execute_set(set);
    if good {
        outcome.ok();
    } else {
        let (field, min, max, found) = ("meters", 0, 32, 33);
        let many = ParamsError::OutOfRange { field, min, max, found };
        outcome.should_fail_with(refused(Refusal::Invalid(many)));
        suite.remove(ballast_api::Member::Meter { address: addr("more-3").into() }).ok();
        suite.execute_set(set).ok();
    }
}

#[test]
fn lowering_a_limit_to_nothing_is_for_removal() {
    let mut suite = with_meters(1, 2_000_000_000);
    let parameter = Parameter::new(meter("more-0"));
    let (from, min, max, found) = (2_000_000_000, 1_000_000_000, 3_000_000_000, 0);
    suite
        .tighten(vec![change(&meter("more-0"), "2000000000", "0")])
        .should_fail_with(refused(Refusal::StepTooLarge { parameter, from, min, max, found }));
    suite.remove(ballast_api::Member::Meter { address: addr("more-0").into() }).ok();
    assert_eq!(suite.meter("more-0").usd_per_epoch, usd(0));
}

#[test]
fn a_meter_waits_for_its_delay_and_holds_under_a_high_breaker() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change(&meter("meter-2"), "0", "5")]);
    let earliest = suite.chain.now().seconds() + DELAY;
    let now = suite.chain.now();
    suite.execute_set(1).should_fail_with(refused(Refusal::TooEarly {
        id: 1,
        earliest: Timestamp::new(earliest),
        now,
    }));
    suite.wait_for_delay("1");
    suite.trip(3_600).ok();
    let found = ballast_guardrails::Level::Halted;
    suite.execute_set(1).should_fail_with(refused(Refusal::Breaker { found }));
}
