//! The breaker at its thresholds, dwells and cooldowns. The model check has the combinations; here stand the edges.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use ballast_math::{ONE, Ratio};
use proptest::prelude::*;
use rstest::rstest;
use support::cases;

const THRESHOLDS: Thresholds =
    Thresholds { caution: Ratio::percent(10), restricted: Ratio::percent(20), halted: Ratio::percent(35) };
const RECOVERY: Recovery = Recovery {
    exit: Ratio::percent(70),
    dwell: Dwell {
        caution: Duration::new(1_800),
        restricted: Duration::hours(2),
        halted: Duration::new(21_600),
    },
};
const NOW: u64 = 1_000_000;

fn seen(drawdown: u128) -> Observation<&'static str, 2> {
    let drawdown = Ratio::from_atomics(drawdown);
    let reading = Reading { signal: "pressure", drawdown, thresholds: THRESHOLDS };
    Observation { readings: [Some(reading), None], demand: None, fresh: true }
}

fn percent(hundredths: u64) -> u128 {
    Ratio::percent(hundredths).atomics()
}

fn observe(breaker: &mut Breaker, now: u64, observation: &Observation<&'static str, 2>) -> Level {
    *breaker = breaker.observe(Timestamp::new(now), observation, &RECOVERY, "guardian").0;
    breaker.level()
}

fn tripped(drawdown: u64) -> Breaker {
    let mut breaker = Breaker::default();
    observe(&mut breaker, NOW, &seen(percent(drawdown)));
    breaker
}

#[rstest]
#[case::below_caution(percent(10) - 1, Level::Normal)]
#[case::at_caution(percent(10), Level::Caution)]
#[case::below_restricted(percent(20) - 1, Level::Caution)]
#[case::at_restricted(percent(20), Level::Restricted)]
#[case::below_halted(percent(35) - 1, Level::Restricted)]
#[case::at_halted(percent(35), Level::Halted)]
#[case::all_gone(ONE, Level::Halted)]
fn a_level_is_entered_at_its_threshold(#[case] drawdown: u128, #[case] level: Level) {
    let (breaker, moved) =
        Breaker::default().observe(Timestamp::new(NOW), &seen(drawdown), &RECOVERY, "guardian");
    assert_eq!(breaker.level(), level);
    let expected = THRESHOLDS.of(level).map(|threshold| Transition {
        time: Timestamp::new(NOW),
        from: Level::Normal,
        to: level,
        signal: Some("pressure"),
        drawdown: Some(Ratio::from_atomics(drawdown)),
        threshold: Some(threshold),
    });
    assert_eq!(moved, expected);
}

#[rstest]
// 70% of 10, 20 and 35 points.
#[case::caution(10, percent(7))]
#[case::restricted(20, percent(14))]
#[case::halted(35, percent(24) + percent(1) / 2)]
fn a_level_is_held_down_to_its_exit(#[case] entry: u64, #[case] exit: u128) {
    let breaker = tripped(entry);
    let level = breaker.level();
    let dwell = RECOVERY.dwell.of(level);
    for (drawdown, left) in [(exit, false), (exit - 1, true)] {
        let mut breaker = breaker;
        observe(&mut breaker, NOW + 1, &seen(drawdown));
        assert_eq!(breaker.calm_since().is_some(), left);
        let expected = if left { level.lower() } else { level };
        assert_eq!(observe(&mut breaker, NOW + 1 + dwell.seconds(), &seen(drawdown)), expected);
    }
}

#[rstest]
#[case::a_second_short(-1, Level::Halted)]
#[case::on_time(0, Level::Restricted)]
#[case::a_second_more(1, Level::Restricted)]
#[case::however_long_it_was(1_000_000, Level::Restricted)]
fn a_level_is_left_after_its_dwell_and_one_at_a_time(#[case] offset: i64, #[case] level: Level) {
    let mut breaker = tripped(35);
    observe(&mut breaker, NOW + 10, &seen(0));
    let then = (NOW + 10 + 21_600).checked_add_signed(offset).unwrap();
    assert_eq!(observe(&mut breaker, then, &seen(0)), level);
}

#[test]
fn the_way_down_takes_every_dwell() {
    let mut breaker = tripped(35);
    let mut now = NOW;
    for (dwell, level) in [(21_600, Level::Restricted), (7_200, Level::Caution), (1_800, Level::Normal)] {
        assert_eq!(
            breaker.earliest_recovery(&RECOVERY, Timestamp::new(now)),
            Some(Timestamp::new(now + dwell))
        );
        observe(&mut breaker, now, &seen(0));
        now += dwell;
        assert_eq!(observe(&mut breaker, now, &seen(0)), level);
    }
    assert_eq!(now - NOW, RECOVERY.dwell.ramp().seconds());
    assert_eq!(breaker.earliest_recovery(&RECOVERY, Timestamp::new(now)), None);
}

#[rstest]
#[case::one_that_is_not_calm(seen(percent(25)))]
#[case::one_that_is_not_fresh(Observation { fresh: false, ..seen(0) })]
fn a_dwell_begins_again_after(#[case] disturbance: Observation<&'static str, 2>) {
    let mut breaker = tripped(35);
    observe(&mut breaker, NOW, &seen(0));
    observe(&mut breaker, NOW + 21_599, &disturbance);
    observe(&mut breaker, NOW + 21_600, &seen(0));
    assert_eq!(
        breaker.earliest_recovery(&RECOVERY, Timestamp::new(0)),
        Some(Timestamp::new(NOW + 2 * 21_600))
    );
    assert_eq!(observe(&mut breaker, NOW + 2 * 21_600 - 1, &seen(0)), Level::Halted);
    assert_eq!(observe(&mut breaker, NOW + 2 * 21_600, &seen(0)), Level::Restricted);
}

#[test]
fn a_demand_holds_its_level_for_as_long_as_it_lasts() {
    let dead = Observation { demand: Some(("sensor", Level::Restricted)), fresh: false, ..seen(0) };
    let (mut breaker, moved) = Breaker::default().observe(Timestamp::new(NOW), &dead, &RECOVERY, "guardian");
    let moved = moved.unwrap();
    assert_eq!((moved.to, moved.signal, moved.drawdown), (Level::Restricted, Some("sensor"), None));
    for day in 1..100 {
        assert_eq!(observe(&mut breaker, NOW + day * 86_400, &dead), Level::Restricted);
    }
}

#[test]
fn the_record_names_the_worst_signal_and_the_one_that_held_longest() {
    let thresholds = THRESHOLDS;
    let reading = |signal, drawdown| Reading { signal, drawdown: Ratio::percent(drawdown), thresholds };
    let both = |one, other| Observation {
        readings: [Some(reading("pressure", one)), Some(reading("load", other)), None, None, None],
        demand: None,
        fresh: true,
    };
    let (breaker, moved) =
        Breaker::default().observe(Timestamp::new(NOW), &both(12, 21), &RECOVERY, "guardian");
    assert_eq!(moved.unwrap().signal, Some("load"));
    let (_, moved) = Breaker::default().observe(Timestamp::new(NOW), &both(21, 22), &RECOVERY, "guardian");
    assert_eq!(moved.unwrap().signal, Some("pressure"), "of the same level, the first");
    let (breaker, _) = breaker.observe(Timestamp::new(NOW), &both(13, 2), &RECOVERY, "guardian");
    let (_, moved) = breaker.observe(Timestamp::new(NOW + 7_200), &both(13, 2), &RECOVERY, "guardian");
    let moved = moved.unwrap();
    assert_eq!((moved.signal, moved.threshold), (Some("pressure"), Some(Ratio::percent(20))));
}

#[rstest]
#[case::below_the_next_level(percent(35) - 1, Level::Restricted)]
#[case::at_the_next_level(percent(35), Level::Halted)]
#[case::calm(0, Level::Restricted)]
fn a_raise_only_raises(#[case] drawdown: u128, #[case] level: Level) {
    let mut breaker = tripped(20);
    observe(&mut breaker, NOW, &seen(0));
    let reading = Reading { signal: "load", drawdown: Ratio::from_atomics(drawdown), thresholds: THRESHOLDS };
    let (raised, moved) = breaker.raise(Timestamp::new(NOW), &reading);
    assert_eq!((raised.level(), moved.is_some()), (level, level == Level::Halted));
    assert_eq!(raised.calm_since().is_none(), level == Level::Halted);
}

#[test]
fn the_peak_is_the_highest_since_it_was_taken() {
    let mut breaker = tripped(20);
    observe(&mut breaker, NOW, &seen(0));
    observe(&mut breaker, NOW + 7_200, &seen(0));
    assert_eq!(breaker.level(), Level::Caution);
    assert_eq!(breaker.take_peak(), Level::Restricted);
    assert_eq!(breaker.take_peak(), Level::Caution);
    observe(&mut breaker, NOW + 9_000, &seen(0));
    assert_eq!([breaker.take_peak(), breaker.take_peak()], [Level::Caution, Level::Normal]);
}

#[test]
fn a_raise_that_was_left_again_still_counts_for_the_peak() {
    let mut breaker = tripped(20);
    breaker.take_peak();
    let reading = Reading { signal: "load", drawdown: Ratio::percent(35), thresholds: THRESHOLDS };
    breaker = breaker.raise(Timestamp::new(NOW), &reading).0;
    observe(&mut breaker, NOW, &seen(0));
    observe(&mut breaker, NOW + RECOVERY.dwell.halted.seconds(), &seen(0));
    assert_eq!(breaker.level(), Level::Restricted);
    assert_eq!(breaker.take_peak(), Level::Halted);
}

#[rstest]
#[case::no_time(0, false)]
#[case::a_second(1, true)]
#[case::the_longest(1_000, true)]
#[case::a_second_longer(1_001, false)]
fn a_trip_has_a_longest_time(#[case] length: u64, #[case] works: bool) {
    let error = TripError::Length { max: Duration::new(1_000), found: Duration::new(length) };
    let result = Breaker::default()
        .trip(Timestamp::new(NOW), Duration::new(length), Duration::new(1_000), &RECOVERY)
        .map(|_| ());
    assert_eq!(result, if works { Ok(()) } else { Err(error) });
}

#[test]
fn a_trip_lasts_until_it_ends_and_cannot_be_prolonged() {
    let mut breaker = Breaker::default()
        .trip(Timestamp::new(NOW), Duration::new(500), Duration::new(1_000), &RECOVERY)
        .unwrap();
    assert_eq!(observe(&mut breaker, NOW, &seen(0)), Level::Halted);
    assert!(
        breaker.is_tripped_by_guardian(Timestamp::new(NOW + 499))
            && !breaker.is_tripped_by_guardian(Timestamp::new(NOW + 500))
    );
    assert_eq!(
        breaker.earliest_recovery(&RECOVERY, Timestamp::new(NOW)),
        Some(Timestamp::new(NOW + 500 + 21_600))
    );
    // Calm counts from the end of the trip on.
    observe(&mut breaker, NOW + 499, &seen(0));
    assert_eq!(breaker.calm_since(), None);
    observe(&mut breaker, NOW + 500, &seen(0));
    assert_eq!(breaker.calm_since(), Some(Timestamp::new(NOW + 500)));

    let next = NOW + 500 + 2 * 500 + 3 * 30_600;
    assert_eq!(
        breaker.guardian_trip(),
        GuardianTrip { until: Timestamp::new(NOW + 500), next: Timestamp::new(next) }
    );
    let error = TripError::Cooldown { next: Timestamp::new(next), now: Timestamp::new(next - 1) };
    assert_eq!(
        breaker.trip(Timestamp::new(next - 1), Duration::new(1), Duration::new(1_000), &RECOVERY),
        Err(error)
    );
    assert!(breaker.trip(Timestamp::new(next), Duration::new(1), Duration::new(1_000), &RECOVERY).is_ok());
}

#[test]
fn a_trip_that_nobody_observes_still_ends_the_calm() {
    let mut breaker = tripped(35);
    observe(&mut breaker, NOW, &seen(0));
    let mut breaker = breaker
        .trip(Timestamp::new(NOW + 21_000), Duration::new(1_000), Duration::new(1_000), &RECOVERY)
        .unwrap();
    assert_eq!(observe(&mut breaker, NOW + 22_000, &seen(0)), Level::Halted);
    assert_eq!(observe(&mut breaker, NOW + 22_000 + 21_600, &seen(0)), Level::Restricted);
}

#[rstest]
#[case::as_they_are([10, 20, 35], None)]
#[case::as_low_and_as_close_as_they_may([5, 10, 15], None)]
#[case::as_high_as_they_may([85, 90, 95], None)]
#[case::noise([4, 20, 35], Some("pressure: expected the threshold of level 1 to be at least 0.05, found 0.04"))]
#[case::too_close([10, 14, 35], Some("pressure: expected the threshold of level 2 to be at least 0.15, found 0.14"))]
#[case::reversed([10, 40, 35], Some("pressure: expected the threshold of level 3 to be at least 0.45, found 0.35"))]
#[case::ruin([10, 20, 96], Some("pressure: expected the threshold of level 3 to be at most 0.95, found 0.96"))]
fn thresholds_are_apart(#[case] points: [u64; 3], #[case] error: Option<&str>) {
    let [caution, restricted, halted] = points.map(Ratio::percent);
    let result = Thresholds { caution, restricted, halted }.validate("pressure");
    assert_eq!(result.err().map(|error| error.to_string()).as_deref(), error);
}

#[rstest]
#[case::none(0, 60, false)]
#[case::the_smallest(1, 60, true)]
#[case::the_largest(ONE / 10 * 9, 60, true)]
#[case::no_hysteresis(ONE / 10 * 9 + 1, 60, false)]
#[case::no_dwell(ONE / 2, 59, false)]
#[case::a_week(ONE / 2, 604_800, true)]
#[case::more_than_a_week(ONE / 2, 604_801, false)]
fn a_recovery_has_hysteresis_and_dwells(#[case] exit: u128, #[case] dwell: u64, #[case] good: bool) {
    for level in 0..3 {
        let mut dwells = [1_800; 3];
        dwells[level] = dwell;
        let [caution, restricted, halted] = dwells;
        let dwell = Dwell {
            caution: Duration::new(caution),
            restricted: Duration::new(restricted),
            halted: Duration::new(halted),
        };
        let recovery = Recovery { exit: Ratio::from_atomics(exit), dwell };
        assert_eq!(recovery.validate().is_ok(), good);
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// B10: whatever the pressure does, the level moves at most so often a day.
    #[test]
    fn no_path_makes_it_flap(path in prop::collection::vec((1..4_000u64, 0..40u64), 1..300)) {
        let mut breaker = Breaker::default();
        let mut now = NOW;
        let mut moves = vec![];
        for (elapsed, drawdown) in path {
            now += elapsed;
            let before = breaker.level();
            if observe(&mut breaker, now, &seen(percent(drawdown))) != before {
                moves.push(now);
            }
            // A level is left after half an hour at the earliest, and entered after one below it was left.
            let today = moves.iter().filter(|time| now - **time < 86_400).count();
            prop_assert!(today <= 2 * 48 + 3);
            prop_assert!(breaker.level() >= THRESHOLDS.level(Ratio::percent(drawdown)));
        }
    }
}

#[test]
fn levels_come_down_one_by_one() {
    let down = [Level::Halted, Level::Restricted, Level::Caution, Level::Normal].map(Level::lower);
    assert_eq!(down, [Level::Restricted, Level::Caution, Level::Normal, Level::Normal]);
}
