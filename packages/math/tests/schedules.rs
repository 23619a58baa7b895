//! Scheduled emission and network time: how time is cut does not matter.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use num_rational::BigRational;
use proptest::prelude::*;
use rstest::rstest;
use support::*;

const YEAR: u64 = Duration::YEAR.seconds();

const DAY: u64 = 86_400;
const NOWHEN: NetworkTime = NetworkTime { counted: 0, theta: 0 };

fn emitted(emission: &Emission, start: u64, end: u64) -> Result<u128, MathError> {
    emission
        .in_range(TimeRange { start: Timestamp::new(start), end: Timestamp::new(end) }, NOWHEN, NOWHEN)
        .map(Tokens::get)
}

/// A rate, and cuts of a span of time into pieces.
fn any_rate() -> impl Strategy<Value = Rate> {
    (amount_below(96), 1..u64::from(u32::MAX))
        .prop_map(|(amount, per)| Rate { amount: Tokens::new(amount), per: Duration::new(per) })
}

fn any_cuts() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::btree_set(0..10 * YEAR, 2..40).prop_map(|cuts| cuts.into_iter().collect())
}

fn in_pieces(emission: &Emission, cuts: &[u64]) -> Result<u128, MathError> {
    cuts.windows(2).map(|piece| emitted(emission, piece[0], piece[1])).sum()
}

/// Seconds for which a rate holds inside a span, by the definition of an interval.
fn overlap(from: u64, until: Option<u64>, start: u64, end: u64) -> u64 {
    end.min(until.unwrap_or(u64::MAX)).saturating_sub(start.max(from))
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_constant_rate_is_exact_however_time_is_cut(
        rate in any_rate(), start in 0..10 * YEAR, cuts in any_cuts(),
    ) {
        let emission = Emission::Constant { start: Timestamp::new(start), rate };
        let (first, last) = (cuts[0], cuts[cuts.len() - 1]);
        let whole = emitted(&emission, first, last)?;
        prop_assert_eq!(in_pieces(&emission, &cuts)?, whole);
        // From its own start nothing is lost at all; from elsewhere less than a unit at each end.
        let exact = int(rate.amount.get()) * frac(overlap(start, None, first, last), rate.per.seconds());
        prop_assert!(int(whole) < &exact + int(1) && int(whole) > &exact - int(1));
        prop_assert_eq!(Some(emitted(&emission, 0, last)?),
            floor(&(int(rate.amount.get()) * frac(overlap(start, None, 0, last), rate.per.seconds()))));
    }

    #[test]
    fn steps_are_exact_however_time_is_cut(
        table in prop::collection::btree_map(0..10 * YEAR, any_rate(), 1..10), cuts in any_cuts(),
    ) {
        let steps: Vec<Step> = table.into_iter().map(|(from, rate)| Step { from: Timestamp::new(from), rate }).collect();
        let emission = Emission::Steps { steps: steps.clone() };
        let (first, last) = (cuts[0], cuts[cuts.len() - 1]);
        let whole = emitted(&emission, first, last)?;
        prop_assert_eq!(in_pieces(&emission, &cuts)?, whole);
        let exact: BigRational = steps.iter().enumerate().map(|(index, step)| {
            let until = steps.get(index + 1).map(|next| next.from.seconds());
            int(step.rate.amount.get()) * frac(overlap(step.from.seconds(), until, first, last), step.rate.per.seconds())
        }).sum();
        // A unit for every step that the span touches.
        let apart = int(whole) - exact;
        prop_assert!(apart < int(steps.len()) && apart > -int(steps.len()));
    }

    #[test]
    fn a_decay_loses_at_most_a_unit_per_cut(
        total in amount_below(90), start in 0..10 * YEAR, half_life in 1..20 * YEAR, cuts in any_cuts(),
    ) {
        let emission = Emission::ExponentialDecay { start: Timestamp::new(start), total: Tokens::new(total), half_life: Duration::new(half_life) };
        let whole = emitted(&emission, cuts[0], cuts[cuts.len() - 1])?;
        let pieces = in_pieces(&emission, &cuts)?;
        prop_assert!(pieces <= whole, "{pieces} > {whole}");
        prop_assert!(whole - pieces <= cuts.len() as u128 - 2);
        prop_assert!(emitted(&emission, 0, u64::MAX)? <= total);
    }

    #[test]
    fn spans_follow_one_another(genesis in any::<u32>(), length in 1..YEAR, number in 0..1_000_000u64) {
        let at = |number| epoch_range(Timestamp::new(genesis.into()), Duration::new(length), number);
        let (this, next) = (at(number)?, at(number + 1)?);
        prop_assert_eq!(this.end, next.start);
        prop_assert_eq!(this.length(), Duration::new(length));
        prop_assert_eq!(at(0)?.start, Timestamp::new(u64::from(genesis)));
        // And a time lies in the one that holds it.
        let of = |time| epoch_at(Timestamp::new(genesis.into()), Duration::new(length), time);
        prop_assert_eq!((of(this.start), of(Timestamp::new(this.end.seconds() - 1)), of(this.end)), (number, number, number + 1));
    }
}

fn any_baseline() -> impl Strategy<Value = Baseline> {
    (0..YEAR, 1..1u64 << 50, 1..YEAR, DAY..5 * YEAR).prop_map(|(start, initial, per, doubling)| Baseline {
        start: Timestamp::new(start),
        initial,
        per: Duration::new(per),
        doubling: Duration::new(doubling),
        measure: WorkMeasure::Usd,
    })
}

fn seconds(time: NetworkTime) -> BigRational {
    fixed(time.effective())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn network_time_never_goes_back_and_stands_still_without_work(
        baseline in any_baseline(), work in prop::collection::vec(amount_below(100), 1..40),
    ) {
        let mut now = NetworkTime::default();
        for (number, work) in work.into_iter().enumerate() {
            let range = epoch_range(Timestamp::new(0), Duration::DAY, number as u64)?;
            prop_assert_eq!(now.advance(&baseline, range, 0)?, now);
            let half = now.advance(&baseline, range, work / 2)?;
            let next = now.advance(&baseline, range, work)?;
            prop_assert!(now.theta <= half.theta && half.theta <= next.theta);
            // Never ahead of the clock.
            prop_assert!(seconds(next) <= int(range.end.since(baseline.start).seconds()));
            now = next;
        }
    }

    #[test]
    fn enough_work_makes_network_time_keep_the_clock(baseline in any_baseline(), epochs in 1..60u64) {
        let mut now = NetworkTime::default();
        for number in 0..epochs {
            now = now.advance(&baseline, epoch_range(baseline.start, Duration::DAY, number)?, u128::MAX / 100)?;
        }
        let elapsed = int(epochs * DAY);
        prop_assert!(seconds(now) <= elapsed);
        // Each epoch's expectation rounds down to a unit of work, worth per/initial seconds before growth.
        let lost = frac(baseline.per.seconds(), baseline.initial) * int(epochs) + frac(1, 1_000_000);
        prop_assert!(seconds(now) + lost >= elapsed);
    }
}

/// Doubling every year, 1,000 units of work expected in the first day.
fn yearly() -> Baseline {
    Baseline {
        start: Timestamp::new(0),
        initial: 1_000_000,
        per: Duration::DAY,
        doubling: Duration::YEAR,
        measure: WorkMeasure::GpuSeconds,
    }
}

#[test]
fn half_of_the_work_gives_less_than_the_whole_of_the_time() {
    let mut now = NetworkTime::default();
    for number in 0..365 {
        now = now
            .advance(&yearly(), epoch_range(Timestamp::new(0), Duration::DAY, number).unwrap(), 500_000)
            .unwrap();
    }
    // θ = T · log2(1 + counted · ln 2 / (initial · 365)) = T · log2(1 + ln 2 / 2) = 0.42929 T.
    let years = seconds(now) / int(YEAR);
    assert!(years > frac(42_929, 100_000) && years < frac(42_930, 100_000), "{years}");
}

#[test]
fn another_baseline_does_not_turn_network_time_back() {
    let at = |number| epoch_range(Timestamp::new(0), Duration::DAY, number).unwrap();
    let now = NetworkTime::default().advance(&yearly(), at(0), u64::MAX.into()).unwrap();
    // Against a baseline ten times as high the same work would have come less far.
    let higher = Baseline { initial: 10_000_000, ..yearly() };
    let next = now.advance(&higher, at(1), 1_000).unwrap();
    assert_eq!((next.theta, next.counted), (now.theta, now.counted + 1_000));
}

#[test]
fn work_above_the_baseline_is_not_saved_up() {
    let at = |number| epoch_range(Timestamp::new(0), Duration::DAY, number).unwrap();
    let once = NetworkTime::default().advance(&yearly(), at(0), u64::MAX.into()).unwrap();
    let modest = NetworkTime::default().advance(&yearly(), at(0), 1_001_000).unwrap();
    assert_eq!(once, modest);
    assert_eq!(once.advance(&yearly(), at(1), 0), Ok(once));
}

#[rstest]
#[case::before_it_begins(0, 100, 0)]
#[case::across_the_start(50, 150, 500)]
#[case::inside(100, 101, 10)]
#[case::backwards(200, 150, 0)]
fn a_constant_emission(#[case] start: u64, #[case] end: u64, #[case] expected: u128) {
    let emission = Emission::Constant {
        start: Timestamp::new(100),
        rate: Rate { amount: Tokens::new(10), per: Duration::new(1) },
    };
    assert_eq!(emitted(&emission, start, end), Ok(expected));
}

// 2^−(1/2) of what is left stays after half of a half-life: 1,000 · (1 − 0.7071) = 292.9.
#[rstest]
#[case::before_it_begins(0, 500, 0)]
#[case::the_first_half_life(500, 600, 500)]
#[case::across_the_start(0, 600, 500)]
#[case::the_second_half_life(600, 700, 250)]
#[case::half_of_a_half_life(500, 550, 292)]
fn an_exponential_decay(#[case] start: u64, #[case] end: u64, #[case] expected: u128) {
    let emission = Emission::ExponentialDecay {
        start: Timestamp::new(500),
        total: Tokens::new(1_000),
        half_life: Duration::new(100),
    };
    assert_eq!(emitted(&emission, start, end), Ok(expected));
}

#[rstest]
#[case::before_the_first(0, 100, 0)]
#[case::the_first(100, 200, 1_000)]
#[case::across_a_step(190, 210, 100 + 50)]
#[case::across_both(190, 310, 100 + 500)]
#[case::after_a_step_of_nothing(300, 10_000, 0)]
fn a_table_of_steps(#[case] start: u64, #[case] end: u64, #[case] expected: u128) {
    let step =
        |from, amount| Step { from, rate: Rate { amount: Tokens::new(amount), per: Duration::new(1) } };
    let emission = Emission::Steps {
        steps: vec![
            step(Timestamp::new(100), 10),
            step(Timestamp::new(200), 5),
            step(Timestamp::new(300), 0),
        ],
    };
    assert_eq!(emitted(&emission, start, end), Ok(expected));
    assert_eq!(emitted(&Emission::Steps { steps: vec![] }, start, end), Ok(0));
    // Out of order is refused as a policy; here a step that ends before it begins gives nothing.
    let emission =
        Emission::Steps { steps: vec![step(Timestamp::new(200), 7), step(Timestamp::new(100), 0)] };
    assert_eq!(emitted(&emission, start, end), Ok(0));
}

#[test]
fn a_baseline_emits_by_network_time() {
    // Half of the total in a half-life of network time, whatever the calendar says.
    let emission =
        Emission::Baseline { total: Tokens::new(1_000), half_life: Duration::days(2), baseline: yearly() };
    let after = NetworkTime { counted: 0, theta: u128::from(2 * DAY) << 64 };
    let range = TimeRange { start: Timestamp::new(77), end: Timestamp::new(78) };
    assert_eq!(emission.in_range(range, NOWHEN, after), Ok(Tokens::new(500)));
    assert_eq!(emission.in_range(range, after, after), Ok(Tokens::ZERO));
}

#[rstest]
#[case::beyond_the_last_number(0, 1, u64::MAX, "epoch number")]
#[case::beyond_the_end_of_time(u64::MAX, 1, 0, "epoch time")]
#[case::too_long(0, u64::MAX, 2, "epoch time")]
fn there_is_no_such_epoch(
    #[case] genesis: u64,
    #[case] length: u64,
    #[case] number: u64,
    #[case] operation: &'static str,
) {
    assert_eq!(
        epoch_range(Timestamp::new(genesis), Duration::new(length), number),
        Err(MathError::Overflow { operation })
    );
}
