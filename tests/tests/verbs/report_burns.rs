use ballast_api::{ExternalBurn, Line, SettleResponse, Shortfall, ShortfallReason};
use ballast_controller::{ContractError, MAX_LINES};
use ballast_math::{Cap, Ratio};
use ballast_sandbox::{
    Sandbox,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{Suite, addr, burn, event, line, tokens, usd};
use rstest::rstest;

fn short(line: u32, micro_usd: u128, reason: ShortfallReason) -> Shortfall {
    Shortfall { line, usd: usd(micro_usd), reason }
}

/// The chain may report 1,000 micro-USD an epoch.
fn limited() -> Suite {
    let mut suite = Suite::edited(External, |genesis| genesis.meters[1].usd_per_epoch = usd(1_000));
    suite.price("1");
    suite
}

#[test]
fn what_the_chain_burned_is_booked_as_it_says() {
    let mut suite = Suite::at_a_dollar(External);
    let supply = suite.supply().supply.get();
    suite.give("tenant", 10_000);
    suite.chain.burn_natively(&addr("tenant"), tokens(777)).unwrap();

    // The chain's own price is its own business: 500 micro-USD for 777 units.
    let response = suite.report(1, vec![burn("tenant", "provider", 500, 777)]).ok();

    let settled: SettleResponse = Sandbox::data(&response).unwrap();
    let expected = SettleResponse {
        epoch: 0,
        batch: 1,
        usd_settled: usd(500),
        burned: tokens(777),
        direct_pay: tokens(0),
        shortfalls: vec![],
    };
    assert_eq!(settled, expected);
    let (chain, tenant, provider) = (suite.chain.controller().clone(), addr("tenant"), addr("provider"));
    assert_eq!(
        event(&response, "ballast-settle"),
        format!("epoch=0 meter={chain} batch=1 usd=500 burned=777 direct_pay=0"),
    );
    let leaf = format!("0|{chain}|1|0|job|{tenant}|{provider}|500|0|777|0|");
    // Credits paid nothing, and the contract priced nothing.
    let expected = format!("epoch=0 job=job tenant={tenant} provider={provider} leaf={leaf}");
    assert_eq!(event(&response, "ballast-receipt"), expected);
    assert_eq!(suite.supply().supply, tokens(supply - 777));
    assert_eq!(suite.chain.token_supply(), tokens(supply - 777));
    assert_eq!(suite.provider("provider").open_weight, 777);
    assert_eq!(suite.chain_as_meter().spent, usd(500));
    assert_eq!(suite.chain_as_meter().next_batch, 2);
    assert_eq!((suite.held(), suite.balance("tenant")), (0, 10_000 - 777));
}

#[test]
fn supply_and_token_agree_once_the_chain_has_minted() {
    let mut suite = Suite::at_a_dollar(External);
    suite.tenant_with("tenant", 10_000);
    for amount in [777, 1_000, 3] {
        suite.work("tenant", "provider", amount);
        suite.next_epoch();
        assert_eq!(suite.chain.token_supply(), suite.supply().supply);
    }
}

#[rstest]
#[case::one_below(999, true)]
#[case::to_the_micro_dollar(1_000, true)]
#[case::one_above(1_001, false)]
#[case::far_above(u128::MAX, false)]
fn the_chain_reports_no_more_than_its_limit(#[case] micro_usd: u128, #[case] good: bool) {
    let mut suite = limited();
    let settled: SettleResponse = suite.report(1, vec![burn("tenant", "provider", micro_usd, 10)]).data();
    let missing = short(0, micro_usd, ShortfallReason::MeterLimit);
    assert_eq!(settled.shortfalls, if good { vec![] } else { vec![missing] });
    assert_eq!(settled.burned, tokens(if good { 10 } else { 0 }));
}

#[test]
fn a_line_above_the_limit_leaves_room_for_smaller_ones_until_the_next_epoch() {
    let mut suite = limited();
    let burns = [600, 600, 400, 1].map(|micro_usd| burn("tenant", "provider", micro_usd, micro_usd));
    let settled: SettleResponse = suite.report(1, burns.to_vec()).data();
    let expected = vec![short(1, 600, ShortfallReason::MeterLimit), short(3, 1, ShortfallReason::MeterLimit)];
    assert_eq!((settled.shortfalls, settled.burned), (expected, tokens(1_000)));
    suite.epoch_is_over_at("1");
    let settled: SettleResponse = suite.report(2, vec![burn("tenant", "provider", 1_000, 5)]).data();
    assert_eq!((settled.epoch, settled.usd_settled), (1, usd(1_000)));
}

#[test]
fn one_bad_line_never_fails_the_report() {
    use ShortfallReason::{InvalidAddress, InvalidJob, ZeroUsd};
    let mut suite = Suite::at_a_dollar(External);
    let with = |line: Line| ExternalBurn { line, burned: tokens(5) };
    let burns = vec![
        with(Line { tenant: "nobody".to_owned(), ..line("tenant", "provider", 10) }),
        with(Line { provider: String::new(), ..line("tenant", "provider", 10) }),
        with(Line { job: "a|b".to_owned(), ..line("tenant", "provider", 10) }),
        burn("tenant", "provider", 0, 5),
        burn("tenant", "provider", 10, 5),
    ];
    let settled: SettleResponse = suite.report(1, burns).data();
    let expected = vec![
        short(0, 10, InvalidAddress),
        short(1, 10, InvalidAddress),
        short(2, 10, InvalidJob),
        short(3, 0, ZeroUsd),
    ];
    assert_eq!((settled.shortfalls, settled.burned), (expected, tokens(5)));
}

#[rstest]
#[case::zero(0)]
#[case::the_last_one(1)]
#[case::one_ahead(3)]
fn a_report_out_of_turn_is_refused(#[case] found: u64) {
    let mut suite = Suite::at_a_dollar(External);
    suite.report(1, vec![burn("tenant", "provider", 1, 1)]).ok();
    suite
        .report(found, vec![burn("tenant", "provider", 1, 1)])
        .should_fail_with(ContractError::WrongBatch { expected: 2, found });
    suite.report(2, vec![burn("tenant", "provider", 1, 1)]).ok();
}

#[rstest]
#[case::none(0, false)]
#[case::the_most(200, true)]
#[case::one_more(201, false)]
fn a_report_has_from_one_to_two_hundred_lines(#[case] found: usize, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(External);
    let outcome = suite.report(1, vec![burn("tenant", "provider", 1, 1); found]);
    if good {
        outcome.ok();
    } else {
        let (min, max) = (1, MAX_LINES);
        outcome.should_fail_with(ContractError::WrongCount { field: "lines", min, max, found });
    }
}

#[rstest]
#[case::token_factory(TokenFactory, "token_factory")]
#[case::cw20(Cw20, "cw20")]
#[case::reserve(Reserve, "reserve")]
fn only_a_chain_that_burns_itself_reports_burns(#[case] supply: SupplyKind, #[case] mode: &'static str) {
    let mut suite = Suite::at_a_dollar(supply);
    suite
        .report(1, vec![burn("tenant", "provider", 1, 1)])
        .should_fail_with(ContractError::NotInMode { message: "report_burns", mode });
}

#[test]
fn a_chain_that_is_no_meter_reports_nothing() {
    let mut suite = Suite::edited(External, |genesis| genesis.meters.truncate(1));
    let sender = suite.chain.controller().to_string();
    suite
        .report(1, vec![burn("tenant", "provider", 1, 1)])
        .should_fail_with(ContractError::NotAMeter { sender });
}

#[test]
fn work_that_burned_nothing_earns_nothing() {
    let mut suite = Suite::at_a_dollar(External);
    suite.report(1, vec![burn("tenant", "provider", 1_000, 0)]).ok();
    suite.epoch_is_over_at("1");
    suite.close(None).ok();
    let record = suite.record(0);
    assert_eq!((record.usd_settled, record.burned, record.weight), (usd(1_000), tokens(0), 0));
    assert_eq!((record.decision.granted, record.decision.binding), (tokens(0), None));
    assert_eq!(record.decision.caps.no_work, Some(tokens(0)));
    assert_ne!(record.decision.binding, Some(Cap::RoundTrip));
}

/// The supply of the example network.
const SUPPLY: u128 = 1_000_000_000_000_000;

// Attack 50: whatever the chain says it burned, the epoch closes and claims go on.
#[rstest]
#[case::all_there_is(SUPPLY, true)]
#[case::one_unit_more(SUPPLY + 1, false)]
#[case::all_that_can_be_written(u128::MAX, false)]
fn more_than_there_is_cannot_have_burned(
    #[case] burned: u128,
    #[case] good: bool,
    #[values(100, 1_000)] round_trip: u64,
) {
    let mut suite = Suite::edited(External, |genesis| {
        genesis.params.policy.mint.round_trip = Ratio::percent(round_trip);
    });
    suite.price("1");
    let settled: SettleResponse = suite.report(1, vec![burn("tenant", "provider", 1_000, burned)]).data();
    let missing = short(0, 1_000, ShortfallReason::TooLarge);
    assert_eq!(settled.shortfalls, if good { vec![] } else { vec![missing] });
    suite.epoch_is_over_at("1");
    suite.close(None).ok();
    suite.chain_mints();
    if good {
        // At most a tenth of the supply at the window's start is minted, whatever burned.
        assert_eq!(suite.supply().supply, tokens(SUPPLY / 10));
        suite.claim("provider").ok();
    }
    suite.report(2, vec![burn("tenant", "provider", 1_000, 1_000)]).ok();
    suite.epoch_is_over_at("1");
    suite.close(None).ok();
}

#[test]
fn many_lines_together_cannot_burn_more_than_there_is_either() {
    let mut suite = Suite::at_a_dollar(External);
    let burns = vec![burn("tenant", "provider", 1, SUPPLY / 2 + 1); 2];
    let settled: SettleResponse = suite.report(1, burns).data();
    assert_eq!(settled.shortfalls, vec![short(1, 1, ShortfallReason::TooLarge)]);
    assert_eq!(suite.supply().supply, tokens(SUPPLY / 2 - 1));
}
