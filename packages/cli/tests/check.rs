//! `ballast check`: what is refused, what passes, what a gate stops, and that anybody finds the same.

#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rstest::rstest;
use serde_json::Value;
use tempfile::tempdir;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../check/examples/proposals")
        .join(name)
        .with_extension("json")
}

fn ballast(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ballast")).current_dir(folder).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn run_check(folder: &Path, proposal: &Path, more: &[&str]) -> (i32, String, String) {
    let mut args = vec!["check", proposal.to_str().unwrap(), "--preset", "typical", "--runs", "16"];
    args.extend(more);
    let output = ballast(folder, &args);
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn hash_in(printed: &str) -> String {
    let (_, rest) = printed.split_once("Hash of all inputs and figures: ").unwrap();
    rest.lines().next().unwrap().to_owned()
}

#[test]
fn a_harmless_proposal_passes() {
    let folder = tempdir().unwrap();
    let (code, printed, error) = run_check(folder.path(), &example("wider-band"), &[]);
    assert_eq!(code, 0, "{printed}{error}");
    assert!(printed.starts_with("PASSES: the contract would take it"), "{printed}");
    assert!(printed.contains("0.227272… to 0.275") && printed.contains("0.05 to 0.5"), "{printed}");
    assert!(printed.contains("after 3 d"), "{printed}");
    assert!(!printed.contains("FAILED"), "{printed}");
}

#[test]
fn a_proposal_that_the_contract_refuses_ends_with_3_and_every_reason() {
    let folder = tempdir().unwrap();
    let (code, printed, error) = run_check(folder.path(), &example("too-much-at-once"), &[]);
    assert_eq!(code, 3, "{printed}{error}");
    assert!(printed.starts_with("WOULD BE REFUSED by the contract, for 4 reasons."), "{printed}");
    for reason in [
        "breaker.usage.caution: expected within the hard bounds 0.1 to 0.4, found 0.42",
        "policy.mint.rho: expected within the hard bounds 0 to 0.2, found 0.3",
        "policy.mint.round_trip: one step from 1 reaches",
        "the values would not fit together",
    ] {
        assert!(printed.contains(reason), "{reason} is not in\n{printed}");
    }
    assert!(!printed.contains("net emission"), "no runs are made for what cannot happen");
}

#[test]
fn a_proposal_that_the_contract_takes_and_a_scenario_condemns_ends_with_1() {
    let folder = tempdir().unwrap();
    let (code, printed, error) = run_check(folder.path(), &example("deaf-breaker"), &[]);
    assert_eq!(code, 1, "{printed}{error}");
    assert!(
        printed.starts_with("FAILS A GATE: the contract would take it, but gate --max-rise fails"),
        "{printed}"
    );
    assert!(printed.contains("limit 1.00%"), "the value and the limit are said\n{printed}");
    assert!(printed.contains("left over: what they do together"), "{printed}");
    // A voter who accepts such a rise says so.
    let (code, printed, _) = run_check(folder.path(), &example("deaf-breaker"), &["--max-rise", "100%"]);
    assert_eq!(code, 0, "{printed}");
}

#[rstest]
#[case::not_json("{", "it is not JSON")]
#[case::neither("{}", "expected a proposal with \"messages\"")]
#[case::no_changes("[]", "it changes nothing")]
#[case::no_messages(r#"{"messages":[]}"#, "messages: expected one, found 0")]
#[case::unknown_parameter(
    r#"[{"parameter":"price.bandd","from":"0.25","to":"0.26"}]"#,
    "there is no parameter price.bandd"
)]
#[case::of_another_shape(
    r#"[{"parameter":"policy.mint.rho.max","from":"0.98","to":"0.99"}]"#,
    "there is no parameter policy.mint.rho.max"
)]
#[case::no_number(
    r#"[{"parameter":"price.band","from":"0.25","to":"a lot"}]"#,
    "price.band: to: \"a lot\" is no number"
)]
#[case::negative(
    r#"[{"parameter":"price.band","from":"0.25","to":"-0.1"}]"#,
    "price.band: to: \"-0.1\" is no number"
)]
#[case::a_json_number(r#"[{"parameter":"price.band","from":"0.25","to":0.26}]"#, "invalid type")]
#[case::wrong_from(
    r#"[{"parameter":"price.band","from":"0.3","to":"0.31"}]"#,
    "price.band: from: expected what it is now, 0.25, found 0.3"
)]
#[case::misspelt(r#"[{"param":"price.band","from":"0.25","to":"0.26"}]"#, "unknown field `param`")]
#[case::another_message(
    r#"{"messages":[{"@type":"/cosmos.bank.v1beta1.MsgSend","contract":"c","msg":{}}]}"#,
    "found /cosmos.bank.v1beta1.MsgSend"
)]
#[case::no_change_of_values(
    r#"{"messages":[{"@type":"/cosmwasm.wasm.v1.MsgExecuteContract","contract":"c","msg":{"govern":{"veto":{"id":1}}}}]}"#,
    "it changes no parameter"
)]
#[case::not_govern(
    r#"{"messages":[{"@type":"/cosmwasm.wasm.v1.MsgExecuteContract","contract":"c","msg":{"poke":{}}}]}"#,
    "it changes no parameter"
)]
fn what_cannot_be_checked_ends_with_2_and_its_reason(#[case] proposal: &str, #[case] reason: &str) {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("p.json"), proposal).unwrap();
    let (code, printed, error) = run_check(folder.path(), Path::new("p.json"), &[]);
    assert_eq!(code, 2, "{printed}{error}");
    assert!(error.contains("p.json") && error.contains(reason), "{error}");
    assert!(printed.is_empty() && !folder.path().join("out").exists());
}

#[rstest]
#[case::no_file(&["check", "absent.json"], "cannot read absent.json")]
#[case::no_percent(&["check", "p.json", "--max-rise", "0.01"], "expected a percentage such as 2%, found 0.01")]
#[case::node_alone(&["check", "p.json", "--node", "http://127.0.0.1:1"], "--contract")]
#[case::two_bases(&["check", "p.json", "--preset", "ballast", "--node", "u", "--contract", "c"], "cannot be used with")]
#[case::no_runs(&["check", "p.json", "--runs", "0"], "0 is not in")]
#[case::no_such_scenario(&["check", "p.json", "--run", "boom:1"], "expected one of")]
fn bad_arguments_are_refused(#[case] args: &[&str], #[case] reason: &str) {
    let folder = tempdir().unwrap();
    let output = ballast(folder.path(), args);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
}

#[test]
fn the_hash_is_of_all_inputs_and_can_be_verified() {
    let folder = tempdir().unwrap();
    let proposal = example("wider-band");
    let (_, printed, _) = run_check(folder.path(), &proposal, &["--threads", "1"]);
    let found = hash_in(&printed);
    let one = fs::read(folder.path().join("out/check.json")).unwrap();
    let (_, again, _) = run_check(folder.path(), &proposal, &["--threads", "2", "--out", "two"]);
    assert_eq!(hash_in(&again), found);
    for file in ["check.json", "check.html", "check.md"] {
        let read = |out: &str| fs::read(folder.path().join(out).join(file)).unwrap();
        assert!(read("out") == read("two"), "{file}: the same bytes at 1 and 2 threads");
    }

    // The file beside it is what was hashed.
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&one);
    assert_eq!(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), found);

    let verify = |proposal: &Path, more: &[&str]| {
        let options = [&["--verify", found.as_str()], more].concat();
        run_check(folder.path(), proposal, &options)
    };
    let (code, printed, _) = verify(&proposal, &[]);
    assert_eq!((code, printed.contains("The same")), (0, true), "{printed}");
    let tampered = folder.path().join("tampered.json");
    fs::write(&tampered, fs::read_to_string(&proposal).unwrap().replace("0.26", "0.27")).unwrap();
    assert_eq!(verify(&tampered, &[]).0, 1);
    for other in [["--seed", "2"], ["--days", "364"], ["--max-rise", "1.1%"], ["--model", "discounted"]] {
        let (code, printed, _) = verify(&proposal, &other);
        assert_eq!((code, printed.contains("Not the same")), (1, true), "{other:?}");
    }
}

#[test]
fn one_run_can_be_repeated_with_both_rules() {
    let folder = tempdir().unwrap();
    let (code, printed, error) = run_check(folder.path(), &example("deaf-breaker"), &["--run", "crash60:3"]);
    assert_eq!(code, 0, "{error}");
    assert!(printed.contains("Scenario crash60, seed 1, run 3") && printed.contains("proposed"), "{printed}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn what_each_change_does_alone_comes_with_its_interval_in_every_form() {
    let folder = tempdir().unwrap();
    let (_, printed, _) = run_check(folder.path(), &example("deaf-breaker"), &[]);
    // A long name may be broken in the page.
    let read =
        |file: &str| fs::read_to_string(folder.path().join("out").join(file)).unwrap().replace("<wbr>", "");
    for told in [printed, read("check.md"), read("check.html")] {
        // The parameter stands in the table of the changes first.
        let cells = |parameter: &str| {
            let (_, rest) = told.rsplit_once(parameter).unwrap();
            rest.split(".price_").next().unwrap().to_owned()
        };
        assert!(cells("breaker.price_day.caution").contains(" ± "), "{told}");
        assert!(cells("breaker.price_day.halted").contains("no detectable change"), "{told}");
    }
    let json: Value = serde_json::from_str(&read("check.json")).unwrap();
    let noise = &json["parts"][1];
    assert_eq!(noise["parameter"], "breaker.price_day.halted");
    let number = |name: &str| noise["deltas"][0][name].as_f64().unwrap();
    assert!(number("mean").abs() < number("margin"), "{noise}");
}

#[rstest]
#[case::passes("wider-band")]
#[case::fails("deaf-breaker")]
#[case::refused("too-much-at-once")]
fn the_page_stands_alone(#[case] name: &str) {
    let folder = tempdir().unwrap();
    run_check(folder.path(), &example(name), &[]);
    let html = fs::read_to_string(folder.path().join("out/check.html")).unwrap();
    assert_eq!(html.matches("<h1").count(), 1);
    assert!(html.len() < 2_000_000, "{} bytes", html.len());
    for request in ["http://", "https://", "<script", "<link", "<img", "@import", "src="] {
        assert!(!html.contains(request), "{request}");
    }
    assert_eq!(html.matches("<table").count(), html.matches("<caption").count());
    assert_eq!(
        html.matches("<th ").count() + html.matches("<th>").count(),
        html.matches("<th scope=").count()
    );
    assert_eq!(html.matches("<figure").count(), html.matches("<figcaption").count());
    for tag in
        ["section", "figure", "svg", "table", "tr", "th", "td", "div", "dl", "ul", "li", "p", "details"]
    {
        let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "<{tag}> is closed");
    }
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are unique");
    let (_, body) = html.split_once("<body>").unwrap();
    for word in ["NaN", "inf ", "inf%", "inf<", "−0%"] {
        assert!(!body.contains(word), "{word}");
    }
    assert!(!html.contains("#0100"), "a colour that the style sheet does not know");
}
