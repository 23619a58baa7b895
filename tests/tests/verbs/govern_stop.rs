//! Veto and withdrawal.

use ballast_api::{Action, ChangeMsg, GovernMsg, HistoryEvent};
use ballast_controller::ContractError;
use ballast_guardrails::{Ending, Refusal, RoleChange, RoleError};
use ballast_math::Duration;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, Suite, addr, event};
use ballast_tests::suite_guard::{DELAY, GRACE, change, refused};
use rstest::rstest;

fn loosening() -> ChangeMsg {
    change("price.band", "0.25", "0.26")
}

fn tightening() -> ChangeMsg {
    change("policy.mint.rho", "0.9", "0.85")
}

fn replacement() -> Action {
    Action::Role(RoleChange::ReplaceGuardian { address: addr("guardian-2").into() })
}

#[rstest]
fn the_guardian_stops_a_loosening_for_good(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.queued(vec![loosening()]);
    let response = suite.veto(1).ok();
    assert_eq!(event(&response, "ballast-ended"), format!("id=1 ending=vetoed by={}", addr("guardian")));
    assert_eq!(suite.history(), vec![HistoryEvent::Ended { id: 1, ending: Ending::Vetoed }]);
    assert_eq!(suite.pending().sets, vec![]);
    suite.wait_for_delay("1");
    let ended = Some(Ending::Vetoed);
    suite.execute_set(1).should_fail_with(refused(Refusal::NotPending { id: 1, ended }));
    // It may be proposed again, and waits again.
    assert_eq!(suite.queued(vec![loosening()]), 2);
}

#[rstest]
fn only_the_guardian_vetoes(#[values("stranger", "governor", "chain", "admin", "tenant")] sender: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![loosening()]);
    let (expected, found) = (Some(addr("guardian").into()), suite.known_as(sender));
    suite
        .govern(sender, GovernMsg::Veto { id: 1 })
        .should_fail_with(ContractError::from(RoleError::NotTheGuardian { expected, found }));
}

#[test]
fn without_a_guardian_nobody_vetoes() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.governance.guardian = None);
    suite.queued(vec![loosening()]);
    let found = addr("guardian").into();
    let nobody = RoleError::NotTheGuardian { expected: None, found };
    assert!(nobody.to_string().contains("there is none"));
    suite.veto(1).should_fail_with(ContractError::from(nobody));
}

#[rstest]
#[case::in_the_block_it_was_queued(0, true)]
#[case::in_the_block_it_could_be_executed(DELAY, true)]
#[case::in_its_last_second(DELAY + GRACE - 1, true)]
#[case::when_it_has_expired(DELAY + GRACE, false)]
fn a_veto_comes_in_time_until_the_set_is_executed(#[case] after: u64, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![loosening()]);
    suite.chain.wait(Duration::new(after));
    let (expired, now) = (suite.chain.now(), suite.chain.now());
    for (outcome, is_veto) in [(suite.veto(1), true), (suite.cancel(1), false)] {
        match (good, is_veto) {
            (true, true) => drop(outcome.ok()),
            (true, false) => {
                let ended = Some(Ending::Vetoed);
                outcome.should_fail_with(refused(Refusal::NotPending { id: 1, ended }));
            }
            (false, _) => outcome.should_fail_with(refused(Refusal::Expired { id: 1, expired, now })),
        }
    }
}

#[test]
fn in_the_same_block_whoever_comes_first_decides() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![loosening()]);
    suite.execute_set(set).ok();
    let ended = Some(Ending::Executed);
    suite.veto(set).should_fail_with(refused(Refusal::NotPending { id: set, ended }));

    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![loosening()]);
    suite.veto(set).ok();
    let ended = Some(Ending::Vetoed);
    suite.execute_set(set).should_fail_with(refused(Refusal::NotPending { id: set, ended }));
}

#[test]
fn what_only_tightens_cannot_be_vetoed() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![tightening()]);
    suite.veto(1).should_fail_with(refused(Refusal::NotVetoable { id: 1 }));
    // A set that also loosens can.
    suite.cancel(1).ok();
    suite.queued(vec![tightening(), loosening()]);
    suite.veto(2).ok();
}

#[test]
fn the_guardian_cannot_veto_its_own_replacement() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queue_action(replacement()).ok();
    assert!(!suite.pending().sets[0].vetoable);
    suite.veto(1).should_fail_with(refused(Refusal::NotVetoable { id: 1 }));
}

#[rstest]
#[case::a_feeder(Action::AddFeeder { address: addr("feeder-3").into() })]
#[case::a_governor(Action::Role(RoleChange::AddGovernor { address: addr("owner").into() }))]
#[case::a_governor_less(Action::Role(RoleChange::RemoveGovernor { address: addr("governor").into() }))]
fn every_other_action_can_be_vetoed(#[case] action: Action) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queue_action(action).ok();
    suite.veto(1).ok();
}

#[rstest]
#[case::never_queued(1)]
#[case::zero(0)]
#[case::the_last_number(u64::MAX)]
fn what_is_not_there_cannot_be_stopped(#[case] set: u64) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let nothing = || refused(Refusal::NotPending { id: set, ended: None });
    suite.veto(set).should_fail_with(nothing());
    suite.cancel(set).should_fail_with(nothing());
}

#[rstest]
fn governance_withdraws_what_it_likes(
    #[values("governor", "chain")] by: &str,
    #[values(true, false)] loosens: bool,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![if loosens { loosening() } else { tightening() }]);
    let response = suite.govern(by, GovernMsg::Cancel { id: 1 }).ok();
    assert_eq!(event(&response, "ballast-ended"), format!("id=1 ending=cancelled by={}", suite.known_as(by)));
    let ended = Some(Ending::Cancelled);
    suite
        .govern(by, GovernMsg::Cancel { id: 1 })
        .should_fail_with(refused(Refusal::NotPending { id: 1, ended }));
}

#[rstest]
fn only_governors_withdraw(#[values("stranger", "guardian", "admin", "tenant")] sender: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queue_action(replacement()).ok();
    let found = addr(sender).into();
    suite
        .govern(sender, GovernMsg::Cancel { id: 1 })
        .should_fail_with(ContractError::from(RoleError::NotAGovernor { found }));
}

#[test]
fn stopping_needs_no_price_no_closed_epoch_and_no_calm() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(DAY).ok();
    suite.queued(vec![loosening()]);
    suite.queued(vec![tightening()]);
    suite.chain.wait(Duration::new(DELAY + GRACE - 1));
    suite.veto(1).ok();
    suite.cancel(2).ok();
}
