//! What is said with numbers: shares, rates, ratios, counts.

use ballast_math::{Ratio, SignedRatio};

use super::{Bound, Number};

/// What stands where there is no figure.
pub const NONE: &str = "—";

/// Yearly rates beyond this many percent say nothing more.
const MAX_PERCENT: Bound = Bound::whole(1_000_000);

/// A share in percent with one decimal; what is there and would be shown as nothing is `< 0.1%`.
#[must_use]
pub fn share(part: Ratio) -> String {
    let percent = Number::ratio(part).percent();
    let text = percent.fixed(1);
    if percent.is_zero() || percent.is_visible(1) { format!("{text}%") } else { "< 0.1%".to_owned() }
}

/// So many out of so many, in percent; nothing out of nothing is nothing.
#[must_use]
pub fn share_of(part: u128, whole: u128) -> String {
    share(Ratio::of(part, whole.max(1)).unwrap_or(Ratio::MAX))
}

/// A signed share a year, in percent, with as many decimals as its size needs.
#[must_use]
pub fn percent_a_year(share: Option<SignedRatio>) -> String {
    percent_a_year_to(share, share.map_or(0, |share| rate_decimals(Number::signed_ratio(share).percent())))
}

/// The same with so many decimals.
#[must_use]
pub fn percent_a_year_to(share: Option<SignedRatio>, decimals: usize) -> String {
    let Some(share) = share else { return NONE.to_owned() };
    let percent = Number::signed_ratio(share).percent();
    match percent.compare(MAX_PERCENT).is_gt() {
        true if share.atomics() < 0 => "< −1,000,000%".to_owned(),
        true => "> 1,000,000%".to_owned(),
        false => format!("{}%", percent.signed(decimals)),
    }
}

/// The decimals for a column of signed shares a year: one more than its largest needs.
#[must_use]
pub fn column_of_rates(shares: impl Iterator<Item = SignedRatio>) -> usize {
    let largest = shares.map(|share| share.atomics().unsigned_abs()).max().unwrap_or(0);
    // A tenth of the largest, in percent.
    rate_decimals(Number::of_units(largest, super::ATOMIC - 1))
}

/// The decimals that a percentage needs.
fn rate_decimals(percent: Number) -> usize {
    match () {
        () if percent.reaches(Bound::whole(10)) => 1,
        () if percent.is_zero() || percent.reaches(Bound { units: 1, scale: 1 }) => 2,
        () if percent.reaches(Bound { units: 1, scale: 2 }) => 3,
        () => 4,
    }
}

/// A ratio with two decimals, from 100 on with none; none at all from 10,000 on.
#[must_use]
pub fn ratio(value: Option<Ratio>) -> String {
    let Some(value) = value.map(Number::ratio) else { return NONE.to_owned() };
    match () {
        () if value.reaches(Bound::whole(10_000)) => "> 9,999".to_owned(),
        () if value.reaches(Bound::whole(100)) => value.fixed(0),
        () => value.fixed(2),
    }
}

/// A count with its noun: `1 epoch`, `1,200 epochs`.
#[must_use]
pub fn count(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", Number::whole(number).fixed(0), if number == 1 { "" } else { "s" })
}

/// A number that the contract wrote, cut to six decimals for people: `0.123456…`; the contract counts with eighteen.
#[must_use]
pub fn cut(number: &str) -> String {
    const KEPT: usize = 6;
    match number.split_once('.') {
        Some((whole, decimals)) if decimals.chars().count() > KEPT => {
            let kept: String = decimals.chars().take(KEPT).collect();
            let kept = kept.trim_end_matches('0');
            if kept.is_empty() { format!("{whole}.000000…") } else { format!("{whole}.{kept}…") }
        }
        _ => number.to_owned(),
    }
}
