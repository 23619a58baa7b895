use ballast_api::ClaimResponse;
use ballast_controller::ContractError;
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, START, Suite, ratio, tokens};
use ballast_tests::suite_guard::{change, wide_step};
use rstest::rstest;

/// 30% of each reward vests over ten days.
fn vesting(mode: SupplyKind) -> Suite {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.params.policy.reward.vesting_share = ratio("0.3");
        genesis.params.policy.reward.vesting_period = Duration::days(10);
        wide_step(genesis, "policy.reward.vesting_share", "0.5");
    });
    suite.price("1");
    suite.tenant_with("tenant", 10_000_000);
    suite
}

/// A reward of 900,000 for epoch 0: 630,000 at once, 270,000 from its end on.
fn rewarded(mode: SupplyKind) -> Suite {
    let mut suite = vesting(mode);
    suite.work("tenant", "provider", 1_000_000);
    suite.next_epoch();
    suite
}

#[rstest]
#[case::at_the_epochs_end(0, 0)]
#[case::a_second_later(1, 0)]
// 270,000 · 3 / 864,000 is 0.9, and for a second more 1.25.
#[case::a_second_before_the_first_unit(3, 0)]
#[case::with_the_first_unit(4, 1)]
#[case::within_the_first_day(12_345, 3_857)]
#[case::after_a_day(DAY, 27_000)]
#[case::half_way(5 * DAY, 135_000)]
#[case::a_second_before_the_end(10 * DAY - 1, 269_999)]
#[case::at_the_end(10 * DAY, 270_000)]
#[case::years_later(4_000 * DAY, 270_000)]
fn a_reward_vests_in_a_straight_line(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[case] after: u64,
    #[case] vested: u128,
) {
    let mut suite = rewarded(mode);
    suite.chain.wait(Duration::new(after));
    let shown = suite.provider("provider");
    assert_eq!((shown.claimable, shown.unvested), (tokens(630_000 + vested), tokens(270_000 - vested)));
    assert_eq!(shown.vesting_end, (vested < 270_000).then_some(START + 11 * DAY).map(Timestamp::new));

    suite.claim("provider").ok();

    assert_eq!(suite.balance("provider"), 630_000 + vested);
    let books = suite.solvency();
    assert_eq!((books.payable, books.unvested), (tokens(0), tokens(270_000 - vested)));
}

#[test]
fn the_claim_says_what_still_vests() {
    let mut suite = rewarded(TokenFactory);
    suite.chain.wait(Duration::DAY);
    let claimed: ClaimResponse = suite.claim("provider").data();
    assert_eq!(claimed, ClaimResponse { paid: tokens(657_000), unvested: tokens(243_000) });
    suite.claim("provider").should_fail_with(ContractError::NothingToClaim);
}

#[test]
fn claiming_often_loses_nothing() {
    let mut suite = rewarded(TokenFactory);
    for _ in 0..240 {
        suite.chain.wait(Duration::new(HOUR - 1));
        suite.claim("provider").ok();
    }
    suite.chain.wait(Duration::new(240));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 900_000);
    assert_eq!(suite.provider("provider").vesting_end, None);
}

#[test]
fn vesting_runs_from_the_epochs_end_whenever_it_is_noticed() {
    let mut late = vesting(TokenFactory);
    late.work("tenant", "provider", 1_000_000);
    late.go_to_epoch(6);
    late.price("1");
    // Five days after the end of epoch 0, nobody having closed it until now.
    late.claim("provider").ok();
    assert_eq!(late.balance("provider"), 630_000 + 135_000);
}

#[test]
fn two_rewards_that_vest_at_once_become_one_stream() {
    let mut suite = rewarded(TokenFactory);
    suite.work("tenant", "provider", 1_000_000);
    suite.next_epoch();

    // A day of the first is over: 27,000. Then 243,000 wait 9 days and 270,000 wait 10: (243 · 9 + 270 · 10) / 513
    // days is 823,073.68 s, rounded up.
    let shown = suite.provider("provider");
    assert_eq!(shown.claimable, tokens(2 * 630_000 + 27_000));
    assert_eq!(shown.unvested, tokens(513_000));
    assert_eq!(shown.vesting_end, Some(Timestamp::new(START + 2 * DAY + 823_074)));
    suite.chain.wait(Duration::new(823_073));
    assert_eq!(suite.provider("provider").unvested, tokens(1));
    suite.chain.wait(Duration::new(1));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 1_800_000);
}

#[rstest]
fn all_of_a_reward_can_vest(#[values(TokenFactory, External)] mode: SupplyKind) {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.params.policy.reward.vesting_share = ratio("1");
        genesis.params.policy.reward.vesting_period = Duration::new(100);
    });
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    suite.claim("provider").should_fail_with(ContractError::NothingToClaim);
    suite.chain.wait(Duration::new(1));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 9);
    suite.chain.wait(Duration::new(99));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 900);
}

#[test]
fn what_vests_is_rounded_up_and_what_is_paid_at_once_down() {
    let mut suite = vesting(TokenFactory);
    // 13 · 0.9 = 11.7, granted 11; ⌈11 · 0.3⌉ = 4 vest.
    suite.work("tenant", "provider", 13);
    suite.next_epoch();
    let shown = suite.provider("provider");
    assert_eq!((shown.claimable, shown.unvested), (tokens(7), tokens(4)));
}

#[test]
fn a_reward_vests_by_the_rules_of_its_epoch() {
    let mut suite = vesting(TokenFactory);
    let set = suite.queued(vec![change("policy.reward.vesting_share", "0.3", "0")]);
    suite.wait_for_delay("1");
    suite.work("tenant", "provider", 1_000_000);
    suite.execute_set(set).ok();
    suite.next_epoch();
    suite.work("tenant", "provider-2", 1_000_000);
    suite.next_epoch();
    // Both are asked only now: the first vests for a day already, the second does not vest at all.
    suite.claim("provider").ok();
    suite.claim("provider-2").ok();
    assert_eq!(suite.balance("provider"), 630_000 + 27_000);
    assert_eq!(suite.balance("provider-2"), 900_000);
}

#[rstest]
fn in_the_end_nothing_is_lost(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut suite = vesting(mode);
    let providers = ["provider", "provider-2", "provider-3"];
    for epoch in 0..12 {
        for (place, provider) in (0u128..).zip(providers) {
            suite.work("tenant", provider, 1_001 + 7 * place + 3 * epoch);
        }
        suite.next_epoch();
        if epoch % 3 == 2 {
            suite.claim(providers[(epoch % 2) as usize]).ok();
        }
    }
    suite.chain.wait(Duration::days(20));
    for provider in providers {
        suite.claim(provider).ok();
    }
    let books = suite.solvency();
    assert_eq!((books.payable, books.unvested, books.surplus), (tokens(0), tokens(0), tokens(0)));
    let paid: u128 = providers.iter().map(|provider| suite.balance(provider)).sum();
    assert_eq!(paid + books.carried.get(), suite.supply().minted.get());
    // At most one unit for each provider but one can wait for the next reward pool.
    assert!(books.carried.get() < 3, "{books:?}");
}
