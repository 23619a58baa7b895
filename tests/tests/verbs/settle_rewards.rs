//! A settlement takes a provider's rewards of past epochs out of their reward pools, whatever becomes of the line.

use ballast_api::{Line, SettleResponse, ShortfallReason};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{Suite, burn, line, tokens};
use rstest::rstest;

/// `provider` has earned 90 in epoch 0, and nobody has asked for it; `tenant` has nothing left to pay with.
fn earned(mode: SupplyKind) -> Suite {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 100);
    suite.tenant_with("tenant-2", 1_000);
    suite.work("tenant", "provider", 100);
    suite.next_epoch();
    suite
}

#[rstest]
#[case::unauthorised(line("stranger", "provider", 10), ShortfallReason::Unauthorised)]
#[case::without_funds(line("tenant", "provider", 10), ShortfallReason::Funds)]
#[case::of_nothing(line("tenant-2", "provider", 0), ShortfallReason::ZeroUsd)]
fn a_line_that_is_refused_costs_its_provider_nothing(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[values(1, 2, 5)] times: usize,
    #[case] refused: Line,
    #[case] reason: ShortfallReason,
) {
    let mut suite = earned(mode);
    let mut lines = vec![refused; times];
    let settled: SettleResponse = suite.settle(lines.clone()).data();
    assert!(settled.shortfalls.iter().all(|short| short.reason == reason));
    assert_eq!(settled.shortfalls.len(), times);
    assert_eq!(suite.provider("provider").claimable, tokens(90));

    lines.push(line("tenant-2", "provider", 50));
    let settled: SettleResponse = suite.settle(lines).data();
    assert_eq!(settled.burned, tokens(50));
    assert_eq!(
        (suite.provider("provider").claimable, suite.provider("provider").open_weight),
        (tokens(90), 50)
    );
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90);
    suite.next_epoch();
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90 + 45);
    assert_eq!(suite.solvency().payable, tokens(0));
}

#[test]
fn a_reported_line_that_is_refused_costs_its_provider_nothing_either() {
    let mut suite = earned(External);
    let above = u128::MAX;
    let settled: SettleResponse = suite
        .report(2, vec![burn("tenant", "provider", above, 1), burn("tenant", "provider", above, 1)])
        .data();
    assert_eq!(settled.shortfalls.len(), 2);
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90);
}

#[rstest]
fn rewards_of_several_providers_survive_a_batch_that_is_refused_as_a_whole(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    for (provider, amount) in [("provider", 3_334), ("provider-2", 3_333), ("provider-3", 3_333)] {
        suite.work("tenant", provider, amount);
    }
    suite.next_epoch();
    let lines = ["provider-3", "provider", "provider-2"].map(|provider| line("stranger", provider, 1));
    suite.settle(lines.to_vec()).ok();
    for provider in ["provider", "provider-2", "provider-3"] {
        suite.claim(provider).ok();
    }
    let paid = ["provider", "provider-2", "provider-3"].map(|provider| suite.balance(provider));
    assert_eq!(paid, [3_000, 2_999, 2_999]);
    let books = suite.solvency();
    assert_eq!((books.payable, books.carried), (tokens(0), tokens(2)));
}
