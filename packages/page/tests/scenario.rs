//! The crash: what the guardrails promise holds, and what is written says what happened.

#![allow(missing_docs)]

use std::sync::LazyLock;

use ballast_guardrails::Level;
use ballast_math::{Duration, Price, Usd};
use ballast_page::scenario;
use ballast_presets::{Preset, PresetName};
use ballast_replay::replay::Settings;
use ballast_replay::scenario::{Comparison, ScenarioName, compare, crash60, net};
use ballast_sandbox::SupplyKind;
use rstest::rstest;

const SETTINGS: Settings = Settings { epoch_length: Duration::DAY, supply: SupplyKind::TokenFactory };

fn run(preset: PresetName, settings: Settings) -> Comparison {
    let preset = Preset::load(preset).unwrap();
    compare(ScenarioName::Crash60, &preset, &settings, &|_| ()).unwrap()
}

static CRASH: LazyLock<Comparison> = LazyLock::new(|| run(PresetName::Typical, SETTINGS));

#[test]
fn usage_falls_by_60_percent_and_the_price_by_half_within_two_weeks() {
    let rows = crash60::history().unwrap().rows;
    let (before, bottom) = (&rows[29], &rows[43]);
    assert_eq!(rows.len(), 134);
    assert_eq!((before.demand, before.price), (Usd::new(200_000_000_000), "2".parse::<Price>().unwrap()));
    assert_eq!((bottom.demand, bottom.price), (Usd::new(80_000_000_000), "1".parse::<Price>().unwrap()));
    assert_eq!(rows[73].demand, bottom.demand, "a month at the bottom");
    assert_eq!((rows[133].demand, rows[133].price), (Usd::new(160_000_000_000), "1.4".parse().unwrap()));
    for pair in rows.windows(2) {
        assert_eq!(pair[0].end, pair[1].start);
        assert_eq!(Some(pair[0].price), pair[1].opening, "the price does not jump overnight");
    }
}

#[test]
fn before_the_crash_a_little_more_burns_than_is_minted() {
    let calm = &CRASH.with.epochs[29];
    let coverage = calm.burned.get() * 1_000 / calm.minted.get();
    assert!((1_045..1_060).contains(&coverage), "{coverage}");
}

#[test]
fn both_runs_burn_and_settle_the_same() {
    for (with, without) in CRASH.with.epochs.iter().zip(&CRASH.without.epochs) {
        assert_eq!((with.burned, with.usd_settled), (without.burned, without.usd_settled));
        assert_eq!(with.usd_settled, with.demand_usd, "everything was settled");
    }
}

#[test]
fn with_guardrails_no_epoch_from_trip_to_recovery_has_positive_net_emission() {
    let crisis = CRASH.crisis.as_ref().unwrap();
    assert!(crisis.last - crisis.first >= 30, "a crisis, not a blip");
    assert!(crisis.recovery.is_some());
    for (with, _) in CRASH.crisis_lines() {
        assert!(with.level > Level::Normal, "one crisis from its trip to its recovery, epoch {}", with.epoch);
        assert!(net(with) <= 0, "epoch {}", with.epoch);
    }
    assert!(CRASH.promise_kept());
}

#[test]
fn without_them_every_one_of_the_same_epochs_has() {
    for (_, without) in CRASH.crisis_lines() {
        assert_eq!(without.level, Level::Normal);
        assert!(net(without) > 0, "epoch {}", without.epoch);
    }
    let supplies = (CRASH.with.totals.supply, CRASH.without.totals.supply, CRASH.with.meta.seed_supply);
    assert!(supplies.0 < supplies.2 && supplies.2 < supplies.1, "{supplies:?}");
}

#[test]
fn the_breaker_trips_within_five_days_and_its_moves_are_on_record() {
    let crisis = CRASH.crisis.as_ref().unwrap();
    assert!((crisis.first as u64) < crash60::FIRST_DAY + 4, "{}", crisis.first);
    assert_eq!(CRASH.with.totals.trips, 2);
    assert!(CRASH.without.history.is_empty());
}

/// Why the preset's breaker remembers 90 epochs: with the standard 30 it forgets the good days in the middle of the bad ones.
#[test]
fn with_a_memory_of_30_epochs_the_breaker_comes_down_too_soon() {
    let mut preset = Preset::load(PresetName::Typical).unwrap();
    preset.params.breaker.usage_window = 30;
    let forgetful = compare(ScenarioName::Crash60, &preset, &SETTINGS, &|_| ()).unwrap();
    assert!(forgetful.promise_kept());
    let positive: Vec<u64> =
        forgetful.crisis_lines().filter(|(with, _)| net(with) > 0).map(|(with, _)| with.epoch).collect();
    assert_eq!(positive, (63..70).collect::<Vec<u64>>());
}

#[test]
fn the_same_scenario_twice_is_the_same_to_the_byte() {
    let again = run(PresetName::Typical, SETTINGS);
    assert_eq!(serde_json::to_string(&again).unwrap(), serde_json::to_string(&*CRASH).unwrap());
    let bytes = |comparison: &Comparison| scenario::files(comparison).unwrap();
    assert_eq!(bytes(&again), bytes(&CRASH));
}

/// Other economies, and other lengths of an epoch, on the same path: what is promised holds for them too.
#[rstest]
#[case::ballast(PresetName::Ballast, 86_400)]
#[case::render(PresetName::Render, 86_400)]
#[case::helium(PresetName::Helium, 86_400)]
#[case::akash(PresetName::Akash, 86_400)]
#[case::half_days(PresetName::Typical, 43_200)]
fn the_promise_holds_for_every_preset(#[case] preset: PresetName, #[case] epoch_length: u64) {
    let comparison = run(preset, Settings { epoch_length: Duration::new(epoch_length), ..SETTINGS });
    assert!(comparison.promise_kept());
    assert_eq!(scenario::files(&comparison).unwrap().len(), 5);
}

#[test]
fn the_report_needs_nothing_else_and_says_both_figures() {
    let files = scenario::files(&CRASH).unwrap();
    let html = &files.iter().find(|file| file.name == "crash60.html").unwrap().content;
    let html = String::from_utf8_lossy(html);
    for request in ["http://", "https://", "<script", "<link", "<img", "@import", "src="] {
        assert!(!html.contains(request), "{request}");
    }
    assert!(!html.contains("#0100"), "a colour that the style sheet does not know");
    for tag in ["section", "figure", "svg", "table", "tr", "th", "td", "div", "dl", "ul", "li", "p"] {
        let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "<{tag}> is closed");
    }
    for expected in ["less than it burned. Without them it minted ", "more than it burned.", "level 0 again"]
    {
        assert!(html.contains(expected), "{expected}");
    }
    assert!(html.len() < 400_000, "{} bytes", html.len());
}
