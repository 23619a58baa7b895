//! Whether sources agree: both sides of every bound.

#![allow(missing_docs)]

use ballast_economy::Discord::{Disagreement, TooFewFresh};
use ballast_economy::{Agreement, Discord, SourcePrice, agreement};
use ballast_math::{Price, Ratio};
use rstest::rstest;

/// Sources with prices in hundredths of a dollar, each of which may lie 5% from the median.
fn sources(cents: &[u128]) -> Vec<SourcePrice> {
    let source = |cents: &u128| SourcePrice {
        price: Price::from_atomics(cents * 10_000_000_000_000_000),
        max_deviation: Ratio::percent(5),
    };
    cents.iter().map(source).collect()
}

#[rstest]
#[case::none(&[], 0, None, Some(TooFewFresh { expected: 1, found: 0 }))]
#[case::none_of_two(&[], 2, None, Some(TooFewFresh { expected: 2, found: 0 }))]
#[case::one_is_enough(&[200], 1, Some(200), None)]
#[case::one_needs_no_other(&[200], 0, Some(200), None)]
#[case::one_of_two(&[200], 2, Some(200), Some(TooFewFresh { expected: 2, found: 1 }))]
#[case::two_at_the_edge(&[100, 105], 2, Some(100), None)]
#[case::two_beyond_it(&[100, 106], 2, Some(100), Some(Disagreement { expected: 2, found: 1 }))]
#[case::two_where_one_would_do(&[100, 106], 1, Some(100), Some(Disagreement { expected: 2, found: 1 }))]
#[case::two_of_three(&[100, 101, 150], 2, Some(101), None)]
#[case::all_of_three(&[100, 101, 150], 3, Some(101), Some(Disagreement { expected: 3, found: 2 }))]
#[case::one_of_three(&[100, 130, 160], 1, Some(130), Some(Disagreement { expected: 2, found: 1 }))]
#[case::half_of_four(&[100, 100, 160, 160], 2, Some(100), Some(Disagreement { expected: 3, found: 2 }))]
#[case::three_of_four(&[100, 100, 101, 160], 2, Some(100), None)]
fn enough_and_more_than_half_must_lie_near_the_median(
    #[case] cents: &[u128],
    #[case] min_sources: u32,
    #[case] spot: Option<u128>,
    #[case] discord: Option<Discord>,
) {
    let found = agreement(&sources(cents), min_sources);
    let whole = |price: Price| price.atomics() / 10_000_000_000_000_000;
    assert_eq!((found.spot.map(whole), found.discord), (spot, discord));
}

/// A source that may lie anywhere agrees with everything.
#[test]
fn each_source_has_its_own_deviation() {
    let mut all = sources(&[100, 101, 400]);
    all[2].max_deviation = Ratio::percent(1_000);
    let Agreement { spot, discord } = agreement(&all, 3);
    assert_eq!((spot, discord), (Some(all[1].price), None));
}
