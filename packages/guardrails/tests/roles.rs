//! Who holds the roles, and how they are handed over.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use rstest::rstest;
use support::*;

const GRACE: u64 = 100;

fn roles() -> Roles {
    Roles::new(vec!["ada".into(), "bea".into()], Some("gus".into())).unwrap()
}

fn names(number: usize) -> Vec<String> {
    (0..number).map(|number| format!("governor {number}")).collect()
}

#[rstest]
#[case::none(0, false)]
#[case::one(1, true)]
#[case::the_most(MAX_GOVERNORS, true)]
#[case::one_more(MAX_GOVERNORS + 1, false)]
fn there_are_from_one_to_the_most_governors(#[case] found: usize, #[case] good: bool) {
    let error = RoleError::Count { max: MAX_GOVERNORS, found };
    assert_eq!(Roles::new(names(found), None).map(|_| ()), if good { Ok(()) } else { Err(error) });
}

#[rstest]
#[case::a_governor_twice(vec!["ada", "ada"], None, "ada")]
#[case::a_governor_as_guardian(vec!["ada", "bea"], Some("bea"), "bea")]
fn nobody_has_two_roles(#[case] governors: Vec<&str>, #[case] guardian: Option<&str>, #[case] found: &str) {
    let roles = Roles::new(governors.into_iter().map(Into::into).collect(), guardian.map(Into::into));
    assert_eq!(roles, Err(RoleError::HasRole { found: found.into() }));
}

#[test]
fn each_role_is_checked_for_itself() {
    let roles = roles();
    assert_eq!(roles.check_governor("ada"), Ok(()));
    assert_eq!(roles.check_guardian("gus"), Ok(()));
    assert_eq!(roles.check_governor("gus"), Err(RoleError::NotAGovernor { found: "gus".into() }));
    let expected = Some("gus".into());
    assert_eq!(roles.check_guardian("ada"), Err(RoleError::NotTheGuardian { expected, found: "ada".into() }));
}

#[rstest]
#[case::in_the_last_second(1_099, true)]
#[case::a_second_late(1_100, false)]
fn an_offer_is_accepted_in_time(#[case] now: u64, #[case] good: bool) {
    let mut roles = roles();
    roles.apply(&add_governor("eve"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    assert_eq!(roles.check_governor("eve"), Err(RoleError::NotAGovernor { found: "eve".into() }));
    let late = RoleError::OfferExpired { expired: Timestamp::new(1_100), now: Timestamp::new(now) };
    assert_eq!(
        roles.accept("eve", Timestamp::new(now)),
        if good { Ok((Role::Governor, None)) } else { Err(late) }
    );
    assert_eq!(roles.check_governor("eve").is_ok(), good);
}

#[test]
fn an_offer_is_accepted_once_and_by_nobody_else() {
    let mut roles = roles();
    roles.apply(&add_governor("eve"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    assert_eq!(
        roles.accept("max", Timestamp::new(1_001)),
        Err(RoleError::NotOffered { found: "max".into() })
    );
    roles.accept("eve", Timestamp::new(1_001)).unwrap();
    assert_eq!(
        roles.accept("eve", Timestamp::new(1_001)),
        Err(RoleError::NotOffered { found: "eve".into() })
    );
    assert_eq!(roles.offers(), []);
}

#[test]
fn the_guardian_stays_until_the_next_one_accepts() {
    let mut roles = roles();
    roles.apply(&replace_guardian("eve"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    assert_eq!(roles.guardian(), Some("gus"));
    assert_eq!(roles.accept("eve", Timestamp::new(1_050)), Ok((Role::Guardian, Some("gus".into()))));
    assert_eq!(roles.guardian(), Some("eve"));
}

#[test]
fn a_network_without_a_guardian_can_get_one() {
    let mut roles = Roles::new(names(1), None).unwrap();
    roles.apply(&replace_guardian("eve"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    assert_eq!(roles.accept("eve", Timestamp::new(1_050)), Ok((Role::Guardian, None)));
}

#[test]
fn the_last_offer_of_the_guardians_role_counts() {
    let mut roles = roles();
    roles.apply(&replace_guardian("eve"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    roles.apply(&replace_guardian("max"), Timestamp::new(1_010), Duration::new(GRACE)).unwrap();
    assert_eq!(
        roles.accept("eve", Timestamp::new(1_020)),
        Err(RoleError::NotOffered { found: "eve".into() })
    );
    assert!(roles.accept("max", Timestamp::new(1_020)).is_ok());
}

#[test]
fn offers_to_different_governors_stand_side_by_side() {
    let mut roles = roles();
    roles.apply(&add_governor("eve"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    roles.apply(&add_governor("max"), Timestamp::new(1_010), Duration::new(GRACE)).unwrap();
    roles.apply(&replace_guardian("zoe"), Timestamp::new(1_020), Duration::new(GRACE)).unwrap();
    assert_eq!(roles.offers().len(), 3);
    // The last one to an account counts, and expired ones are forgotten with the next.
    roles.apply(&replace_guardian("max"), Timestamp::new(1_100), Duration::new(GRACE)).unwrap();
    let expected = Offer { role: Role::Guardian, to: "max".into(), expires: Timestamp::new(1_200) };
    assert_eq!(roles.offers(), [expected]);
}

#[test]
fn who_took_another_role_meanwhile_keeps_that_one() {
    let mut roles = Roles::new(names(MAX_GOVERNORS - 1), Some("gus".into())).unwrap();
    roles.apply(&add_governor("eve"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    roles.apply(&add_governor("max"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    roles.accept("eve", Timestamp::new(1_001)).unwrap();
    // The seat was free when it was offered.
    let error = RoleError::Count { max: MAX_GOVERNORS, found: MAX_GOVERNORS + 1 };
    assert_eq!(roles.accept("max", Timestamp::new(1_001)), Err(error));
    assert_eq!(roles.offers().len(), 1, "and a refusal keeps the offer");
}

#[test]
fn the_last_governor_stays() {
    let mut roles = roles();
    roles.apply(&remove_governor("ada"), Timestamp::new(1_000), Duration::new(GRACE)).unwrap();
    assert_eq!(roles.governors(), ["bea"]);
    let error = RoleError::Count { max: MAX_GOVERNORS, found: 0 };
    assert_eq!(roles.apply(&remove_governor("bea"), Timestamp::new(1_000), Duration::new(GRACE)), Err(error));
    assert_eq!(roles.governors(), ["bea"]);
}

#[rstest]
#[case::a_governor_again(add_governor("ada"), RoleError::HasRole { found: "ada".into() })]
#[case::the_guardian_as_governor(add_governor("gus"), RoleError::HasRole { found: "gus".into() })]
#[case::a_governor_as_guardian(replace_guardian("ada"), RoleError::HasRole { found: "ada".into() })]
#[case::the_guardian_as_itself(replace_guardian("gus"), RoleError::HasRole { found: "gus".into() })]
#[case::nobody_to_remove(remove_governor("eve"), RoleError::NotAGovernor { found: "eve".into() })]
fn a_change_that_makes_no_sense_is_refused(#[case] change: RoleChange, #[case] error: RoleError) {
    let mut after = roles();
    assert_eq!(after.check(&change), Err(error.clone()));
    assert_eq!(after.apply(&change, Timestamp::new(1_000), Duration::new(GRACE)), Err(error));
    assert_eq!(after, roles());
}

#[test]
fn governors_are_not_added_to_a_full_house() {
    let mut roles = Roles::new(names(MAX_GOVERNORS), None).unwrap();
    let error = RoleError::Count { max: MAX_GOVERNORS, found: MAX_GOVERNORS + 1 };
    assert_eq!(roles.apply(&add_governor("eve"), Timestamp::new(1_000), Duration::new(GRACE)), Err(error));
}
