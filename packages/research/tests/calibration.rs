//! The market's process and the breaker's thresholds are what the evidence says.

use ballast_guardrails::{Level, Thresholds};
use ballast_math::{Duration, Price, Ratio, Usd};
use ballast_presets::{Preset, PresetName};
use ballast_replay::history::History;
use ballast_research::calibration::{Family, implied_volatility, judge, levels_over, price_volatility};
use ballast_stress::presets as stress;
use ballast_stress::{PriceModel, Scenario, Setting};
use rstest::rstest;

fn ballast() -> Setting {
    let preset = Preset::load(PresetName::Ballast).unwrap();
    stress::setting(&preset, PriceModel::Exchange, Duration::DAY, 365).unwrap()
}

#[test]
fn the_price_moves_as_much_as_in_the_history_that_ships() {
    let measured = price_volatility(&History::built_in(&Preset::load(PresetName::Ballast).unwrap()).unwrap());
    let implied = implied_volatility(&ballast().market.process);
    println!("volatility a year: {measured:.3} in the history, {implied:.3} in the process");
    assert!((measured - 1.143).abs() < 0.001, "{measured}");
    assert!((implied / measured - 1.0).abs() < 0.1, "{implied} against {measured}");
}

fn of(thresholds: Thresholds) -> [Ratio; 3] {
    [thresholds.caution, thresholds.restricted, thresholds.halted]
}

/// False trips a year that a signal may cause alone, at levels 1, 2 and 3.
const MAX_FALSE_TRIPS: [f64; 3] = [4.0, 0.6, 0.1];

#[rstest]
#[case::price_day(Family::PriceDay)]
#[case::price_week(Family::PriceWeek)]
#[case::usage(Family::Usage(25, 30))]
fn thresholds_of_the_preset_trip_as_seldom_as_the_page_says(#[case] family: Family) {
    let setting = ballast();
    let breaker = setting.network.breaker;
    let thresholds = match family {
        Family::PriceDay => of(breaker.price_day),
        Family::PriceWeek => of(breaker.price_week),
        _ => of(breaker.usage),
    };
    for (threshold, max) in thresholds.into_iter().zip(MAX_FALSE_TRIPS) {
        let alone = family.alone(&setting, threshold);
        let verdict = judge(&alone, Scenario::BaseGrowth, Scenario::Crash60, 40).unwrap();
        println!("{} at {threshold}: {:.2} false trips a year", family.name(), verdict.false_trips);
        assert!(verdict.false_trips <= max, "{} at {threshold}: {verdict:?}", family.name());
    }
}

#[test]
fn the_preset_catches_a_crash_by_all_its_signals_together() {
    let verdict = judge(&ballast(), Scenario::BaseGrowth, Scenario::Crash60, 60).unwrap();
    println!("{verdict:?}");
    assert!(verdict.caught > 0.95, "{verdict:?}");
    assert!(verdict.days.is_some_and(|days| days <= 9.0), "{verdict:?}");
}

#[test]
fn a_lower_threshold_catches_sooner_and_trips_more_often() {
    let setting = ballast();
    let at = |threshold| {
        let alone = Family::Usage(25, 30).alone(&setting, Ratio::percent(threshold));
        judge(&alone, Scenario::BaseGrowth, Scenario::Crash60, 30).unwrap()
    };
    let (low, high) = (at(15), at(40));
    assert!(low.false_trips > high.false_trips && low.caught > high.caught);
    assert!(low.days.unwrap() < high.days.unwrap_or(f64::MAX));
}

/// Trips of one threshold over a year of Helium's real days, beside what the process makes of it.
#[rstest]
#[case::day_10(Family::PriceDay, 10, 18)]
#[case::day_15(Family::PriceDay, 15, 5)]
#[case::day_20(Family::PriceDay, 20, 1)]
#[case::day_30(Family::PriceDay, 30, 0)]
#[case::week_20(Family::PriceWeek, 20, 8)]
#[case::week_25(Family::PriceWeek, 25, 4)]
#[case::week_30(Family::PriceWeek, 30, 2)]
#[case::week_45(Family::PriceWeek, 45, 0)]
fn the_process_trips_about_as_often_as_real_days(
    #[case] family: Family,
    #[case] threshold: u64,
    #[case] real: usize,
) {
    let Ok(folder) = std::env::var("BALLAST_DATA") else {
        println!("skipped: BALLAST_DATA is not set");
        return;
    };
    let path = std::path::Path::new(&folder).join("hnt_daily_price.csv");
    let prices: Vec<Price> = csv::Reader::from_path(path)
        .unwrap()
        .records()
        .map(|record| record.unwrap()[1].parse().unwrap())
        .collect();
    let setting = ballast();
    let alone = family.alone(&setting, Ratio::percent(threshold));
    let levels = levels_over(&alone.network, &prices, Usd::new(200_000_000_000)).unwrap();
    let trips = levels.windows(2).filter(|pair| pair[1] > pair[0]).count();
    assert_eq!(levels.len(), prices.len());
    assert!(levels[0] == Level::Normal);
    assert_eq!(trips, real);

    let made = judge(&alone, Scenario::BaseGrowth, Scenario::Crash60, 60).unwrap().false_trips;
    println!("{} at {threshold}%: {real} on real days, {made:.1} a year in the process", family.name());
    // Counts of rare things: within half again, and two.
    let real = real as f64;
    assert!((made - real).abs() <= 0.5 * real + 2.0, "{made} against {real}");
}
