//! What a name is, and is not.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::{LooseningDirection, ParameterId as _, Unit, Values as _};
use ballast_params::Parameter;
use rstest::rstest;
use support::samples;

#[rstest]
#[case::plain("policy.mint.round_trip", "policy.mint.round_trip")]
#[case::a_stream("policy.mint.schedule.0.rate", "policy.mint.schedule.*.rate")]
#[case::a_step("policy.mint.schedule.1.steps.1.rate", "policy.mint.schedule.*.steps.*.rate")]
#[case::a_source("sources.12.max_age", "sources.*.max_age")]
#[case::a_meter("meters.meter-1", "meters.*")]
#[case::a_stranger("meters.0", "meters.*")]
fn a_name_has_a_family_and_a_value(#[case] name: &str, #[case] family: &str) {
    let (parameter, values) = (Parameter::new(name), &samples()[0]);
    assert_eq!(parameter.family(), Parameter::new(family));
    assert!(parameter.is_known() && values.get(&parameter).is_some());
    // A family is a name too, that of its rule, and stands for itself.
    assert_eq!(Parameter::new(family).family(), Parameter::new(family));
}

#[rstest]
#[case::nothing("")]
#[case::a_part("policy.mint")]
#[case::more_than_a_parameter("policy.mint.round_trip.more")]
#[case::capitals("policy.mint.RHO")]
#[case::a_space("policy.mint.rho ")]
#[case::no_address("meters")]
#[case::an_address_and_more("meters.one.two")]
#[case::a_named_source("sources.one.max_age")]
#[case::a_signed_source("sources.+1.max_age")]
#[case::a_source_s_kind("sources.1.kind")]
#[case::a_prefix_alone("policy.mint.schedule.0")]
#[case::by_decree("policy.mint.by_decree")]
fn what_no_row_names_is_unknown(#[case] name: &str) {
    let parameter = Parameter::new(name);
    assert!(!parameter.is_known() && !parameter.waits_for_epoch() && parameter.row().is_none());
    assert_eq!(
        (parameter.unit(), parameter.loosens(), parameter.mends()),
        (Unit::Whole, LooseningDirection::Both, None)
    );
    assert!(parameter.outer().min > parameter.outer().max);
    assert_eq!(parameter.family(), parameter);
    for values in samples() {
        let mut same = values.clone();
        same.set(&parameter, 1);
        assert_eq!((same.get(&parameter), &same), (None, &values));
    }
}

#[rstest]
#[case::a_leading_zero("sources.01.max_age")]
#[case::no_number("sources..max_age")]
#[case::no_such_source("sources.3.max_age")]
#[case::a_number_too_large("sources.65537.max_age")]
#[case::a_quorum_of_what_is_no_feed("sources.2.quorum")]
#[case::a_confidence_of_what_is_no_pyth("sources.1.max_confidence")]
#[case::no_such_stream("policy.mint.schedule.4.rate")]
#[case::another_kind_of_stream("policy.mint.schedule.0.total")]
#[case::no_such_step("policy.mint.schedule.1.steps.2.rate")]
#[case::a_step_of_what_has_none("policy.mint.schedule.0.steps.0.rate")]
#[case::the_family("sources.*.max_age")]
#[case::a_gain_of_what_is_fixed("policy.mint.rho.gain")]
fn what_these_values_do_not_have_has_no_value(#[case] name: &str) {
    let (parameter, values) = (Parameter::new(name), &samples()[0]);
    assert!(parameter.is_known());
    let mut same = values.clone();
    same.set(&parameter, 1);
    assert_eq!((same.get(&parameter), &same), (None, values));
}

#[test]
fn a_stranger_may_settle_nothing_until_it_has_a_limit() {
    let mut values = samples()[0].clone();
    let stranger = Parameter::meter("stranger");
    assert_eq!((values.get(&stranger), values.parameters().contains(&stranger)), (Some(0), false));
    values.set(&stranger, 7);
    assert_eq!((values.get(&stranger), values.parameters().contains(&stranger)), (Some(7), true));
}

#[rstest]
#[case("meters.someone", Some("someone"), None)]
#[case("sources.12.quorum", None, Some("12"))]
#[case("policy.mint.schedule.0.rate", None, None)]
#[case("price.band", None, None)]
#[case("meters", None, None)]
fn members_are_read_from_the_name(
    #[case] name: &str,
    #[case] meter: Option<&str>,
    #[case] source: Option<&str>,
) {
    let parameter = Parameter::new(name);
    assert_eq!((parameter.meter_address(), parameter.source_id()), (meter, source));
}

#[test]
fn parameters_of_values_are_in_order() {
    for values in samples() {
        assert!(values.parameters().is_sorted_by(|one, other| one < other));
    }
}

#[test]
fn a_parameter_is_written_as_its_name() {
    let parameter = Parameter::new("sources.1.max_age");
    assert_eq!(serde_json::to_string(&parameter).unwrap(), "\"sources.1.max_age\"");
    assert_eq!(parameter.to_string(), parameter.name());
}
