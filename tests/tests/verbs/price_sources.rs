use ballast_api::{ExecuteMsg, PriceProblem, PriceSource, SettleResponse, ShortfallReason, SourceKind};
use ballast_guardrails::Level;
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_sandbox::SupplyKind::{Reserve, TokenFactory};
use ballast_sandbox::{Genesis, example};
use ballast_tests::suite::{START, Suite, addr, line, price, ratio};
use ballast_tests::suite_oracles::{FEED_ID, network};
use cosmwasm_std::Addr;
use rstest::rstest;
use serde_json::json;

fn pyth(contract: &Addr) -> PriceSource {
    let kind = SourceKind::Pyth {
        contract: contract.to_string(),
        feed_id: FEED_ID.to_owned(),
        max_confidence: Ratio::percent(1),
    };
    PriceSource { kind, max_age: Duration::new(60), max_deviation: Ratio::percent(5) }
}

fn quotes(contract: &Addr) -> PriceSource {
    let kind = SourceKind::Contract { contract: contract.to_string(), denom: "uquote".to_owned() };
    PriceSource { kind, max_age: Duration::new(60), max_deviation: Ratio::percent(5) }
}

fn with_pyth() -> (Suite, Addr) {
    let (suite, oracles) =
        network(TokenFactory, 1, |genesis, oracles| genesis.price_sources = vec![pyth(&oracles[0])]);
    (suite, oracles[0].clone())
}

fn with_quotes() -> (Suite, Addr) {
    let (suite, oracles) =
        network(TokenFactory, 1, |genesis, oracles| genesis.price_sources = vec![quotes(&oracles[0])]);
    (suite, oracles[0].clone())
}

/// The only source has no price, says why in words that contain `part`, and stops nothing but payments.
#[track_caller]
fn is_a_problem_of_the_source_alone(suite: &mut Suite, part: &str) {
    let market = suite.market();
    let problem = market.sources[0].problem.clone().expect("a problem");
    assert!(problem.contains(part), "{problem}");
    assert_eq!(market.problem, Some(PriceProblem::TooFewFresh { expected: 1, found: 0 }));
    suite.tenant_with("tenant", 1_000);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 10)]).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::NoPrice);
    suite.chain.wait(Duration::DAY);
    suite.close(None).ok();
    assert_eq!(suite.record(0).level, Level::Restricted);
    suite.withdraw("tenant", None).ok();
}

const NOW: i64 = START as i64;

#[rstest]
#[case::eight_decimals(123_456_789, -8, "1.23456789")]
#[case::none(7, 0, "7")]
#[case::hundreds(7, 2, "700")]
#[case::the_smallest(1, -18, "0.000000000000000001")]
#[case::rounded_down(19, -19, "0.000000000000000001")]
#[case::the_largest(1, 9, "1000000000")]
#[case::all_the_digits_there_are(i64::MAX, -18, "9.223372036854775807")]
fn a_pyth_price_is_its_mantissa_times_ten_to_its_exponent(
    #[case] mantissa: i64,
    #[case] exponent: i32,
    #[case] expected: &str,
) {
    let (mut suite, oracle) = with_pyth();
    suite.pyth_says(&oracle, mantissa, 0, exponent, NOW);
    assert_eq!(suite.market().spot, Some(price(expected)));
    assert_eq!(suite.market().problem, None);
}

#[rstest]
#[case::negative(-1, 0, 0, NOW, "price above 0")]
#[case::the_most_negative(i64::MIN, 0, 0, NOW, "price above 0")]
#[case::zero(0, 0, 0, NOW, "")]
#[case::too_small_to_write(1, 0, -19, NOW, "above 0")]
#[case::far_too_small(1, 0, -100, NOW, "above 0")]
#[case::the_least_exponent(1, 0, i32::MIN, NOW, "")]
#[case::a_hair_above_a_billion(1_000_000_001, 0, 0, NOW, "at most 1000000000")]
#[case::too_large_to_write(1, 0, 21, NOW, "out of range")]
#[case::the_greatest_exponent(1, 0, i32::MAX, NOW, "out of range")]
#[case::too_wide(1_000, 11, 0, NOW, "confidence of at most 0.01")]
#[case::wider_than_the_price(1, u64::MAX, 0, NOW, "confidence")]
#[case::of_the_next_second(1, 0, 0, NOW + 1, "from at most")]
#[case::of_the_end_of_time(1, 0, 0, i64::MAX, "from at most")]
#[case::from_before_time(1, 0, 0, -1, "no such time: -1")]
#[case::a_second_too_old(1, 0, 0, NOW - 61, "at most 60 s, found one of 61 s")]
fn a_pyth_price_that_will_not_do_is_the_sources_problem(
    #[case] mantissa: i64,
    #[case] confidence: u64,
    #[case] exponent: i32,
    #[case] time: i64,
    #[case] part: &str,
) {
    let (mut suite, oracle) = with_pyth();
    suite.pyth_says(&oracle, mantissa, confidence, exponent, time);
    is_a_problem_of_the_source_alone(&mut suite, part);
}

#[test]
fn the_limits_of_age_and_confidence_are_in_them() {
    let (mut suite, oracle) = with_pyth();
    suite.pyth_says(&oracle, 1_000, 10, -3, NOW - 60);
    assert_eq!(suite.market().spot, Some(price("1")));
    suite.pyth_says(&oracle, 1_000, 10, -3, NOW);
    suite.chain.wait(Duration::new(60));
    assert_eq!(suite.market().spot, Some(price("1")));
    suite.chain.wait(Duration::new(1));
    assert_eq!(suite.market().spot, None);
}

#[rstest]
#[case::of_now(START, true)]
#[case::as_old_as_it_may_be(START - 60, true)]
#[case::a_second_older(START - 61, false)]
#[case::of_the_next_second(START + 1, false)]
#[case::of_the_end_of_time(u64::MAX, false)]
fn a_quote_has_an_age(#[case] time: u64, #[case] good: bool) {
    let (mut suite, oracle) = with_quotes();
    suite.quote_says(&oracle, "1.75", time);
    assert_eq!(suite.market().spot, good.then(|| price("1.75")));
    if !good {
        is_a_problem_of_the_source_alone(&mut suite, "expected a price");
    }
}

#[rstest]
#[case::zero(&json!({ "price": "0", "updated_at": START }).to_string(), "above 0")]
#[case::too_large(&json!({ "price": "1000000000.1", "updated_at": START }).to_string(), "at most 1000000000")]
#[case::negative(&json!({ "price": "-1", "updated_at": START }).to_string(), "")]
#[case::a_number(&json!({ "price": 1, "updated_at": START }).to_string(), "")]
#[case::no_time(&json!({ "price": "1" }).to_string(), "")]
#[case::a_negative_time(&json!({ "price": "1", "updated_at": -1 }).to_string(), "")]
#[case::too_many_digits(&json!({ "price": "1.0000000000000000001", "updated_at": START }).to_string(), "")]
#[case::nothing("null", "")]
#[case::an_empty_object("{}", "")]
#[case::an_empty_list("[]", "")]
#[case::no_json("hello", "")]
#[case::a_blank(" ", "")]
fn nonsense_is_the_sources_problem(#[case] answer: &str, #[case] part: &str) {
    let (mut suite, oracle) = with_quotes();
    suite.teach(&oracle, json!({ "price": { "denom": "uquote" } }), answer);
    is_a_problem_of_the_source_alone(&mut suite, part);
    let (mut suite, oracle) = with_pyth();
    suite.teach(&oracle, json!({ "price_feed": { "id": FEED_ID } }), answer);
    is_a_problem_of_the_source_alone(&mut suite, "");
}

#[test]
fn a_contract_that_refuses_or_does_not_exist_is_the_sources_problem() {
    let (mut suite, _) = with_quotes();
    is_a_problem_of_the_source_alone(&mut suite, "no answer to");
    let nowhere = |genesis: &mut Genesis| genesis.price_sources = vec![quotes(&addr("nowhere"))];
    is_a_problem_of_the_source_alone(&mut Suite::edited(Reserve, nowhere), "");
    let nowhere = |genesis: &mut Genesis| genesis.price_sources = vec![pyth(&addr("nowhere"))];
    is_a_problem_of_the_source_alone(&mut Suite::edited(Reserve, nowhere), "");
}

/// The example's feed, a Pyth contract and a quoting contract.
fn three_sources(min_sources: u32) -> (Suite, Vec<Addr>) {
    network(TokenFactory, 2, |genesis, oracles| {
        genesis.price_sources = vec![example::feed(), pyth(&oracles[0]), quotes(&oracles[1])];
        genesis.params.price.min_sources = min_sources;
    })
}

fn two_sources(min_sources: u32) -> (Suite, Addr) {
    let (suite, oracles) = network(TokenFactory, 1, |genesis, oracles| {
        genesis.price_sources = vec![example::feed(), quotes(&oracles[0])];
        genesis.params.price.min_sources = min_sources;
    });
    (suite, oracles[0].clone())
}

#[rstest]
#[case::they_agree("1", None)]
#[case::to_the_edge_of_the_deviation("1.05", None)]
#[case::a_hair_further("1.050000000000000001", Some((2, 1)))]
// The lower is the median: 1 lies 5.26% above 0.95.
#[case::the_same_below("0.95", Some((2, 1)))]
#[case::they_do_not_agree_at_all("1000000000", Some((2, 1)))]
#[case::by_more_than_can_be_written("0.000000000000000001", Some((2, 1)))]
fn two_sources_agree_or_there_is_no_price(#[case] second: &str, #[case] problem: Option<(u32, u32)>) {
    let (mut suite, oracle) = two_sources(1);
    suite.quote_says(&oracle, second, START);
    suite.price("1");
    let problem = problem.map(|(expected, found)| PriceProblem::Disagreement { expected, found });
    assert_eq!(suite.market().problem, problem);
    suite.tenant_with("tenant", 1_000);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 10)]).data();
    let reasons: Vec<_> = settled.shortfalls.iter().map(|short| short.reason).collect();
    assert_eq!(reasons, if problem.is_none() { vec![] } else { vec![ShortfallReason::NoPrice] });
}

/// A billion dollars beside 10⁻¹⁸: their ratio has no 128-bit number, and still nobody is stopped.
#[test]
fn a_mad_source_overflows_nothing() {
    let (mut suite, oracle) = two_sources(1);
    suite.quote_says(&oracle, "0.000000000000000001", START);
    suite.price("1000000000");
    assert_eq!(suite.market().problem, Some(PriceProblem::Disagreement { expected: 2, found: 1 }));
    suite.chain.wait(Duration::DAY);
    suite.close(None).ok();
}

#[test]
fn one_source_is_enough_only_where_one_is_needed() {
    let (mut suite, _) = two_sources(1);
    suite.price("1");
    assert_eq!((suite.market().spot, suite.market().problem), (Some(price("1")), None));
    let (mut suite, _) = two_sources(2);
    suite.price("1");
    assert_eq!(suite.market().problem, Some(PriceProblem::TooFewFresh { expected: 2, found: 1 }));
}

#[rstest]
#[case::all_agree("1.02", 101, "1.01")]
#[case::one_is_off("3", 101, "1.01")]
#[case::another_is_off("1.02", 900, "1.02")]
fn two_of_three_outvote_the_third(#[case] quote: &str, #[case] pyth: i64, #[case] expected: &str) {
    let (mut suite, oracles) = three_sources(2);
    suite.pyth_says(&oracles[0], pyth, 0, -2, NOW);
    suite.quote_says(&oracles[1], quote, START);
    suite.price("1");
    assert_eq!((suite.market().spot, suite.market().problem), (Some(price(expected)), None));
    suite.tenant_with("tenant", 1_000);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 10)]).data();
    assert_eq!(settled.shortfalls, vec![]);
}

#[rstest]
#[case::three_ways(3, "2", 400, Some((3, 1)))]
#[case::all_three_are_needed(3, "1.02", 900, Some((3, 2)))]
#[case::two_are_needed(2, "1.02", 900, None)]
#[case::one_is_needed_but_two_are_a_majority(1, "2", 400, Some((2, 1)))]
fn enough_of_them_must_agree(
    #[case] min_sources: u32,
    #[case] quote: &str,
    #[case] pyth: i64,
    #[case] problem: Option<(u32, u32)>,
) {
    let (mut suite, oracles) = three_sources(min_sources);
    suite.pyth_says(&oracles[0], pyth, 0, -2, NOW);
    suite.quote_says(&oracles[1], quote, START);
    suite.price("1");
    let problem = problem.map(|(expected, found)| PriceProblem::Disagreement { expected, found });
    assert_eq!(suite.market().problem, problem);
}

#[test]
fn a_source_that_fails_leaves_the_others_in_charge() {
    let (mut suite, oracles) = three_sources(2);
    suite.quote_says(&oracles[1], "1.02", START);
    suite.price("1");
    suite.teach(&oracles[0], json!({ "price_feed": { "id": FEED_ID } }), "rubbish");
    let market = suite.market();
    assert_eq!((market.spot, market.problem), (Some(price("1")), None));
    assert_eq!(market.sources.iter().filter(|source| source.problem.is_some()).count(), 1);
    suite.chain.wait(Duration::new(61));
    assert_eq!(suite.market().problem, Some(PriceProblem::TooFewFresh { expected: 2, found: 1 }));
}

#[test]
fn a_price_in_disagreement_does_not_count_for_the_averages() {
    let (mut suite, oracle) = two_sources(2);
    suite.quote_says(&oracle, "1", START);
    suite.price("1");
    suite.quote_says(&oracle, "2", START);
    suite.price("1.2");
    suite.chain.wait(Duration::DAY);
    assert_eq!(suite.market().twap_day, Some(price("1")));
    assert_eq!(suite.market().twap_week, Some(price("1")));
    assert_eq!(ratio("0.05"), example::feed().max_deviation);
}

#[test]
fn a_poke_takes_a_contracts_price_into_the_averages() {
    let (mut suite, oracle) = with_quotes();
    for (hour, quoted) in ["1", "1.1", "1.2", "1.1"].into_iter().enumerate() {
        let now = START + 3_600 * hour as u64;
        suite.chain.go_to(Timestamp::new(now));
        suite.quote_says(&oracle, quoted, now);
        suite.execute("stranger", &ExecuteMsg::Poke {}).ok();
    }
    // An hour each at 1, 1.1 and 1.2.
    assert_eq!(suite.market().twap_day, Some(price("1.1")));
    assert_eq!(suite.market().problem, None);
}
