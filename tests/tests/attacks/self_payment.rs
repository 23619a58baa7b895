//! Who pays itself never gains.

use ballast_math::{Ratio, Rho, WeightBy};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{Suite, line, tokens};
use rstest::rstest;

/// Burning one's own tokens to make room for one's own mint never pays: the room is at most what was burned.
#[rstest]
fn attack_34_burning_ones_own_makes_no_gain(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values(1, 5_000, 100_000)] own: u128,
) {
    let granted = |own: u128| {
        let mut suite = Suite::edited(mode, |genesis| {
            let mint = &mut genesis.params.policy.mint;
            mint.rho = Rho::Fixed(Ratio::percent(200));
            mint.net_emission_cap = Some(Ratio::ZERO);
        });
        suite.price("1");
        suite.tenant_with("tenant", 50_000);
        suite.tenant_with("owner", 200_000);
        suite.work("tenant", "provider", 10_000);
        if own > 0 {
            suite.work("owner", "owner", own);
        }
        suite.next_epoch();
        let record = suite.record(0);
        (record.decision.granted.get(), suite.provider("owner").claimable.get())
    };
    let ((without, _), (with, gained)) = (granted(0), granted(own));
    assert!(with - without <= own && gained <= own, "{with} − {without}, {gained} for {own}");
}

/// One owner as tenant, provider and meter: with γ ≤ 1 and no schedule nobody gains by paying themselves.
#[rstest]
fn attack_51_one_owner_in_every_part_never_gains(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values(10, 90, 100, 200)] rho: u64,
    #[values(50, 100)] round_trip: u64,
    #[values(0, 100)] value_share: u64,
) {
    let mut suite = Suite::edited(mode, |genesis| {
        let mint = &mut genesis.params.policy.mint;
        mint.rho = Rho::Fixed(Ratio::percent(rho));
        mint.round_trip = Ratio::percent(round_trip);
        mint.value_share = Ratio::percent(value_share);
    });
    suite.price("1");
    suite.tenant_with("tenant", 100_000);
    suite.work("tenant", "provider", 50_000);
    suite.next_epoch();
    // The owner comes with a million, alone in some epochs and beside honest demand in others.
    suite.tenant_with("owner", 1_000_000);
    let mut burned = 0;
    for round in 0..6u128 {
        let amount = 10_000 + 7 * round;
        suite.work("owner", "owner", amount);
        burned += amount;
        if round % 2 == 0 {
            suite.work("tenant", "provider", 3_000);
        }
        suite.next_epoch();
        if suite.provider("owner").claimable > tokens(0) {
            suite.claim("owner").ok();
        }
    }
    let deposit = if mode == External { 0 } else { suite.tenant("owner").deposit.get() };
    let wealth = suite.balance("owner") + deposit;
    assert!(wealth <= 1_000_000, "{wealth}");
    assert!(1_000_000 - wealth >= burned * u128::from(100 - round_trip.min(100)) / 100);
}

/// With weights in dollars the grant still stays below what burned; presets that use them say so.
#[test]
fn with_weights_in_dollars_the_grant_still_stays_below_what_burned() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.params.policy.reward.weight_by = WeightBy::Usd;
        genesis.params.policy.mint.rho = Rho::Fixed(Ratio::percent(200));
    });
    suite.price("1");
    suite.tenant_with("owner", 1_000_000);
    suite.settle(vec![line("owner", "owner", 1_000)]).ok();
    suite.next_epoch();
    assert_eq!(suite.record(0).decision.granted, suite.record(0).burned);
}
