use ballast_api::{Authorisation, ExecuteMsg, MeterConfig, SettleResponse, ShortfallReason};
use ballast_controller::{ContractError, MAX_AUTHORISATIONS};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{Suite, addr, event, line, usd};
use cosmwasm_std::coin;
use rstest::rstest;

fn authorised(meter: &str, micro_usd: u128, spent: u128) -> Authorisation {
    Authorisation { meter: addr(meter).into(), usd_per_epoch: usd(micro_usd), spent: usd(spent) }
}

fn with_meters(count: usize) -> Suite {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let named = |number| MeterConfig {
            meter: Some(addr(&format!("meter-{number}")).into()),
            usd_per_epoch: usd(1_000_000),
        };
        genesis.meters = (0..count).map(named).collect();
    });
    suite.price("1");
    suite
}

#[rstest]
fn an_authorisation_is_set_moved_and_withdrawn(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::new(mode);

    let response = suite.authorize("tenant", "meter", 100).ok();
    let expected = format!("tenant={} meter={} usd_per_epoch=100", addr("tenant"), addr("meter"));
    assert_eq!(event(&response, "ballast-authorize"), expected);
    assert_eq!(suite.tenant("tenant").authorisations, vec![authorised("meter", 100, 0)]);

    suite.authorize("tenant", "meter", u128::MAX).ok();
    assert_eq!(suite.tenant("tenant").authorisations, vec![authorised("meter", u128::MAX, 0)]);

    suite.authorize("tenant", "meter", 0).ok();
    assert_eq!(suite.tenant("tenant").authorisations, vec![]);
    assert_eq!(suite.tenant("bystander").authorisations, vec![]);
}

#[test]
fn the_chain_is_authorised_by_the_contracts_own_address() {
    let mut suite = Suite::new(TokenFactory);
    let meter = suite.chain.controller().to_string();
    suite.execute("tenant", &ExecuteMsg::Authorize { meter: meter.clone(), usd_per_epoch: usd(5) }).ok();
    let expected = Authorisation { meter, usd_per_epoch: usd(5), spent: usd(0) };
    assert_eq!(suite.tenant("tenant").authorisations, vec![expected]);
}

#[test]
fn who_is_no_meter_cannot_be_authorised() {
    let mut suite = Suite::new(TokenFactory);
    let refused = || ContractError::UnknownMeter { meter: addr("stranger").into() };
    suite.authorize("tenant", "stranger", 1).should_fail_with(refused());
    suite.authorize("tenant", "stranger", 0).should_fail_with(refused());
    let nonsense = ExecuteMsg::Authorize { meter: "meter".to_owned(), usd_per_epoch: usd(1) };
    assert!(suite.execute("tenant", &nonsense).0.is_err());
}

#[test]
fn an_authorisation_takes_no_funds() {
    let mut suite = Suite::new(Reserve);
    let msg = ExecuteMsg::Authorize { meter: addr("meter").into(), usd_per_epoch: usd(1) };
    suite
        .execute_with("treasury", &msg, &[coin(1, "ucompute"), coin(2, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1ucompute, 2uother".to_owned() });
}

#[test]
fn eight_meters_can_be_authorised_and_a_ninth_for_one_of_them() {
    let mut suite = with_meters(9);
    for number in 0..8 {
        suite.authorize("tenant", &format!("meter-{number}"), 1).ok();
    }
    suite.authorize("tenant", "meter-8", 1).should_fail_with(ContractError::WrongCount {
        field: "authorisations",
        min: 0,
        max: MAX_AUTHORISATIONS,
        found: 9,
    });
    suite.authorize("tenant", "meter-3", 2).ok();
    suite.authorize("tenant", "meter-3", 0).ok();
    suite.authorize("tenant", "meter-8", 1).ok();
    assert_eq!(suite.tenant("tenant").authorisations.len(), MAX_AUTHORISATIONS);
}

// Attack 32: a limit lowered, then raised, to make capacity.
#[rstest]
#[case::lowered_and_raised(&[50, 100])]
#[case::withdrawn_and_given_again(&[0, 100])]
#[case::withdrawn_twice(&[0, 0, 100])]
#[case::raised_and_lowered(&[u128::MAX, 100])]
fn moving_a_limit_about_within_an_epoch_makes_no_room(#[case] limits: &[u128]) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.authorize("tenant", "meter", 100).ok();
    suite.settle(vec![line("tenant", "provider", 90)]).ok();

    for limit in limits {
        suite.authorize("tenant", "meter", *limit).ok();
    }

    assert_eq!(suite.tenant("tenant").authorisations, vec![authorised("meter", 100, 90)]);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 90)]).data();
    assert_eq!(settled.usd_settled, usd(10));
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::TenantLimit);
}

#[test]
fn an_authorisation_below_what_is_spent_stops_the_meter_at_once() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.settle(vec![line("tenant", "provider", 90)]).ok();

    suite.authorize("tenant", "meter", 50).ok();
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::TenantLimit);

    suite.authorize("tenant", "meter", 0).ok();
    assert_eq!(suite.tenant("tenant").authorisations, vec![authorised("meter", 0, 90)]);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::Unauthorised);
    assert_eq!(suite.tenant("tenant").deposit.get(), 910);
}

#[test]
fn what_was_spent_is_forgotten_with_its_epoch_and_so_is_what_was_withdrawn() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.authorize("tenant", "meter", 100).ok();
    suite.settle(vec![line("tenant", "provider", 100)]).ok();
    suite.next_epoch();
    assert_eq!(suite.tenant("tenant").authorisations, vec![authorised("meter", 100, 0)]);

    suite.settle(vec![line("tenant", "provider", 100)]).ok();
    suite.authorize("tenant", "meter", 0).ok();
    assert_eq!(suite.tenant("tenant").authorisations, vec![authorised("meter", 0, 100)]);
    suite.next_epoch();
    assert_eq!(suite.tenant("tenant").authorisations, vec![]);
}
