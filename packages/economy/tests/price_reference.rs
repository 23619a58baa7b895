//! The reference of the price: what it remembers, and when it forgets.

#![allow(missing_docs)]

use ballast_economy::PriceReference;
use ballast_math::{CumulativePrice, Duration, ONE, Price, Ratio, Timestamp};
use rstest::rstest;

const DAY: u64 = Duration::DAY.seconds();
const HOUR: u64 = Duration::HOUR.seconds();
const WEEK: u64 = Duration::WEEK.seconds();

const START: u64 = 1_000_000;

/// A price that is observed from second to second, as an oracle would.
struct Market {
    reference: PriceReference,
    point: CumulativePrice,
}

impl Market {
    fn new() -> Self {
        Self {
            reference: PriceReference::default(),
            point: CumulativePrice { time: Timestamp::new(START), cumulative: 0 },
        }
    }

    /// A price holds for so long, and is observed at the end.
    fn holds(&mut self, usd: u128, seconds: u64) -> &mut Self {
        self.observed(usd, seconds, true)
    }

    fn observed(&mut self, usd: u128, seconds: u64, usable: bool) -> &mut Self {
        self.point =
            self.point.held(price(usd), Timestamp::new(self.point.time.seconds() + seconds)).unwrap();
        self.reference.note(self.point, usable);
        self
    }

    fn highest(&self, window: u64) -> Option<Price> {
        self.reference.highest(self.point.time, Duration::new(window))
    }
}

fn price(usd: u128) -> Price {
    Price::from_atomics(usd * ONE)
}

#[rstest]
#[case::a_second_short(HOUR - 1, None)]
#[case::an_hour(HOUR, Some(price(4)))]
#[case::longer(2 * HOUR, Some(price(4)))]
fn an_average_needs_an_hour(#[case] range: u64, #[case] expected: Option<Price>) {
    let mut market = Market::new();
    market.holds(2, 0).holds(4, range);
    assert_eq!(market.highest(DAY), expected);
}

#[test]
fn an_hour_is_averaged_over_its_time() {
    let mut market = Market::new();
    market.holds(2, 0).holds(2, 1_800).holds(4, 1_800);
    assert_eq!(market.highest(DAY), Some(price(3)));
    // The next hour begins where this one ended.
    market.holds(9, HOUR - 1);
    assert_eq!(market.highest(DAY), Some(price(3)));
    market.holds(9, 1);
    assert_eq!(market.highest(DAY), Some(price(9)));
}

#[test]
fn an_hour_with_an_unusable_price_never_enters() {
    let mut market = Market::new();
    market.holds(2, 0).holds(2, 1_800).observed(50, 60, false).holds(2, 60).holds(2, HOUR - 1);
    assert_eq!(market.highest(DAY), None);
    // An hour after the price could be used again, and without the false one.
    market.holds(2, 1);
    assert_eq!(market.highest(DAY), Some(price(2)));
}

#[test]
fn a_note_says_whether_it_changed_anything() {
    let mut reference = PriceReference::default();
    let point = |time| CumulativePrice { time, cumulative: 0 };
    let noted = [
        (START, false, false),
        (START, true, true),
        (START + 1, true, false),
        (START + HOUR, true, true),
        (START + HOUR + 1, false, true),
        (START + HOUR + 2, false, false),
    ];
    for (time, usable, changed) in noted {
        assert_eq!(reference.note(point(Timestamp::new(time)), usable), changed, "at {time}");
    }
}

#[rstest]
#[case::a_day(DAY)]
#[case::a_week(WEEK)]
fn a_high_ages_out_after(#[case] window: u64) {
    let mut market = Market::new();
    market.holds(8, 0).holds(8, HOUR);
    let high = market.point.time;
    market.holds(2, HOUR);
    assert_eq!(
        market.reference.highest(Timestamp::new(high.seconds() + window), Duration::new(window)),
        Some(price(8))
    );
    assert_eq!(
        market.reference.drawdown(price(2), Timestamp::new(high.seconds() + window), Duration::new(window)),
        Ok(Some(Ratio::percent(75)))
    );
    assert_eq!(
        market.reference.highest(Timestamp::new(high.seconds() + window + 1), Duration::new(window)),
        Some(price(2))
    );
    assert_eq!(
        market.reference.drawdown(
            price(2),
            Timestamp::new(high.seconds() + window + 1),
            Duration::new(window)
        ),
        Ok(Some(Ratio::ZERO))
    );
}

#[test]
fn the_week_remembers_what_the_day_has_forgotten() {
    let mut market = Market::new();
    market.holds(8, 0).holds(8, HOUR).holds(4, 2 * DAY).holds(4, HOUR);
    assert_eq!([DAY, WEEK].map(|window| market.highest(window)), [Some(price(4)), Some(price(8))]);
    let now = market.point.time;
    let falls =
        [DAY, WEEK].map(|window| market.reference.drawdown(price(3), now, Duration::new(window)).unwrap());
    assert_eq!(falls, [Some(Ratio::percent(25)), Some("0.625".parse().unwrap())]);
}

#[test]
fn there_is_no_fall_before_there_is_a_reference() {
    assert_eq!(PriceReference::default().drawdown(price(1), Timestamp::new(START), Duration::WEEK), Ok(None));
}
