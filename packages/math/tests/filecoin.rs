//! Filecoin's published minting, reproduced by [`decay`] in integers.
//!
//! Source: the golden test vectors of builtin-actors (Apache-2.0/MIT), in attoFIL. A few rows are quoted;
//! the whole files are read from the folder that BALLAST_DATA names, where there is one.

#![allow(missing_docs)]

use ballast_math::*;
use rstest::rstest;
use ruint::aliases::U256;

/// Six years of epochs of 30 seconds: here the unit of time is the epoch.
const HALF_LIFE: u64 = 6 * 365 * 2_880;

/// 10^18 attoFIL are a FIL.
const FIL: u128 = ONE;

const SIMPLE_TOTAL: u128 = 330_000_000 * FIL;
const BASELINE_TOTAL: u128 = 770_000_000 * FIL;

/// What simple minting pays in epoch `x`: the decay's amount for `[x − 1, x]`.
///
/// One half-life later the same amount comes out of twice the total, and no time is below zero.
fn simple_reward(x: u64) -> u128 {
    let at = |epoch: u64| Fixed::from_integer(epoch.into());
    let from = x + HALF_LIFE - 1;
    decay(Tokens::new(2 * SIMPLE_TOTAL), Duration::new(HALF_LIFE), at(from), at(from + 1)).unwrap().get()
}

/// What baseline minting pays between two effective network times in Q.128.
fn baseline_reward(before: &str, after: &str) -> u128 {
    let at = |text: &str| Fixed::from_bits(text.parse::<U256>().expect("an integer"));
    decay(Tokens::new(BASELINE_TOTAL), Duration::new(HALF_LIFE), at(before), at(after)).unwrap().get()
}

#[rstest]
#[case(0, 36_266_264_293_777_134_739)]
#[case(10_000, 36_226_430_372_336_764_970)]
#[case(500_000, 34_327_235_211_163_899_311)]
#[case(1_000_000, 32_491_879_166_191_462_986)]
#[case(1_500_000, 30_754_653_127_643_818_780)]
#[case(2_000_000, 29_110_310_430_609_650_067)]
#[case(2_550_000, 27_402_894_630_223_092_384)]
fn simple_minting_agrees_to_the_last_atto(#[case] epoch: u64, #[case] published: u128) {
    assert_eq!(simple_reward(epoch), published);
}

#[rstest]
#[case("0", "340282366920938463463374607398434878123", 84_621_274_052_457_285_111)]
#[case(
    "3402823669209384634633746074317526559004446",
    "3403163951576305573097209448924924993882569",
    84_528_328_245_977_625_901
)]
#[case(
    "170141183460469231731687303715876327950222300",
    "170141523742836152670150767090483726385100423",
    80_096_873_356_914_618_796
)]
#[case(
    "340282366920938463463374607431752655900444600",
    "340282707203305384401838070806360054335322723",
    75_814_376_389_282_469_993
)]
#[case(
    "510423550381407695195061911147628983850666900",
    "510423890663774616133525374522236382285545023",
    71_760_849_411_478_211_389
)]
#[case(
    "867720035648393081831605248950969272546133730",
    "867720375930760002770068712325576670981011853",
    63_940_080_443_648_256_973
)]
fn baseline_minting_agrees_to_an_atto(#[case] before: &str, #[case] after: &str, #[case] published: u128) {
    // The published numbers are themselves rounded on the way: the exact ones differ by up to 0.62.
    assert!(baseline_reward(before, after).abs_diff(published) <= 1);
}

/// The rows of a file of the data folder; `None`, and said so, where there is no folder.
fn rows(file: &str, header: &str) -> Option<Vec<Vec<String>>> {
    let Ok(folder) = std::env::var("BALLAST_DATA") else {
        println!("skipped: BALLAST_DATA is not set");
        return None;
    };
    let path = std::path::Path::new(&folder).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(header));
    let fields = |line: &str| line.split(',').map(|field| field.trim().to_owned()).collect();
    Some(lines.map(fields).collect())
}

#[test]
fn every_published_simple_vector() {
    let Some(rows) = rows("filecoin_simple_vectors.csv", "x, y") else { return };
    assert_eq!(rows.len(), 256);
    for row in rows {
        assert_eq!(simple_reward(row[0].parse().unwrap()).to_string(), row[1], "epoch {}", row[0]);
    }
}

#[test]
fn every_published_baseline_vector() {
    let Some(rows) = rows("filecoin_baseline_vectors.csv", "t0, t1, y") else { return };
    assert_eq!(rows.len(), 256);
    for row in rows {
        let published: u128 = row[2].parse().unwrap();
        assert!(baseline_reward(&row[0], &row[1]).abs_diff(published) <= 1, "{row:?}");
    }
}

#[test]
fn a_decay_gives_out_half_with_every_half_life_and_never_more_than_all() {
    let at = |epoch: u64| Fixed::from_integer(epoch.into());
    let total = Tokens::new(SIMPLE_TOTAL);
    let given = |from, to| decay(total, Duration::new(HALF_LIFE), at(from), at(to)).unwrap().get();
    assert_eq!(given(0, HALF_LIFE), SIMPLE_TOTAL / 2);
    assert_eq!(given(HALF_LIFE, 2 * HALF_LIFE), SIMPLE_TOTAL / 4);
    assert_eq!(given(0, 200 * HALF_LIFE), SIMPLE_TOTAL);
    // Time that runs backwards gives nothing.
    assert_eq!(given(5, 4), 0);
    // A span of one epoch against the whole: the parts lose less than one unit each.
    let parts: u128 = (0..1_000).map(|epoch| given(epoch, epoch + 1)).sum();
    let whole = given(0, 1_000);
    assert!(parts <= whole && whole - parts < 1_000, "{parts} of {whole}");
}

#[test]
fn a_decay_without_a_half_life_is_refused() {
    assert_eq!(
        decay(Tokens::new(1), Duration::ZERO, Fixed::ZERO, Fixed::ONE),
        Err(MathError::DivisionByZero { operation: "fixed-point quotient" })
    );
}
