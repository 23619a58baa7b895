use ballast_api::events::ReceiptEvent;
use ballast_api::{ExecuteMsg, PruneResponse, QueryMsg, ReceiptsResponse};
use ballast_controller::ContractError;
use ballast_sandbox::{
    AppResponse, Sandbox,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{Suite, event, line, tokens};
use ballast_tests::suite_guard::{change, wide_step};
use cosmwasm_std::{HexBinary, coin};
use rstest::rstest;
use sha2::{Digest, Sha256};

/// Receipts are kept for ten epochs.
fn with_batches(mode: SupplyKind, batches: u32) -> Suite {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000_000);
    for _ in 0..batches {
        suite.work("tenant", "provider", 10);
    }
    suite
}

fn open_epoch(suite: &mut Suite, epoch: u64) {
    suite.go_to_epoch(epoch);
    suite.price("1");
    suite.close(None).ok();
    suite.chain_mints();
}

fn receipts(suite: &Suite, epoch: u64) -> usize {
    let query = QueryMsg::Receipts { epoch, start_after: None, limit: Some(30) };
    suite.query::<ReceiptsResponse>(&query).batches.len()
}

#[rstest]
fn receipts_go_when_their_retention_is_over(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = with_batches(mode, 3);
    open_epoch(&mut suite, 10);
    let pruned: PruneResponse = suite.prune(None).data();
    assert_eq!(pruned.batches, 0);
    assert_eq!((receipts(&suite, 0), suite.audit().pruned_before), (3, 0));

    open_epoch(&mut suite, 11);
    let response = suite.prune(None).ok();

    assert_eq!(Sandbox::data::<PruneResponse>(&response).unwrap().batches, 3);
    assert_eq!(event(&response, "ballast-prune"), "batches=3 pruned_before=1");
    assert_eq!((receipts(&suite, 0), suite.audit().pruned_before), (0, 1));
    assert_eq!(suite.audit().receipts, 3);
}

#[rstest]
#[case::as_many_as_usual(None, 10, 0)]
#[case::one(Some(1), 1, 0)]
#[case::the_most(Some(30), 30, 0)]
fn batches_go_from_one_to_thirty_at_once(
    #[case] limit: Option<u32>,
    #[case] gone: u32,
    #[case] pruned_before: u64,
) {
    let mut suite = with_batches(TokenFactory, 31);
    open_epoch(&mut suite, 20);
    let pruned: PruneResponse = suite.prune(limit).data();
    assert_eq!((pruned.batches, suite.audit().pruned_before), (gone, pruned_before));
}

#[rstest]
#[case::zero(0)]
#[case::one_too_many(31)]
#[case::far_too_many(u32::MAX)]
fn a_limit_outside_of_that_is_refused(#[case] limit: u32) {
    let mut suite = with_batches(TokenFactory, 1);
    let (min, max, found) = (1, 30, limit.into());
    suite.prune(Some(limit)).should_fail_with(ContractError::OutOfRange { field: "limit", min, max, found });
}

#[test]
fn what_is_left_begins_where_pruning_stopped() {
    let mut suite = with_batches(TokenFactory, 2);
    suite.next_epoch();
    for _ in 0..2 {
        suite.work("tenant", "provider", 10);
    }
    open_epoch(&mut suite, 20);
    for (limit, pruned_before) in [(1, 0), (1, 1), (1, 1), (1, 10), (1, 10)] {
        suite.prune(Some(limit)).ok();
        assert_eq!(suite.audit().pruned_before, pruned_before);
    }
    assert_eq!((receipts(&suite, 0), receipts(&suite, 1)), (0, 0));
}

fn with_any_retention() -> Suite {
    let mut suite = Suite::edited(TokenFactory, |genesis| wide_step(genesis, "receipt_retention", "1000"));
    suite.price("1");
    suite.tenant_with("tenant", 1_000_000);
    suite.work("tenant", "provider", 1);
    suite
}

#[test]
fn a_longer_retention_does_not_bring_back_what_is_gone() {
    let mut suite = with_any_retention();
    open_epoch(&mut suite, 15);
    suite.prune(None).ok();
    assert_eq!(suite.audit().pruned_before, 5);
    suite.tighten(vec![change("receipt_retention", "10", "100")]).ok();

    suite.prune(None).ok();

    assert_eq!(suite.audit().pruned_before, 5);
}

#[test]
fn a_shorter_retention_holds_as_soon_as_it_is_executed() {
    let mut suite = with_any_retention();
    let set = suite.queued(vec![change("receipt_retention", "10", "1")]);
    suite.wait_for_delay("1");
    assert_eq!(suite.prune(None).data::<PruneResponse>().batches, 0);
    suite.execute_set(set).ok();
    assert_eq!(suite.prune(None).data::<PruneResponse>().batches, 1);
    assert_eq!(suite.audit().pruned_before, 1);
}

// Attack 58: pruning while claims are open.
#[rstest]
fn pruning_changes_no_payout(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let payouts = [false, true].map(|prune| {
        let mut suite = with_batches(mode, 5);
        suite.work("tenant", "provider-2", 33);
        open_epoch(&mut suite, 1);
        suite.work("tenant", "provider", 100);
        open_epoch(&mut suite, 30);
        if prune {
            assert_eq!(suite.prune(Some(30)).data::<PruneResponse>().batches, 7);
        }
        suite.claim("provider").ok();
        if prune {
            suite.prune(None).ok();
        }
        suite.claim("provider-2").ok();
        (suite.balance("provider"), suite.balance("provider-2"), suite.solvency())
    });
    assert_eq!(payouts[0], payouts[1]);
    // ⌊83 · 0.9⌋ = 74 shared 50 to 33, and 90.
    assert_eq!((payouts[0].0, payouts[0].1), (44 + 90, 29));
}

#[test]
fn a_pruned_batch_cannot_be_settled_again() {
    let mut suite = with_batches(TokenFactory, 1);
    open_epoch(&mut suite, 20);
    suite.prune(None).ok();
    suite
        .settle_as("meter", 1, vec![line("tenant", "provider", 10)])
        .should_fail_with(ContractError::WrongBatch { expected: 2, found: 1 });
}

/// What an auditor does with the events: `cₙ = SHA-256(cₙ₋₁ ‖ leafₙ)` from 32 zero bytes on.
fn fold(commitment: [u8; 32], response: &AppResponse) -> [u8; 32] {
    Sandbox::events(response, "ballast-receipt").into_iter().fold(commitment, |commitment, event| {
        let told = ReceiptEvent::from_event(event).expect("a receipt");
        Sha256::new().chain_update(commitment).chain_update(told.receipt().leaf()).finalize().into()
    })
}

#[rstest]
fn the_events_alone_prove_the_history_complete(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = with_batches(mode, 0);
    suite.tenant_with("tenant-2", 25);
    let mut commitment = [0; 32];
    assert_eq!(suite.audit().commitment, HexBinary::from(commitment));
    for _ in 0..6 {
        let lines = vec![
            line("tenant", "provider", 10),
            line("tenant-2", "provider-2", 10),
            line("stranger", "provider", 10),
            line("tenant", "provider-2", 10),
        ];
        let response = suite.settle(lines).ok();
        commitment = fold(commitment, &response);
        assert_eq!(suite.audit().commitment, HexBinary::from(commitment));
        let query = QueryMsg::Receipts { epoch: suite.epoch().epoch, start_after: None, limit: None };
        let stored: ReceiptsResponse = suite.query(&query);
        let stored = stored.batches.into_iter().flat_map(|batch| batch.receipts).map(ReceiptEvent::new);
        let told = Sandbox::events(&response, "ballast-receipt").into_iter().map(ReceiptEvent::from_event);
        assert!(stored.map(Ok).eq(told));
        suite.next_epoch();
    }
    // The second tenant could pay three times: in full, in full, and half.
    assert_eq!(suite.audit().receipts, 6 + 6 + 3);

    open_epoch(&mut suite, 25);
    assert_eq!(suite.prune(Some(30)).data::<PruneResponse>().batches, 6);
    assert_eq!(suite.audit().commitment, HexBinary::from(commitment));
    let response = suite.settle(vec![line("tenant", "provider", 1)]).ok();
    assert_eq!(suite.audit().commitment, HexBinary::from(fold(commitment, &response)));
    assert_eq!(suite.solvency().surplus, tokens(0));
}

#[test]
fn pruning_takes_no_funds() {
    let mut suite = with_batches(TokenFactory, 1);
    suite
        .execute_with("treasury", &ExecuteMsg::Prune { limit: None }, &[coin(1, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1uother".to_owned() });
}
