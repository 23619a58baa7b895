//! Claims, years later and in any order.

use ballast_controller::ContractError;
use ballast_math::Duration;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, Suite, line, tokens};
use rstest::rstest;

/// Claims in any order, by many, after years pay each the same.
#[rstest]
fn attack_55_claims_pay_the_same_in_any_order_and_after_years(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values(["provider", "provider-2", "provider-3"], ["provider-3", "provider", "provider-2"])]
    order: [&str; 3],
    #[values(0, 1_000)] days: u64,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    for (provider, amount) in [("provider", 333), ("provider-2", 334), ("provider-3", 333)] {
        suite.work("tenant", provider, amount);
    }
    suite.next_epoch();
    suite.chain.wait(Duration::new(days * DAY));
    while suite.epoch().behind > 0 {
        suite.close(None).ok();
    }
    for provider in order {
        suite.claim(provider).ok();
        suite.claim(provider).should_fail_with(ContractError::NothingToClaim);
    }
    let paid = ["provider", "provider-2", "provider-3"].map(|provider| suite.balance(provider));
    assert_eq!(paid, [299, 300, 299]);
}

/// Ten thousand skipped epochs close in bounded steps, mint for the one that had work, and give no room besides.
#[test]
fn attack_57_ten_thousand_skipped_epochs_close_in_bounded_steps() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.epoch.length = Duration::HOUR);
    suite.price("1");
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.chain.wait(Duration::new(10_000 * HOUR));
    suite.price("1");
    let behind = ContractError::EpochsBehind { behind: 10_000 - 32 };
    suite.settle(vec![line("tenant", "provider", 1)]).should_fail_with(behind);
    let mut messages = 0;
    while suite.epoch().behind > 0 {
        suite.close(None).ok();
        messages += 1;
    }
    assert_eq!((messages, suite.epoch().epoch), (10_000_usize.div_ceil(32), 10_000));
    // Nobody looked while there was no price, so nothing tripped, and the work of that time is paid in full.
    assert_eq!((suite.record(0).decision.granted, suite.supply().minted), (tokens(90), tokens(90)));
}

/// Pruning receipts while claims are open takes nothing from them.
#[rstest]
fn attack_58_pruning_takes_nothing_from_open_claims(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::edited(mode, |genesis| genesis.params.receipt_retention = 1);
    suite.price("1");
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    let commitment = suite.audit().commitment;
    suite.next_epoch();
    suite.next_epoch();
    suite.prune(None).ok();
    assert_eq!((suite.audit().pruned_before, suite.audit().commitment), (1, commitment));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90);
}
