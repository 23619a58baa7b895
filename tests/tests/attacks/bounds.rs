//! Hard bounds, and who could move them.

use ballast_api::{GovernMsg, Proposal, QueueResponse, SudoMsg};
use ballast_controller::ContractError;
use ballast_guardrails::{ConstitutionError, Refusal};
use ballast_math::Timestamp;
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{START, Suite, genesis};
use ballast_tests::suite_guard::{DELAY, INTERVAL, change, refused, rule};
use serde_json::json;

use crate::words::{RHO, id, there_is_no_message};

/// †: nothing resets the time of the last change, not even a new constitution.
#[test]
fn attack_07_no_reconfiguration_resets_a_clock() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tighten(vec![change(RHO, "0.9", "0.85")]).ok();
    suite.migrate(Some(genesis(TokenFactory).governance.constitution)).ok();
    suite.migrate(None).ok();
    assert_eq!(suite.parameter(RHO).rule.unwrap().last_change, Some(Timestamp::new(START)));
    let soon = Refusal::TooSoon {
        parameter: id(RHO),
        next: Timestamp::new(START + INTERVAL),
        now: Timestamp::new(START),
    };
    suite.tighten(vec![change(RHO, "0.85", "0.84")]).should_fail_with(refused(soon));
    there_is_no_message(&mut suite, &["last_change", "changed", "interval", "configure", "update_config"]);
}

/// †: bounds are not moved past a value; the wasm admin's migration refuses it, and no message has bounds at all.
#[test]
fn attack_08_bounds_are_not_moved_past_a_value() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut genesis = genesis(TokenFactory);
    rule(&mut genesis, RHO).max = "0.5".to_owned();
    let value = ConstitutionError::Value {
        parameter: RHO.to_owned(),
        min: "0".to_owned(),
        max: "0.5".to_owned(),
        found: "0.9".to_owned(),
    };
    suite.migrate(Some(genesis.governance.constitution)).should_fail_with(ContractError::from(value));
    there_is_no_message(&mut suite, &["constitution", "rules", "min", "max", "step", "min_step", "bounds"]);
}

/// `sudo` is bound like everybody else, and `migrate` has no room for values.
#[test]
fn attack_26_neither_sudo_nor_migrate_walks_around_the_bounds() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let queue = |to: &str| GovernMsg::Queue { proposal: Proposal::Changes(vec![change(RHO, "0.9", to)]) };
    for to in ["0.8", "1", "11"] {
        let through_sudo = suite.sudo(&SudoMsg::Govern(queue(to)));
        let through_account = suite.govern("governor", queue(to));
        through_sudo.should_fail_with(through_account.0.map(|_| ()).unwrap_err());
    }
    let set = suite.sudo(&SudoMsg::Govern(queue("0.95"))).data::<QueueResponse>().id;
    let (earliest, now) = (START + DELAY, START);
    suite.sudo(&SudoMsg::Govern(GovernMsg::Execute { id: set })).should_fail_with(refused(
        Refusal::TooEarly { id: set, earliest: Timestamp::new(earliest), now: Timestamp::new(now) },
    ));
    assert!(serde_json::from_value::<ballast_api::MigrateMsg>(json!({ "params": {} })).is_err());
    suite.migrate(None).ok();
    assert_eq!(suite.parameter(RHO).value, "0.9");
}
