//! How much is minted, whatever is done.

use ballast_api::ExecuteMsg;
use ballast_economy::Signals;
use ballast_guardrails::Level;
use ballast_math::{Cap, Ratio, Rho};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, Suite, addr, line, tokens};
use ballast_tests::suite_guard::{percents, watchful};
use rstest::rstest;
use serde_json::json;

use crate::words::say;

/// A network of a million tokens of which a tenth may be minted in three epochs, and everything that burns asks to be minted.
fn capped(mode: SupplyKind) -> Suite {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.seed_supply = tokens(1_000_000);
        genesis.reserve = tokens(300_000);
        genesis.epoch.window = 3;
        genesis.params.policy.mint.rho = Rho::Fixed(Ratio::ONE);
    });
    suite.price("1");
    suite.tenant_with("tenant", 500_000);
    suite
}

/// Minting on either side of a window's boundary doubles nothing: every window, wherever it lies, keeps the cap.
#[rstest]
fn attack_29_no_window_mints_more_than_its_cap(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values([60_000, 0, 0, 60_000, 60_000, 60_000], [40_000, 40_000, 40_000, 40_000, 40_000, 40_000])]
    burns: [u128; 6],
) {
    let mut suite = capped(mode);
    let mut start = vec![];
    for burned in burns {
        start.push(suite.supply().supply.get());
        if burned > 0 {
            suite.work("tenant", "provider", burned);
        }
        suite.next_epoch();
    }
    let minted: Vec<u128> = (0..6).map(|epoch| suite.record(epoch).decision.minted.get()).collect();
    // Burns may lower the start of a window after its last mint; whatever is minted fits the window that it ends.
    for (from, window) in minted.windows(3).enumerate().filter(|(_, window)| window[2] > 0) {
        assert!(window.iter().sum::<u128>() * 10 <= start[from], "{minted:?} of {start:?}");
    }
    let caps: Vec<Option<Cap>> = (0..6).map(|epoch| suite.record(epoch).decision.binding).collect();
    assert!(caps.contains(&Some(Cap::GrossEmission)), "{caps:?}");
}

/// A cap that is a share of the supply is not inflated by sending tokens around.
#[rstest]
fn attack_30_donations_raise_no_cap(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let closed = |donate: bool| {
        let mut suite = capped(mode);
        suite.work("tenant", "provider", 60_000);
        suite.next_epoch();
        if donate {
            let contract = suite.chain.controller().clone();
            suite.chain.transfer(&addr("treasury"), &contract, tokens(100_000)).unwrap();
            suite.donated += 100_000;
        }
        suite.work("tenant", "provider", 60_000);
        suite.next_epoch();
        suite.record(1)
    };
    let (with, without) = (closed(true), closed(false));
    assert_eq!(
        (with.decision.caps, with.decision.granted),
        (without.decision.caps, without.decision.granted)
    );
    assert_eq!(with.decision.binding, Some(Cap::GrossEmission));
    // There is no message either that says how large the supply is.
    let mut suite = Suite::at_a_dollar(mode);
    assert!(say(&mut suite, "stranger", &json!({ "set_supply": { "supply": "1" } })).0.is_err());
}

/// A slow bleed under every window trips nothing and mints nothing more than was burned; one a little faster is seen.
#[rstest]
#[case::two_and_a_half_percent_a_day(975, Level::Normal)]
#[case::four_percent_a_day(960, Level::Caution)]
fn attack_40_a_slow_bleed_mints_no_more_than_it_burns(#[case] per_mille: u128, #[case] worst: Level) {
    let mut suite = watchful(TokenFactory, |genesis| {
        genesis.governance.constitution.signals =
            Signals { price: true, usage: true, coverage: true, collateral: false };
        genesis.params.breaker.price_day = percents(10, 20, 35);
        genesis.params.breaker.price_week = percents(20, 35, 50);
        genesis.params.policy.mint.value_share = Ratio::ONE;
        genesis.params.policy.mint.rho = Rho::Fixed(Ratio::ZERO);
    });
    let mut price: u128 = 1_000_000_000_000_000_000;
    let text = |price| ballast_math::Price::from_atomics(price).to_string();
    suite.price("1");
    suite.tenant_with("tenant", 10_000_000);
    let mut seen = Level::Normal;
    for epoch in 0..10 {
        suite.settle(vec![line("tenant", "provider", 10_000)]).ok();
        price = price * per_mille / 1_000;
        suite.wait_with_price(DAY, &text(price));
        let record = suite.record(epoch);
        assert!(record.decision.granted <= record.burned);
        seen = seen.max(suite.level());
    }
    assert_eq!(seen, worst);
    suite.execute("stranger", &ExecuteMsg::Poke {}).ok();
}
