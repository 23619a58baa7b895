//! A small network to start from: the one that tests and documentation use.

use ballast_api::{
    ConstitutionConfig, EpochConfig, GovernanceConfig, MeterConfig, Parameter, Params, PriceSource,
    RuleConfig, SourceKind,
};
use ballast_economy::Signals;
use ballast_guardrails::{ParameterId, Quantity, Terms, Unit};
use ballast_math::{Duration, Policy, Ratio, Timestamp, Tokens, Usd};

use crate::{Genesis, Sandbox, SupplyKind};

/// Everything burns, 90% of the smoothed burn is minted again, nothing vests.
#[must_use]
pub fn policy() -> Policy {
    Policy::plain()
}

/// One price source, a band of a quarter, receipts kept for ten epochs.
#[must_use]
pub fn params() -> Params {
    Params::plain()
}

/// Two governors, the account `governor` and the chain itself, and the account `guardian`.
///
/// No signal of the breaker is on but the oracle's and the guardian's, so that prices and demand can be moved at will.
#[must_use]
pub fn governance() -> GovernanceConfig {
    GovernanceConfig {
        governors: vec![Sandbox::address("governor").into()],
        chain_governs: true,
        guardian: Some(Sandbox::address("guardian").into()),
        constitution: ConstitutionConfig {
            terms: Terms {
                delay: Duration::days(2),
                delay_blocks: 1_000,
                grace: Duration::days(2),
                longest_trip: Duration::WEEK,
            },
            signals: Signals::NONE,
            rules: Parameter::families().map(|parameter| (parameter.clone(), rule(&parameter))).collect(),
        },
    }
}

/// The widest bounds, a tenth as a step, a week between two changes.
#[must_use]
pub fn rule(parameter: &Parameter) -> RuleConfig {
    let outer = parameter.outer();
    let show = |number| Quantity(parameter.unit(), number).to_string();
    let min_step = match (parameter.meter_address(), parameter.unit()) {
        // A new meter may settle a thousand dollars an epoch.
        (Some(_), _) => "1000000000",
        (None, Unit::Whole) => "1",
        (None, Unit::Decimal | Unit::Change) => "0.01",
    };
    RuleConfig {
        min: show(outer.min),
        max: show(outer.max),
        step: Ratio::percent(10),
        min_step: min_step.to_owned(),
        interval: Duration::WEEK,
    }
}

/// A feed with two feeders, `feeder` and `feeder-2`, of which one is enough.
#[must_use]
pub fn feed() -> PriceSource {
    let feeders = ["feeder", "feeder-2"].map(|name| Sandbox::address(name).to_string());
    PriceSource {
        kind: SourceKind::Feed { feeders: feeders.to_vec(), quorum: 1 },
        max_age: Duration::hours(2),
        max_deviation: Ratio::percent(5),
    }
}

/// A network of a thousand million whole tokens with 6 decimals, daily epochs, one meter named `meter` and the chain.
#[must_use]
pub fn genesis() -> Genesis {
    Genesis {
        supply: SupplyKind::TokenFactory,
        seed_supply: Tokens::new(1_000_000_000_000_000),
        reserve: Tokens::ZERO,
        start: Timestamp::new(1_700_006_400),
        decimals: 6,
        epoch: EpochConfig { length: Duration::DAY, genesis: None, window: 30 },
        emission_budget: Tokens::ZERO,
        params: params(),
        price_sources: vec![feed()],
        meters: vec![
            MeterConfig {
                meter: Some(Sandbox::address("meter").into()),
                usd_per_epoch: Usd::new(1_000_000_000_000),
            },
            MeterConfig { meter: None, usd_per_epoch: Usd::new(1_000_000_000_000) },
        ],
        governance: governance(),
    }
}
