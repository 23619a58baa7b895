use ballast_api::{CloseEpochResponse, ClosedEpoch, ExecuteMsg};
use ballast_controller::ContractError;
use ballast_guardrails::Level;
use ballast_math::{Cap, Duration, Emission, Policy, Rate, Ratio, Rho, Smoothing, Timestamp};
use ballast_sandbox::{
    Sandbox,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{DAY, START, Suite, event, line, price, ratio, tokens, usd};
use cosmwasm_std::coin;
use rstest::rstest;

#[rstest]
#[case::at_once(0)]
#[case::a_second_before_the_end(DAY - 1)]
fn with_nothing_to_close_closing_succeeds_and_does_nothing(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[case] after: u64,
) {
    let mut suite = Suite::new(mode);
    suite.chain.wait(Duration::new(after));
    let before = suite.chain.dump();

    let response = suite.close(None).ok();

    let outcome: CloseEpochResponse = Sandbox::data(&response).unwrap();
    assert_eq!(outcome, CloseEpochResponse { closed: vec![], epoch: 0, behind: 0 });
    assert!(Sandbox::events(&response, "ballast-mint").is_empty());
    assert!(suite.chain.dump() == before);
}

#[rstest]
fn an_epochs_burn_decides_its_grant(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut suite = Suite::at_a_dollar(mode);
    let start = suite.supply();
    suite.tenant_with("tenant", 5_000_000);
    suite.work("tenant", "provider", 1_000_000);
    let (held, reserve) = (suite.held(), suite.solvency().reserve.get());
    suite.epoch_is_over_at("1");

    let response = suite.close(None).ok();

    // 90% of 1,000,000.
    let closed = ClosedEpoch { epoch: 0, granted: tokens(900_000), minted: tokens(900_000), binding: None };
    let outcome: CloseEpochResponse = Sandbox::data(&response).unwrap();
    assert_eq!(outcome, CloseEpochResponse { closed: vec![closed], epoch: 1, behind: 0 });
    let supply = start.supply.get() - 100_000;
    assert_eq!(
        event(&response, "ballast-mint"),
        format!(
            "epoch=0 start={START} end={} price=1 rho=0.9 burned=1000000 requested_schedule=0 \
             requested_remint_by_burn=900000 requested_remint_by_value=0 granted=900000 minted=900000 level=normal \
             supply={supply}",
            START + DAY,
        ),
    );
    let books = suite.solvency();
    assert_eq!(books.payable, tokens(900_000));
    assert_eq!((suite.supply().supply, suite.supply().minted), (tokens(supply), tokens(900_000)));
    // Where the new tokens come from is what the four modes differ in.
    let (minted, released, awaited) = match mode {
        TokenFactory | Cw20 => (900_000, 0, 0),
        Reserve => (0, 900_000, 0),
        External => (0, 0, 900_000),
    };
    assert_eq!(suite.held(), held + minted);
    assert_eq!(books.reserve, tokens(reserve - released));
    assert_eq!(books.awaiting_mint, tokens(awaited));
    let open = suite.epoch();
    assert_eq!(
        (open.epoch, open.start, open.end),
        (1, Timestamp::new(START + DAY), Timestamp::new(START + 2 * DAY))
    );
    assert_eq!((open.burned, open.usd_settled), (tokens(0), usd(0)));
}

#[rstest]
fn an_epoch_without_work_grants_nothing(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.params.policy.mint.smoothing =
            Smoothing { weight: Ratio::percent(25), period: Duration::DAY };
    });
    suite.price("1");
    suite.tenant_with("tenant", 5_000_000);
    suite.work("tenant", "provider", 1_000_000);
    suite.next_epoch();
    let (held, supply) = (suite.held(), suite.chain.token_supply());

    suite.next_epoch();

    // A quarter of the burn was smoothed in, 90% of it granted; the epoch after asks for ¾ of that and gets nothing.
    assert_eq!(suite.record(0).decision.granted, tokens(225_000));
    let idle = suite.record(1);
    assert_eq!(idle.decision.requested.remint_by_burn, tokens(168_750));
    assert_eq!(
        (idle.decision.granted, idle.decision.minted, idle.decision.binding),
        (tokens(0), tokens(0), Some(Cap::NoWork))
    );
    assert_eq!((suite.held(), suite.chain.token_supply()), (held, supply));
}

#[rstest]
fn with_a_dead_oracle_little_is_minted_and_never_more_than_burned(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 5_000_000);
    suite.work("tenant", "provider", 1_000_000);
    suite.chain.wait(Duration::DAY);

    let outcome: CloseEpochResponse = suite.close(None).data();

    assert_eq!(outcome.closed[0].granted, tokens(90_000));
    let record = suite.record(0);
    assert_eq!((record.level, record.price), (Level::Restricted, None));
    assert_eq!(
        (record.decision.binding, record.decision.caps.breaker),
        (Some(Cap::Breaker), Some(tokens(90_000)))
    );
    assert!(record.decision.granted <= record.burned);
}

#[test]
fn at_a_restricted_level_the_schedule_mints_no_more_than_burned_either() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let rate = Rate { amount: tokens(1_000_000_000), per: Duration::DAY };
        genesis.params.policy.mint.schedule = vec![Emission::Constant { start: Timestamp::new(START), rate }];
        genesis.emission_budget = tokens(10_000_000_000);
    });
    suite.price("1");
    suite.tenant_with("tenant", 5_000_000);
    suite.work("tenant", "provider", 1_000);
    suite.chain.wait(Duration::DAY);
    suite.close(None).ok();
    assert_eq!(suite.record(0).decision.granted, tokens(1_000));
    assert_eq!(suite.record(0).decision.binding, Some(Cap::Breaker));
}

#[test]
fn the_emission_budget_is_spent_once() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let rate = Rate { amount: tokens(1_000), per: Duration::DAY };
        genesis.params.policy.mint.schedule = vec![Emission::Constant { start: Timestamp::new(START), rate }];
        genesis.emission_budget = tokens(2_500);
    });
    suite.price("1");
    suite.tenant_with("tenant", 5_000_000);
    for (granted, from_budget, left) in
        [(1_090, 1_000, 1_500), (1_090, 1_000, 500), (590, 500, 0), (90, 0, 0)]
    {
        suite.work("tenant", "provider", 100);
        suite.next_epoch();
        let record = suite.record(suite.epoch().epoch - 1);
        assert_eq!(
            (record.decision.granted, record.decision.from_budget),
            (tokens(granted), tokens(from_budget))
        );
        assert_eq!(record.budget_left, tokens(left));
        assert_eq!(suite.supply().budget_left, tokens(left));
    }
}

/// 200,000 of a supply of a million burn in the 73 days of an epoch, a fifth of a year, and 180,000 are asked for.
#[rstest]
#[case::none(|_: &mut Policy| {}, 180_000, None)]
#[case::round_trip(|p: &mut Policy| p.mint.round_trip = Ratio::percent(50), 100_000, Some(Cap::RoundTrip))]
#[case::remint_credit(ask_for_twice_the_burn, 200_000, Some(Cap::RemintCredit))]
#[case::gross(|p: &mut Policy| p.mint.gross_emission_cap = Ratio::percent(10), 100_000, Some(Cap::GrossEmission))]
#[case::net_leaves_room(|p: &mut Policy| p.mint.net_emission_cap = Some(Ratio::percent(10)), 180_000, None)]
#[case::net(schedule_more_than_ten_percent_a_year, 220_000, Some(Cap::NetEmission))]
#[case::supply(|p: &mut Policy| p.mint.max_supply = Some(tokens(900_000)), 100_000, Some(Cap::MaxSupply))]
#[case::supply_passed(|p: &mut Policy| p.mint.max_supply = Some(tokens(700_000)), 0, Some(Cap::MaxSupply))]
#[case::remint_cap(remint_of_a_thousand_a_day, 65_700, None)]
fn the_cap_that_decided_is_recorded(
    #[values(TokenFactory, Cw20, External)] mode: SupplyKind,
    #[case] edit: fn(&mut Policy),
    #[case] granted: u128,
    #[case] binding: Option<Cap>,
) {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.seed_supply = tokens(1_000_000);
        genesis.epoch.length = Duration::days(73);
        genesis.epoch.window = 1;
        genesis.emission_budget = tokens(1_000_000);
        genesis.params.policy.mint.gross_emission_cap = Ratio::ONE;
        edit(&mut genesis.params.policy);
    });
    suite.price("1");
    suite.tenant_with("tenant", 500_000);
    suite.work("tenant", "provider", 200_000);
    suite.next_epoch();
    let record = suite.record(0);
    assert_eq!((record.decision.granted, record.decision.binding), (tokens(granted), binding));
    for (_, cap) in record.decision.caps.in_force() {
        assert!(record.decision.granted <= cap);
    }
}

fn ask_for_twice_the_burn(policy: &mut Policy) {
    policy.mint.rho = Rho::Fixed(Ratio::percent(200));
    policy.mint.round_trip = Ratio::percent(200);
}

/// The epoch may mint a fifth of ten per cent of a million, and what burned: 220,000. It asks for 280,000.
fn schedule_more_than_ten_percent_a_year(policy: &mut Policy) {
    let rate = Rate { amount: tokens(100_000), per: Duration::days(73) };
    policy.mint.schedule = vec![Emission::Constant { start: Timestamp::new(START), rate }];
    policy.mint.net_emission_cap = Some(Ratio::percent(10));
}

/// 73,000 an epoch, of which 90% are asked for.
fn remint_of_a_thousand_a_day(policy: &mut Policy) {
    policy.mint.remint_cap = Some(Rate { amount: tokens(1_000), per: Duration::DAY });
}

#[test]
fn a_reserve_releases_what_it_holds_and_no_more() {
    let mut suite = Suite::edited(Reserve, |genesis| genesis.reserve = tokens(1_000));
    suite.price("1");
    suite.tenant_with("tenant", 5_000_000);
    for (granted, left) in [(900, 100), (100, 0), (0, 0)] {
        suite.work("tenant", "provider", 1_000);
        suite.next_epoch();
        let record = suite.record(suite.epoch().epoch - 1);
        assert_eq!(record.decision.granted, tokens(granted));
        assert_eq!(record.decision.binding, (granted < 900).then_some(Cap::Reserve));
        assert_eq!(suite.solvency().reserve, tokens(left));
    }
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 1_000);
}

#[test]
fn the_value_linked_mint_takes_the_higher_of_spot_and_average_and_no_more_than_burned() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.params.policy.mint.value_share = ratio("0.5");
        genesis.params.policy.mint.rho = Rho::Fixed(Ratio::ZERO);
    });
    suite.price("2");
    suite.tenant_with("tenant", 5_000_000);
    suite.settle(vec![line("tenant", "provider", 1_000)]).ok();
    // A day at two dollars, then 1.6: half of 1,000 micro-USD at the higher price of 2.
    suite.epoch_is_over_at("1.6");
    suite.close(None).ok();
    let record = suite.record(0);
    assert_eq!(record.price, Some(price("2")));
    assert_eq!(
        (record.decision.requested.remint_by_value, record.decision.granted),
        (tokens(250), tokens(250))
    );
}

#[rstest]
#[case::zero(0, false)]
#[case::one(1, true)]
#[case::the_most(32, true)]
#[case::one_more(33, false)]
#[case::far_too_many(u32::MAX, false)]
fn from_one_to_thirty_two_epochs_close_at_once(#[case] limit: u32, #[case] good: bool) {
    let mut suite = Suite::new(TokenFactory);
    suite.chain.wait(Duration::days(40));
    let outcome = suite.close(Some(limit));
    if good {
        assert_eq!(outcome.data::<CloseEpochResponse>().closed.len(), limit as usize);
        assert_eq!(suite.epoch().epoch, u64::from(limit));
    } else {
        let found = limit.into();
        outcome.should_fail_with(ContractError::OutOfRange { field: "limit", min: 1, max: 32, found });
    }
}

#[test]
fn closing_takes_no_funds() {
    let mut suite = Suite::new(Reserve);
    suite.chain.wait(Duration::DAY);
    suite
        .execute_with("treasury", &ExecuteMsg::CloseEpoch { limit: None }, &[coin(5, "ucompute")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "5ucompute".to_owned() });
}

#[test]
fn a_network_that_begins_later_closes_nothing_before() {
    let mut suite =
        Suite::edited(TokenFactory, |genesis| genesis.epoch.genesis = Some(Timestamp::new(START + 10 * DAY)));
    suite.chain.wait(Duration::new(11 * DAY - 1));
    assert_eq!(suite.close(None).data::<CloseEpochResponse>().closed, vec![]);
    suite.chain.wait(Duration::new(1));
    assert_eq!(suite.close(None).data::<CloseEpochResponse>().closed.len(), 1);
    assert_eq!(
        (suite.record(0).start, suite.record(0).end),
        (Timestamp::new(START + 10 * DAY), Timestamp::new(START + 11 * DAY))
    );
}

#[test]
fn work_before_the_beginning_counts_in_the_first_epoch() {
    let mut suite =
        Suite::edited(TokenFactory, |genesis| genesis.epoch.genesis = Some(Timestamp::new(START + 10 * DAY)));
    suite.price("1");
    suite.tenant_with("tenant", 1_000);
    assert_eq!(suite.work("tenant", "provider", 100).epoch, 0);
    suite.chain.wait(Duration::new(11 * DAY - 1));
    suite.price("1");
    assert_eq!(suite.work("tenant", "provider", 10).epoch, 0);
    suite.next_epoch();
    assert_eq!((suite.record(0).burned, suite.record(0).decision.granted), (tokens(110), tokens(99)));
}
