//! What the code lets a constitution say.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use ballast_math::{ONE, Ratio};
use rstest::rstest;
use support::*;

const DAY: u64 = Duration::DAY.seconds();

fn refused(constitution: &Constitution<Knob>) -> String {
    constitution.validate(&Limits::STANDARD).unwrap_err().to_string()
}

fn with_terms(edit: impl FnOnce(&mut Terms)) -> Constitution<Knob> {
    let mut constitution = constitution();
    edit(&mut constitution.terms);
    constitution
}

fn with_rule(knob: Knob, edit: impl FnOnce(&mut Rule)) -> Constitution<Knob> {
    let mut constitution = constitution();
    edit(constitution.rules.get_mut(&knob).unwrap());
    constitution
}

#[test]
fn a_sound_one_is_accepted() {
    constitution().validate(&Limits::STANDARD).unwrap();
}

#[rstest]
#[case::delay(|terms: &mut Terms, seconds| terms.delay = Duration::new(seconds), 2 * DAY, 30 * DAY, "delay")]
#[case::blocks(|terms: &mut Terms, blocks| terms.delay_blocks = blocks, 1_000, 10_000_000, "delay_blocks")]
#[case::grace(|terms: &mut Terms, seconds| terms.grace = Duration::new(seconds), DAY, 7 * DAY, "grace")]
#[case::trip(|terms: &mut Terms, seconds| terms.longest_trip = Duration::new(seconds), 3_600, 7 * DAY, "longest_trip")]
fn terms_lie_within_the_limits(
    #[case] set: fn(&mut Terms, u64),
    #[case] min: u64,
    #[case] max: u64,
    #[case] term: &str,
) {
    for good in [min, max] {
        with_terms(|terms| set(terms, good)).validate(&Limits::STANDARD).unwrap();
    }
    for bad in [0, min - 1, max + 1, u64::MAX] {
        let expected = format!("constitution: {term}: expected from {min} to {max}, found {bad}");
        assert_eq!(refused(&with_terms(|terms| set(terms, bad))), expected);
    }
}

#[rstest]
#[case::all_that_the_code_takes(0, 1_000_000, true)]
#[case::one_more(0, 1_000_001, false)]
#[case::a_single_number(5, 5, true)]
#[case::reversed(6, 5, false)]
fn bounds_lie_within_what_the_code_takes(#[case] min: u128, #[case] max: u128, #[case] good: bool) {
    let constitution = with_rule(Knob::Cap, |rule| {
        (rule.bounds, rule.min_step) = (Bounds { min, max }, 1);
    });
    assert_eq!(constitution.validate(&Limits::STANDARD).is_ok(), good);
}

#[test]
fn bounds_are_refused_in_the_parameters_own_unit() {
    let constitution = with_rule(Knob::Drift, |rule| rule.bounds.max = 2 * ONE + 1);
    assert_eq!(
        refused(&constitution),
        "constitution: bounds of drift: expected within -1 and 1, found -0.3 to 1.000000000000000001"
    );
}

#[rstest]
#[case::none(0, false)]
#[case::the_smallest(1, true)]
#[case::doubling(ONE, true)]
#[case::more_than_doubling(ONE + 1, false)]
fn steps_are_above_zero_and_at_most_doubling(#[case] step: u128, #[case] good: bool) {
    let constitution = with_rule(Knob::Cap, |rule| rule.step = Ratio::from_atomics(step));
    let result = constitution.validate(&Limits::STANDARD);
    let found = Ratio::from_atomics(step);
    let error = ConstitutionError::Step { parameter: "cap".into(), max: Ratio::ONE, found };
    assert_eq!(result, if good { Ok(()) } else { Err(error) });
}

#[rstest]
#[case::none(0, 10, 0, false)]
#[case::one_less_than_the_width(0, 10, 9, true)]
#[case::the_width(0, 10, 10, false)]
#[case::two_numbers_leave_no_smaller_one(0, 1, 1, true)]
#[case::nor_does_one(5, 5, 1, true)]
#[case::even_then_not_none(5, 5, 0, false)]
fn the_smallest_step_is_narrower_than_the_bounds(
    #[case] min: u128,
    #[case] max: u128,
    #[case] min_step: u128,
    #[case] good: bool,
) {
    let constitution = with_rule(Knob::Cap, |rule| {
        (rule.bounds, rule.min_step) = (Bounds { min, max }, min_step);
    });
    assert_eq!(constitution.validate(&Limits::STANDARD).is_ok(), good);
}

#[test]
fn the_width_of_changes_is_written_as_a_decimal() {
    let constitution = with_rule(Knob::Drift, |rule| rule.min_step = ONE / 2);
    assert_eq!(
        refused(&constitution),
        "constitution: min_step of drift: expected above 0 and below the width of the bounds (0.5), found 0.5"
    );
}

#[rstest]
#[case::a_day(DAY, true)]
#[case::a_second_less(DAY - 1, false)]
#[case::a_year(365 * DAY, true)]
#[case::a_second_more(365 * DAY + 1, false)]
fn intervals_last_from_a_day_to_a_year(#[case] interval: u64, #[case] good: bool) {
    let constitution = with_rule(Knob::Cap, |rule| rule.interval = Duration::new(interval));
    let expected =
        format!("constitution: interval of cap: expected from {DAY} to {} s, found {interval} s", 365 * DAY);
    match constitution.validate(&Limits::STANDARD) {
        Ok(()) => assert!(good),
        Err(error) => assert_eq!((error.to_string(), good), (expected, false)),
    }
}

#[rstest]
#[case::at_the_minimum(Knob::Cap, 10, None)]
#[case::below_it(Knob::Cap, 9, Some("cap: expected from 10 to 10000, found 9"))]
#[case::at_the_maximum(Knob::Cap, 10_000, None)]
#[case::above_it(Knob::Cap, 10_001, Some("cap: expected from 10 to 10000, found 10001"))]
#[case::by_the_rule_of_its_family(
    Knob::Channel(9),
    1_001,
    Some("channel_9: expected from 0 to 1000, found 1001")
)]
#[case::without_a_rule_anything_goes(Knob::Fixed, u128::MAX, None)]
fn a_value_is_admitted_within_its_bounds(
    #[case] knob: Knob,
    #[case] value: u128,
    #[case] error: Option<&str>,
) {
    let found = constitution().admits(&knob, value).err().map(|error| error.to_string());
    assert_eq!(found.as_deref(), error);
}

#[test]
fn members_of_a_family_share_its_rule() {
    let constitution = constitution();
    assert_eq!(constitution.rule(&Knob::Channel(7)), constitution.rules.get(&Knob::Channel(0)));
    assert_eq!(constitution.rule(&Knob::Fixed), None);
}

#[test]
fn it_survives_being_stored() {
    let constitution = constitution();
    let bytes = postcard::to_allocvec(&constitution).unwrap();
    assert_eq!(postcard::from_bytes::<Constitution<Knob>>(&bytes).unwrap(), constitution);
}
