use ballast_api::{Action, GovernMsg, HistoryEvent, Proposal, QueueResponse};
use ballast_controller::ContractError;
use ballast_guardrails::{Level, MAX_GOVERNORS, Refusal, Role, RoleChange, RoleError};
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::engine::NO_ADDRESS;
use ballast_tests::suite::{Outcome, START, Suite, addr, event};
use ballast_tests::suite_guard::{DELAY, GRACE, change, refused};
use rstest::rstest;

fn add(name: &str) -> Action {
    Action::Role(RoleChange::AddGovernor { address: addr(name).into() })
}

fn remove(address: impl ToString) -> Action {
    Action::Role(RoleChange::RemoveGovernor { address: address.to_string() })
}

fn replace(name: &str) -> Action {
    Action::Role(RoleChange::ReplaceGuardian { address: addr(name).into() })
}

fn accept(suite: &mut Suite, sender: &str) -> Outcome {
    suite.govern(sender, GovernMsg::Accept {})
}

fn queues(suite: &mut Suite, sender: &str) -> Outcome {
    let changes = vec![change("price.band", "0.25", "0.26")];
    suite.govern(sender, GovernMsg::Queue { proposal: Proposal::Changes(changes) })
}

#[rstest]
fn governance_is_handed_over_in_two_steps(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.enacted(add("owner"));
    let offer = &suite.guardrails().offers[0];
    assert_eq!((offer.role, &offer.to), (Role::Governor, &addr("owner").to_string()));
    assert_eq!(offer.expires, Timestamp::new(START + DELAY + GRACE));
    let found = addr("owner").to_string();
    queues(&mut suite, "owner")
        .should_fail_with(ContractError::from(RoleError::NotAGovernor { found: found.clone() }));

    let response = accept(&mut suite, "owner").ok();
    assert_eq!(event(&response, "ballast-role"), format!("role=governor holder={found}"));
    assert!(suite.history().contains(&HistoryEvent::Accepted { role: Role::Governor, address: found }));
    queues(&mut suite, "owner").ok();
    assert_eq!((suite.guardrails().governors.len(), suite.guardrails().offers.len()), (3, 0));
}

#[rstest]
#[case::in_the_last_second(GRACE - 1, true)]
#[case::a_second_late(GRACE, false)]
fn an_offer_expires(#[case] after: u64, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.enacted(add("owner"));
    suite.chain.wait(Duration::new(after));
    assert_eq!(suite.guardrails().offers.len(), usize::from(good));
    let outcome = accept(&mut suite, "owner");
    if good {
        outcome.ok();
    } else {
        let expired = START + DELAY + GRACE;
        outcome.should_fail_with(ContractError::from(RoleError::OfferExpired {
            expired: Timestamp::new(expired),
            now: Timestamp::new(expired),
        }));
    }
}

#[rstest]
fn what_is_offered_to_one_is_not_offered_to_others(
    #[values("stranger", "governor", "guardian", "chain")] sender: &str,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.enacted(add("owner"));
    let found = suite.known_as(sender);
    accept(&mut suite, sender).should_fail_with(ContractError::from(RoleError::NotOffered { found }));
    accept(&mut suite, "owner").ok();
    let found = addr("owner").into();
    accept(&mut suite, "owner").should_fail_with(ContractError::from(RoleError::NotOffered { found }));
}

#[test]
fn the_last_governor_stays() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.governance.chain_governs = false);
    suite.price("1");
    let none = RoleError::Count { max: MAX_GOVERNORS, found: 0 };
    suite.queue_action(remove(addr("governor"))).should_fail_with(ContractError::from(none));
}

#[test]
fn two_governors_cannot_remove_each_other() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let chain = suite.chain.controller().to_string();
    suite.queue_action(remove(addr("governor"))).ok();
    suite.queue_action(remove(chain)).ok();
    suite.wait_for_delay("1");
    suite.execute_set(1).ok();
    // The second was the first one's, and went with it.
    let ended = Some(ballast_guardrails::Ending::Cancelled);
    suite.execute_set(2).should_fail_with(refused(Refusal::NotPending { id: 2, ended }));
    assert_eq!(suite.guardrails().governors.len(), 1);
}

// Attack 15: a removed governor's queue still runs.
#[test]
fn a_removed_governor_leaves_nothing_behind() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let proposal = Proposal::Action(remove(addr("governor")));
    suite.govern("chain", GovernMsg::Queue { proposal }).ok();
    suite.queued(vec![change("price.band", "0.25", "0.26")]);
    suite.wait_for_delay("1");
    let response = suite.execute_set(1).ok();
    assert_eq!(event(&response, "ballast-ended"), "id=2 ending=cancelled");
    assert_eq!(suite.pending().sets, vec![]);
    let found = addr("governor").to_string();
    queues(&mut suite, "governor").should_fail_with(ContractError::from(RoleError::NotAGovernor { found }));
    queues(&mut suite, "chain").ok();
}

#[test]
fn four_govern_at_most() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.governance.governors.push(addr("owner").into());
    });
    suite.price("1");
    suite.queue_action(add("bystander")).ok();
    suite.queue_action(add("provider")).ok();
    suite.wait_for_delay("1");
    suite.execute_set(1).ok();
    suite.execute_set(2).ok();
    accept(&mut suite, "bystander").ok();
    let five = || ContractError::from(RoleError::Count { max: MAX_GOVERNORS, found: 5 });
    accept(&mut suite, "provider").should_fail_with(five());
    suite.queue_action(add("tenant")).should_fail_with(five());
}

#[rstest]
#[case::a_governor(add("governor"), "governor")]
#[case::the_guardian(add("guardian"), "guardian")]
#[case::the_guardian_again(replace("guardian"), "guardian")]
#[case::a_governor_as_guardian(replace("governor"), "governor")]
fn nobody_has_two_roles(#[case] action: Action, #[case] holder: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let found = addr(holder).into();
    suite.queue_action(action).should_fail_with(ContractError::from(RoleError::HasRole { found }));
}

#[test]
fn who_has_taken_a_role_keeps_only_that_one() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queue_action(add("owner")).ok();
    suite.queue_action(replace("owner")).ok();
    suite.wait_for_delay("1");
    suite.execute_set(1).ok();
    suite.execute_set(2).ok();
    // The later offer stands.
    assert_eq!(suite.guardrails().offers.len(), 1);
    accept(&mut suite, "owner").ok();
    assert_eq!(suite.guardrails().guardian, Some(addr("owner").into()));
    let found = addr("owner").to_string();
    accept(&mut suite, "owner").should_fail_with(ContractError::from(RoleError::NotOffered { found }));
}

#[test]
fn the_guardian_stays_until_the_next_one_has_accepted() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.enacted(replace("owner"));
    assert_eq!(suite.guardrails().guardian, Some(addr("guardian").into()));
    suite.trip(60).ok();
    let response = accept(&mut suite, "owner").ok();
    let (holder, left) = (addr("owner"), addr("guardian"));
    assert_eq!(event(&response, "ballast-role"), format!("role=guardian holder={holder} left={left}"));
    let (expected, found) = (Some(holder.to_string()), left.to_string());
    suite.trip(60).should_fail_with(ContractError::from(RoleError::NotTheGuardian { expected, found }));
    suite.queued(vec![change("price.band", "0.25", "0.26")]);
    suite.govern("owner", GovernMsg::Veto { id: 2 }).ok();
}

#[test]
fn a_network_without_a_guardian_can_get_one() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.governance.guardian = None);
    suite.price("1");
    suite.enacted(replace("owner"));
    accept(&mut suite, "owner").ok();
    suite.govern("owner", GovernMsg::Trip { seconds: Duration::new(60) }).ok();
}

// Attack 22, and the other half of it: a guardian who trips does not keep its office.
#[test]
fn roles_are_handed_over_at_any_level() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.queue_action(replace("owner")).data::<QueueResponse>().id;
    suite.wait_for_delay("1");
    suite.trip(86_400).ok();
    suite.veto(set).should_fail_with(refused(Refusal::NotVetoable { id: set }));
    suite.execute_set(set).ok();
    accept(&mut suite, "owner").ok();
    assert_eq!(suite.level(), Level::Halted);
}

#[test]
fn one_pending_set_is_about_a_role() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let pending = |set| refused(Refusal::ActionPending { id: set });
    suite.queue_action(replace("owner")).ok();
    suite.queue_action(replace("tenant")).should_fail_with(pending(1));
    suite.queue_action(add("bystander")).ok();
    suite.queue_action(add("bystander")).should_fail_with(pending(2));
    suite.queue_action(add("provider")).ok();
}

#[test]
fn who_does_not_govern_cannot_be_removed_from_governing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let found = addr("stranger").to_string();
    suite
        .queue_action(remove(&found))
        .should_fail_with(ContractError::from(RoleError::NotAGovernor { found }));
    suite.queue_action(remove("nobody")).should_fail_saying(NO_ADDRESS);
}
