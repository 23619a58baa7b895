//! The stress lab: what it promises about its runs, whoever makes them and in whatever order.

use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use ballast_math::{Duration, Ratio};
use ballast_presets::{Preset, PresetName};
use ballast_stress::presets::{self as stress, Sampling, StressReport, stress};
use ballast_stress::{
    Figures, Measure, PairedStudy, PriceModel, Sample, Scenario, Seed, Setting, Study, Tallies, run,
};
use rstest::rstest;

fn setting(name: PresetName, days: u32) -> Setting {
    stress::setting(&Preset::load(name).unwrap(), PriceModel::Exchange, Duration::DAY, days).unwrap()
}

fn outcome(threads: usize, runs: u32) -> StressReport {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let scenarios = [Scenario::Crash60, Scenario::BankRun];
    let setting = setting(PresetName::Ballast, 200);
    pool.install(|| stress("ballast", &setting, &scenarios, Sampling { seed: 5, runs }, |_| ()).unwrap())
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let bytes = |threads| serde_json::to_vec(&outcome(threads, 100)).unwrap();
    let one = bytes(1);
    assert_eq!(one, bytes(2));
    assert_eq!(one, bytes(7));
}

#[test]
fn a_run_alone_is_the_run_of_the_study() {
    let outcome = outcome(2, 60);
    let setting = setting(PresetName::Ballast, 200);
    for stressed in &outcome.scenarios {
        for worst in &stressed.with.worst {
            assert_eq!(run(&setting, worst.seed, &mut (), |_| ()).unwrap(), worst.run);
        }
        // The first of the worst is the worst of all.
        let all = (0..60).map(|number| {
            let seed = Seed { master: 5, scenario: stressed.scenario, run: number };
            run(&setting, seed, &mut (), |_| ()).unwrap().net_emission
        });
        assert_eq!(all.max().unwrap(), stressed.with.worst[0].run.net_emission);
    }
}

#[test]
fn another_seed_another_path() {
    let setting = setting(PresetName::Ballast, 100);
    let at = |master, scenario, number| {
        let mut prices = vec![];
        let seed = Seed { master, scenario, run: number };
        run(&setting, seed, &mut (), |epoch| prices.push(epoch.price)).unwrap();
        prices
    };
    let base = at(1, Scenario::BaseGrowth, 0);
    assert_eq!(base, at(1, Scenario::BaseGrowth, 0));
    for other in
        [at(2, Scenario::BaseGrowth, 0), at(1, Scenario::Stagnation, 0), at(1, Scenario::BaseGrowth, 1)]
    {
        assert_ne!(base, other);
    }
}

#[rstest]
fn no_epoch_above_level_0_mints_more_than_it_burns(
    #[values(PresetName::Ballast, PresetName::Akash, PresetName::Typical)] name: PresetName,
    #[values(PriceModel::Exchange, PriceModel::Discounted)] model: PriceModel,
) {
    let setting = stress::setting(&Preset::load(name).unwrap(), model, Duration::DAY, 365).unwrap();
    for scenario in Scenario::ALL {
        let study = Study::of(&setting, Sample { master: 3, scenario, runs: 12 }, |_| ()).unwrap();
        assert!(study.tally(Measure::Restricted).mean() >= 0.0);
        assert_eq!(study.sketch(Measure::BrokenPromises).quantile(1.0), Some(0), "{name:?} {scenario:?}");
    }
}

/// With γ ≤ 1 and no schedule nobody gains by paying themselves, nor by a meter that bills for nothing.
#[test]
fn a_whale_that_pays_itself_loses_in_every_run() {
    let ballast = setting(PresetName::Ballast, 365);
    let study =
        Study::of(&ballast, Sample { master: 1, scenario: Scenario::Whale, runs: 60 }, |_| ()).unwrap();
    let gain = study.sketch(Measure::WhaleGain);
    assert!(gain.quantile(1.0).unwrap() < 0, "{:?}", gain.quantile(1.0));
    // A schedule pays whoever works, whether the work is real or not.
    let scheduled = setting(PresetName::Filecoin, 365);
    let study =
        Study::of(&scheduled, Sample { master: 1, scenario: Scenario::Whale, runs: 20 }, |_| ()).unwrap();
    assert!(study.sketch(Measure::WhaleGain).quantile(0.0).unwrap() > 0);
}

#[test]
fn paired_differences_are_the_difference_of_the_means() {
    let base = setting(PresetName::Ballast, 120);
    let mut other = base.clone();
    other.network.policy.mint.breaker.caution = Ratio::percent(25);
    let sample = Sample { master: 9, scenario: Scenario::Crash60, runs: 50 };
    let mean = |setting: &Setting, measure| Study::of(setting, sample, |_| ()).unwrap().tally(measure).mean();
    let paired = PairedStudy::of(&base, &other, &[], sample, |_| ()).unwrap();
    for measure in Measure::ALL {
        let difference = mean(&other, measure) - mean(&base, measure);
        assert!((paired.differences.of(measure).mean() - difference).abs() < 1e-6, "{measure:?}");
    }
    assert!(paired.differences.of(Measure::NetEmission).mean() < 0.0);

    let none = PairedStudy::of(&base, &base.clone(), &[], sample, |_| ()).unwrap();
    for measure in Measure::ALL {
        assert_eq!(
            (none.differences.of(measure).mean(), none.differences.of(measure).margin()),
            (0.0, 0.0),
            "{measure:?}"
        );
    }
}

#[test]
fn every_run_is_made_once_and_tells_of_both_and_of_their_parts() {
    let base = setting(PresetName::Ballast, 120);
    let changed = |caution, restricted| {
        let mut setting = base.clone();
        let breaker = &mut setting.network.policy.mint.breaker;
        (breaker.caution, breaker.restricted) = (Ratio::percent(caution), Ratio::percent(restricted));
        setting
    };
    let (one, other, both) = (changed(25, 10), changed(50, 5), changed(25, 5));
    let sample = Sample { master: 9, scenario: Scenario::Crash60, runs: 40 };
    let made = AtomicU64::new(0);
    let count = |runs| {
        made.fetch_add(runs, Ordering::Relaxed);
    };
    let paired = PairedStudy::of(&base, &both, &[one.clone(), other.clone()], sample, count).unwrap();
    assert_eq!(made.into_inner(), 4 * 40);
    let alone = [&base, &both].map(|setting| Study::of(setting, sample, |_| ()).unwrap());
    for (study, alone) in [&paired.base, &paired.other].into_iter().zip(&alone) {
        assert_eq!(study.worst, alone.worst);
        assert_eq!(study.fan.levels(), alone.fan.levels());
        for measure in Measure::ALL {
            assert_eq!(study.tally(measure), alone.tally(measure));
            assert_eq!(study.sketch(measure).quantile(0.95), alone.sketch(measure).quantile(0.95));
        }
    }
    for (setting, found) in [one, other].iter().zip(&paired.parts) {
        let expected = PairedStudy::of(&base, setting, &[], sample, |_| ()).unwrap();
        assert_eq!(*found, expected.differences);
    }
    let mean = |tallies: &Tallies| tallies.of(Measure::NetEmission).mean();
    let parts: f64 = paired.parts.iter().map(mean).sum();
    assert!((mean(&paired.differences) - parts - mean(&paired.left_over)).abs() < 1e-6);
    assert_ne!(mean(&paired.left_over), 0.0);
}

#[test]
fn figures_without_paths_are_those_of_a_study() {
    let setting = setting(PresetName::Ballast, 120);
    let sample = Sample { master: 4, scenario: Scenario::BankRun, runs: 40 };
    let (figures, study) =
        (Figures::of(&setting, sample, |_| ()).unwrap(), Study::of(&setting, sample, |_| ()).unwrap());
    for measure in Measure::ALL {
        assert_eq!(figures.tally(measure), study.tally(measure));
        for share in [0.05, 0.5, 0.95] {
            assert_eq!(figures.sketch(measure).quantile(share), study.sketch(measure).quantile(share));
        }
    }
}

#[test]
fn guardrails_are_worth_something_where_they_are_on() {
    for name in [PresetName::Ballast, PresetName::Typical] {
        let setting = setting(name, 365);
        let free = Setting { network: setting.network.unguarded(), ..setting.clone() };
        let sample = Sample { master: 1, scenario: Scenario::Crash60, runs: 40 };
        let p95 = |setting: &Setting| {
            Study::of(setting, sample, |_| ()).unwrap().sketch(Measure::NetEmission).quantile(0.95).unwrap()
        };
        assert!(p95(&setting) < p95(&free), "{name:?}");
    }
}

fn ballast(arguments: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_ballast"))
        .args(arguments)
        .args(["--out", folder.path().to_str().unwrap()])
        .output()
        .unwrap()
}

#[test]
fn the_command_prints_every_scenario_and_how_to_repeat_the_worst_run() {
    let output = ballast(&["stress", "crash60", "whale", "--runs", "8", "--days", "200"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(text.contains(" crash60 ") && text.contains(" whale ") && !text.contains(" bank-run "), "{text}");
    let command = text.lines().find_map(|line| line.split_once("cargo ballast ")).unwrap().1;
    let mut again: Vec<&str> = command.split(' ').collect();
    again.extend(["--days", "200"]);
    let one = ballast(&again);
    let one_text = String::from_utf8(one.stdout).unwrap();
    assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
    // The worst run's figure stands in both.
    let figure = text.lines().find(|line| line.contains("cargo ballast")).unwrap();
    let figure = figure.split_once("emission, ").unwrap().1.split_once('%').unwrap().0;
    assert!(one_text.contains(figure), "{figure} in {one_text}");
}

#[rstest]
#[case::unknown(&["stress", "boom"], "expected one of base-growth")]
#[case::no_runs(&["stress", "--runs", "0"], "--runs must be above zero")]
#[case::run_of_many(&["stress", "--run", "3"], "name one scenario")]
#[case::too_long(&["stress", "--days", "4000"], "4000")]
#[case::epoch(&["stress", "--epoch", "2y"], "366 d")]
fn bad_arguments_are_told(#[case] arguments: &[&str], #[case] told: &str) {
    let output = ballast(arguments);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && text.contains(told), "{text}");
}
