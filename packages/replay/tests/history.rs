//! Histories: what is read from them, and what is refused, with the line.

#![allow(missing_docs)]

use ballast_math::{Duration, Price, Timestamp, Tokens, Usd};
use ballast_presets::{Preset, PresetName};
use ballast_replay::history::{Columns, History, HistoryError, Problem, Row};
use ballast_replay::outcome::Published;
use rstest::rstest;

const DAY: u64 = 86_400;
/// 2024-03-01.
const MARCH: u64 = 1_709_251_200;

fn preset(name: PresetName) -> Preset {
    Preset::load(name).unwrap()
}

fn parse(text: &str) -> Result<History, HistoryError> {
    History::parse(text.as_bytes(), "test".to_owned(), &Columns::default(), &preset(PresetName::Ballast))
}

fn price(text: &str) -> Price {
    text.parse().unwrap()
}

#[test]
fn a_history_is_read_to_the_last_digit() {
    let history = parse(
        "start,demand_usd,price_usd,burned,minted\n\
         2024-03-01,1234.567891,2.000000000000000001,10.5,\n\
         2024-03-08,0,3,,7\n",
    )
    .unwrap();
    let first = Row {
        start: Timestamp::new(MARCH),
        end: Timestamp::new(MARCH + 7 * DAY),
        demand: Usd::new(1_234_567_891),
        price: price("2.000000000000000001"),
        opening: None,
        published: Published { burned: Some(Tokens::new(10_500_000)), minted: None },
    };
    let second = Row {
        start: Timestamp::new(MARCH + 7 * DAY),
        end: Timestamp::new(MARCH + 14 * DAY),
        demand: Usd::ZERO,
        price: price("3"),
        opening: None,
        published: Published { burned: None, minted: Some(Tokens::new(7_000_000)) },
    };
    assert_eq!(history.rows, [first, second]);
}

#[rstest]
#[case::date("2024-03-01")]
#[case::month("2024-03")]
#[case::timestamp("2024-03-01T00:00:00Z")]
#[case::unix("1709251200")]
fn a_time_can_be_written_in_several_ways(#[case] start: &str) {
    let history = parse(&format!("start,end,demand_usd,price_usd\n{start},2024-03-02,1,1\n")).unwrap();
    assert_eq!(
        (history.rows[0].start, history.rows[0].end),
        (Timestamp::new(MARCH), Timestamp::new(MARCH + DAY))
    );
}

/// `usd_burned` is what burned; under Render's rule 95% of the bill burns.
#[test]
fn burned_usd_are_grossed_up_by_the_burn_share() {
    let text = "epoch,start,end,burn_usd,burn_render,implied_price_usd,job_rewards_render\n\
                1,2024-03-01,2024-03-08,95,10,9.5,15000\n";
    let render = preset(PresetName::Render);
    let history = History::parse(text.as_bytes(), "test".to_owned(), &Columns::default(), &render).unwrap();
    assert_eq!(history.rows[0].demand, Usd::new(100_000_000));
    assert_eq!(history.rows[0].published.minted, Some(Tokens::new(1_500_000_000_000)));
}

#[test]
fn columns_can_be_named() {
    let named = ["start=when".to_owned(), "demand_usd=spend".to_owned(), "price_usd=px".to_owned()];
    let columns = Columns::parse(&named).unwrap();
    let text = "px,when,spend,end\n2,2024-03-01,5,2024-03-02\n";
    let history =
        History::parse(text.as_bytes(), "test".to_owned(), &columns, &preset(PresetName::Ballast)).unwrap();
    assert_eq!((history.rows[0].demand, history.rows[0].price), (Usd::new(5_000_000), price("2")));
}

fn not_a_number(column: &'static str, found: &str) -> Problem {
    Problem::NotANumber { column, found: found.to_owned() }
}

#[rstest]
#[case::negative("-5", not_a_number("demand_usd", "-5"))]
#[case::nan("NaN", not_a_number("demand_usd", "NaN"))]
#[case::infinite("inf", not_a_number("demand_usd", "inf"))]
#[case::exponent("1e40", not_a_number("demand_usd", "1e40"))]
#[case::empty("", not_a_number("demand_usd", ""))]
#[case::plus("+5", not_a_number("demand_usd", "+5"))]
#[case::two_points("1.2.3", not_a_number("demand_usd", "1.2.3"))]
#[case::grouped("\"1,000\"", not_a_number("demand_usd", "1,000"))]
#[case::forty_digits(
    "10000000000000000000000000000000000000000",
    Problem::TooLarge { column: "demand_usd", max: "340282366920938463463".to_owned() }
)]
#[case::above_a_trillion(
    "1000000000000.000001",
    Problem::TooLarge { column: "demand_usd", max: "1000000000000".to_owned() }
)]
fn a_bad_demand_is_refused_with_its_line(#[case] cell: &str, #[case] problem: Problem) {
    let text = format!("start,demand_usd,price_usd\n2024-03-01,1,1\n2024-03-02,{cell},1\n");
    assert_eq!(parse(&text), Err(HistoryError::Row { line: 3, problem }));
}

#[rstest]
#[case::zero("0", Problem::Zero { column: "price_usd" })]
#[case::above_a_billion(
    "1000000000.000000000000000001",
    Problem::TooLarge { column: "price_usd", max: "1000000000".to_owned() }
)]
#[case::word("dear", not_a_number("price_usd", "dear"))]
fn a_bad_price_is_refused_with_its_line(#[case] cell: &str, #[case] problem: Problem) {
    let text = format!("start,demand_usd,price_usd\n2024-03-01,1,{cell}\n2024-03-02,1,1\n");
    assert_eq!(parse(&text), Err(HistoryError::Row { line: 2, problem }));
}

#[test]
fn the_largest_demand_and_price_are_accepted() {
    let text = "start,end,demand_usd,price_usd\n2024-03-01,2024-03-02,1000000000000,1000000000\n";
    assert!(parse(text).is_ok());
}

#[rstest]
#[case::backwards("2024-02-28", MARCH - 2 * DAY)]
#[case::repeated("2024-03-01", MARCH)]
fn rows_out_of_order_are_refused(#[case] second: &str, #[case] found: u64) {
    let text = format!("start,demand_usd,price_usd\n2024-03-01,1,1\n{second},1,1\n");
    let problem = Problem::Unsorted { previous: Timestamp::new(MARCH), found: Timestamp::new(found) };
    assert_eq!(parse(&text), Err(HistoryError::Row { line: 3, problem }));
}

#[test]
fn a_gap_between_rows_is_refused() {
    let text = "start,end,demand_usd,price_usd\n2024-03-01,2024-03-02,1,1\n2024-03-03,2024-03-04,1,1\n";
    let problem = Problem::Gap { end: Timestamp::new(MARCH + DAY), next: Timestamp::new(MARCH + 2 * DAY) };
    assert_eq!(parse(text), Err(HistoryError::Row { line: 2, problem }));
}

#[rstest]
#[case::nonsense("soon")]
#[case::no_such_day("2024-02-30")]
#[case::too_far("99999999999999")]
fn a_bad_time_is_refused(#[case] cell: &str) {
    let text = format!("start,demand_usd,price_usd\n{cell},1,1\n2024-03-02,1,1\n");
    let problem = Problem::NotATime { column: "start", found: cell.to_owned() };
    assert_eq!(parse(&text), Err(HistoryError::Row { line: 2, problem }));
}

#[rstest]
#[case::nothing("")]
#[case::no_demand("start,price_usd\n2024-03-01,1\n")]
#[case::no_price("start,demand_usd\n2024-03-01,1\n")]
#[case::no_start("demand_usd,price_usd\n1,1\n")]
fn a_missing_column_is_named(#[case] text: &str) {
    assert!(matches!(parse(text), Err(HistoryError::MissingColumn { .. })), "{:?}", parse(text));
}

#[test]
fn a_history_without_rows_is_refused() {
    assert_eq!(parse("start,demand_usd,price_usd\n"), Err(HistoryError::Empty));
}

#[test]
fn a_single_row_needs_an_end() {
    assert_eq!(parse("start,demand_usd,price_usd\n2024-03-01,1,1\n"), Err(HistoryError::OneRowWithoutEnd));
}

#[test]
fn a_row_with_too_few_cells_is_refused() {
    assert!(matches!(parse("start,demand_usd,price_usd\n2024-03-01,1\n"), Err(HistoryError::File(_))));
}

#[test]
fn an_epoch_longer_than_a_row_is_refused() {
    let history = parse("start,demand_usd,price_usd\n2024-03-01,1,1\n2024-03-02,1,1\n").unwrap();
    assert_eq!(history.epochs(Duration::DAY), Ok(2));
    let refused =
        HistoryError::ShorterThanEpoch { row: 2, interval: Duration::DAY, epoch: Duration::days(2) };
    assert_eq!(history.epochs(Duration::days(2)), Err(refused));
}
