//! What the signals of an economy say of a price, an oracle and a burn.

#![allow(missing_docs)]

use ballast_economy::*;
use ballast_guardrails::*;
use ballast_math::*;
use rstest::rstest;

const DAY: u64 = Duration::DAY.seconds();
const HOUR: u64 = Duration::HOUR.seconds();

const START: u64 = 1_700_000_000;
const ALL: Signals = Signals::ALL;
const NONE: Signals = Signals::NONE;

#[test]
fn the_figures_to_start_from_are_sound() {
    BreakerPolicy::standard().validate().unwrap();
}

fn price(cents: u128) -> Price {
    Price::from_atomics(cents * ONE / 100)
}

/// What is seen where `last` is the last price known, and may be used or not.
fn sight(last: Option<Price>, usable: bool, expected: bool, shortfall: Option<Ratio>) -> Sight {
    let agreed = usable.then(|| last.unwrap_or(Price::ONE));
    let market = Market { agreed, average: None, last, point: None, in_band: true, expected };
    Sight { market, shortfall }
}

/// What the breaker observes.
fn observation(
    memory: &BreakerState,
    now: u64,
    sight: &Sight,
    rules: &BreakerPolicy,
    signals: Signals,
) -> Observation<Signal, MEASURED> {
    let look =
        SignalInputs { memory, market: &sight.market, shortfall: sight.shortfall, now: Timestamp::new(now) };
    look.observation(rules, signals).unwrap()
}

/// A network after an hour at 1 USD.
fn an_hour_at_a_dollar() -> BreakerState {
    let mut memory = BreakerState::default();
    let begin = CumulativePrice { time: Timestamp::new(START), cumulative: 0 };
    memory.price.note(begin, true);
    memory.price.note(begin.held(price(100), Timestamp::new(START + HOUR)).unwrap(), true);
    memory
}

#[rstest]
#[case::a_tenth(90, true, Level::Caution)]
#[case::a_cent_less_than_a_tenth(91, true, Level::Normal)]
#[case::a_fifth(80, true, Level::Restricted)]
#[case::a_crash(65, true, Level::Halted)]
#[case::a_crash_out_of_its_band(65, false, Level::Halted)]
#[case::out_of_its_band_upwards(150, false, Level::Restricted)]
fn a_price_counts_for_its_fall(#[case] cents: u128, #[case] usable: bool, #[case] level: Level) {
    let mut memory = an_hour_at_a_dollar();
    let seen = sight(Some(price(cents)), usable, true, None);
    let rules = BreakerPolicy::standard();
    memory.observe(Timestamp::new(START + HOUR), &seen, &rules, ALL).unwrap();
    assert_eq!(memory.breaker.level(), level);
}

#[rstest]
#[case::dead(true, false, Level::Restricted, false)]
#[case::alive(true, true, Level::Normal, true)]
#[case::there_is_none(false, false, Level::Normal, true)]
fn a_dead_oracle_restricts(
    #[case] expected: bool,
    #[case] usable: bool,
    #[case] level: Level,
    #[case] fresh: bool,
) {
    let mut memory = BreakerState::default();
    let seen = sight(None, usable, expected, None);
    let rules = BreakerPolicy::standard();
    assert_eq!(observation(&memory, START, &seen, &rules, NONE).fresh, fresh);
    memory.observe(Timestamp::new(START), &seen, &rules, NONE).unwrap();
    assert_eq!(memory.breaker.level(), level);
}

// Level 2 of the usage is entered at 45% and held from 31.5% on; that of the coverage at 40%, and from 28% on; that of the
// collateral at 10%, and from 7% on.
#[rstest]
#[case::enough_of_all([0, 0, 0], ALL, false)]
#[case::usage_that_holds([3_150, 0, 0], ALL, true)]
#[case::usage_that_holds_no_more([3_149, 0, 0], ALL, false)]
#[case::a_coverage_that_holds([0, 2_800, 0], ALL, true)]
#[case::a_coverage_that_holds_no_more([0, 2_799, 0], ALL, false)]
#[case::a_collateral_that_holds([0, 0, 700], ALL, true)]
#[case::a_collateral_that_holds_no_more([0, 0, 699], ALL, false)]
#[case::all_of_them([10_000, 10_000, 10_000], ALL, true)]
#[case::all_off([10_000, 10_000, 10_000], NONE, false)]
#[case::the_usage_on_alone([0, 10_000, 10_000], Signals { usage: true, ..NONE }, false)]
#[case::the_coverage_on_alone([10_000, 0, 10_000], Signals { coverage: true, ..NONE }, false)]
#[case::the_collateral_on_alone([10_000, 10_000, 0], Signals { collateral: true, ..NONE }, false)]
fn too_little_work_is_lacking_where_it_holds_level_2(
    #[case] falls: [u128; 3],
    #[case] signals: Signals,
    #[case] lacks: bool,
) {
    let [usage, coverage, shortfall] = falls.map(|drawdown| Ratio::from_atomics(drawdown * ONE / 10_000));
    let memory = BreakerState { usage, coverage, ..BreakerState::default() };
    for (expected, usable) in [(true, true), (true, false), (false, false)] {
        let seen = sight(None, usable, expected, Some(shortfall));
        let lacking =
            memory.lacking(Timestamp::new(START), &seen, &BreakerPolicy::standard(), signals).unwrap();
        let price = (expected && !usable).then_some(Lack::Price);
        let work = lacks.then_some(Lack::Work);
        assert_eq!(lacking, price.into_iter().chain(work).collect::<Vec<_>>());
    }
}

// Nothing outstanding, or no price that there ever was: nothing to read, and so nothing that trips or holds.
#[test]
fn without_a_shortfall_there_is_no_collateral_to_read() {
    let rules = BreakerPolicy::standard();
    let signals = Signals { collateral: true, ..NONE };
    let seen = sight(None, true, true, None);
    let memory = BreakerState::default();
    assert_eq!(observation(&memory, START, &seen, &rules, signals).readings, [None; MEASURED]);
    let known = Sight { shortfall: Some(Ratio::ZERO), ..seen };
    let readings = observation(&memory, START, &known, &rules, signals).readings;
    let reading = Reading { signal: Signal::Collateral, drawdown: Ratio::ZERO, thresholds: rules.collateral };
    assert_eq!(readings, [None, None, None, None, Some(reading)]);
}

#[rstest]
#[case::a_hair_above_95(49_999_999_999_999_999, Level::Normal)]
#[case::at_95(50_000_000_000_000_000, Level::Caution)]
#[case::a_hair_above_90(99_999_999_999_999_999, Level::Caution)]
#[case::at_90(100_000_000_000_000_000, Level::Restricted)]
#[case::a_hair_above_50(499_999_999_999_999_999, Level::Restricted)]
#[case::at_50(500_000_000_000_000_000, Level::Halted)]
fn a_shortfall_trips_at_its_thresholds(
    #[case] shortfall: u128,
    #[case] level: Level,
    #[values(true, false)] usable: bool,
) {
    let mut memory = BreakerState::default();
    let rules = BreakerPolicy::standard();
    // A dead oracle is level 2 by itself; the shortfall at the last price counts beside it.
    let seen = sight(Some(price(100)), usable, true, Some(Ratio::from_atomics(shortfall)));
    memory.observe(Timestamp::new(START), &seen, &rules, Signals { collateral: true, ..NONE }).unwrap();
    let min = if usable { Level::Normal } else { Level::Restricted };
    assert_eq!(memory.breaker.level(), level.max(min));
}

#[test]
fn signals_that_are_off_are_not_read() {
    let memory = an_hour_at_a_dollar();
    let seen = sight(Some(price(10)), true, true, Some(Ratio::ONE));
    let rules = BreakerPolicy::standard();
    let read = |signals| {
        let readings = observation(&memory, START + HOUR, &seen, &rules, signals).readings;
        readings.iter().flatten().count()
    };
    let only = [
        NONE,
        Signals { price: true, ..NONE },
        Signals { usage: true, ..NONE },
        Signals { coverage: true, ..NONE },
        Signals { collateral: true, ..NONE },
        ALL,
    ];
    assert_eq!(only.map(read), [0, 2, 1, 1, 1, 5]);
}

#[test]
fn each_signal_is_read_with_its_own_fall_and_thresholds() {
    let mut memory = an_hour_at_a_dollar();
    (memory.usage, memory.coverage) = (Ratio::percent(3), Ratio::percent(4));
    let shortfall = Some(Ratio::percent(5));
    let seen = sight(Some(price(98)), true, true, shortfall);
    let rules = BreakerPolicy::standard();
    let fall_of = |now| {
        let readings = observation(&memory, now, &seen, &rules, ALL).readings;
        for reading in readings.iter().flatten() {
            assert_eq!(Some(reading.thresholds), rules.thresholds(reading.signal), "{:?}", reading.signal);
        }
        readings.map(|reading| reading.map(|reading| (reading.signal, reading.drawdown)))
    };
    let percent = |signal, hundredths| Some((signal, Ratio::percent(hundredths)));
    let mut expected = [
        percent(Signal::PriceDay, 2),
        percent(Signal::PriceWeek, 2),
        percent(Signal::Usage, 3),
        percent(Signal::Coverage, 4),
        percent(Signal::Collateral, 5),
    ];
    assert_eq!(fall_of(START + HOUR), expected);
    // Two days later the best hour is one of the week and no more of the day.
    expected[0] = None;
    assert_eq!(fall_of(START + HOUR + 2 * DAY), expected);
}

#[test]
fn each_signal_has_its_own_thresholds() {
    let rules = BreakerPolicy::standard();
    let signals = [Signal::PriceDay, Signal::PriceWeek, Signal::Usage, Signal::Coverage, Signal::Collateral];
    let caution = signals.map(|signal| rules.thresholds(signal).map(|thresholds| thresholds.caution));
    assert_eq!(caution, [10, 20, 25, 10, 5].map(|percent| Some(Ratio::percent(percent))));
    assert_eq!([Signal::Oracle, Signal::Guardian].map(|signal| rules.thresholds(signal)), [None, None]);
}

#[rstest]
#[case::price_day(|rules: &mut BreakerPolicy, caution| rules.price_day.caution = caution, "price_day")]
#[case::price_week(|rules: &mut BreakerPolicy, caution| rules.price_week.caution = caution, "price_week")]
#[case::usage(|rules: &mut BreakerPolicy, caution| rules.usage.caution = caution, "usage")]
#[case::coverage(|rules: &mut BreakerPolicy, caution| rules.coverage.caution = caution, "coverage")]
#[case::collateral(|rules: &mut BreakerPolicy, caution| rules.collateral.caution = caution, "collateral")]
fn every_threshold_is_checked(#[case] set: fn(&mut BreakerPolicy, Ratio), #[case] signal: &str) {
    let mut rules = BreakerPolicy::standard();
    set(&mut rules, Ratio::percent(4));
    let expected = format!("{signal}: expected the threshold of level 1 to be at least 0.05, found 0.04");
    assert_eq!(rules.validate().unwrap_err().to_string(), expected);
}

#[test]
fn an_observation_takes_note_of_the_price() {
    let mut memory = BreakerState::default();
    let rules = BreakerPolicy::standard();
    let mut point = CumulativePrice { time: Timestamp::new(START), cumulative: 0 };
    for seconds in [0, HOUR] {
        point = point.held(price(300), Timestamp::new(START + seconds)).unwrap();
        let mut seen = sight(Some(price(300)), true, true, None);
        seen.market.point = Some(point);
        memory.observe(point.time, &seen, &rules, ALL).unwrap();
    }
    assert_eq!(memory.price.highest(point.time, Duration::DAY), Some(price(300)));
}
