//! References: what they remember, and when they forget.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use proptest::prelude::*;
use rstest::rstest;
use support::cases;

#[rstest]
#[case::at_the_moment(100, Some(9))]
#[case::as_old_as_the_window(110, Some(9))]
#[case::a_second_older(111, None)]
fn a_value_counts_until_it_is_older_than_the_window(#[case] now: u64, #[case] highest: Option<u8>) {
    let mut marks = HighWater::default();
    marks.push(100, 9, 10);
    assert_eq!(marks.highest(now, 10), highest);
}

#[test]
fn a_lower_value_takes_over_when_the_higher_ages_out() {
    let mut marks = HighWater::default();
    marks.push(100, 9, 10);
    marks.push(105, 5, 10);
    marks.push(106, 7, 10);
    assert_eq!([110, 111, 116, 117].map(|now| marks.highest(now, 10)), [Some(9), Some(7), Some(7), None]);
    // 5 could never become the highest again.
    assert_eq!(marks.kept(), 2);
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_highest_is_the_maximum_of_the_window(
        steps in prop::collection::vec((0..5u64, 0..12u8), 1..80), window in 0..25u64, later in 0..30u64,
        narrower in 0..25u64,
    ) {
        let mut marks = HighWater::default();
        let mut all: Vec<(u64, u8)> = vec![];
        let mut now = 1_000;
        for (elapsed, value) in steps {
            now += elapsed;
            marks.push(now, value, window);
            all.push((now, value));
            for (now, window) in [(now, window), (now + later, window), (now + later, narrower.min(window))] {
                let inside = all.iter().filter(|(time, _)| now - time <= window);
                prop_assert_eq!(marks.highest(now, window), inside.map(|(_, value)| *value).max());
            }
            prop_assert!(marks.kept() as u64 <= window + 1);
        }
    }
}
