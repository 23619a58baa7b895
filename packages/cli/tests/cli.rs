//! The `ballast` command as a person runs it.

#![allow(missing_docs)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rstest::rstest;
use tempfile::tempdir;

fn ballast(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ballast")).current_dir(folder).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn without_arguments_the_built_in_history_is_replayed_and_five_files_are_written() {
    let folder = tempdir().unwrap();
    let output = ballast(folder.path(), &["replay"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    for expected in [
        "Preset ballast, Render, monthly",
        "511 epochs of 1 day,",
        "total",
        "Burned 510,131",
        "Breaker: level 0 in ",
    ] {
        assert!(printed.contains(expected), "{expected} is not in\n{printed}");
    }
    let mut files: Vec<String> = fs::read_dir(folder.path().join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, ["epochs.csv", "guardrails.csv", "outcome.json", "periods.csv", "report.html"]);

    let epochs = fs::read_to_string(folder.path().join("out/epochs.csv")).unwrap();
    assert_eq!(epochs.lines().count(), 512);
    let outcome: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/outcome.json")).unwrap()).unwrap();
    assert_eq!(outcome["totals"]["epochs"], 511);
}

#[rstest]
#[case::missing_column(
    "start,price_usd\n2024-03-01,1\n",
    "there is no column \"demand_usd\"; found start, price_usd"
)]
#[case::negative("start,demand_usd,price_usd\n2024-03-01,-1,1\n2024-03-02,1,1\n", "line 2: demand_usd")]
#[case::nan("start,demand_usd,price_usd\n2024-03-01,1,1\n2024-03-02,NaN,1\n", "line 3: demand_usd")]
#[case::unsorted(
    "start,demand_usd,price_usd\n2024-03-02,1,1\n2024-03-01,1,1\n",
    "line 3: expected a time after"
)]
#[case::empty("", "there is no column \"demand_usd\"; found")]
#[case::exponent("start,demand_usd,price_usd\n2024-03-01,1,1e40\n2024-03-02,1,1\n", "line 2: price_usd")]
fn a_bad_history_is_refused_with_its_reason_and_nothing_is_written(#[case] csv: &str, #[case] reason: &str) {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("bad.csv"), csv).unwrap();
    let output = ballast(folder.path(), &["replay", "bad.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    assert!(!folder.path().join("out").exists());
}

#[rstest]
#[case::no_such_file(&["replay", "absent.csv"], "cannot read absent.csv")]
#[case::no_such_preset(&["replay", "--preset", "bitcoin"], "invalid value 'bitcoin'")]
#[case::epoch_too_short(&["replay", "--epoch", "1s"], "expected from 60 s to 366 d, found 1 s")]
#[case::epoch_too_long(&["replay", "--epoch", "60d"], "choose a shorter --epoch")]
#[case::no_supply(&["replay", "--seed-supply", "0"], "the seed supply must be above zero")]
#[case::unknown_column(&["replay", "--columns", "weight=x"], "expected COLUMN=NAME")]
#[case::no_such_scenario(&["replay", "--scenario", "boom"], "invalid value 'boom'")]
#[case::scenario_and_file(&["replay", "a.csv", "--scenario", "crash60"], "cannot be used with")]
#[case::scenario_by_month(&["replay", "--scenario", "crash60", "--by", "month"], "cannot be used with")]
#[case::scenario_by_week(&["replay", "--scenario", "crash60", "--epoch", "7d"], "choose a shorter --epoch")]
fn bad_arguments_are_refused(#[case] args: &[&str], #[case] reason: &str) {
    let folder = tempdir().unwrap();
    let output = ballast(folder.path(), args);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
    assert!(!folder.path().join("out").exists());
}

#[rstest]
#[case::row("row", "2024-12-04")]
#[case::month("month", "2024-12")]
#[case::quarter("quarter", "2024 Q4")]
#[case::year("year", "2024")]
fn the_ledger_can_be_grouped(#[case] by: &str, #[case] label: &str) {
    let folder = tempdir().unwrap();
    let output = ballast(folder.path(), &["replay", "--by", by, "--out", "elsewhere"]);
    let printed = text(&output.stdout);
    assert!(printed.lines().any(|line| line.trim_start().starts_with(label)), "{printed}");
    assert!(folder.path().join("elsewhere/report.html").exists());
}

#[test]
fn a_scenario_prints_both_runs_and_writes_its_report() {
    let folder = tempdir().unwrap();
    let output = ballast(folder.path(), &["replay", "--scenario", "crash60"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    for expected in ["Scenario crash60, preset typical", "Net, with", "Net, without", "less than it burned"] {
        assert!(printed.contains(expected), "{expected} is not in\n{printed}");
    }
    for file in
        ["crash60.html", "crash60.json", "crash60-with.csv", "crash60-without.csv", "crash60-guardrails.csv"]
    {
        assert!(folder.path().join("out").join(file).exists(), "{file}");
    }
}

#[test]
fn what_a_file_says_steers_no_terminal() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("x.csv"), "start,\u{1b}[2J<b>,price_usd\n2024-03-01,1,1\n").unwrap();
    let output = ballast(folder.path(), &["replay", "x.csv"]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("found start, �[2J<b>, price_usd"), "{told}");
    assert!(!told.contains('\u{1b}'), "{told}");
}
