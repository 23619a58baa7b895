//! Replays: the sums agree with each other and with what the networks published.

#![allow(missing_docs)]

use std::path::PathBuf;

use ballast_api::{HistoryEvent, Proposal};
use ballast_guardrails::Level;
use ballast_math::{Cap, Duration, ONE, Timestamp, Tokens, Usd};
use ballast_presets::{Preset, PresetName};
use ballast_replay::history::{Columns, History};
use ballast_replay::outcome::Outcome;
use ballast_replay::replay::{Settings, replay};
use ballast_sandbox::SupplyKind;
use rstest::rstest;

const DAY: u64 = 86_400;
const SETTINGS: Settings = Settings { epoch_length: Duration::DAY, supply: SupplyKind::TokenFactory };

fn preset(name: PresetName) -> Preset {
    Preset::load(name).unwrap()
}

fn run(preset: &Preset, history: &History, settings: Settings) -> Outcome {
    replay(preset, history, &settings, &|_| ()).unwrap()
}

fn parse(text: &str, preset: &Preset) -> History {
    History::parse(text.as_bytes(), "test".to_owned(), &Columns::default(), preset).unwrap()
}

/// A history of the network itself, where the published data are at hand.
fn published(file: &str, preset: &Preset) -> Option<History> {
    let Some(folder) = std::env::var_os("BALLAST_DATA") else {
        println!("skipped: BALLAST_DATA is not set");
        return None;
    };
    Some(History::from_file(&PathBuf::from(folder).join(file), &Columns::default(), preset).unwrap())
}

#[rstest]
#[case::ballast(PresetName::Ballast)]
#[case::render(PresetName::Render)]
#[case::helium(PresetName::Helium)]
#[case::filecoin(PresetName::Filecoin)]
#[case::akash(PresetName::Akash)]
fn every_preset_replays_the_built_in_history_and_its_sums_agree(#[case] name: PresetName) {
    let preset = preset(name);
    let history = History::built_in(&preset).unwrap();
    let outcome = run(&preset, &history, SETTINGS);
    let totals = &outcome.totals;

    assert_eq!(outcome.epochs.len(), 511);
    assert_eq!(totals.usd_settled, totals.demand_usd, "everything that was asked for was settled");
    let demand: u128 = history.rows.iter().map(|row| row.demand.get()).sum();
    assert_eq!(totals.demand_usd, Usd::new(demand), "cutting rows into epochs loses nothing");
    let sum = |amount: fn(&ballast_replay::outcome::EpochLine) -> Tokens| -> u128 {
        outcome.epochs.iter().map(|line| amount(line).get()).sum()
    };
    assert_eq!(totals.burned.get(), sum(|line| line.burned));
    assert_eq!(totals.minted.get(), sum(|line| line.minted));
    let periods: u128 = outcome.periods.iter().map(|line| line.minted.get()).sum();
    assert_eq!(periods, totals.minted.get());
    assert_eq!(
        totals.supply.get() + totals.burned.get(),
        preset.seed_supply.get() + totals.minted.get(),
        "the supply moved by what was minted and burned"
    );
    for line in &outcome.epochs {
        assert!(line.granted <= line.requested);
        assert_eq!(line.binding.is_some(), line.granted < line.requested, "epoch {}", line.epoch);
    }
}

/// Burned in the replay against burned in reality: the same bill at the same price.
#[test]
fn under_renders_rule_the_built_in_history_burns_what_render_burned() {
    let preset = preset(PresetName::Render);
    let outcome = run(&preset, &History::built_in(&preset).unwrap(), SETTINGS);
    for line in &outcome.periods {
        let published = line.published.burned.unwrap();
        let error = line.burned.get().abs_diff(published.get());
        assert!(error * 1_000_000 <= published.get(), "{} against {published}", line.burned);
    }
}

/// About six: 47,435 and then 15,000 a week against 275,208 tokens burned in 52 weeks.
#[test]
fn render_mints_about_six_tokens_per_token_burned_in_its_first_year() {
    let preset = preset(PresetName::Render);
    let outcome = run(&preset, &History::built_in(&preset).unwrap(), SETTINGS);
    let ratio = outcome.totals.first_year_mint_per_burn.unwrap().atomics();
    assert!((5 * ONE..7 * ONE).contains(&ratio), "{ratio}");
    let published = outcome.totals.published_first_year_mint_per_burn.unwrap().atomics();
    assert!((6 * ONE..6 * ONE + ONE / 4).contains(&published), "{published}");
}

/// A day cut into four gives the same burns to a unit per line, and the same schedule to the unit.
#[test]
fn shorter_epochs_change_neither_burns_nor_schedule() {
    let preset = preset(PresetName::Render);
    let history = parse("start,demand_usd,price_usd\n2024-03-01,700,2\n2024-03-08,900,2\n", &preset);
    let daily = run(&preset, &history, SETTINGS).totals;
    let quarterly =
        run(&preset, &history, Settings { epoch_length: Duration::new(DAY / 4), ..SETTINGS }).totals;
    assert_eq!(daily.usd_settled, quarterly.usd_settled);
    assert!(daily.burned.get().abs_diff(quarterly.burned.get()) <= 8 * 4 * 14);
    // 47,435 a week for two weeks; rounding remainders of one reward pool are granted in a later one, not minted again.
    for minted in [daily.minted, quarterly.minted] {
        let scheduled = 2 * 47_435 * 100_000_000;
        assert!(minted.get() <= scheduled && scheduled - minted.get() <= 6 * 56, "{minted}");
    }
}

#[test]
fn the_same_replay_twice_is_the_same_to_the_byte() {
    let preset = preset(PresetName::Ballast);
    let history = History::built_in(&preset).unwrap();
    let text = || serde_json::to_string(&run(&preset, &history, SETTINGS)).unwrap();
    assert_eq!(text(), text());
}

/// Credits under Helium's rule, deposits under Ballast's: a cw20 token gives the same figures as a native one.
#[rstest]
#[case::credits(PresetName::Helium)]
#[case::deposits(PresetName::Ballast)]
fn the_kind_of_token_makes_no_difference(#[case] name: PresetName) {
    let preset = preset(name);
    let history = parse("start,demand_usd,price_usd\n2024-03-01,700,2\n2024-03-08,900,2.1\n", &preset);
    let text =
        |supply| serde_json::to_string(&run(&preset, &history, Settings { supply, ..SETTINGS })).unwrap();
    assert_eq!(text(SupplyKind::TokenFactory), text(SupplyKind::Cw20));
}

/// A price that jumps by more than its band cannot be used until the average has followed.
#[test]
fn demand_that_cannot_be_settled_is_shown_and_not_hidden() {
    let preset = preset(PresetName::Ballast);
    let history = parse("start,demand_usd,price_usd\n2024-03-01,240,2\n2024-03-02,240,20\n", &preset);
    let outcome = run(&preset, &history, Settings { epoch_length: Duration::HOUR, ..SETTINGS });
    let totals = outcome.totals;
    assert!(totals.usd_settled < totals.demand_usd);
    assert!(totals.epochs_above_normal() > 0);
    assert!(totals.binding.iter().any(|(cap, _)| *cap == Cap::NoWork || *cap == Cap::Breaker));
}

#[test]
fn a_supply_too_small_for_the_demand_is_an_error_that_says_so() {
    let mut preset = preset(PresetName::Ballast);
    preset.seed_supply = Tokens::new(1_000_000);
    let history = parse("start,demand_usd,price_usd\n2024-03-01,240,2\n2024-03-02,240,2\n", &preset);
    let error = replay(&preset, &history, &SETTINGS, &|_| ()).unwrap_err();
    assert!(format!("{error:#}").contains("choose a larger --seed-supply"), "{error:#}");
}

/// The published issuance of the weeks in which the rule alone decided, to 10⁻⁴ HNT.
#[test]
fn heliums_published_issuance_is_reproduced() {
    let preset = preset(PresetName::Helium);
    let Some(history) = published("helium_weekly.csv", &preset) else { return };
    let outcome = run(&preset, &history, SETTINGS);
    let weeks = outcome.periods.iter().filter(|line| {
        let published = line.published.minted.unwrap();
        line.minted.get().abs_diff(published.get()) <= 10_000
    });
    let weeks: Vec<String> = weeks.map(|line| day(line.start.seconds())).collect();
    // 34.24 HNT a day of re-emission until June 2023, 1,643.83561643 in the last week of the data.
    let expected = [
        "2023-04-24",
        "2023-05-01",
        "2023-05-08",
        "2023-05-15",
        "2023-05-22",
        "2023-05-29",
        "2023-06-05",
        "2023-06-12",
        "2025-08-25",
    ];
    assert_eq!(weeks, expected);
}

/// Helium's one stroke becomes six sets under the constitution; the last one is in force on the date.
#[test]
fn a_dated_change_goes_through_governance_and_is_in_force_on_its_date() {
    let preset = preset(PresetName::Helium);
    let text =
        "start,demand_usd,price_usd\n2023-06-01,70000,1.5\n2023-06-15,70000,1.5\n2023-06-29,70000,1.5\n";
    let outcome = run(&preset, &parse(text, &preset), SETTINGS);
    let executed: Vec<(Timestamp, String, String)> = outcome
        .history
        .iter()
        .flat_map(|entry| match &entry.what {
            HistoryEvent::Executed { proposal: Proposal::Changes(changes), .. } => {
                changes.iter().map(|change| (entry.at.time, change.from.clone(), change.to.clone())).collect()
            }
            _ => vec![],
        })
        .collect();
    let doubled: Vec<&str> = executed.iter().map(|(_, _, to)| to.as_str()).collect();
    assert_eq!(
        doubled,
        ["6848000000", "13696000000", "27392000000", "54784000000", "109568000000", "164383561643"]
    );
    let in_force = preset.changes[0].from;
    let last = executed.last().unwrap().0;
    assert!(last < in_force && last.seconds() + DAY >= in_force.seconds(), "in the epoch before");
    assert_eq!(day(executed[0].0.seconds()), "2023-06-18", "the cap of before holds until then");
    // 5,000 USD a day at 1.50 burn 3,333 HNT, above every cap.
    let reminted = |date: &str| {
        let line = outcome.epochs.iter().find(|line| day(line.start.seconds()) == date).unwrap();
        line.granted.get() - line.from_budget.get()
    };
    assert_eq!(reminted("2023-06-18"), 3_424_000_000);
    assert_eq!(reminted("2023-06-19"), 6_848_000_000);
    assert_eq!(reminted("2023-06-29"), 164_383_561_643);
}

#[test]
fn a_history_that_begins_after_a_change_starts_with_it() {
    let preset = preset(PresetName::Helium);
    let text = "start,demand_usd,price_usd\n2024-03-01,700,2\n2024-03-08,900,2\n";
    assert!(run(&preset, &parse(text, &preset), SETTINGS).history.is_empty());
    let params = preset.params_at(preset.changes[0].from).unwrap();
    assert_eq!(params.policy.mint.remint_cap.unwrap().amount, Tokens::new(164_383_561_643));
}

/// What a preset says of its breaker is what the contract does: the signals of the two real networks are off.
#[rstest]
#[case::ballast(PresetName::Ballast, true)]
#[case::render(PresetName::Render, false)]
#[case::helium(PresetName::Helium, false)]
#[case::filecoin(PresetName::Filecoin, false)]
#[case::akash(PresetName::Akash, true)]
fn the_level_of_every_epoch_and_the_moves_agree(#[case] name: PresetName, #[case] trips: bool) {
    let preset = preset(name);
    let outcome = run(&preset, &History::built_in(&preset).unwrap(), SETTINGS);
    let totals = &outcome.totals;
    assert_eq!(totals.epochs_at_level.iter().sum::<u32>(), totals.epochs);
    assert_eq!(totals.epochs_above_normal() > 0, trips);
    assert_eq!(totals.trips > 0, trips);
    for line in outcome.epochs.iter().filter(|line| line.level > Level::Normal) {
        assert!(line.minted <= line.burned, "epoch {}", line.epoch);
    }
    let numbers: Vec<u64> = outcome.history.iter().map(|entry| entry.number).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "no entry twice");
}

/// The scheduled job rewards, in every week whose published rewards followed the schedule: 34 of 73.
#[test]
fn renders_scheduled_job_rewards_are_reproduced() {
    let preset = preset(PresetName::Render);
    let Some(history) = published("render_weekly.csv", &preset) else { return };
    let outcome = run(&preset, &history, SETTINGS);
    let exact = outcome.periods.iter().filter(|line| {
        let published = line.published.minted.unwrap();
        line.minted.get().abs_diff(published.get()) <= 10_000
    });
    assert_eq!(exact.count(), 34);
    for line in &outcome.periods {
        let tokens = if line.start < Timestamp::new(1_717_545_600) { 47_435 } else { 15_000 };
        let scheduled = tokens * 100_000_000u128;
        assert!(line.minted.get() <= scheduled && scheduled - line.minted.get() < 100, "{}", line.minted);
    }
}

fn day(seconds: u64) -> String {
    jiff::Timestamp::from_second(seconds as i64).unwrap().strftime("%Y-%m-%d").to_string()
}
