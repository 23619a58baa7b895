//! Epochs that nobody closed in time.

use ballast_api::{CloseEpochResponse, EpochRecordsResponse, QueryMsg, SettleResponse, SudoMsg};
use ballast_controller::{ContractError, MAX_CLOSED_AT_ONCE};
use ballast_math::Cap;
use ballast_sandbox::{
    Sandbox,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{DAY, Suite, burn, line, tokens};
use rstest::rstest;

/// Work of a million in epoch 0, then nothing for `epochs`, with a fresh price at the end.
fn idle_for(mode: SupplyKind, epochs: u64) -> Suite {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 5_000_000);
    suite.work("tenant", "provider", 1_000_000);
    suite.go_to_epoch(epochs);
    suite.price("1");
    suite
}

#[rstest]
fn forty_epochs_close_in_two_steps(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut suite = idle_for(mode, 40);
    assert_eq!(suite.epoch().behind, 40);

    let first: CloseEpochResponse = suite.close(None).data();
    assert_eq!((first.closed.len(), first.epoch, first.behind), (32, 32, 8));
    let second: CloseEpochResponse = suite.close(None).data();
    assert_eq!((second.closed.len(), second.epoch, second.behind), (8, 40, 0));
    let third: CloseEpochResponse = suite.close(None).data();
    assert_eq!((third.closed.len(), third.epoch, third.behind), (0, 40, 0));

    // Only the epoch with the work was granted anything.
    assert_eq!(first.closed[0].minted, tokens(900_000));
    assert!(first.closed[1..].iter().chain(&second.closed).all(|epoch| epoch.granted.is_zero()));
    assert_eq!(suite.supply().minted, tokens(900_000));
    let numbers: Vec<u64> = first.closed.iter().chain(&second.closed).map(|epoch| epoch.epoch).collect();
    assert_eq!(numbers, (0..40).collect::<Vec<_>>());
}

// Attack 57: epochs skipped by the thousand.
#[test]
fn five_hundred_epochs_take_sixteen_messages() {
    let mut suite = idle_for(TokenFactory, 500);
    let mut messages = 0;
    loop {
        let outcome: CloseEpochResponse = suite.close(None).data();
        messages += 1;
        if outcome.behind == 0 {
            break;
        }
    }
    assert_eq!(messages, 500_u32.div_ceil(MAX_CLOSED_AT_ONCE));
    assert_eq!(suite.epoch().epoch, 500);
    let page: EpochRecordsResponse =
        suite.query(&QueryMsg::EpochRecords { start_after: Some(480), limit: Some(30) });
    assert_eq!(page.records.len(), 19);
    assert!(page.records.iter().all(|record| record.decision.granted.is_zero()));
}

#[test]
fn ten_thousand_epochs_cost_one_message_no_more_than_forty_do() {
    let mut suite = idle_for(TokenFactory, 10_000);
    let before = suite.chain.dump().len();
    let outcome: CloseEpochResponse = suite.close(None).data();
    assert_eq!((outcome.closed.len(), outcome.behind), (32, 9_968));
    // A record for each epoch closed, and the reward pool of the first.
    assert_eq!(suite.chain.dump().len(), before + 32 + 1);
    suite.claim("provider").ok();
    assert_eq!(suite.epoch().behind, 9_936);
}

#[rstest]
#[case::as_many_as_one_message_closes(32, true)]
#[case::one_more(33, false)]
#[case::many_more(100, false)]
fn a_settlement_closes_what_it_can_and_needs_the_current_epoch(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[case] behind: u64,
    #[case] good: bool,
) {
    let mut suite = idle_for(mode, behind);
    let lines = vec![line("tenant", "provider", 10)];
    if !good {
        let refused = ContractError::EpochsBehind { behind: behind - 32 };
        suite.settle(lines.clone()).should_fail_with(refused);
        assert_eq!(suite.epoch().epoch, 0);
        while suite.close(None).data::<CloseEpochResponse>().behind > 32 {}
    }
    let settled: SettleResponse = suite.settle(lines).data();
    assert_eq!((settled.epoch, settled.usd_settled.get()), (behind, 10));
    assert_eq!(suite.record(0).burned, tokens(1_000_000));
    assert_eq!(suite.supply().minted, tokens(900_000));
}

#[rstest]
#[case::as_many_as_one_message_closes(32, true)]
#[case::one_more(33, false)]
fn a_report_of_burns_closes_what_it_can_and_needs_the_current_epoch(#[case] behind: u64, #[case] good: bool) {
    let mut suite = idle_for(External, behind);
    let burns = vec![burn("tenant", "provider", 10, 10)];
    if !good {
        suite.report(2, burns.clone()).should_fail_with(ContractError::EpochsBehind { behind: 1 });
        suite.close(Some(1)).ok();
    }
    let settled: SettleResponse = suite.report(2, burns).data();
    assert_eq!(settled.epoch, behind);
}

#[test]
fn the_chain_as_a_meter_needs_the_current_epoch_too() {
    let mut suite = idle_for(TokenFactory, 34);
    let settle = SudoMsg::Settle { batch: 1, lines: vec![line("tenant", "provider", 10)] };
    suite.sudo(&settle).should_fail_with(ContractError::EpochsBehind { behind: 2 });
    suite.close(Some(2)).ok();
    assert_eq!(suite.sudo(&settle).data::<SettleResponse>().epoch, 34);
}

#[rstest]
fn money_goes_in_and_out_with_a_backlog(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = idle_for(mode, 100);

    suite.give("tenant-2", 500);
    suite.deposit("tenant-2", 500).ok();
    suite.withdraw("tenant-2", Some(200)).ok();
    suite.authorize("tenant-2", "meter", 10).ok();
    suite.buy_credits("treasury", 10, None).ok();
    assert_eq!(suite.epoch().behind, 100);
    let response = suite.claim("provider").ok();

    assert_eq!(suite.balance("provider"), 900_000);
    assert_eq!(suite.balance("tenant-2"), 200);
    // The claim closed as many as a message may, and paid what came of it.
    assert_eq!(Sandbox::events(&response, "ballast-mint").len(), 32);
    assert_eq!(suite.epoch().behind, 68);
}

#[test]
fn a_claim_of_nothing_closes_nothing() {
    let mut suite = idle_for(TokenFactory, 100);
    suite.claim("stranger").should_fail_with(ContractError::NothingToClaim);
    assert_eq!(suite.epoch().behind, 100);
}

#[test]
fn steps_of_any_size_come_to_the_same() {
    let mut by_ones = idle_for(TokenFactory, 10);
    for left in (0..10).rev() {
        let outcome: CloseEpochResponse = by_ones.close(Some(1)).data();
        assert_eq!((outcome.closed.len(), outcome.behind), (1, left));
    }
    let mut at_once = idle_for(TokenFactory, 10);
    at_once.close(None).ok();
    for epoch in 0..10 {
        assert_eq!(by_ones.record(epoch), at_once.record(epoch));
    }
    assert_eq!(by_ones.epoch(), at_once.epoch());
}

#[test]
fn an_idle_epoch_of_a_backlog_says_why_it_was_granted_nothing() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.params.policy.mint.smoothing.weight = ballast_math::Ratio::percent(50);
    });
    suite.price("1");
    suite.tenant_with("tenant", 5_000_000);
    suite.work("tenant", "provider", 1_000_000);
    suite.go_to_epoch(3);
    suite.price("1");
    suite.close(None).ok();
    let smoothed: Vec<String> = (0..3).map(|epoch| suite.record(epoch).smoothed_burn.to_string()).collect();
    assert_eq!(smoothed, ["500000", "250000", "125000"]);
    assert_eq!(suite.record(0).decision.granted, tokens(450_000));
    assert_eq!(suite.record(2).decision.binding, Some(Cap::NoWork));
    let days = suite.record(2).end.seconds() - suite.record(0).start.seconds();
    assert_eq!(days, 3 * DAY);
}
