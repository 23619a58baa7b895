//! The guardian, and what its office cannot do.

use ballast_api::{Action, ExecuteMsg, GovernMsg, Proposal, QueueResponse};
use ballast_controller::{ContractError, contract};
use ballast_guardrails::{Refusal, RoleChange, RoleError, TripError};
use ballast_json::Message;
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::{External, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, START, Suite, addr, genesis};
use ballast_tests::suite_guard::{change, refused};
use cosmwasm_std::from_json;
use cosmwasm_std::testing::{message_info, mock_dependencies, mock_env};
use rstest::rstest;

use crate::words::{BAND, RHO};

/// A veto in the block of execution counts when it comes first; sets queued in one block have numbers of their own, with or
/// without a transaction to be named by.
#[test]
fn attack_21_same_block_and_no_transaction() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change(BAND, "0.25", "0.26")]);
    suite.veto(set).ok();
    assert!(suite.execute_set(set).0.is_err());

    let (mut deps, mut env) = (mock_dependencies(), mock_env());
    env.transaction = None;
    env.block.time = cosmwasm_std::Timestamp::from_seconds(START);
    let start = genesis(External).instantiate_msg(None);
    let info = |sender: &str| message_info(&addr(sender), &[]);
    contract::instantiate(deps.as_mut(), env.clone(), info("admin"), Message(start)).unwrap();
    for (expected, parameter, from, to) in [(1, BAND, "0.25", "0.26"), (2, RHO, "0.9", "0.95")] {
        let proposal = Proposal::Changes(vec![change(parameter, from, to)]);
        let msg = ExecuteMsg::Govern(GovernMsg::Queue { proposal });
        let response = contract::execute(deps.as_mut(), env.clone(), info("governor"), Message(msg)).unwrap();
        let said: QueueResponse = from_json(response.data.unwrap()).unwrap();
        assert_eq!(said.id, expected);
    }
}

/// The guardian cannot veto its own replacement, however often it is queued.
#[test]
fn attack_22_the_guardian_cannot_keep_its_office() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let replace = Action::Role(RoleChange::ReplaceGuardian { address: addr("owner").into() });
    let set = suite.queue_action(replace).data::<QueueResponse>().id;
    suite.veto(set).should_fail_with(refused(Refusal::NotVetoable { id: set }));
    suite.wait_for_delay("1");
    suite.trip(HOUR).ok();
    suite.execute_set(set).ok();
    suite.govern("owner", GovernMsg::Accept {}).ok();
    let (expected, found) = (Some(addr("owner").into()), addr("guardian").into());
    suite.veto(set).should_fail_with(ContractError::from(RoleError::NotTheGuardian { expected, found }));
}

/// Trips cannot be chained: neither extended while they last nor renewed when they end.
#[rstest]
#[case::while_it_lasts(HOUR - 1)]
#[case::the_moment_it_ends(HOUR)]
#[case::a_day_later(DAY)]
fn attack_23_trips_cannot_be_chained(#[case] after: u64) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(HOUR).ok();
    let until = suite.breaker().guardian_until;
    suite.chain.wait(Duration::new(after));
    let (next, now) = (suite.breaker().guardian_next, suite.chain.now());
    suite.trip(1).should_fail_with(ContractError::from(TripError::Cooldown { next, now }));
    assert_eq!(until, Some(Timestamp::new(START + HOUR)));
    assert!(next.seconds() - START >= 3 * HOUR);
}
