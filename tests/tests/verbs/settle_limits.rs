//! The limits of tenants and meters, and whose turn it is.

use ballast_api::{ExecuteMsg, MeterConfig, SettleResponse, Shortfall, ShortfallReason};
use ballast_controller::{ContractError, MAX_LINES};
use ballast_math::Duration;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, Suite, addr, line, tokens, usd};
use cosmwasm_std::coin;
use rstest::rstest;

/// Two meters, `meter` of which may settle 1,000 micro-USD an epoch and `meter-2` a million.
fn two_meters(mode: SupplyKind) -> Suite {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.meters[0].usd_per_epoch = usd(1_000);
        let meter = Some(addr("meter-2").into());
        genesis.meters.push(MeterConfig { meter, usd_per_epoch: usd(1_000_000) });
    });
    suite.price("1");
    suite
}

fn shortfalls(settled: &SettleResponse) -> Vec<(u32, u128, ShortfallReason)> {
    settled.shortfalls.iter().map(|Shortfall { line, usd, reason }| (*line, usd.get(), *reason)).collect()
}

#[rstest]
#[case::one_below(999, 0)]
#[case::to_the_micro_dollar(1_000, 0)]
#[case::one_above(1_001, 1)]
#[case::far_above(u128::MAX, u128::MAX - 1_000)]
fn a_meter_settles_no_more_than_its_limit(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[case] bill: u128,
    #[case] missing: u128,
) {
    let mut suite = two_meters(mode);
    suite.tenant_with("tenant", 5_000);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", bill)]).data();
    let expected = (0, missing, ShortfallReason::MeterLimit);
    assert_eq!(shortfalls(&settled), if missing == 0 { vec![] } else { vec![expected] });
    assert_eq!(settled.usd_settled, usd(bill - missing));
    assert_eq!(suite.meter("meter").spent, usd(bill - missing));
}

#[rstest]
#[case::one_below(499, 0)]
#[case::to_the_micro_dollar(500, 0)]
#[case::one_above(501, 1)]
fn a_tenant_pays_a_meter_no_more_than_they_authorised(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[case] bill: u128,
    #[case] missing: u128,
) {
    let mut suite = two_meters(mode);
    suite.tenant_with("tenant", 5_000);
    suite.authorize("tenant", "meter", 500).ok();
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", bill)]).data();
    let expected = (0, missing, ShortfallReason::TenantLimit);
    assert_eq!(shortfalls(&settled), if missing == 0 { vec![] } else { vec![expected] });
    assert_eq!(suite.tenant("tenant").deposit, tokens(5_000 + missing - bill));
}

#[test]
fn limits_run_out_line_by_line_and_for_each_tenant_on_their_own() {
    let mut suite = two_meters(TokenFactory);
    suite.tenant_with("tenant", 5_000);
    suite.tenant_with("tenant-2", 5_000);
    suite.authorize("tenant", "meter", 500).ok();
    let lines = vec![
        line("tenant", "provider", 300),
        line("tenant", "provider", 300),
        line("tenant", "provider", 300),
        line("tenant-2", "provider", 400),
        line("tenant-2", "provider", 400),
        line("tenant-2", "provider", 400),
    ];
    let settled: SettleResponse = suite.settle(lines).data();
    let expected = vec![
        (1, 100, ShortfallReason::TenantLimit),
        (2, 300, ShortfallReason::TenantLimit),
        (4, 300, ShortfallReason::MeterLimit),
        (5, 400, ShortfallReason::MeterLimit),
    ];
    assert_eq!(shortfalls(&settled), expected);
    assert_eq!(settled.usd_settled, usd(1_000));
}

#[test]
fn one_meters_limits_are_not_anothers() {
    let mut suite = two_meters(TokenFactory);
    suite.tenant_with("tenant", 5_000);
    suite.authorize("tenant", "meter-2", 700).ok();
    suite.settle(vec![line("tenant", "provider", 1_000)]).ok();

    let settled: SettleResponse = suite.settle_as("meter-2", 1, vec![line("tenant", "provider", 800)]).data();

    assert_eq!(shortfalls(&settled), vec![(0, 100, ShortfallReason::TenantLimit)]);
    assert_eq!((suite.meter("meter").spent, suite.meter("meter-2").spent), (usd(1_000), usd(700)));
}

#[test]
fn limits_begin_anew_with_the_next_epoch() {
    let mut suite = two_meters(TokenFactory);
    suite.tenant_with("tenant", 5_000);
    suite.settle(vec![line("tenant", "provider", 1_000)]).ok();
    suite.chain.wait(Duration::new(DAY - 1));
    suite.price("1");
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!(shortfalls(&settled), vec![(0, 1, ShortfallReason::MeterLimit)]);

    suite.chain.wait(Duration::new(1));
    assert_eq!(suite.meter("meter").spent, usd(1_000));
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1_000)]).data();

    assert_eq!((settled.epoch, settled.usd_settled), (1, usd(1_000)));
    assert_eq!(suite.meter("meter").spent, usd(1_000));
}

#[test]
fn a_meter_with_a_limit_of_zero_is_none() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.meters[0].usd_per_epoch = usd(0));
    suite.price("1");
    suite.tenant_with("tenant", 100);
    let sender = addr("meter").into();
    suite.settle(vec![line("tenant", "provider", 1)]).should_fail_with(ContractError::NotAMeter { sender });
}

#[rstest]
fn a_retried_batch_settles_nothing_twice(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = two_meters(mode);
    suite.tenant_with("tenant", 5_000);
    let batch = vec![line("tenant", "provider", 300)];
    suite.settle_as("meter", 1, batch.clone()).ok();

    for _ in 0..2 {
        let refused = ContractError::WrongBatch { expected: 2, found: 1 };
        suite.settle_as("meter", 1, batch.clone()).should_fail_with(refused);
    }
    suite.chain.wait(Duration::DAY);
    let refused = ContractError::WrongBatch { expected: 2, found: 1 };
    suite.settle_as("meter", 1, batch).should_fail_with(refused);

    assert_eq!(suite.tenant("tenant").deposit, tokens(4_700));
    assert_eq!(suite.supply().burned, tokens(300));
}

#[rstest]
#[case::zero(0)]
#[case::the_last_one(2)]
#[case::one_ahead(4)]
#[case::the_last_there_is(u64::MAX)]
fn a_batch_out_of_turn_is_refused_and_takes_no_number(#[case] found: u64) {
    let mut suite = two_meters(TokenFactory);
    suite.tenant_with("tenant", 5_000);
    for _ in 0..2 {
        suite.settle(vec![line("tenant", "provider", 1)]).ok();
    }
    suite
        .settle_as("meter", found, vec![line("tenant", "provider", 1)])
        .should_fail_with(ContractError::WrongBatch { expected: 3, found });
    suite.settle_as("meter", 3, vec![line("tenant", "provider", 1)]).ok();
    // Each meter counts its own.
    suite.settle_as("meter-2", 1, vec![line("tenant", "provider", 1)]).ok();
}

#[rstest]
#[case::none(0, false)]
#[case::one(1, true)]
#[case::the_most(200, true)]
#[case::one_more(201, false)]
fn a_batch_has_from_one_to_two_hundred_lines(#[case] found: usize, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    let outcome = suite.settle(vec![line("tenant", "provider", 2); found]);
    if good {
        outcome.ok();
        assert_eq!(suite.audit().receipts, found as u64);
        assert_eq!(suite.supply().burned, tokens(2 * found as u128));
    } else {
        let (min, max) = (1, MAX_LINES);
        outcome.should_fail_with(ContractError::WrongCount { field: "lines", min, max, found });
    }
}

#[rstest]
#[case::a_stranger("stranger")]
#[case::the_tenant("tenant")]
#[case::the_provider("provider")]
#[case::the_admin("admin")]
fn who_is_no_meter_settles_nothing(#[case] sender: &str) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite
        .settle_as(sender, 1, vec![line("tenant", "provider", 2)])
        .should_fail_with(ContractError::NotAMeter { sender: addr(sender).into() });
}

#[test]
fn a_settlement_takes_no_funds() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let msg = ExecuteMsg::Settle { batch: 1, lines: vec![line("tenant", "provider", 2)] };
    suite
        .execute_with("treasury", &msg, &[coin(1, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1uother".to_owned() });
}

#[test]
fn in_external_mode_the_chain_takes_the_money() {
    let mut suite = Suite::at_a_dollar(External);
    suite
        .settle_as("meter", 1, vec![line("tenant", "provider", 2)])
        .should_fail_with(ContractError::NotInMode { message: "settle", mode: "external" });
}

#[test]
fn a_new_limit_of_another_tenant_changes_nothing_for_this_one() {
    let mut suite = two_meters(TokenFactory);
    suite.tenant_with("tenant", 100);
    suite.authorize("tenant", "meter", 10).ok();
    suite.authorize("stranger", "meter", 1_000).ok();
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 50)]).data();
    assert_eq!(settled.usd_settled, usd(10));
}
