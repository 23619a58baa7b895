//! Every preset of the lab as a network: it starts, takes a payment, closes an epoch and answers. With the feature `vm` on
//! the wasm.

#![allow(missing_docs)]

mod run_below_one;

use ballast_api::{GovernanceConfig, Params, PriceSource};
use ballast_guardrails::Level;
use ballast_math::{Duration, Ratio, Timestamp, Tokens};
use ballast_presets::{PayWith, Preset, PresetName};
use ballast_sandbox::{Genesis, SupplyKind};
use ballast_tests::suite::{DAY, Suite, addr, genesis, line};
use rstest::rstest;

/// A preset on the chain of the tests: daily epochs, its own economy and constitution, the tests' people.
pub fn network(name: PresetName, supply: SupplyKind) -> Suite {
    let preset = Preset::load(name).expect("a preset that ships");
    let usual = genesis(supply);
    let mut epoch = usual.epoch.clone();
    epoch.window = preset.window;
    // No older than the constitutions of the presets allow.
    let source = PriceSource { max_age: Duration::HOUR, ..usual.price_sources[0].clone() };
    Suite::with(&Genesis {
        seed_supply: preset.seed_supply,
        decimals: preset.decimals,
        epoch,
        emission_budget: preset.emission_budget,
        params: preset.params.clone(),
        price_sources: vec![source],
        // After the first day of every schedule.
        start: Timestamp::new(1_735_689_600),
        governance: GovernanceConfig { constitution: preset.constitution.clone(), ..usual.governance },
        reserve: Tokens::new(preset.seed_supply.get() / 10),
        ..usual
    })
}

/// Tenants pay as the preset says, and whoever worked is paid what the contract's own record says.
#[rstest]
fn every_preset_starts_and_pays(
    #[values(SupplyKind::TokenFactory, SupplyKind::Cw20, SupplyKind::Reserve)] supply: SupplyKind,
) {
    for name in PresetName::ALL {
        let preset = Preset::load(name).unwrap();
        let mut suite = network(name, supply);
        suite.price("1");
        let unit = 10u128.pow(preset.decimals.into());
        suite.tenant_with("tenant", 1_000_000 * unit);
        if preset.pay_with == PayWith::Credits {
            suite.give("tenant", 1_000_000 * unit);
            suite.buy_credits("tenant", 1_000_000 * unit, None).ok();
        }
        // A hundred thousand dollars: about what covers a schedule.
        let settled: ballast_api::SettleResponse =
            suite.settle(vec![line("tenant", "provider", 100_000_000_000)]).data();
        assert_eq!(settled.shortfalls, vec![], "{name:?}");
        assert!(!settled.burned.is_zero(), "{name:?}");
        suite.wait_with_price(DAY, "1");
        let record = suite.record(0);
        assert_eq!((record.level, record.burned), (Level::Normal, settled.burned), "{name:?}");
        assert!(!record.decision.granted.is_zero(), "{name:?}: {record:?}");
        assert!(record.decision.granted <= record.decision.requested.total().unwrap(), "{name:?}");
        suite.claim("provider").ok();
        // What vests is not paid yet: the claim comes at the epoch's end.
        let (payable, _) = preset.params.policy.reward.split(record.decision.granted).unwrap();
        assert_eq!(suite.balance("provider"), payable.get() + record.direct_pay.get(), "{name:?}");
        assert_eq!(suite.guardrails().guardian, Some(addr("guardian").into()));
        assert_eq!(suite.level(), Level::Normal, "{name:?}");
    }
}

/// What docs/presets/akash.md says of the preset.
#[test]
fn akash_is_what_its_page_says() {
    let Params { policy, breaker, .. } = Preset::load(PresetName::Akash).unwrap().params;
    assert_eq!(policy.burn.burn_share, Ratio::ONE);
    assert_eq!(policy.burn.credit_spread, "0.0025".parse().unwrap());
    assert_eq!((policy.mint.value_share, policy.mint.round_trip), (Ratio::ONE, Ratio::percent(125)));
    let thresholds = breaker.collateral;
    let percents = [thresholds.caution, thresholds.restricted, thresholds.halted];
    assert_eq!(percents, [5, 10, 50].map(Ratio::percent));
    // Left below 7% of shortfall: at a ratio of 0.93, where the published blueprint resumes.
    let exit = thresholds.restricted.times(breaker.recovery.exit, ballast_math::Rounding::Down).unwrap();
    assert_eq!(exit, Ratio::percent(7));
}
