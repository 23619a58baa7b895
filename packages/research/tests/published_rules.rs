//! The rules that real networks published, to the last base unit, against what the presets hold of them.

#![allow(missing_docs)]

use ballast_math::{Duration, Emission, NetworkTime, Step, TimeRange, Timestamp, Tokens};
use ballast_presets::{Preset, PresetName};
use ballast_research::published::filecoin::{BYTES_PER_GPU, EPOCH, baseline};
use ballast_research::published::rules::{Floors, RENDER_MONTHLY, helium_floors, helium_smoothed, lumps};
use proptest::prelude::*;

const DAY: u64 = 86_400;
/// 1,643.83561643 HNT.
const HELIUM_CAP: u128 = 164_383_561_643;

fn preset(name: PresetName) -> Preset {
    Preset::load(name).unwrap()
}

fn steps(preset: &Preset) -> Vec<Step> {
    match preset.params.policy.mint.schedule.as_slice() {
        [Emission::Steps { steps }] => steps.clone(),
        other => panic!("{other:?}"),
    }
}

/// UNIX time of 1 August of a year.
fn august(year: u64) -> u64 {
    let date = jiff::civil::date(i16::try_from(year).unwrap(), 8, 1);
    jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).unwrap().as_second() as u64
}

#[test]
fn heliums_schedule_is_its_yearly_amount_by_the_days_of_the_year() {
    // HNT a year; a step lasts until the next one.
    let published = [
        (2022, 30_000_000, "8219178082192"),
        (2023, 15_000_000, "4098360655738"),
        (2024, 15_000_000, "4109589041096"),
        (2025, 7_500_000, "2054794520548"),
        (2027, 3_750_000, "1024590163934"),
        (2028, 3_750_000, "1027397260274"),
        (2029, 1_875_000, "513698630137"),
    ];
    let steps = steps(&preset(PresetName::Helium));
    assert_eq!(steps.len(), published.len());
    for (step, (year, hnt, rate)) in steps.iter().zip(published) {
        assert_eq!(step.from, Timestamp::new(august(year)), "{year}");
        assert_eq!((step.rate.amount.to_string().as_str(), step.rate.per), (rate, Duration::DAY), "{year}");
        let days = u128::from(august(year + 1) - august(year)) / u128::from(DAY);
        let units: u128 = hnt * 100_000_000;
        assert_eq!(step.rate.amount.get(), (units + days / 2) / days, "{year}: to the nearest unit");
    }
}

#[test]
fn heliums_two_floors_by_hand() {
    assert_eq!(helium_smoothed(0, 700), 100);
    assert_eq!(helium_smoothed(100, 0), 85);
    assert_eq!(helium_smoothed(13, 13), 11 + 1);
}

/// The bound in both directions, and that both ends can be had.
#[test]
fn ours_rounds_once_and_heliums_rule_twice() {
    // From nothing, 700 units give 100 exactly; a seventh of 18 decimals is a hair less.
    let first = helium_floors([700].into_iter(), None).unwrap();
    assert_eq!(first, Floors { min: -1, max: -1, sum: -1, same: 0 });
    // A burn of 13 a day: the average comes to 13, and theirs stays at 1.
    let steady = helium_floors(std::iter::repeat_n(13, 400), None).unwrap();
    assert_eq!(steady.max, 11);
    let long = helium_floors(lumps(200_000), None).unwrap();
    assert!(long.min >= -1 && long.max <= 12, "{long:?}");
    // The path must be able to show a difference.
    assert!(long.max >= 8 && long.same < 200_000, "{long:?}");
}

proptest! {
    #[test]
    fn ours_is_never_a_unit_below_nor_more_than_twelve_above_heliums(
        burns in proptest::collection::vec(prop_oneof![2 => Just(0u128), 1 => 0u128..50, 1 => 0u128..1_000_000_000_000_000], 1..400),
        capped in any::<bool>(),
    ) {
        let floors = helium_floors(burns.into_iter(), capped.then_some(HELIUM_CAP)).unwrap();
        prop_assert!(floors.min >= -1, "{:?}", floors);
        prop_assert!(floors.max <= 12, "{:?}", floors);
    }
}

#[test]
fn where_the_cap_decides_both_rules_say_the_same() {
    // A thousand times the cap every day: from the first day on the average is above it.
    let floors = helium_floors(std::iter::repeat_n(1_000 * HELIUM_CAP, 50), Some(HELIUM_CAP)).unwrap();
    assert_eq!(floors, Floors { min: 0, max: 0, sum: 0, same: 50 });
}

#[test]
fn renders_budget_is_a_fifth_of_its_first_supply() {
    let preset = preset(PresetName::Render);
    let render = |tokens: u128| Tokens::new(tokens * 100_000_000);
    assert_eq!(preset.seed_supply, render(536_870_912));
    assert_eq!(preset.emission_budget, render(536_870_912 / 5));
    assert_eq!(preset.emission_budget, render(107_374_182));
}

#[test]
fn renders_job_rewards_change_with_epoch_25() {
    let steps = steps(&preset(PresetName::Render));
    let week = 7 * DAY;
    let rates: Vec<(u64, u128)> =
        steps.iter().map(|step| (step.rate.per.seconds(), step.rate.amount.get())).collect();
    assert_eq!(rates, [(week, 4_743_500_000_000), (week, 1_500_000_000_000)]);
    // Epoch 1 begins on 2023-12-20.
    assert_eq!(steps[0].from, Timestamp::new(1_703_030_400));
    assert_eq!((steps[1].from.seconds() - steps[0].from.seconds()) / week, 24);
}

/// What Render says of its months, of their halves and of its weeks fits together, and the job rewards fit in.
#[test]
fn renders_sums_are_consistent() {
    let [first, second, third] = RENDER_MONTHLY;
    assert_eq!(12 * first, 9_126_804, "the first year, in RNP-006");
    assert_eq!((12 * second).div_ceil(100_000), 60, "5.9 million in the second, in RNP-018");
    assert_eq!(second, third);
    // Half is the network's, half of that the node operators': 190,142 a month, 43,758 a week.
    let operators = first.div_ceil(4);
    assert_eq!(operators, 190_142);
    assert_eq!(operators * 12 * 7 / 365, 43_758);
    // Under the rule they get less than that in a year, not more: 24 weeks of 47,435 and 28 of 15,000.
    let rewards = 24 * 47_435 + 28 * 15_000;
    assert_eq!(rewards, 1_558_440);
    assert!(rewards < 12 * operators);
    // 12,500 a month for availability are 2,884.62 a week.
    assert_eq!(12_500 * 12 * 100 / 52, 288_461);
    // At 15,000 a week the budget lasts for more than a century: other emissions spend it.
    assert!((107_374_182 - rewards) / (15_000 * 52) > 130);
}

#[test]
fn filecoins_schedules_sum_to_the_budget_and_halve_in_six_years() {
    let preset = preset(PresetName::Filecoin);
    let fil = |tokens: u128| Tokens::new(tokens * 10u128.pow(18));
    assert_eq!(preset.emission_budget, fil(1_100_000_000));
    let six_years = 6 * 365 * DAY;
    let [
        Emission::ExponentialDecay { start, total, half_life },
        Emission::Baseline { total: rest, half_life: same, baseline },
    ] = preset.params.policy.mint.schedule.as_slice()
    else {
        panic!("two schedules");
    };
    assert_eq!((*total, *half_life), (fil(330_000_000), Duration::new(six_years)));
    assert_eq!((*rest, *same), (fil(770_000_000), Duration::new(six_years)));
    assert_eq!(*start, baseline.start);
    // 2020-08-24T22:00:00Z.
    assert_eq!(*start, Timestamp::new(1_598_306_400));
    assert_eq!(baseline.doubling, Duration::days(365));
    let reward = preset.params.policy.reward;
    assert_eq!(
        (reward.vesting_share.to_string().as_str(), reward.vesting_period),
        ("0.75", Duration::days(180))
    );
}

/// 2,888,888,880,000,000,000 bytes in every epoch, at a petabyte to the GPU, without a remainder.
#[test]
fn filecoins_baseline_is_its_bytes_at_a_petabyte_to_the_gpu() {
    let baseline = baseline(&preset(PresetName::Filecoin)).unwrap();
    let bytes: u128 = 2_888_888_880_000_000_000;
    assert_eq!(u128::from(baseline.initial) * BYTES_PER_GPU, bytes * u128::from(baseline.per));
    // A day at the baseline moves the clock by a day, to a billionth of it.
    let day = TimeRange { start: baseline.start, end: Timestamp::new(baseline.start.seconds() + DAY) };
    let clock = NetworkTime::default().advance(&baseline, day, u128::MAX).unwrap();
    assert_eq!(clock.counted, 249_837_148, "2,888.88888 GPUs for a day, with the day's growth");
    let seconds = clock.theta as f64 / (1u128 << 64) as f64;
    assert!((seconds - DAY as f64).abs() < 1e-3, "{seconds}");
    // Work above the baseline counts for nothing, half of it moves the clock half as fast.
    let half = NetworkTime::default().advance(&baseline, day, clock.counted / 2).unwrap();
    let seconds = half.theta as f64 / (1u128 << 64) as f64;
    assert!((seconds / EPOCH.seconds() as f64 - 1_440.0).abs() < 1.0, "{seconds}");
}
