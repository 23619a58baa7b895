//! Steps and directions, against exact rationals.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use ballast_math::{ONE, Ratio};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use rstest::rstest;
use support::cases;

fn rule(step: Ratio, min_step: u128) -> Rule {
    Rule { bounds: Bounds { min: 0, max: u128::MAX }, step, min_step, interval: Duration::new(100) }
}

#[rstest]
#[case::the_smallest(10, true)]
#[case::one_below(9, false)]
#[case::the_largest(20, true)]
#[case::one_above(21, false)]
fn bounds_contain_both_ends(#[case] number: u128, #[case] inside: bool) {
    assert_eq!(Bounds { min: 10, max: 20 }.contain(number), inside);
}

#[test]
fn bounds_meet_or_are_empty() {
    let bounds = Bounds { min: 10, max: 20 };
    assert_eq!(bounds.and(Bounds { min: 15, max: 30 }), Bounds { min: 15, max: 20 });
    let none = bounds.and(Bounds { min: 21, max: 30 });
    assert!((0..40).all(|number| !none.contain(number)));
}

#[rstest]
#[case::up_is_looser(LooseningDirection::Up, [false, false, true])]
#[case::down_is_looser(LooseningDirection::Down, [true, false, false])]
#[case::both_ways_are_looser(LooseningDirection::Both, [true, false, true])]
fn a_direction_says_what_loosens(#[case] direction: LooseningDirection, #[case] expected: [bool; 3]) {
    assert_eq!([99, 100, 101].map(|to| direction.by(100, to)), expected);
}

#[rstest]
// 1,000 / 1.5 = 666.67 and 1,000 · 1.5 = 1,500: rounded inward.
#[case::half_as_much(1_000, Ratio::percent(50), 1, (667, 1_500))]
#[case::doubling(1_000, Ratio::ONE, 1, (500, 2_000))]
#[case::too_small_for_the_ratio_to_move(3, Ratio::percent(10), 1, (2, 4))]
#[case::the_smallest_step_frees_zero(0, Ratio::percent(50), 10, (0, 10))]
#[case::the_smallest_step_widens_one_side(20, Ratio::percent(50), 8, (12, 30))]
#[case::the_end_of_the_numbers(u128::MAX, Ratio::ONE, 1, (u128::MAX / 2 + 1, u128::MAX))]
fn a_step_reaches(
    #[case] value: u128,
    #[case] step: Ratio,
    #[case] min_step: u128,
    #[case] (min, max): (u128, u128),
) {
    assert_eq!(rule(step, min_step).reach(value), Bounds { min, max });
}

#[test]
fn hard_bounds_cut_a_step_short() {
    let rule = Rule { bounds: Bounds { min: 90, max: 120 }, ..rule(Ratio::percent(50), 1) };
    assert_eq!(rule.reach(100), Bounds { min: 90, max: 120 });
    assert_eq!(rule.reach(90), Bounds { min: 90, max: 120 });
}

fn any_number() -> impl Strategy<Value = u128> {
    (any::<u128>(), 0..128u32).prop_map(|(number, shift)| number >> shift)
}

fn int(number: u128) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn a_number_is_in_reach_exactly_when_the_formula_says_so(
        value in any_number(), step in 1..=ONE, min_step in any_number(), other in any_number(), near in 0..3u128,
    ) {
        let rule = rule(Ratio::from_atomics(step), min_step);
        let reach = rule.reach(value);
        let grown = int(1) + int(step) / int(ONE);
        let (low, high) = (int(value) / &grown, int(value) * &grown);
        let edges = [reach.min, reach.max].into_iter().flat_map(|edge| {
            [edge.saturating_sub(near), edge.saturating_add(near)]
        });
        for to in edges.chain([other, value]) {
            let relative = low <= int(to) && int(to) <= high;
            prop_assert_eq!(reach.contain(to), relative || value.abs_diff(to) <= min_step, "{}", to);
        }
    }

    #[test]
    fn a_step_up_can_be_taken_back_and_brings_no_further(value in 1..=u128::MAX >> 1, step in 1..=ONE) {
        let rule = rule(Ratio::from_atomics(step), 1);
        let up = rule.reach(value).max;
        prop_assert!(rule.reach(up).min <= value);
        let down = rule.reach(value).min;
        prop_assert!(rule.reach(down).max >= value);
        // Down and up again gains a rounding at most, or the smallest step.
        prop_assert!(rule.reach(down).max <= value.saturating_add(value / (ONE / 2)).saturating_add(2));
    }
}

#[rstest]
#[case::at_once(0, Ratio::percent(150))]
#[case::just_before_the_second_change(99, Ratio::percent(150))]
#[case::when_the_second_change_is_due(100, Ratio::percent(225))]
#[case::three_changes(200, "3.375".parse().unwrap())]
fn a_march_counts_the_first_step_and_one_each_interval(#[case] span: u64, #[case] factor: Ratio) {
    assert_eq!(rule(Ratio::percent(50), 1).march(Duration::new(span)), factor);
}

#[test]
fn a_march_takes_as_many_steps_as_time_allows() {
    let rule = rule(Ratio::percent(10), 1);
    let mut value = ONE;
    let mut next = 0;
    for now in 0..=1_000 {
        if now >= next {
            (value, next) = (rule.reach(value).max, now + rule.interval.seconds());
        }
        let march = rule.march(Duration::new(now)).atomics();
        assert!(march.abs_diff(value) <= 1, "after {now} s: {march}, {value}");
    }
}

#[test]
fn a_march_without_end_is_the_largest_ratio() {
    assert_eq!(rule(Ratio::ONE, 1).march(Duration::MAX), Ratio::MAX);
    assert_eq!(
        Rule { interval: Duration::ZERO, ..rule(Ratio::ONE, 1) }.march(Duration::new(1_000)),
        Ratio::MAX
    );
}
