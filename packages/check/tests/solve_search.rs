//! The search of `ballast solve`, whatever the gates may do: they need not get worse from value to value.

#![allow(missing_docs)]

use std::collections::BTreeSet;

use ballast_api::Parameter;
use ballast_check::solve::{Ladder, MAX_STOPS, MAX_TRIED, SearchOutcome, search};
use ballast_guardrails::{Bounds, LooseningDirection, Rule};
use ballast_math::{Duration, Ratio, Timestamp};
use proptest::prelude::*;

/// From 100 to 200 or down to 20, ten at a time or a tenth of the value.
fn ladder(loosens: LooseningDirection, resolution: u128) -> Ladder {
    Ladder {
        parameter: Parameter::new("meters.example"),
        loosens,
        today: 100,
        bound: if loosens == LooseningDirection::Up { 200 } else { 20 },
        resolution,
        rule: Rule {
            bounds: Bounds { min: 20, max: 200 },
            step: Ratio::percent(10),
            min_step: 10,
            interval: Duration::DAY,
        },
        next_change: Timestamp::new(0),
        pending: None,
    }
}

#[test]
fn what_lies_beyond_a_stop_that_fails_is_out_of_reach() {
    let up = ladder(LooseningDirection::Up, 1);
    assert_eq!(up.stops(200).unwrap(), [110, 121, 133, 146, 160, 176, 193, 200]);
    // The hard bound passes, and so does all but a few values on the way.
    let found = search(&up, |value| Ok(!(130..140).contains(&value))).unwrap();
    assert_eq!(found, SearchOutcome::Between { passes: 129, fails: 130 });
    // A few values that no change has to stop at are no obstacle.
    let found = search(&up, |value| Ok(!(134..140).contains(&value))).unwrap();
    assert_eq!(found, SearchOutcome::BoundPasses);
}

#[test]
fn a_coarse_search_ends_between_two_multiples() {
    let found = search(&ladder(LooseningDirection::Up, 7), |value| Ok(value <= 150)).unwrap();
    assert_eq!(found, SearchOutcome::Between { passes: 147, fails: 154 });
    let found = search(&ladder(LooseningDirection::Down, 7), |value| Ok(value >= 50)).unwrap();
    assert_eq!(found, SearchOutcome::Between { passes: 56, fails: 49 });
    // Coarser than all that there is: both ends are tried, and nothing between.
    let found = search(&ladder(LooseningDirection::Up, 1_000), |value| Ok(value <= 150)).unwrap();
    assert_eq!(found, SearchOutcome::Between { passes: 100, fails: 200 });
}

/// One at a time, far up.
fn long() -> Ladder {
    let mut ladder = ladder(LooseningDirection::Up, 1);
    (ladder.bound, ladder.rule.bounds.max) = (5_000, 5_000);
    (ladder.rule.step, ladder.rule.min_step) = (Ratio::from_atomics(1), 1);
    ladder
}

#[test]
fn of_many_stops_some_are_tried_and_a_march_without_end_is_not_followed() {
    let long = long();
    assert_eq!(long.stops(100 + MAX_STOPS as u128).map(|stops| stops.len()), Some(MAX_STOPS));
    assert_eq!(long.stops(101 + MAX_STOPS as u128), None);
    let mut tried = BTreeSet::new();
    let near = Ladder { bound: 300, ..long };
    let found = search(&near, |value| {
        tried.insert(value);
        Ok(true)
    });
    assert_eq!(found.unwrap(), SearchOutcome::BoundPasses);
    // Today's value, and those on the way, of which the hard bound is the last.
    assert_eq!((tried.len(), tried.last()), (1 + MAX_TRIED, Some(&300)));
    let places: Vec<u128> = tried.into_iter().collect();
    assert!(places.windows(2).all(|two| (6..=7).contains(&(two[1] - two[0]))), "{places:?}");
}

#[test]
fn an_error_ends_it() {
    assert!(search(&ladder(LooseningDirection::Up, 1), |_| anyhow::bail!("no")).is_err());
}

proptest! {
    #[test]
    fn the_bracket_holds_whatever_fails(
        failing in prop::collection::btree_set(20u128..=200, 0..30),
        from in 20u128..=200,
        resolution in 1u128..15,
        up in any::<bool>(),
    ) {
        let ladder = ladder(if up { LooseningDirection::Up } else { LooseningDirection::Down }, resolution);
        // Scattered failures, and all from some value on.
        let beyond = |value: u128| if up { value >= from } else { value <= from };
        let passes = |value: u128| !beyond(value) && !failing.contains(&value);
        let mut tried = BTreeSet::new();
        let found = search(&ladder, |value| {
            tried.insert(value);
            Ok(passes(value))
        })
        .unwrap();
        let (min, max) = (ladder.today.min(ladder.bound), ladder.today.max(ladder.bound));
        prop_assert!(tried.iter().all(|value| (min..=max).contains(value)));
        let way = |goal| ladder.stops(goal).unwrap();
        match found {
            SearchOutcome::TodayFails => prop_assert!(!passes(100)),
            SearchOutcome::BoundPasses => {
                prop_assert!(way(ladder.bound).into_iter().all(passes));
            }
            SearchOutcome::Between { passes: good, fails: bad } => {
                prop_assert!(passes(good) && !passes(bad) && ladder.loosens.by(good, bad));
                prop_assert!(way(good).into_iter().all(passes), "a stop fails before {good}");
                let between = (good.min(bad) + 1)..good.max(bad);
                prop_assert!(between.into_iter().all(|value| value % resolution != 0), "{good} {bad}");
                // Nothing tighter was seen to fail.
                let tighter = |value: &&u128| ladder.loosens.by(**value, bad);
                prop_assert!(tried.iter().filter(tighter).all(|value| passes(*value)));
            }
        }
    }
}
