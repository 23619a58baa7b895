use ballast_api::events::MigrateEvent;
use ballast_api::{Member, MigrateMsg, Parameter, ParamsResponse, QueryMsg, RuleError};
use ballast_controller::ContractError;
use ballast_economy::Signals;
use ballast_guardrails::{ConstitutionError, Level, Refusal};
use ballast_math::{Duration, Ratio};
use ballast_sandbox::Sandbox;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, Suite, addr, genesis, price, ratio};
use ballast_tests::suite_guard::{change, refused, rule};
use cw_multi_test::Executor;
use rstest::rstest;
use serde_json::json;

const CONTRACT: &str = "ballast-controller";

fn stored_as(suite: &mut Suite, contract: &str, version: &str) {
    let controller = suite.chain.controller().clone();
    let info = json!({ "contract": contract, "version": version }).to_string();
    suite.chain.app().contract_storage_mut(&controller).set(b"contract_info", info.as_bytes());
}

fn attribute(response: &ballast_sandbox::AppResponse, key: &str) -> String {
    let attributes = response.events.iter().flat_map(|event| &event.attributes);
    attributes.filter(|attribute| attribute.key == key).map(|attribute| attribute.value.clone()).collect()
}

#[rstest]
fn a_migration_without_parameters_changes_nothing(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    let before = suite.chain.dump();
    let response = suite.migrate(None).ok();
    assert_eq!(attribute(&response, "action"), "migrate");
    assert_eq!((attribute(&response, "from"), attribute(&response, "to")), ("0.1.0".into(), "0.1.0".into()));
    assert!(suite.chain.dump() == before);
}

#[rstest]
#[case::by_a_patch("0.1.1")]
#[case::by_a_minor("0.2.0")]
#[case::by_a_major("1.0.0")]
#[case::by_two_digits("0.10.0")]
fn downgrades_are_refused(#[case] stored: &str) {
    let mut suite = Suite::new(TokenFactory);
    stored_as(&mut suite, CONTRACT, stored);
    let (code, stored) = ("0.1.0".to_owned(), stored.to_owned());
    suite.migrate(None).should_fail_with(ContractError::Downgrade { code, stored });
}

#[rstest]
#[case::the_patch_before("0.0.9")]
#[case::a_candidate_of_this_one("0.1.0-rc.1")]
fn upgrades_are_not(#[case] stored: &str) {
    let mut suite = Suite::new(TokenFactory);
    stored_as(&mut suite, CONTRACT, stored);
    let response = suite.migrate(None).ok();
    assert_eq!(attribute(&response, "from"), stored);
    suite.migrate(None).ok();
}

#[test]
fn what_is_no_version_is_refused() {
    let mut suite = Suite::new(TokenFactory);
    stored_as(&mut suite, CONTRACT, "latest");
    suite.migrate(None).should_fail_saying("no version: \"latest\"");
}

#[test]
fn another_contracts_state_is_refused() {
    let mut suite = Suite::new(TokenFactory);
    stored_as(&mut suite, "cw20-base", "0.0.1");
    let found = "cw20-base".to_owned();
    suite.migrate(None).should_fail_with(ContractError::WrongContract { expected: CONTRACT, found });
}

#[test]
fn only_the_wasm_admin_migrates() {
    let mut suite = Suite::new(TokenFactory);
    let controller = suite.chain.controller().clone();
    let code_id = suite.chain.app().contract_data(&controller).unwrap().code_id;
    let sent = suite.act(|chain| {
        let app = chain.app();
        let msg = MigrateMsg { constitution: None };
        app.migrate_contract(addr("stranger"), controller.clone(), &msg, code_id)
            .map_err(|error| anyhow::anyhow!("{error}"))
    });
    sent.should_fail_saying("Only admin can migrate contract");
}

#[rstest]
fn another_constitution_is_taken_and_moves_no_value(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    let before = suite.query::<ParamsResponse>(&QueryMsg::Params {});
    let mut genesis = genesis(mode);
    rule(&mut genesis, "policy.mint.rho").max = "0.95".to_owned();
    genesis.governance.constitution.terms.delay = Duration::days(3);
    genesis.governance.constitution.signals =
        Signals { price: true, usage: false, coverage: true, collateral: false };
    let constitution = genesis.governance.constitution;
    let response = suite.migrate(Some(constitution.clone())).ok();
    assert_eq!(attribute(&response, "constitution"), "new");
    let [told] = Sandbox::events(&response, "ballast-migrate")[..] else { panic!("one event") };
    let MigrateEvent { from, to, signals_before, signals_after } = MigrateEvent::from_event(told).unwrap();
    assert_eq!((from.as_str(), to.as_str()), (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_VERSION")));
    assert_eq!((signals_before, signals_after), (Signals::NONE, constitution.signals));
    assert_eq!(
        (signals_before.to_string(), signals_after.to_string()),
        ("none".into(), "price,coverage".into())
    );

    let found = suite.guardrails();
    assert_eq!((found.terms, found.signals), (constitution.terms, constitution.signals));
    assert_eq!(suite.parameter("policy.mint.rho").rule.unwrap().max, "0.95");
    assert_eq!(before, suite.query(&QueryMsg::Params {}));
    let bounds = Refusal::OutOfBounds {
        parameter: Parameter::new("policy.mint.rho"),
        min: 0,
        max: ratio("0.95").atomics(),
        found: ratio("0.96").atomics(),
    };
    suite.queue(vec![change("policy.mint.rho", "0.9", "0.96")]).should_fail_with(refused(bounds));
}

#[rstest]
#[case::just_above("0.9", "1", true)]
#[case::just_below("0.1", "0.9", true)]
#[case::a_hair_too_low("0.1", "0.899999999999999999", false)]
#[case::a_hair_too_high("0.900000000000000001", "1", false)]
fn every_value_must_lie_within_the_new_bounds(#[case] min: &str, #[case] max: &str, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut genesis = genesis(TokenFactory);
    let rule = rule(&mut genesis, "policy.mint.rho");
    (rule.min, rule.max) = (min.to_owned(), max.to_owned());
    let outcome = suite.migrate(Some(genesis.governance.constitution));
    if good {
        outcome.ok();
    } else {
        let (parameter, found) = ("policy.mint.rho".to_owned(), "0.9".to_owned());
        let value = ConstitutionError::Value { parameter, min: min.into(), max: max.into(), found };
        outcome.should_fail_with(ContractError::from(value));
    }
}

#[test]
fn values_that_wait_for_the_next_epoch_must_lie_within_them_too() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tighten(vec![change("policy.mint.rho", "0.9", "0.85")]).ok();
    let mut genesis = genesis(TokenFactory);
    rule(&mut genesis, "policy.mint.rho").min = "0.9".to_owned();
    let value = ConstitutionError::Value {
        parameter: "policy.mint.rho".to_owned(),
        min: "0.9".to_owned(),
        max: rule(&mut genesis, "policy.mint.rho").max.clone(),
        found: "0.85".to_owned(),
    };
    suite.migrate(Some(genesis.governance.constitution)).should_fail_with(ContractError::from(value));
}

#[rstest]
#[case::no_delay("delay", 0, 2 * DAY, 30 * DAY)]
#[case::a_second_too_short("delay", 2 * DAY - 1, 2 * DAY, 30 * DAY)]
#[case::a_second_too_long("delay", 30 * DAY + 1, 2 * DAY, 30 * DAY)]
#[case::a_block_too_few("delay_blocks", 999, 1_000, 10_000_000)]
#[case::a_block_too_many("delay_blocks", 10_000_001, 1_000, 10_000_000)]
#[case::too_little_grace("grace", DAY - 1, DAY, 7 * DAY)]
#[case::too_much_grace("grace", 7 * DAY + 1, DAY, 7 * DAY)]
#[case::too_short_a_trip("longest_trip", 3_599, 3_600, 7 * DAY)]
#[case::too_long_a_trip("longest_trip", 7 * DAY + 1, 3_600, 7 * DAY)]
fn a_new_constitution_obeys_the_codes_own_limits(
    #[case] term: &'static str,
    #[case] found: u64,
    #[case] min: u64,
    #[case] max: u64,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut constitution = genesis(TokenFactory).governance.constitution;
    let terms = &mut constitution.terms;
    match term {
        "delay" => terms.delay = Duration::new(found),
        "delay_blocks" => terms.delay_blocks = found,
        "grace" => terms.grace = Duration::new(found),
        _ => terms.longest_trip = Duration::new(found),
    }
    let expected = ConstitutionError::Term { term, min, max, found };
    suite.migrate(Some(constitution)).should_fail_with(ContractError::from(expected));
}

// Otherwise a removed meter, with its limit of nothing, would be in the way of every later migration.
#[test]
fn the_least_limit_of_a_meter_is_nothing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.remove(Member::Meter { address: addr("meter").into() }).ok();
    suite.migrate(None).ok();
    let mut genesis = genesis(TokenFactory);
    rule(&mut genesis, "meters.*").min = "1".to_owned();
    suite
        .migrate(Some(genesis.governance.constitution))
        .should_fail_saying("constitution: min of meters.*: expected 0, found 1");
}

#[test]
fn a_rule_for_what_is_no_parameter_is_refused() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut constitution = genesis(TokenFactory).governance.constitution;
    let rule = constitution.rules.values().next().unwrap().clone();
    let parameter = Parameter::new("luck");
    constitution.rules.insert(parameter.clone(), rule);
    let unknown = RuleError::Unknown { parameter };
    suite.migrate(Some(constitution)).should_fail_with(ContractError::from(unknown));
}

// Attack 26: `migrate` has no room for values.
#[rstest]
#[case::values(json!({ "params": null }))]
#[case::values_beside_a_constitution(json!({ "constitution": null, "params": {} }))]
#[case::a_delay(json!({ "delay": 0 }))]
#[case::a_word(json!("migrate"))]
fn a_migration_carries_no_values(#[case] msg: serde_json::Value) {
    let mut suite = Suite::new(TokenFactory);
    let controller = suite.chain.controller().clone();
    let code_id = suite.chain.app().contract_data(&controller).unwrap().code_id;
    let sent = suite.act(|chain| {
        let app = chain.app();
        app.migrate_contract(addr("admin"), controller.clone(), &msg, code_id)
            .map_err(|error| anyhow::anyhow!("{error}"))
    });
    assert!(sent.0.is_err());
}

#[test]
fn a_signal_that_a_migration_turns_on_is_looked_at() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.params.price.band = Ratio::percent(1_000);
    });
    suite.price("1");
    suite.wait_with_price(2 * DAY, "1");
    suite.price("0.6");
    assert_eq!(suite.level(), Level::Normal);
    let mut constitution = genesis(TokenFactory).governance.constitution;
    constitution.signals.price = true;
    suite.migrate(Some(constitution)).ok();
    assert_eq!((suite.level(), suite.market().spot), (Level::Halted, Some(price("0.6"))));
}

#[test]
fn a_state_that_cannot_be_read_is_not_taken_over() {
    let mut suite = Suite::new(TokenFactory);
    let controller = suite.chain.controller().clone();
    for key in [&b"par"[..], b"reg", b"rol", b"wat", b"con", b"cfg", b"src"] {
        let kept = suite.chain.app().contract_storage_mut(&controller).get(key).unwrap();
        suite.chain.app().contract_storage_mut(&controller).set(key, b"\xff");
        let name = String::from_utf8(key.to_vec()).unwrap();
        let controller = suite.chain.controller().clone();
        let code_id = suite.chain.app().contract_data(&controller).unwrap().code_id;
        let msg = MigrateMsg { constitution: None };
        let sent = suite.chain.app().migrate_contract(addr("admin"), controller.clone(), &msg, code_id);
        let text = sent.unwrap_err().to_string();
        assert!(text.contains(&format!("cannot read the stored {name}")), "{text}");
        suite.chain.app().contract_storage_mut(&controller).set(key, &kept);
    }
    suite.migrate(None).ok();
}
