//! The guardian alone, where a period is decided by its highest level: at most a third of the periods are his.

use ballast_guardrails::{Breaker, Dwell, Level, Observation, Recovery};
use ballast_math::{Duration, Ratio, Timestamp};
use proptest::prelude::*;

const PERIOD: u64 = 86_400;
const RECOVERY: Recovery = Recovery {
    exit: Ratio::percent(70),
    dwell: Dwell {
        caution: Duration::new(1_800),
        restricted: Duration::hours(2),
        halted: Duration::new(21_600),
    },
};

/// Nothing is wrong but what the guardian does; anyone looks every ten minutes.
fn calm() -> Observation<u8, 0> {
    Observation { readings: [None; 0], demand: None, fresh: true }
}

/// Trips of `length` as often as they are allowed, the first `offset` into a period.
///
/// Returns: how many of `periods` periods closed above level 0.
fn spoiled(length: u64, offset: u64, periods: u64) -> u64 {
    let mut breaker = Breaker::default();
    let mut spoiled = 0;
    for period in 0..periods {
        for look in 0..PERIOD / 600 {
            let now = period * PERIOD + look * 600;
            if now >= offset
                && let Ok(tripped) = breaker.trip_periods(
                    Timestamp::new(now),
                    Duration::new(length),
                    Duration::WEEK,
                    &RECOVERY,
                    Duration::new(PERIOD),
                )
            {
                breaker = tripped;
            }
            breaker = breaker.observe(Timestamp::new(now), &calm(), &RECOVERY, 0).0;
        }
        spoiled += u64::from(breaker.take_peak() > Level::Normal);
    }
    spoiled
}

#[test]
fn a_trip_of_a_second_costs_a_period_and_then_six_are_free() {
    // A second, a ramp of eight and a half hours: it begins and ends within one day.
    assert_eq!(spoiled(1, 0, 1), 1);
    assert_eq!(spoiled(1, 0, 7), 1);
    assert_eq!(spoiled(1, 0, 9), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn at_most_a_third_of_the_periods_are_under_a_trip(length in 1u64..=604_800, offset in 0u64..PERIOD) {
        let periods = 400;
        let spoiled = spoiled(length, offset, periods);
        prop_assert!(spoiled > 0);
        // The last trip may just have begun.
        prop_assert!(3 * spoiled <= periods + 3 * (604_800 / PERIOD + 2), "{spoiled} of {periods}");
    }
}
