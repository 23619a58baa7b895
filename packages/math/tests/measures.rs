//! Measures against their definitions, written naively.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use num_rational::BigRational;
use num_traits::Pow;
use proptest::prelude::*;
use rstest::rstest;
use support::*;

const YEAR: u64 = Duration::YEAR.seconds();

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn net_emission_is_the_flow_as_a_yearly_share_of_supply(
        minted in amount_below(90), burned in amount_below(90), supply in amount_below(90),
        span in 0..4 * YEAR,
    ) {
        let flow = Flow { minted: Tokens::new(minted), burned: Tokens::new(burned) };
        let found = annualised_net_emission(flow, Tokens::new(supply.max(1 << 70)), Duration::new(span))?;
        if span == 0 {
            prop_assert_eq!(found, None);
        } else {
            let exact = (int(minted) - int(burned)) * frac(YEAR, span) / int(supply.max(1 << 70));
            let found = atomics(found.unwrap().atomics());
            // Towards zero, and by less than a unit of the last place of each of the two roundings.
            let (found, exact) = (&found * int(ONE), &exact * int(ONE));
            let (small, large) = if minted < burned { (-found, -exact) } else { (found, exact) };
            prop_assert!(small <= large);
            prop_assert!(small > large - int(2));
        }
        prop_assert_eq!(annualised_net_emission(flow, Tokens::ZERO, Duration::new(span))?, None);
    }

    #[test]
    fn concentration_is_the_sum_of_squared_shares(
        payments in prop::collection::vec((0..6usize, amount_below(60)), 0..60),
    ) {
        let mut spent = [0u128; 6];
        let mut concentration = Concentration::default();
        for (account, amount) in payments {
            let before = spent[account];
            spent[account] += amount;
            concentration.moved(before, spent[account])?;
        }
        prop_assert_eq!(concentration.accounts as usize, spent.iter().filter(|spent| **spent > 0).count());
        // The definition counts whole cents, as the type says.
        let cents: Vec<BigRational> = spent.iter().map(|spent| int(spent / 10_000)).collect();
        let total: BigRational = cents.iter().sum();
        let expected = (total > int(0)).then(|| {
            let index: BigRational = cents.iter().map(|cents| (cents / &total).pow(2i32)).sum();
            floor(&(index * int(ONE))).unwrap()
        });
        prop_assert_eq!(concentration.herfindahl()?.map(Ratio::atomics), expected);
    }

    #[test]
    fn the_burn_profile_says_what_most_epochs_burned(
        burns in prop::collection::vec(amount_below(100), 1..130),
    ) {
        let profile = burn_profile(&burns.iter().copied().map(Tokens::new).collect::<Vec<_>>())?;
        let at_least = |min: Tokens| burns.iter().filter(|burn| **burn >= min.get()).count();
        let below = |min: Tokens| burns.iter().filter(|burn| **burn < min.get()).count();
        let n = burns.len();
        // Three in four burned at least the sustainable burn, and it is no lower than that demands.
        prop_assert!(4 * at_least(profile.sustainable) >= 3 * n);
        prop_assert!(4 * below(profile.sustainable) <= n);
        let next = burns.iter().filter(|burn| **burn > profile.sustainable.get()).min();
        prop_assert!(next.is_none_or(|next| 4 * at_least(Tokens::new(*next)) < 3 * n + 4));
        prop_assert!(2 * at_least(profile.median) >= n);
        let next = burns.iter().filter(|burn| **burn > profile.median.get()).min();
        prop_assert!(next.is_none_or(|next| 2 * at_least(Tokens::new(*next)) <= n));
        prop_assert_eq!(profile.mean.get(), burns.iter().sum::<u128>() / n as u128);
        prop_assert_eq!(Some(profile.peak.get()), burns.iter().max().copied());
        for burn in [profile.sustainable, profile.median, profile.peak] {
            prop_assert!(burns.contains(&burn.get()));
        }
    }

    #[test]
    fn a_drawdown_is_the_missing_share_of_the_peak(current in any_amount(), peak in any_amount()) {
        let exact = if current >= peak { int(0) } else { (int(peak) - int(current)) / int(peak) };
        prop_assert_eq!(Some(drawdown(current, peak)?.atomics()), floor(&(exact * int(ONE))));
    }

    #[test]
    fn a_trip_value_is_the_last_that_trips(peak in 1..=u128::MAX, fall in 1..=ONE) {
        let tripped = |value| drawdown(value, peak).map(|found| found.atomics() >= fall);
        let value = trip_value(peak, Ratio::from_atomics(fall));
        prop_assert!(tripped(value)?);
        prop_assert!(!tripped(value + 1)?);
    }

    #[test]
    fn a_median_has_half_of_the_prices_on_each_side(
        prices in prop::collection::vec(amount_below(100), 1..30),
    ) {
        let median = median(&prices.iter().copied().map(Price::from_atomics).collect::<Vec<_>>()).unwrap();
        let below = prices.iter().filter(|price| **price < median.atomics()).count();
        let above = prices.iter().filter(|price| **price > median.atomics()).count();
        prop_assert!(2 * below < prices.len());
        prop_assert!(2 * above <= prices.len());
        prop_assert!(prices.contains(&median.atomics()));
    }

    #[test]
    fn a_deviation_rounds_up_and_stops_at_the_largest_ratio(price in any::<u128>(), reference in amount_below(128)) {
        let found = deviation(Price::from_atomics(price), Price::from_atomics(reference));
        let expected = match (price, reference) {
            (0, 0) => 0,
            (_, 0) => u128::MAX,
            _ => {
                let exact = frac(price.abs_diff(reference), reference) * int(ONE);
                rounded(&exact, Rounding::Up).unwrap_or(u128::MAX)
            }
        };
        prop_assert_eq!(found.atomics(), expected);
    }

    #[test]
    fn the_accumulated_average_weighs_each_price_by_its_time(
        prices in prop::collection::vec((1..=MAX_PRICE.atomics(), 0..10_000_000u64), 1..20),
        start in 0..2_000_000_000u64,
    ) {
        let first = CumulativePrice { time: Timestamp::new(start), cumulative: 0 };
        let (mut last, mut weighted, mut elapsed) = (first, int(0), 0);
        for (price, seconds) in prices {
            let next = last.held(Price::from_atomics(price), Timestamp::new(last.time.seconds() + seconds))?;
            // Anywhere between two points, the line between them is the price that held.
            let middle = last.time.seconds() + seconds / 3;
            prop_assert_eq!(last.between(next, Timestamp::new(middle))?, last.held(Price::from_atomics(price), Timestamp::new(middle))?);
            weighted += int(price) * int(seconds);
            elapsed += seconds;
            last = next;
        }
        let expected = (elapsed > 0).then(|| floor(&(weighted / int(elapsed.max(1)))).unwrap());
        prop_assert_eq!(last.average_since(first).map(Price::atomics), expected);
        prop_assert_eq!(first.between(last, Timestamp::new(0))?, first);
        prop_assert_eq!(first.between(last, Timestamp::MAX)?, last);
        prop_assert_eq!(first.average_since(last), None);
    }

    #[test]
    fn a_runway_is_how_long_the_budget_lasts(
        budget in any_amount(), spent in 1..u128::MAX, span in any::<u64>(),
    ) {
        let exact = floor(&(int(budget) * int(span) / int(spent)));
        let expected = exact.and_then(|exact| u64::try_from(exact).ok()).unwrap_or(u64::MAX);
        prop_assert_eq!(runway(Tokens::new(budget), Tokens::new(spent), Duration::new(span))?, Some(Duration::new(expected)));
    }
}

#[test]
fn price_time_cannot_go_back_and_the_largest_price_lasts_three_thousand_years() {
    let now = CumulativePrice { time: Timestamp::new(100), cumulative: 5 };
    assert_eq!(
        now.held(Price::ONE, Timestamp::new(99)),
        Err(MathError::Underflow { operation: "accumulated price", minuend: 99, subtrahend: 100 })
    );
    assert!(now.held(MAX_PRICE, Timestamp::new(3_000 * YEAR)).is_ok());
    let overflow = MathError::Overflow { operation: "accumulated price" };
    assert_eq!(now.held(MAX_PRICE, Timestamp::new(11_000 * YEAR)), Err(overflow));
}

#[rstest]
#[case::of_nothing(1, 0, None)]
#[case::of_nothing_nothing(0, 0, None)]
#[case::rounded_down(2, 3, Some("0.666666666666666666"))]
// The largest numerator over one that can be written, and one more.
#[case::just_fits(340_282_366_920_938_463_463, 1, Some("340282366920938463463"))]
#[case::does_not_fit(340_282_366_920_938_463_464, 1, Some("340282366920938463463.374607431768211455"))]
fn a_quotient_never_fails(#[case] part: u128, #[case] whole: u128, #[case] expected: Option<&str>) {
    assert_eq!(Ratio::quotient(part, whole), expected.map(|text| text.parse().unwrap()));
}

#[test]
fn of_nothing_there_is_no_measure() {
    assert_eq!(burn_profile(&[]), Ok(BurnProfile::default()));
    assert_eq!(median(&[]), None);
    assert_eq!(Concentration::default().herfindahl(), Ok(None));
    assert_eq!(coverage(Tokens::new(5), Tokens::ZERO), None);
    assert_eq!(runway(Tokens::new(5), Tokens::ZERO, Duration::new(5)), Ok(None));
}

#[rstest]
#[case::one_account(&[700], "1")]
#[case::four_equal_accounts(&[250, 250, 250, 250], "0.25")]
#[case::one_with_half(&[500, 250, 250], "0.375")]
fn concentration_of(#[case] dollars: &[u128], #[case] expected: Ratio) {
    let mut concentration = Concentration::default();
    dollars.iter().for_each(|dollars| concentration.moved(0, dollars * 1_000_000).unwrap());
    assert_eq!(concentration.herfindahl(), Ok(Some(expected)));
}

#[test]
fn a_trillion_dollars_in_one_hand_still_counts_and_spending_never_shrinks() {
    let mut concentration = Concentration::default();
    concentration.moved(0, 1_000_000_000_000_000_000).unwrap();
    assert_eq!(concentration.herfindahl(), Ok(Some(Ratio::ONE)));
    assert_eq!(
        concentration.moved(20_000, 10_000),
        Err(MathError::Underflow { operation: "concentration", minuend: 1, subtrahend: 2 })
    );
}

#[rstest]
#[case::shrinking(300, 200, "1.5")]
#[case::even(200, 200, "1")]
#[case::rounded_down(200, 300, "0.666666666666666666")]
// A window that minted dust must not make the measure fail.
#[case::against_dust(u128::MAX, 1, "340282366920938463463.374607431768211455")]
fn coverage_is_burned_over_minted(#[case] burned: u128, #[case] minted: u128, #[case] expected: Ratio) {
    assert_eq!(coverage(Tokens::new(burned), Tokens::new(minted)), Some(expected));
}
