//! What voters read when a change is refused, word for word.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use ballast_math::{ONE, Ratio};
use rstest::rstest;
use support::*;

fn text(refusal: Refused) -> String {
    refusal.to_string()
}

#[rstest]
#[case::never_was(None, "change set 4 is not pending")]
#[case::ran(Some(Ending::Executed), "change set 4 is not pending: it was executed")]
#[case::stopped(Some(Ending::Vetoed), "change set 4 is not pending: it was vetoed")]
#[case::overtaken(Some(Ending::Superseded), "change set 4 is not pending: it was superseded")]
#[case::withdrawn(Some(Ending::Cancelled), "change set 4 is not pending: it was cancelled")]
#[case::too_late(Some(Ending::Expired), "change set 4 is not pending: it expired")]
fn a_set_that_is_gone(#[case] ended: Option<Ending>, #[case] expected: &str) {
    assert_eq!(text(Refusal::NotPending { id: 4, ended }), expected);
}

#[rstest]
#[case::early(
    Refusal::TooEarly { id: 4, earliest: Timestamp::new(1_172_800), now: Timestamp::new(1_172_799) },
    "change set 4 may be executed from 1172800 on, now it is 1172799: 1 s to go"
)]
#[case::too_few_blocks(
    Refusal::TooFewBlocks { id: 4, earliest: 6_000, now: 5_990 },
    "change set 4 may be executed from height 6000 on, now it is 5990: 10 blocks to go"
)]
#[case::one_block_too_few(
    Refusal::TooFewBlocks { id: 4, earliest: 6_000, now: 5_999 },
    "change set 4 may be executed from height 6000 on, now it is 5999: 1 block to go"
)]
#[case::expired(
    Refusal::Expired { id: 4, expired: Timestamp::new(1_259_200), now: Timestamp::new(1_259_200) },
    "change set 4 expired at 1259200, now it is 1259200"
)]
#[case::too_soon(
    Refusal::TooSoon { parameter: Knob::Cap, next: Timestamp::new(1_086_400), now: Timestamp::new(1_000_000) },
    "cap may be changed from 1086400 on, now it is 1000000: 86400 s to go"
)]
fn a_change_at_the_wrong_time(#[case] refusal: Refused, #[case] expected: &str) {
    assert_eq!(text(refusal), expected);
}

#[rstest]
#[case::count(Refusal::Count { max: 16, found: 0 }, "expected from 1 to 16 changes, found 0")]
#[case::order(
    Refusal::OutOfOrder { previous: Knob::Floor, found: Knob::Cap },
    "the changes must be in order, without repeats: found cap after floor"
)]
#[case::unknown(Refusal::Unknown { parameter: Knob::Channel(9) }, "there is no parameter channel_9")]
#[case::fixed(
    Refusal::Fixed { parameter: Knob::Fixed },
    "the constitution does not let fixed be changed"
)]
#[case::nothing(
    Refusal::NoChange { parameter: Knob::Share, value: ONE / 10 },
    "share: the change does nothing, it is 0.1 already"
)]
#[case::stale(
    Refusal::Stale { parameter: Knob::Cap, expected: 1_000, found: 900 },
    "cap: the change set expects it to be 1000, it is 900"
)]
fn a_set_that_is_written_wrongly(#[case] refusal: Refused, #[case] expected: &str) {
    assert_eq!(text(refusal), expected);
}

#[rstest]
#[case::bounds(
    Refusal::OutOfBounds { parameter: Knob::Cap, min: 10, max: 10_000, found: 10_001 },
    "cap: expected within the hard bounds 10 to 10000, found 10001"
)]
#[case::a_change_below_its_bounds(
    Refusal::OutOfBounds { parameter: Knob::Drift, min: ONE / 10 * 7, max: ONE / 10 * 12, found: ONE / 2 },
    "drift: expected within the hard bounds -0.3 to 0.2, found -0.5"
)]
#[case::step(
    Refusal::StepTooLarge { parameter: Knob::Share, from: ONE / 10, min: ONE / 20, max: ONE / 5, found: ONE / 4 },
    "share: one step from 0.1 reaches 0.05 to 0.2, found 0.25"
)]
#[case::loosens(
    Refusal::Loosens { parameter: Knob::Margin, from: 200, to: 190 },
    "margin: going from 200 to 190 loosens and must be queued"
)]
#[case::invalid(
    Refusal::Invalid(AboveCap { knob: Knob::Floor, cap: 100, found: 101 }),
    "the values would not fit together: expected floor to be at most the cap (100), found 101"
)]
fn a_change_that_goes_too_far(#[case] refusal: Refused, #[case] expected: &str) {
    assert_eq!(text(refusal), expected);
}

#[rstest]
#[case::parameter(
    Refusal::ParameterPending { parameter: Knob::Cap, id: 4 },
    "cap is in change set 4 already, which is pending"
)]
#[case::action(
    Refusal::ActionPending { id: 4 },
    "change set 4, which is pending, is about the same member or role"
)]
#[case::full(
    Refusal::QueueFull { max: 16 },
    "expected at most 16 pending change sets: cancel one or let it end"
)]
#[case::breaker(
    Refusal::Breaker { found: Level::Restricted },
    "expected the breaker at level 0 or 1 for a change set that loosens, found level 2"
)]
#[case::veto(
    Refusal::NotVetoable { id: 4 },
    "change set 4 cannot be vetoed: it loosens nothing, or replaces the guardian"
)]
fn a_set_that_something_else_stands_against(#[case] refusal: Refused, #[case] expected: &str) {
    assert_eq!(text(refusal), expected);
}

#[rstest]
#[case::governor(RoleError::NotAGovernor { found: "eve".into() }, "expected a governor, found eve")]
#[case::guardian(
    RoleError::NotTheGuardian { expected: Some("gus".into()), found: "eve".into() },
    "expected the guardian (gus), found eve"
)]
#[case::no_guardian(
    RoleError::NotTheGuardian { expected: None, found: "eve".into() },
    "expected the guardian (there is none), found eve"
)]
#[case::count(RoleError::Count { max: 4, found: 0 }, "expected from 1 to 4 governors, found 0")]
#[case::taken(RoleError::HasRole { found: "eve".into() }, "eve has a role already")]
#[case::not_offered(RoleError::NotOffered { found: "eve".into() }, "nothing is offered to eve")]
#[case::offer_expired(RoleError::OfferExpired { expired: Timestamp::new(9), now: Timestamp::new(9) }, "the offer expired at 9, now it is 9")]
fn a_role_that_is_not_there(#[case] error: RoleError, #[case] expected: &str) {
    assert_eq!(error.to_string(), expected);
}

#[rstest]
#[case::too_low(
    ThresholdError::TooLow {
        signal: "load", level: Level::Restricted, min: Ratio::percent(30), found: Ratio::percent(29)
    },
    "load: expected the threshold of level 2 to be at least 0.3, found 0.29"
)]
#[case::too_high(
    ThresholdError::TooHigh { signal: "load", max: Ratio::percent(95), found: Ratio::percent(96) },
    "load: expected the threshold of level 3 to be at most 0.95, found 0.96"
)]
#[case::exit(
    ThresholdError::Exit { max: Ratio::percent(90), found: Ratio::ONE },
    "exit: expected above 0 and at most 0.9, found 1"
)]
#[case::dwell(
    ThresholdError::Dwell { level: Level::Halted, min: Duration::new(60), max: Duration::WEEK, found: Duration::new(59) },
    "dwell of level 3: expected from 60 to 604800 s, found 59 s"
)]
fn thresholds_that_would_not_do(#[case] error: ThresholdError, #[case] expected: &str) {
    assert_eq!(error.to_string(), expected);
}

#[rstest]
#[case::length(TripError::Length { max: Duration::WEEK, found: Duration::ZERO }, "expected a trip of 1 to 604800 s, found 0 s")]
#[case::cooldown(
    TripError::Cooldown { next: Timestamp::new(110), now: Timestamp::new(100) },
    "the guardian may trip again from 110 on, now it is 100: 10 s to go"
)]
fn a_trip_that_is_too_much(#[case] error: TripError, #[case] expected: &str) {
    assert_eq!(error.to_string(), expected);
}
