//! Against big integers, with the cases in which algorithm D goes its rare ways.

use num_bigint::BigUint;
use proptest::prelude::*;
use rstest::rstest;
use ruint::Uint;

use super::div_rem;

const HALF: u64 = 1 << 63;
const FULL: u64 = u64::MAX;

/// A number of these digits of base 2⁶⁴, the highest first.
fn number<const BITS: usize, const LIMBS: usize>(digits: &[u64]) -> Uint<BITS, LIMBS> {
    digits.iter().fold(Uint::ZERO, |number, digit| number << 64 | Uint::from(*digit))
}

fn big<const BITS: usize, const LIMBS: usize>(number: Uint<BITS, LIMBS>) -> BigUint {
    let bytes: Vec<u8> = number.as_limbs().iter().flat_map(|limb| limb.to_le_bytes()).collect();
    BigUint::from_bytes_le(&bytes)
}

fn agrees<const BITS: usize, const LIMBS: usize>(a: Uint<BITS, LIMBS>, b: Uint<BITS, LIMBS>) -> bool {
    let (quotient, remainder) = div_rem(a, b);
    (big(quotient), big(remainder)) == (big(a) / big(b), big(a) % big(b))
}

#[rstest]
#[case::nothing_of_something(&[0], &[1])]
#[case::the_smaller_by_the_larger(&[1, 2], &[1, 2, 3])]
#[case::a_number_by_itself(&[7, 0, 9], &[7, 0, 9])]
#[case::one_less_than_the_divisor(&[7, 0, 8], &[7, 0, 9])]
#[case::the_largest_by_one(&[FULL; 4], &[1])]
#[case::the_largest_by_a_digit(&[FULL; 4], &[FULL])]
#[case::the_largest_by_the_largest(&[FULL; 4], &[FULL; 4])]
#[case::a_power_of_the_base(&[1, 0, 0, 0], &[1, 0])]
#[case::zeros_in_the_quotient(&[1, 0, 1, 5], &[1, 0])]
#[case::zeros_at_the_end_of_the_divisor(&[5, 6, 7, 8], &[3, 0, 0])]
// The estimate does not fit a digit: the first digits are the same.
#[case::estimate_of_the_base(&[HALF, 0, 0, 0], &[HALF, 1])]
#[case::estimate_above_the_base(&[HALF, FULL - 1, 0, 0], &[HALF, FULL])]
#[case::estimate_after_one_digit(&[FULL, FULL - 1, FULL, FULL], &[FULL, FULL])]
// The estimate is one too large after its correction, and the divisor is added back.
#[case::add_back(&[HALF, 0, 0, 0], &[HALF, 0, 1])]
#[case::add_back_of_knuth(&[HALF - 1, HALF, 0, 0], &[HALF, 0, 1])]
#[case::add_back_after_a_shift(&[1, 0, 0, 0], &[1, 0, 1])]
#[case::add_back_with_a_long_carry(&[HALF, 0, FULL - 1, 0], &[HALF, 0, FULL])]
fn the_rare_ways_are_right(#[case] a: &[u64], #[case] b: &[u64]) {
    assert!(agrees(number::<256, 4>(a), number::<256, 4>(b)), "256 bits");
    assert!(agrees(number::<512, 8>(a), number::<512, 8>(b)), "512 bits");
    // The same, at the upper end of the width.
    let up = 64 * (8 - a.len().max(b.len()));
    assert!(agrees(number::<512, 8>(a) << up, number::<512, 8>(b) << up), "shifted");
    assert!(agrees(number::<512, 8>(a) << up, number::<512, 8>(b)), "a shifted numerator");
}

#[test]
fn zero_divides_nothing() {
    let a = number::<256, 4>(&[1, 2, 3]);
    assert_eq!(div_rem(a, Uint::ZERO), (Uint::ZERO, a));
}

/// Digits of every kind, most of them at the edges, where estimates go wrong.
fn digits(max: usize) -> impl Strategy<Value = Vec<u64>> {
    let edges = prop::sample::select(vec![0, 1, 2, HALF - 1, HALF, HALF + 1, FULL - 1, FULL]);
    let digit = prop_oneof![3 => edges, 1 => any::<u64>()];
    prop::collection::vec(digit, 1..=max)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn numbers_of_256_bits_divide_as_big_integers(a in digits(4), b in digits(4)) {
        let (a, b) = (number::<256, 4>(&a), number::<256, 4>(&b));
        prop_assume!(!b.is_zero());
        prop_assert!(agrees(a, b), "{a} / {b}");
    }

    #[test]
    fn numbers_of_512_bits_divide_as_big_integers(a in digits(8), b in digits(8)) {
        let (a, b) = (number::<512, 8>(&a), number::<512, 8>(&b));
        prop_assume!(!b.is_zero());
        prop_assert!(agrees(a, b), "{a} / {b}");
    }

    /// A numerator made of a quotient and a remainder: the remainders at the edges are met.
    #[test]
    fn what_was_multiplied_is_divided(q in digits(4), b in digits(4), short in 0..3u64) {
        let (q, b) = (number::<512, 8>(&q), number::<512, 8>(&b));
        prop_assume!(!b.is_zero());
        let rest = b.saturating_sub(Uint::from(short + 1));
        prop_assert_eq!(div_rem(q * b + rest, b), (q, rest));
        prop_assert!(agrees((q * b).saturating_sub(Uint::from(short)), b));
    }
}
