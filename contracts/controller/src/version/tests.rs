//! The rules of the standard, and that the crate of its authors agrees.

use proptest::prelude::*;
use rstest::rstest;

use super::Version;

fn read(text: &str) -> Version<'_> {
    Version::read(text).expect("a version")
}

#[rstest]
#[case::by_the_patch("1.0.0", "1.0.1")]
#[case::by_the_minor("1.9.9", "1.10.0")]
#[case::by_the_major("9.9.9", "10.0.0")]
#[case::a_candidate_before_its_release("1.0.0-rc.1", "1.0.0")]
#[case::a_release_before_the_next_candidate("1.0.0", "1.0.1-alpha")]
// The example of the standard, in section 11.
#[case::fewer_parts_first("1.0.0-alpha", "1.0.0-alpha.1")]
#[case::a_number_before_a_name("1.0.0-alpha.1", "1.0.0-alpha.beta")]
#[case::names_by_their_letters("1.0.0-alpha.beta", "1.0.0-beta")]
#[case::a_name_before_one_with_more("1.0.0-beta", "1.0.0-beta.2")]
#[case::numbers_by_their_value("1.0.0-beta.2", "1.0.0-beta.11")]
#[case::beta_before_rc("1.0.0-beta.11", "1.0.0-rc.1")]
#[case::numbers_of_any_length("1.0.0-99999999999999999999", "1.0.0-100000000000000000000")]
#[case::capitals_before_small_letters("1.0.0-B", "1.0.0-a")]
fn versions_have_an_order(#[case] earlier: &str, #[case] later: &str) {
    assert!(read(earlier) < read(later));
    assert!(read(later) > read(earlier));
}

#[test]
fn what_it_was_built_from_does_not_count() {
    assert_eq!(read("1.0.0+a.01"), read("1.0.0"));
    assert_eq!(read("1.0.0-rc.1+a"), read("1.0.0-rc.1+b"));
}

#[rstest]
fn what_is_no_version_is_not_read(
    #[values(
        "",
        "1",
        "1.0",
        "1.0.0.0",
        "1.0.",
        ".1.0",
        "01.0.0",
        "1.00.0",
        "+1.0.0",
        "1.+0.0",
        "v1.0.0",
        " 1.0.0",
        "1.0.0-",
        "1.0.0+",
        "1.0.0-a..b",
        "1.0.0-01",
        "1.0.0-a.01",
        "1.0.0+a..b",
        "1.0.0-ä",
        "1.0.0+a+b",
        "18446744073709551616.0.0",
        "-1.0.0",
        "latest"
    )]
    text: &str,
) {
    assert_eq!(Version::read(text), None);
    assert!(text.parse::<semver::Version>().is_err());
}

/// Texts that are versions, or nearly.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "(0|[1-9][0-9]?)\\.[0-2]\\.[0-2](-[0-2ab-]{1,2}(\\.[0-2aB-]{1,3}){0,2})?(\\+[01a.-]{1,3})?",
        "[01a+.-]{0,9}",
        "[0-1]\\.[0-1]\\.[0-1][0-1a+.-]{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_crate_of_the_standard_agrees(one in texts(), other in texts()) {
        let theirs = (one.parse::<semver::Version>(), other.parse::<semver::Version>());
        let ours = (Version::read(&one), Version::read(&other));
        prop_assert_eq!((theirs.0.is_ok(), theirs.1.is_ok()), (ours.0.is_some(), ours.1.is_some()));
        if let ((Ok(their_one), Ok(their_other)), (Some(one), Some(other))) = (theirs, ours) {
            prop_assert_eq!(one.cmp(&other), their_one.cmp_precedence(&their_other));
        }
    }
}
