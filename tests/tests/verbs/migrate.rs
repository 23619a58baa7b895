use ballast_api::{MigrateMsg, Params, ParamsResponse, QueryMsg};
use ballast_controller::ContractError;
use ballast_math::{PolicyError, Ratio, Rho};
use ballast_sandbox::{
    Sandbox,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{DAY, Suite, addr, genesis, ratio, tokens};
use cw_multi_test::Executor;
use rstest::rstest;
use serde_json::json;

const CONTRACT: &str = "ballast-controller";

fn with(edit: impl FnOnce(&mut Params)) -> Params {
    let mut params = genesis(TokenFactory).params;
    edit(&mut params);
    params
}

fn halving(params: &mut Params) {
    params.policy.mint.rho = Rho::Fixed(Ratio::percent(50));
}

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

// M7: parameters used for an epoch are those in force during it.
#[rstest]
fn new_parameters_take_effect_with_the_next_epoch(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 5_000_000);
    suite.work("tenant", "provider", 1_000);

    suite.migrate(Some(with(halving))).ok();
    let response: ParamsResponse = suite.query(&QueryMsg::Params {});
    assert_eq!((response.params, response.next), (genesis(mode).params, Some(with(halving))));
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();

    assert_eq!((suite.record(0).rho, suite.record(0).granted), (Ratio::percent(90), tokens(1_800)));
    assert_eq!((suite.record(1).rho, suite.record(1).granted), (Ratio::percent(50), tokens(500)));
    let response: ParamsResponse = suite.query(&QueryMsg::Params {});
    assert_eq!((response.params, response.next), (with(halving), None));
}

#[rstest]
fn an_epoch_that_is_over_closes_by_its_own_parameters(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 5_000_000);
    suite.work("tenant", "provider", 1_000);
    suite.epoch_is_over_at("1");

    let response = suite.migrate(Some(with(halving))).ok();

    assert_eq!(Sandbox::events(&response, "ballast/mint").len(), 1);
    assert_eq!(suite.record(0).granted, tokens(900));
    // The open epoch is the one that began before the migration: it keeps the old parameters too.
    suite.chain_mints();
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    assert_eq!(suite.record(1).granted, tokens(900));
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    assert_eq!(suite.record(2).granted, tokens(500));
}

#[test]
fn in_a_backlog_the_first_epoch_alone_has_the_old_parameters() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.migrate(Some(with(halving))).ok();
    suite.go_to_epoch(3);
    suite.close(None).ok();
    let rho = [0, 1, 2].map(|epoch| suite.record(epoch).rho);
    assert_eq!(rho, [90, 50, 50].map(Ratio::percent));
}

#[test]
fn the_last_of_two_migrations_in_an_epoch_counts() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.migrate(Some(with(halving))).ok();
    suite.migrate(Some(with(|params| params.receipt_retention = 77))).ok();
    suite.migrate(None).ok();
    suite.next_epoch();
    let response: ParamsResponse = suite.query(&QueryMsg::Params {});
    assert_eq!(response.params, with(|params| params.receipt_retention = 77));
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

#[rstest]
#[case::no_retention(
    |params: &mut Params| params.receipt_retention = 0,
    ContractError::OutOfRange {
        field: "params.receipt_retention", least: 1, most: u32::MAX.into(), found: 0,
    }
)]
#[case::more_sources_than_there_are(
    |params: &mut Params| params.price.min_sources = 2,
    ContractError::OutOfRange { field: "params.price.min_sources", least: 1, most: 1, found: 2 }
)]
#[case::no_sources_at_all(
    |params: &mut Params| params.price.min_sources = 0,
    ContractError::OutOfRange { field: "params.price.min_sources", least: 1, most: 1, found: 0 }
)]
#[case::no_band(
    |params: &mut Params| params.price.band = Ratio::ZERO,
    ContractError::OutOfRange { field: "params.price.band", least: 1, most: u128::MAX, found: 0 }
)]
#[case::more_than_all_burns(
    |params: &mut Params| params.policy.burn.burn_share = ratio("1.000000000000000001"),
    PolicyError::TooLarge { field: "burn_share", most: Ratio::ONE, found: ratio("1.000000000000000001") }.into()
)]
fn invalid_parameters_are_refused(#[case] edit: fn(&mut Params), #[case] expected: ContractError) {
    let mut suite = Suite::new(TokenFactory);
    suite.migrate(Some(with(edit))).should_fail_with(expected);
}

#[test]
fn a_long_backlog_is_closed_before_a_migration() {
    let mut suite = Suite::new(TokenFactory);
    suite.go_to_epoch(33);
    suite.migrate(None).should_fail_with(ContractError::EpochsBehind { behind: 1 });
    suite.close(Some(1)).ok();
    suite.migrate(None).ok();
    assert_eq!(suite.epoch().epoch, 33);
}

#[test]
fn only_the_wasm_admin_migrates() {
    let mut suite = Suite::new(TokenFactory);
    let controller = suite.chain.controller().clone();
    let code_id = suite.chain.app().contract_data(&controller).unwrap().code_id;
    let sent = suite.act(|chain| {
        let app = chain.app();
        let msg = MigrateMsg { params: None };
        app.migrate_contract(addr("stranger"), controller.clone(), &msg, code_id)
            .map_err(|error| anyhow::anyhow!("{error}"))
    });
    sent.should_fail_saying("Only admin can migrate contract");
}

#[test]
fn a_migration_keeps_everybodys_money() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 5_000);
    suite.work("tenant", "provider", 1_000);
    suite.chain.wait(DAY / 2);
    let (tenant, provider, books) = (suite.tenant("tenant"), suite.provider("provider"), suite.solvency());
    suite.migrate(Some(with(halving))).ok();
    assert_eq!(
        (suite.tenant("tenant"), suite.provider("provider"), suite.solvency()),
        (tenant, provider, books)
    );
}
