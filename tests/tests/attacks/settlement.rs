//! Batches of lines: limits, epochs, meters.

use ballast_api::{MeterConfig, SettleResponse, ShortfallReason};
use ballast_controller::ContractError;
use ballast_guardrails::Level;
use ballast_math::Duration;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, Suite, addr, line, tokens, usd};
use rstest::rstest;

use crate::words::a_day_at_a_dollar;

/// Dust calls slow no recovery and no decay: looking often is looking.
#[test]
fn attack_31_dust_calls_slow_nothing() {
    let mut quiet = a_day_at_a_dollar();
    let mut noisy = a_day_at_a_dollar();
    for suite in [&mut quiet, &mut noisy] {
        suite.price("0.8");
        suite.price("1");
    }
    for _ in 0..240 {
        noisy.chain.wait(Duration::new(30));
        noisy.poke().ok();
    }
    quiet.chain.wait(Duration::hours(2));
    quiet.poke().ok();
    assert_eq!((quiet.level(), noisy.level()), (Level::Caution, Level::Caution));
    assert_eq!(quiet.market().twap_day, noisy.market().twap_day);
    assert_eq!(quiet.breaker().signals, noisy.breaker().signals);
}

/// A limit that is lowered and raised again makes no room: what was spent stays spent.
#[test]
fn attack_32_a_limit_lowered_and_raised_makes_no_room() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 10_000);
    suite.authorize("tenant", "meter", 600).ok();
    suite.settle(vec![line("tenant", "provider", 600)]).ok();
    for limit in [0, 1, 600] {
        suite.authorize("tenant", "meter", limit).ok();
    }
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::TenantLimit);
}

/// Nothing is credited to another epoch than the one in which it is sent: late work counts where it is settled.
#[test]
fn attack_33_an_epoch_that_is_over_takes_no_more_work() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.chain.wait(Duration::DAY);
    suite.price("1");
    let settled = suite.work("tenant", "provider", 200);
    assert_eq!(settled.epoch, 1);
    assert_eq!(suite.record(0).burned, tokens(100));
    // And what a tenant takes back lowers no burn that was counted.
    suite.withdraw("tenant", None).ok();
    assert_eq!(suite.epoch().burned, tokens(200));
}

/// A batch is checked line by line: what one line has spent the next one finds spent.
#[test]
fn attack_37_a_batch_is_checked_line_by_line() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.meters[0].usd_per_epoch = usd(250));
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 100); 5]).data();
    let short: Vec<_> = settled.shortfalls.iter().map(|short| (short.line, short.usd.get())).collect();
    assert_eq!(short, [(2, 50), (3, 100), (4, 100)]);
    assert_eq!((settled.usd_settled, suite.tenant("tenant").deposit), (usd(250), tokens(9_750)));
}

/// A compromised meter takes no more than tenants and governance trusted it with: no replay, no gap, nobody else's account.
#[test]
fn attack_52_a_compromised_meter_takes_no_more_than_it_was_trusted_with() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let meter = Some(addr("meter-2").into());
        genesis.meters.push(MeterConfig { meter, usd_per_epoch: usd(500) });
    });
    suite.price("1");
    suite.tenant_with("tenant", 1_000_000);
    suite.tenant_with("tenant-2", 1_000_000);
    suite.tenant_with("bystander", 1_000_000);
    suite.authorize("tenant", "meter-2", 300).ok();
    suite.authorize("tenant-2", "meter-2", 300).ok();
    let loot = |batch: u64| {
        let victims = ["tenant", "bystander", "tenant-2", "tenant", "stranger"];
        (batch, victims.map(|victim| line(victim, "meter-2", u128::MAX)).to_vec())
    };

    let (batch, lines) = loot(1);
    let settled: SettleResponse = suite.settle_as("meter-2", batch, lines).data();
    let reasons: Vec<ShortfallReason> = settled.shortfalls.iter().map(|short| short.reason).collect();
    use ShortfallReason::{MeterLimit, TenantLimit, Unauthorised};
    assert_eq!(reasons, vec![TenantLimit, Unauthorised, MeterLimit, TenantLimit, Unauthorised]);
    assert_eq!(settled.usd_settled, usd(500));

    // Replays and gaps are refused; the next batch finds nothing left in this epoch.
    for found in [0, 1, 3, u64::MAX] {
        let (_, lines) = loot(0);
        let refused = ContractError::WrongBatch { expected: 2, found };
        suite.settle_as("meter-2", found, lines).should_fail_with(refused);
    }
    let (batch, lines) = loot(2);
    let settled: SettleResponse = suite.settle_as("meter-2", batch, lines).data();
    assert_eq!(settled.usd_settled, usd(0));

    assert_eq!(suite.tenant("tenant").deposit, tokens(1_000_000 - 300));
    assert_eq!(suite.tenant("tenant-2").deposit, tokens(1_000_000 - 200));
    assert_eq!(suite.tenant("bystander").deposit, tokens(1_000_000));
    // And what it took burned: it gets back no more than a share of it.
    suite.next_epoch();
    assert_eq!(suite.provider("meter-2").claimable, tokens(450));
}

/// Work on either side of an epoch's edge is counted once, where it was sent.
#[rstest]
fn attack_54_an_epochs_edge_counts_nothing_twice(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    suite.chain.wait(Duration::new(DAY - 1));
    suite.price("1");
    assert_eq!(suite.work("tenant", "provider", 100).epoch, 0);
    suite.chain.wait(Duration::new(1));
    assert_eq!(suite.work("tenant", "provider", 10).epoch, 1);
    suite.chain_mints();
    suite.next_epoch();
    let burned = [suite.record(0).burned, suite.record(1).burned];
    assert_eq!(burned, [100, 10].map(tokens));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90 + 9);
}
