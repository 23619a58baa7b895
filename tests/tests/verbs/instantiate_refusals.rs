//! What a network cannot start with: both sides of every limit.

use ballast_api::{MeterConfig, SourceKind};
use ballast_controller::ContractError;
use ballast_math::{Duration, MAX_SUPPLY, PolicyError, Ratio, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_sandbox::{Genesis, example};
use ballast_tests::engine::sandbox;
use ballast_tests::suite::{START, addr, genesis, ratio, reason, tokens, usd};
use ballast_tests::suite_oracles::FEED_ID;
use rstest::rstest;

const YEAR: u64 = Duration::YEAR.seconds();

fn range(field: &'static str, min: u128, max: u128, found: u128) -> Option<ContractError> {
    Some(ContractError::OutOfRange { field, min, max, found })
}

fn count(field: &'static str, max: usize, found: usize) -> Option<ContractError> {
    Some(ContractError::WrongCount { field, min: 0, max, found })
}

fn too_large(field: &'static str) -> Option<ContractError> {
    Some(ContractError::RatioTooLarge { field, max: Ratio::ONE, found: ratio("1.000000000000000001") })
}

#[track_caller]
fn starts(mode: SupplyKind, edit: impl FnOnce(&mut Genesis), expected: Option<ContractError>) {
    let mut genesis = genesis(mode);
    edit(&mut genesis);
    let outcome = sandbox(&genesis).map(|_| ()).map_err(reason);
    assert_eq!(outcome, expected.map_or(Ok(()), |error| Err(reason(error))));
}

#[rstest]
#[case::whole_units(0, None)]
#[case::the_most(18, None)]
#[case::one_more(19, range("decimals", 0, 18, 19))]
fn numbers_of_decimals(#[case] decimals: u8, #[case] expected: Option<ContractError>) {
    starts(External, |genesis| genesis.decimals = decimals, expected);
}

#[rstest]
#[case::under_a_minute(59, range("epoch.length", 60, YEAR.into(), 59))]
#[case::a_minute(60, None)]
#[case::a_year(YEAR, None)]
#[case::over_a_year(YEAR + 1, range("epoch.length", 60, YEAR.into(), u128::from(YEAR) + 1))]
fn lengths_of_epochs(#[case] length: u64, #[case] expected: Option<ContractError>) {
    starts(External, |genesis| genesis.epoch.length = Duration::new(length), expected);
}

#[rstest]
#[case::none(0, range("epoch.window", 1, 120, 0))]
#[case::one(1, None)]
#[case::the_most(120, None)]
#[case::one_more(121, range("epoch.window", 1, 120, 121))]
fn windows(#[case] window: u32, #[case] expected: Option<ContractError>) {
    starts(External, |genesis| genesis.epoch.window = window, expected);
}

#[rstest]
#[case::a_second_ago(START - 1, false)]
#[case::now(START, true)]
#[case::ten_years_ahead(START + 10 * YEAR, true)]
#[case::a_second_later(START + 10 * YEAR + 1, false)]
fn beginnings(#[case] begins: u64, #[case] good: bool) {
    let (now, max) = (u128::from(START), u128::from(START + 10 * YEAR));
    let expected = if good { None } else { range("epoch.genesis", now, max, begins.into()) };
    starts(External, |genesis| genesis.epoch.genesis = Some(Timestamp::new(begins)), expected);
}

#[rstest]
#[case::the_most(8, None)]
#[case::one_more(9, count("price_sources", 8, 9))]
fn numbers_of_sources(#[case] found: usize, #[case] expected: Option<ContractError>) {
    let mut source = example::feed();
    source.kind = SourceKind::Contract { contract: addr("quotes").into(), denom: "uquote".to_owned() };
    starts(External, |genesis| genesis.price_sources = vec![source; found], expected);
}

#[test]
fn a_second_feed_is_refused() {
    let two = |genesis: &mut Genesis| genesis.price_sources.push(example::feed());
    starts(External, two, count("price_sources of kind feed", 1, 2));
}

#[rstest]
#[case::none(0, range("price_sources.max_age", 1, YEAR.into(), 0))]
#[case::a_second(1, None)]
#[case::a_year(YEAR, None)]
#[case::over_a_year(YEAR + 1, range("price_sources.max_age", 1, YEAR.into(), u128::from(YEAR) + 1))]
fn ages(#[case] age: u64, #[case] expected: Option<ContractError>) {
    starts(External, |genesis| genesis.price_sources[0].max_age = Duration::new(age), expected);
}

#[rstest]
#[case::none("0", None)]
#[case::one("1", None)]
#[case::more("1.000000000000000001", too_large("price_sources.max_deviation"))]
fn deviations(#[case] max: &str, #[case] expected: Option<ContractError>) {
    starts(External, |genesis| genesis.price_sources[0].max_deviation = ratio(max), expected);
}

#[rstest]
#[case::no_quorum(3, 0, range("quorum", 1, 3, 0))]
#[case::all_of_them(3, 3, None)]
#[case::more_than_there_are(3, 4, range("quorum", 1, 3, 4))]
#[case::nobody(0, 1, range("quorum", 1, 0, 1))]
#[case::as_many_as_there_may_be(16, 1, None)]
#[case::one_more(17, 1, count("feeders", 16, 17))]
fn feeds(#[case] feeders: usize, #[case] quorum: u32, #[case] expected: Option<ContractError>) {
    let feeders = (0..feeders).map(|number| addr(&format!("feeder-{number}")).to_string()).collect();
    let kind = SourceKind::Feed { feeders, quorum };
    starts(External, |genesis| genesis.price_sources[0].kind = kind, expected);
}

#[test]
fn a_feeder_is_listed_once() {
    let value = addr("feeder").to_string();
    let kind = SourceKind::Feed { feeders: vec![value.clone(), value.clone()], quorum: 1 };
    let expected = ContractError::Repeated { field: "feeder", value };
    starts(External, |genesis| genesis.price_sources[0].kind = kind, Some(expected));
}

#[rstest]
#[case::of_64_digits(FEED_ID, true)]
#[case::of_63(&FEED_ID[1..], false)]
#[case::of_65(&format!("{FEED_ID}0"), false)]
#[case::with_a_prefix(&format!("0x{}", &FEED_ID[2..]), false)]
#[case::empty("", false)]
fn ids_of_pyth_feeds(#[case] id: &str, #[case] good: bool) {
    let (contract, feed_id) = (addr("pyth").to_string(), id.to_owned());
    let kind = SourceKind::Pyth { contract, feed_id: feed_id.clone(), max_confidence: Ratio::ONE };
    let problem = "expected 64 hex digits";
    let refused = ContractError::Malformed { field: "feed_id", problem, found: feed_id };
    let expected = (!good).then_some(refused);
    starts(External, |genesis| genesis.price_sources[0].kind = kind, expected);
}

#[test]
fn a_confidence_above_one_is_refused() {
    let max_confidence = ratio("1.000000000000000001");
    let kind =
        SourceKind::Pyth { contract: addr("pyth").into(), feed_id: FEED_ID.to_owned(), max_confidence };
    starts(External, |genesis| genesis.price_sources[0].kind = kind, too_large("max_confidence"));
}

#[rstest]
#[case::none(0, None)]
#[case::as_many_as_there_may_be(32, None)]
#[case::one_more(33, count("meters", 32, 33))]
fn numbers_of_meters(#[case] found: usize, #[case] expected: Option<ContractError>) {
    let named = |number| Some(addr(&format!("meter-{number}")).to_string());
    let meters = (0..found).map(|number| MeterConfig { meter: named(number), usd_per_epoch: usd(1) });
    starts(External, |genesis| genesis.meters = meters.collect(), expected);
}

#[test]
fn a_meter_is_listed_once() {
    let value = addr("meter").to_string();
    let twice = |genesis: &mut Genesis| genesis.meters.push(genesis.meters[0].clone());
    starts(TokenFactory, twice, Some(ContractError::Repeated { field: "meter", value }));
}

#[test]
fn the_chain_is_a_meter_once() {
    let mut genesis = genesis(External);
    genesis.meters.push(genesis.meters[1].clone());
    let refused = sandbox(&genesis).map(|_| ()).map_err(reason).unwrap_err();
    assert!(refused.starts_with("meter is listed twice: cosmwasm1"), "{refused}");
}

#[rstest]
#[case::a_trillion_dollars(1_000_000_000_000_000_000, None)]
#[case::a_micro_dollar_more(
    1_000_000_000_000_000_001,
    range("usd_per_epoch", 0, 1_000_000_000_000_000_000, 1_000_000_000_000_000_001)
)]
fn limits_of_meters(#[case] limit: u128, #[case] expected: Option<ContractError>) {
    starts(External, |genesis| genesis.meters[0].usd_per_epoch = usd(limit), expected);
}

#[rstest]
#[case::a_meter(|genesis: &mut Genesis| genesis.meters[0].meter = Some("meter".to_owned()))]
#[case::a_feeder(|genesis: &mut Genesis| genesis.price_sources[0].kind =
    SourceKind::Feed { feeders: vec!["osmo1qypqxpq9qcrsszgszyfpx9q4zct3sxfqelr5ey".to_owned()], quorum: 1 })]
#[case::a_source(|genesis: &mut Genesis| genesis.price_sources[0].kind =
    SourceKind::Contract { contract: String::new(), denom: "uquote".to_owned() })]
fn addresses_of_other_chains(#[case] edit: fn(&mut Genesis)) {
    let mut genesis = genesis(External);
    edit(&mut genesis);
    assert!(sandbox(&genesis).is_err());
}

#[rstest]
#[case::none_where_there_are_some(1, 0, range("params.price.min_sources", 1, 1, 0))]
#[case::more_than_there_are(1, 2, range("params.price.min_sources", 1, 1, 2))]
fn minimum_numbers_of_sources(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[case] sources: usize,
    #[case] min: u32,
    #[case] expected: Option<ContractError>,
) {
    let edit = |genesis: &mut Genesis| {
        genesis.price_sources.truncate(sources);
        genesis.params.price.min_sources = min;
    };
    starts(mode, edit, expected);
}

#[rstest]
#[case::token_factory(TokenFactory, 0, range("params.price.min_sources", 1, 0, 0))]
#[case::cw20(Cw20, 1, range("params.price.min_sources", 1, 0, 1))]
#[case::reserve(Reserve, 0, range("params.price.min_sources", 1, 0, 0))]
#[case::external(External, 0, None)]
#[case::external_that_needs_one(External, 1, range("params.price.min_sources", 0, 0, 1))]
fn networks_without_a_price(
    #[case] mode: SupplyKind,
    #[case] min: u32,
    #[case] expected: Option<ContractError>,
) {
    let edit = |genesis: &mut Genesis| {
        genesis.price_sources.clear();
        genesis.params.price.min_sources = min;
        genesis.reserve = tokens(0);
    };
    starts(mode, edit, expected);
}

#[rstest]
#[case::no_band(|genesis: &mut Genesis| genesis.params.price.band = Ratio::ZERO,
    range("params.price.band", 1, u128::MAX, 0))]
#[case::no_retention(|genesis: &mut Genesis| genesis.params.receipt_retention = 0,
    range("params.receipt_retention", 1, u32::MAX.into(), 0))]
#[case::a_policy_of_its_own_mind(|genesis: &mut Genesis| genesis.params.policy.mint.smoothing.period = Duration::ZERO,
    Some(PolicyError::Zero { field: "smoothing.period" }.into()))]
#[case::a_budget_of_too_much(|genesis: &mut Genesis| genesis.emission_budget = tokens(MAX_SUPPLY.get() + 1),
    Some(PolicyError::TotalTooLarge { field: "emission_budget", max: MAX_SUPPLY, found: tokens(MAX_SUPPLY.get() + 1) }.into()))]
#[case::as_large_a_budget_as_there_may_be(|genesis: &mut Genesis| genesis.emission_budget = MAX_SUPPLY, None)]
fn parameters(#[case] edit: fn(&mut Genesis), #[case] expected: Option<ContractError>) {
    starts(External, edit, expected);
}

#[rstest]
fn supplies(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values(false, true)] too_much: bool,
) {
    let supply = tokens(MAX_SUPPLY.get() + u128::from(too_much));
    let refused = PolicyError::TotalTooLarge { field: "supply", max: MAX_SUPPLY, found: supply };
    starts(mode, |genesis| genesis.seed_supply = supply, too_much.then(|| refused.into()));
}
