//! The pages of the presets say what is so: every computed part is computed again, every value is looked up.

#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use ballast_guardrails::Level;
use ballast_math::{TimeRange, Timestamp};
use ballast_page::table::Table;
use ballast_presets::{Preset, PresetName};
use ballast_research::overview::overview;
use ballast_research::part::part;
use ballast_research::published::helium::Kind;
use ballast_research::published::{Data, filecoin, helium, render, replay_built_in, rules, run};
use rstest::rstest;
use serde_json::Value;

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/presets")
}

fn page_of(name: &str) -> String {
    let path = pages().join(format!("{name}.md"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares a computed part of a page with what is computed now.
#[track_caller]
fn check(page: &str, name: &str, computed: &Table) {
    let text = page_of(page);
    let found = part(&text, name).unwrap();
    assert_eq!(
        found,
        computed.markdown(),
        "{page}.md: `cargo run -p ballast-research --example preset_charts` writes it"
    );
}

#[test]
fn the_index_says_what_each_preset_turns_on() {
    check("README", "overview", &overview().unwrap());
}

#[test]
fn heliums_rule_beside_ours_is_as_the_page_says() {
    check("helium", "rule", &rules::helium_table().unwrap());
}

#[test]
fn renders_emissions_beside_its_job_rewards_are_as_the_page_says() {
    check("render", "emissions", &rules::render_table().unwrap());
}

#[test]
fn the_ballast_preset_runs_as_the_page_says() {
    let outcome = replay_built_in(PresetName::Ballast).unwrap();
    check("ballast", "run", &run::totals_table(&outcome));
    assert!(outcome.epochs.iter().all(|line| line.minted <= line.burned), "as the chart's title says");
    assert!(outcome.epochs.iter().any(|line| line.level == Level::Halted));
}

/// An hour of GPU time for each USD moves the clock by a twelfth of the history's days, and the calendar mints the rest.
#[test]
fn the_filecoin_preset_runs_as_the_page_says() {
    let outcome = replay_built_in(PresetName::Filecoin).unwrap();
    check("filecoin", "run", &run::totals_table(&outcome));
    let preset = Preset::load(PresetName::Filecoin).unwrap();
    let baseline = filecoin::baseline(&preset).unwrap();
    let seconds = outcome.totals.usd_settled.get() * 3_600 / 1_000_000;
    let days = seconds * u128::from(baseline.per) / u128::from(baseline.initial) / 86_400;
    assert_eq!((days, outcome.totals.epochs), (43, 12 * 43 - 5));
    let (first, last) = (outcome.epochs.first().unwrap(), outcome.epochs.last().unwrap());
    let range = TimeRange { start: first.start, end: Timestamp::new(last.start.seconds() + 86_400) };
    let simple =
        preset.params.policy.mint.schedule[0].in_range(range, Default::default(), Default::default());
    assert!(simple.unwrap().get() * 4 > outcome.totals.minted.get() * 3, "three quarters by the calendar");
}

/// Rows such as `| \`policy.burn.burn_share\` | 0.95 | … |`: the value is the one in the preset.
#[rstest]
#[case::ballast("ballast", PresetName::Ballast, 10)]
#[case::render("render", PresetName::Render, 10)]
#[case::helium("helium", PresetName::Helium, 10)]
#[case::filecoin("filecoin", PresetName::Filecoin, 12)]
#[case::typical("typical", PresetName::Typical, 4)]
fn every_value_on_a_page_is_the_presets(
    #[case] name: &str,
    #[case] preset: PresetName,
    #[case] at_least: usize,
) {
    assert_eq!(Preset::load(preset).unwrap().name, name);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../presets/json/{name}.json"));
    let json: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let page = page_of(name);
    let mut looked_up = 0;
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        for (field, said) in cells[0].split(", ").zip(cells[1].split(", ")) {
            let field = field.trim_matches('`');
            let pointer = format!("/{}", field.replace('.', "/"));
            let found = json.pointer(&format!("/params{pointer}")).or_else(|| json.pointer(&pointer));
            let found = found.unwrap_or_else(|| panic!("{name}.json has no {field}"));
            let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
            assert_eq!(said.trim_matches('`'), found, "{name}: {field}");
            looked_up += 1;
        }
    }
    assert!(looked_up >= at_least, "{name}: {looked_up} values");
}

#[rstest]
#[case("ballast")]
#[case("render")]
#[case("helium")]
#[case("filecoin")]
fn every_chart_is_small_and_on_its_page(#[case] name: &str) {
    let svg = fs::read_to_string(pages().join(format!("{name}.svg"))).unwrap();
    assert!(svg.len() <= 60_000 && svg.starts_with("<svg xmlns=") && svg.trim_end().ends_with("</svg>"));
    assert!(page_of(name).contains(&format!("({name}.svg)")));
    assert!(page_of("README").contains(&format!("({name}.md)")));
}

#[test]
fn heliums_weeks_are_reproduced_as_the_page_says() {
    let Some(data) = Data::at_hand() else { return };
    let weeks = helium::weeks(&data.replay(PresetName::Helium, "helium_weekly.csv").unwrap()).unwrap();
    check("helium", "weeks", &helium::weekly_table(&weeks).unwrap());
    let of = |kind: Kind| weeks.iter().filter(move |week| week.kind == kind);
    assert_eq!(weeks.len(), 124);
    assert_eq!(of(Kind::Reproduced).count(), 9);
    assert_eq!(of(Kind::Migration).count(), 1);
    // Once what HIP 138 minted is taken off, no more is left than a re-emission can be off by: its cap.
    for week in of(Kind::ReturnToHnt).chain(of(Kind::Burns)) {
        let left = week.difference() + week.return_to_hnt();
        assert!(left.abs() < 1_643.836, "{}: {left}", week.start);
    }
}

#[test]
fn renders_weeks_are_reproduced_as_the_page_says() {
    let Some(data) = Data::at_hand() else { return };
    let weeks = render::weeks(&data.replay(PresetName::Render, "render_weekly.csv").unwrap()).unwrap();
    let availability = render::availability(&data).unwrap();
    check("render", "weeks", &render::weekly_table(&weeks, availability).unwrap());
    assert_eq!(weeks.len(), 73);
    assert_eq!(weeks.iter().filter(|week| week.kind == render::Kind::Reproduced).count(), 34);
}

#[test]
fn filecoins_clock_is_reproduced_as_the_page_says() {
    let Some(data) = Data::at_hand() else { return };
    let days = filecoin::days(&data).unwrap();
    let vectors = filecoin::vectors(&data).unwrap();
    assert_eq!(vectors, [(256, 0), (256, 1)]);
    check("filecoin", "days", &filecoin::daily_table(&days, vectors).unwrap());
    assert_eq!(days.len(), 807);
    for (number, day) in days.iter().enumerate().skip(filecoin::UPGRADED) {
        assert!(day.difference().abs() <= 0.5, "row {number}, {}: {}", day.date, day.difference());
    }
    // The last day is in the file in part; of every other one the difference is understood to a thirtieth of an epoch.
    let whole = &days[filecoin::SETTLED..days.len() - 1];
    for day in whole {
        let left = day.difference() - day.explained();
        assert!(left.abs() <= 1.0 / 30.0, "{}: {left}", day.date);
    }
    let mean: f64 =
        whole.iter().map(|day| (day.difference() - day.explained()).abs()).sum::<f64>() / whole.len() as f64;
    assert!(mean < 0.005, "{mean}");
    // Before the upgrade two other baselines were in force; under them the clock is the same too.
    let (tripling, doubling) = filecoin::earlier(&days).unwrap();
    assert!(tripling <= 1.0 && doubling <= 0.1, "{tripling}, {doubling}");
    // While more was stored than the baseline asks for, the baseline alone decides what counts.
    assert!(filecoin::at_the_baseline(&days).unwrap().abs() < 1e-5);
    // The published clock was set anew on the day before, far back: no other day jumps.
    let back: Vec<usize> =
        (1..days.len()).filter(|day| days[*day].published < days[day - 1].published).collect();
    assert_eq!(back, [filecoin::UPGRADED - 1, filecoin::UPGRADED]);
    // What was mined never exceeds what the schedules allow once the early surplus is worn off.
    for day in &days[filecoin::SETTLED..] {
        assert!((0.0..0.05).contains(&day.shortfall()), "{}: {}", day.date, day.shortfall());
    }
}
