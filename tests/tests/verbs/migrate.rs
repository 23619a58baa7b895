use ballast_api::MigrateMsg;
use ballast_controller::ContractError;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{Suite, addr};
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
