//! Sums and sketches against exact references, in any order.

use ballast_stress::{Sketch, Tally};
use proptest::prelude::*;

fn exact_quantile(values: &[i64], share: f64) -> i64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = ((share * values.len() as f64).ceil() as usize).clamp(1, values.len());
    sorted[rank - 1]
}

fn sketch_of(values: &[i64]) -> Sketch {
    let mut sketch = Sketch::new();
    values.iter().for_each(|value| sketch.add(*value));
    sketch
}

fn tally_of(values: &[i64]) -> Tally {
    let mut tally = Tally::default();
    values.iter().for_each(|value| tally.add(*value));
    tally
}

const QUANTILES: [f64; 7] = [0.0, 0.01, 0.05, 0.5, 0.9, 0.95, 1.0];

proptest! {
    #[test]
    fn quantiles_are_within_a_hundredth(values in prop::collection::vec(-2_000_000i64..2_000_000, 1..400)) {
        let sketch = sketch_of(&values);
        prop_assert_eq!(sketch.count(), values.len() as u64);
        for share in QUANTILES {
            let (found, exact) = (sketch.quantile(share).unwrap(), exact_quantile(&values, share));
            let allowed = exact.abs() as f64 * 0.01 + 1.0;
            prop_assert!((found - exact).abs() as f64 <= allowed, "{share}: {found} for {exact}");
        }
    }

    #[test]
    fn the_order_of_merging_makes_no_difference(
        one in prop::collection::vec(-1_000_000_000i64..=1_000_000_000, 0..100),
        other in prop::collection::vec(-1_000_000_000i64..=1_000_000_000, 0..100),
    ) {
        let all: Vec<i64> = one.iter().chain(&other).copied().collect();
        let (mut there, mut back) = (sketch_of(&one), sketch_of(&other));
        there.merge(&sketch_of(&other));
        back.merge(&sketch_of(&one));
        let whole = sketch_of(&all);
        for share in QUANTILES {
            prop_assert_eq!(there.quantile(share), back.quantile(share));
            prop_assert_eq!(there.quantile(share), whole.quantile(share));
        }
        let (mut there, mut back) = (tally_of(&one), tally_of(&other));
        there.merge(&tally_of(&other));
        back.merge(&tally_of(&one));
        prop_assert_eq!(there, back);
        prop_assert_eq!(there, tally_of(&all));
    }

    #[test]
    fn the_difference_of_means_is_the_mean_of_the_differences_to_the_bit(
        pairs in prop::collection::vec((-1_000_000_000i64..=1_000_000_000, -1_000_000_000i64..=1_000_000_000), 1..100),
    ) {
        let (one, other): (Vec<i64>, Vec<i64>) = pairs.iter().copied().unzip();
        let differences: Vec<i64> = pairs.iter().map(|(one, other)| one - other).collect();
        let above = tally_of(&one).mean_above(&tally_of(&other));
        prop_assert_eq!(above.to_bits(), tally_of(&differences).mean().to_bits());
    }

    #[test]
    fn mean_and_margin_are_those_of_the_textbook(values in prop::collection::vec(-1_000_000i64..1_000_000, 2..200)) {
        let tally = tally_of(&values);
        let count = values.len() as f64;
        let mean = values.iter().map(|value| *value as f64).sum::<f64>() / count;
        let variance = values.iter().map(|value| (*value as f64 - mean).powi(2)).sum::<f64>() / (count - 1.0);
        prop_assert!((tally.mean() - mean).abs() <= 1e-6 * mean.abs().max(1.0));
        let margin = 1.96 * (variance / count).sqrt();
        prop_assert!((tally.margin() - margin).abs() <= 1e-4 * margin.max(1.0), "{} for {margin}", tally.margin());
    }
}

#[test]
fn nothing_has_no_quantile_and_one_value_has_no_margin() {
    assert_eq!(Sketch::new().quantile(0.5), None);
    assert_eq!(Tally::default().mean(), 0.0);
    assert_eq!(tally_of(&[7]).margin(), 0.0);
}

#[test]
fn what_is_too_large_counts_as_the_largest() {
    let sketch = sketch_of(&[i64::MIN, i64::MAX]);
    assert!(sketch.quantile(0.5).unwrap() <= -990_000_000);
    assert!(sketch.quantile(1.0).unwrap() >= 990_000_000);
}
