//! `ballast solve`: the bracket is what a check says, the way is one that the contract takes, and what cannot be solved is refused.

#![allow(missing_docs)]

use std::fs;
use std::path::Path;
use std::process::Command;

use ballast_api::{ChangeMsg, GovernMsg, Parameter, ParamsResponse, Proposal, QueryMsg};
use ballast_check::solve::{Answer, Question, Search, Solution};
use ballast_check::{Base, Gates, Plan, Request, Source, Verdict, check};
use ballast_math::{Duration, Price, Timestamp};
use ballast_presets::{Preset, PresetName};
use ballast_sandbox::{Sandbox, example};
use ballast_stress::PriceModel;
use rstest::rstest;
use tempfile::tempdir;

const PLAN: Plan =
    Plan { seed: 7, runs: 8, days: 200, epoch_length: Duration::DAY, model: PriceModel::Exchange };

/// Gates that nothing misses but a broken promise.
const WIDE: Gates = Gates { max_emission: i64::MAX, max_rise: i64::MAX, max_pay_cut: i64::MAX };

fn base(asked: &Request) -> Base {
    Base::preset(&Preset::load(PresetName::Typical).unwrap(), asked, PLAN).unwrap()
}

fn solved(parameter: &str, resolution: Option<&str>, gates: Gates) -> Solution {
    let base = base(&Request::nothing());
    Search::of(&base, Question { parameter, resolution }, PLAN, gates).unwrap().solve(|_| ()).unwrap()
}

fn values(solved: &Solution) -> Vec<&str> {
    solved.trials.iter().map(|trial| trial.value.as_str()).collect()
}

fn verdict(parameter: &str, from: &str, to: &str, gates: Gates) -> Verdict {
    let change = format!(r#"[{{"parameter":"{parameter}","from":"{from}","to":"{to}"}}]"#);
    let asked = Request::parse(&change).unwrap();
    check(&base(&asked), &asked, PLAN, gates, |_| ()).unwrap().verdict()
}

#[rstest]
#[case::up("policy.mint.rho", "0.001", 800)]
#[case::finer("policy.mint.rho", "0.00025", 800)]
#[case::a_threshold("breaker.usage.caution", "0.002", 1_500)]
fn a_check_passes_at_one_end_of_the_bracket_and_fails_at_the_other(
    #[case] parameter: &str,
    #[case] resolution: &str,
    #[case] max_rise: i64,
) {
    // So strict that one change reaches both ends, as the contract would refuse to be checked for more.
    let gates = Gates { max_rise, ..WIDE };
    let solved = solved(parameter, Some(resolution), gates);
    let Answer::Between { passes, fails } = &solved.answer else { panic!("{:?}", solved.answer) };
    assert_ne!(*passes, solved.today);
    assert_eq!(verdict(parameter, &solved.today, passes, gates), Verdict::Passes);
    assert_eq!(verdict(parameter, &solved.today, fails, gates), Verdict::FailsAGate);
    let number = |text: &str| text.parse::<f64>().unwrap();
    assert!((number(fails) - number(passes) - number(resolution)).abs() < 1e-9, "{passes} {fails}");
    assert_eq!(solved.answer.code(), 0);
    // The ends lie side by side in what was tried, and the row says where it fails.
    let place = values(&solved).iter().position(|value| value == fails).unwrap();
    assert_eq!(values(&solved)[place - 1], passes);
    let failing: Vec<_> =
        solved.trials[place].gates.iter().filter(|closest| !closest.reading.holds()).collect();
    assert_eq!(failing.len(), 1);
    assert_eq!(failing[0].kind.option(), Some("--max-rise"));
}

#[test]
fn where_today_fails_nothing_is_looked_for() {
    let solved = solved("policy.mint.rho", None, Gates { max_rise: -1, ..WIDE });
    assert_eq!(solved.answer, Answer::TodayFails);
    assert_eq!((values(&solved), solved.answer.code()), (vec!["0.05"], 1));
    assert!(solved.way.is_none());
}

#[test]
fn where_the_hard_bound_passes_it_is_the_answer() {
    let solved = solved("policy.mint.rho", None, WIDE);
    assert_eq!((&solved.answer, solved.answer.code()), (&Answer::BoundPasses, 0));
    assert_eq!(solved.bound.as_deref(), Some("0.2"));
    assert!(solved.trials.iter().all(|trial| trial.passes));
    let way = solved.way.as_ref().unwrap();
    assert_eq!((way.stops.last().unwrap().value.as_str(), way.tried), ("0.2", way.stops.len()));
    // Every stop was tried.
    for stop in &way.stops {
        assert!(values(&solved).contains(&stop.value.as_str()), "{stop:?}");
    }
}

#[test]
fn what_is_at_its_bound_is_not_run() {
    let solved = solved("policy.mint.round_trip", None, WIDE);
    assert_eq!((&solved.answer, solved.answer.code()), (&Answer::AtItsBound, 3));
    assert!(solved.trials.is_empty());
}

#[test]
fn what_loosens_downwards_is_looked_for_downwards() {
    let solved = solved("breaker.recovery.dwell.halted", None, WIDE);
    assert_eq!((&solved.answer, solved.bound.as_deref()), (&Answer::BoundPasses, Some("10800")));
    let numbers: Vec<u64> = values(&solved).iter().map(|value| value.parse().unwrap()).collect();
    assert_eq!((numbers[0], *numbers.last().unwrap()), (21_600, 10_800));
    assert!(numbers.is_sorted_by(|one, other| one > other), "{numbers:?}");
}

#[test]
fn values_that_do_not_fit_the_others_fail() {
    // 5 points apart from the level above, which lies at 0.6.
    let solved = solved("breaker.usage.restricted", Some("0.01"), WIDE);
    assert_eq!(solved.answer, Answer::Between { passes: "0.55".into(), fails: "0.56".into() });
    let refused = solved.trials.iter().find(|trial| trial.value == "0.56").unwrap();
    assert!(refused.unfit.is_some() && refused.gates.is_empty());
}

#[test]
fn the_contract_takes_every_change_of_the_way_when_it_says_and_not_a_second_before() {
    let mut genesis = example::genesis();
    let band = Parameter::new("price.band");
    let rule = genesis.governance.constitution.rules.get_mut(&band).unwrap();
    rule.max = "0.35".to_owned();
    let mut chain = Sandbox::new(&genesis).unwrap();
    let mut round = 0;
    let mut quote = |chain: &mut Sandbox| {
        round += 1;
        chain.submit_price("feeder", round, "2".parse::<Price>().unwrap()).unwrap();
    };
    quote(&mut chain);
    let setting = base(&Request::nothing()).setting;
    let base = Base::ask(&chain, Source::Preset("example".into()), setting, &Request::nothing()).unwrap();
    let question = Question { parameter: "price.band", resolution: None };
    let way = Search::of(&base, question, PLAN, WIDE).unwrap().solve(|_| ()).unwrap().way.unwrap();
    let values: Vec<&str> = way.stops.iter().map(|stop| stop.value.as_str()).collect();
    assert_eq!(values, ["0.275", "0.3025", "0.33275", "0.35"]);

    let (start, governor) = (chain.now(), chain.account("governor"));
    let mut from = "0.25".to_owned();
    for (set, stop) in (1..).zip(&way.stops) {
        let time = start.seconds() + stop.in_force_after.seconds();
        // Without a price the breaker would hold it.
        let mut wait_for = |chain: &mut Sandbox, time| {
            while chain.now() < time {
                chain.go_to(time.min(Timestamp::new(chain.now().seconds() + 3_600)));
                quote(chain);
            }
        };
        wait_for(&mut chain, Timestamp::new(time - way.delay.seconds()));
        let changes = vec![ChangeMsg { parameter: band.clone(), from, to: stop.value.clone() }];
        let proposal = Proposal::Changes(changes);
        chain.govern(&governor, GovernMsg::Queue { proposal }).unwrap();
        chain.mine(way.delay_blocks);
        wait_for(&mut chain, Timestamp::new(time - 1));
        assert!(chain.govern(&governor, GovernMsg::Execute { id: set }).is_err(), "{stop:?}");
        chain.go_to(Timestamp::new(time));
        chain.govern(&governor, GovernMsg::Execute { id: set }).unwrap();
        let params: ParamsResponse = chain.query(&QueryMsg::Params {}).unwrap();
        assert_eq!(params.params.price.band.to_string(), stop.value);
        from = stop.value.clone();
    }
}

fn ballast(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let command = ["solve", "--runs", "8", "--days", "120"];
    let output = Command::new(env!("CARGO_BIN_EXE_ballast"))
        .current_dir(folder)
        .args(command.iter().chain(args))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_says_the_bracket_why_it_ends_there_and_how_long_it_takes() {
    let folder = tempdir().unwrap();
    let args = ["--preset", "typical", "--parameter", "mint.rho", "--max-rise", "0.2%"];
    let (code, printed, error) = ballast(folder.path(), &args);
    assert_eq!(code, 0, "{error}");
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/solve.json")).unwrap()).unwrap();
    let [passes, fails] = ["passes", "fails"].map(|end| json["answer"]["between"][end].as_str().unwrap());
    let answer = printed.lines().next().unwrap();
    assert!(answer.starts_with(&format!("UP TO {passes}: policy.mint.rho can go from 0.05 to {passes}")));
    assert!(answer.contains(&format!("at {fails}, --max-rise fails in ")), "{answer}");
    assert!(answer.ends_with("limit 0.20%."), "{answer}");
    let stops = json["way"]["stops"].as_array().unwrap();
    assert!(printed.contains(&format!("Getting there takes {} changes and ", stops.len())), "{printed}");
    // Three days of delay, and the epoch in which it is executed keeps its rules; then one every two weeks.
    assert_eq!((&stops[0]["value"], &stops[0]["in_force_after"]), (&"0.06".into(), &(4 * 86_400).into()));
    assert_eq!(stops[1]["in_force_after"], 18 * 86_400);
    assert_eq!(stops.last().unwrap()["value"], passes);
}

#[rstest]
#[case::at_its_bound(&["--parameter", "mint.round_trip"], 3, "CANNOT BE LOOSENED: policy.mint.round_trip is 1, which is its hard bound.")]
#[case::today_fails(&["--parameter", "mint.rho", "--max-rise=-0.01%"], 1, "FAILS TODAY: with policy.mint.rho at 0.05, as it is, --max-rise fails in ")]
#[case::no_room(&["--parameter", "mint.rho", "--max-rise", "0%"], 0, "NO ROOM: policy.mint.rho passes at 0.05, as it is; at 0.051, --max-rise fails in ")]
#[case::all_the_way(&["--parameter", "price.band", "--max-rise", "90%"], 0, "UP TO ITS HARD BOUND: price.band can go from 0.25 to 0.5")]
fn every_answer_has_its_exit_code(#[case] args: &[&str], #[case] expected: i32, #[case] answer: &str) {
    let folder = tempdir().unwrap();
    let (code, printed, error) = ballast(folder.path(), &[&["--preset", "typical"], args].concat());
    assert_eq!(code, expected, "{printed}{error}");
    assert!(printed.starts_with(answer), "{printed}");
    assert!(folder.path().join("out/solve.json").exists());
}

#[test]
fn the_number_of_threads_makes_no_difference_and_the_seed_does() {
    let folder = tempdir().unwrap();
    let run = |more: &[&str]| {
        let args = ["--preset", "typical", "--parameter", "breaker.usage.caution", "--max-rise", "0.5%"];
        let (code, printed, error) = ballast(folder.path(), &[&args, more].concat());
        assert_eq!(code, 0, "{error}");
        (fs::read_to_string(folder.path().join("out/solve.json")).unwrap(), printed)
    };
    let one = run(&["--threads", "1"]);
    assert!(one.0.contains("between"), "{}", one.1);
    assert!(one == run(&["--threads", "2"]));
    assert!(one == run(&["--threads", "5"]));
    assert!(one.0 != run(&["--seed", "2"]).0);
}

#[test]
fn a_parameter_without_effect_is_not_praised() {
    let folder = tempdir().unwrap();
    // Signals that are off: one can go to its hard bound, the other as near to the next level as it fits.
    for (preset, parameter) in [("typical", "collateral.halted"), ("helium", "price_day.caution")] {
        let (_, printed, _) = ballast(folder.path(), &["--preset", preset, "--parameter", parameter]);
        assert!(printed.starts_with("UP TO "), "{printed}");
        assert!(printed.contains("No figure of the runs changes"), "{printed}");
    }
    let (_, printed, _) = ballast(folder.path(), &["--preset", "typical", "--parameter", "mint.rho"]);
    assert!(!printed.contains("No figure of the runs changes"), "{printed}");
}

#[rstest]
#[case::unknown(&["--parameter", "mint.rhoo"], "there is no parameter mint.rhoo")]
#[case::part_of_a_name(&["--parameter", "nt.rho"], "there is no parameter nt.rho")]
#[case::several(&["--parameter", "usage.caution", "--parameter", "x"], "cannot be used multiple times")]
#[case::ambiguous(&["--parameter", "caution"], "caution: expected one parameter, found breaker.collateral.caution, ")]
#[case::no_order(&["--parameter", "policy.burn.burn_share"], "has no looser direction")]
#[case::not_in_the_runs(&["--parameter", "receipt_retention"], "the runs do not know receipt_retention")]
#[case::no_number(&["--parameter", "mint.rho", "--resolution", "fine"], "--resolution: \"fine\" is no number")]
#[case::nothing(&["--parameter", "mint.rho", "--resolution", "0"], "--resolution: expected above 0")]
#[case::no_parameter(&[], "--parameter")]
#[case::no_percent(&["--parameter", "mint.rho", "--max-rise", "1"], "expected a percentage such as 2%")]
#[case::node_alone(&["--parameter", "mint.rho", "--node", "http://127.0.0.1:1"], "--contract")]
fn what_cannot_be_solved_ends_with_2_and_its_reason(#[case] args: &[&str], #[case] reason: &str) {
    let folder = tempdir().unwrap();
    let preset: &[&str] = if args.contains(&"--node") { &[] } else { &["--preset", "typical"] };
    let (code, printed, error) = ballast(folder.path(), &[preset, args].concat());
    assert_eq!(code, 2, "{printed}{error}");
    assert!(error.contains(reason), "{error}");
    assert!(printed.is_empty() && !folder.path().join("out").exists());
}
