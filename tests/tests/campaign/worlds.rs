//! How each of the four networks starts: the same people, and a policy and signals of its own, so that every branch runs
//! somewhere.

use ballast_api::{EpochConfig, MeterConfig, Params, PriceSource, SourceKind};
use ballast_economy::{BreakerPolicy, Signals};
use ballast_guardrails::Thresholds;
use ballast_math::{Duration, Emission, Rate, Ratio, Rho, Smoothing, Timestamp, Tokens, Usd, WeightBy};
use ballast_sandbox::{Genesis, Sandbox, SupplyKind, example};

use crate::closing::DECIMALS;
use crate::market::feeder_name;
use crate::ops::FIRST_FEEDERS;
use crate::tunables;

/// Four epochs a day, so that many close while a set waits for its delay.
pub const EPOCH: u64 = 21_600;
const UNIT: u128 = 1_000_000;

/// Which signals are on. Those of the oracle and of the guardian always are.
fn signals(kind: SupplyKind) -> Signals {
    match kind {
        SupplyKind::TokenFactory => Signals { price: true, usage: true, coverage: false, collateral: true },
        SupplyKind::Cw20 => Signals { price: true, usage: false, coverage: true, collateral: false },
        SupplyKind::Reserve => Signals { price: true, usage: true, coverage: true, collateral: false },
        // Here the market does what it likes, so that the caps on the mint are tried without the breaker.
        SupplyKind::External => Signals { price: false, usage: false, coverage: false, collateral: false },
    }
}

fn params(kind: SupplyKind) -> Params {
    let mut params = example::params();
    params.receipt_retention = 4;
    let thresholds = |caution, restricted, halted| Thresholds {
        caution: Ratio::percent(caution),
        restricted: Ratio::percent(restricted),
        halted: Ratio::percent(halted),
    };
    // The demand of the campaign is noisier than that of any market.
    params.breaker = BreakerPolicy { usage: thresholds(60, 75, 88), ..BreakerPolicy::standard() };

    let mint = &mut params.policy.mint;
    let weight = match kind {
        SupplyKind::TokenFactory | SupplyKind::Reserve => 5,
        SupplyKind::Cw20 => 25,
        SupplyKind::External => 100,
    };
    mint.smoothing = Smoothing { weight: Ratio::percent(weight), period: Duration::new(EPOCH) };
    mint.gross_emission_cap = Ratio::ONE;
    mint.net_emission_cap = Some(Ratio::ONE);
    mint.max_supply = Some(Tokens::new(1_100_000_000 * UNIT));
    match kind {
        // Pays by value above all, for the collateral of credits to mean something.
        SupplyKind::TokenFactory => {
            mint.value_share = Ratio::percent(80);
            mint.rho = Rho::Fixed(Ratio::percent(30));
        }
        SupplyKind::Cw20 | SupplyKind::Reserve => {
            // The first mints more than burns, until the coverage says so.
            let a_turn = if kind == SupplyKind::Cw20 { 40_000 } else { 3_000 };
            let rate = Rate { amount: Tokens::new(a_turn * UNIT), per: Duration::new(EPOCH) };
            mint.schedule = vec![Emission::Constant { start: example::genesis().start, rate }];
        }
        // Re-mints twice the burn, as far as anything ever burned: the one policy under which that credit binds.
        SupplyKind::External => {
            mint.rho = Rho::Fixed(Ratio::percent(200));
            mint.round_trip = Ratio::percent(1_000);
            mint.remint_cap = Some(Rate { amount: Tokens::new(1_000_000 * UNIT), per: Duration::new(EPOCH) });
        }
    }
    if kind == SupplyKind::Cw20 {
        params.policy.reward.weight_by = WeightBy::Usd;
    }
    params.policy.reward.vesting_share = Ratio::percent(33);
    params.policy.reward.vesting_period = Duration::days(20);
    params
}

/// A thousand million tokens, three feeders of whom two are enough, two meters and the chain.
pub fn genesis(kind: SupplyKind) -> Genesis {
    let usual = example::genesis();
    let meter = |name: Option<&str>, usd: u128| MeterConfig {
        meter: name.map(|name| Sandbox::address(name).into()),
        usd_per_epoch: Usd::new(usd * UNIT),
    };
    let mut governance = example::governance();
    governance.constitution = tunables::constitution(signals(kind));
    Genesis {
        supply: kind,
        decimals: DECIMALS,
        epoch: EpochConfig {
            length: Duration::new(EPOCH),
            genesis: Some(Timestamp::new(usual.start.seconds() + 3_600)),
            window: 30,
        },
        emission_budget: Tokens::new(10_000_000 * UNIT),
        params: params(kind),
        price_sources: vec![feed()],
        meters: vec![meter(Some("meter"), 1_000_000), meter(Some("meter-2"), 60_000), meter(None, 200_000)],
        governance,
        ..usual
    }
}

pub fn feed() -> PriceSource {
    PriceSource {
        kind: SourceKind::Feed {
            feeders: (0..FIRST_FEEDERS).map(|feeder| Sandbox::address(&feeder_name(feeder)).into()).collect(),
            quorum: 2,
        },
        max_age: Duration::new(43_200),
        max_deviation: Ratio::percent(5),
    }
}

/// A source that nobody answers for: it must neither help nor harm.
pub fn mute(number: usize) -> PriceSource {
    let (contract, denom) = (Sandbox::address(&format!("mute-{number}")).into(), "ucompute".to_owned());
    PriceSource { kind: SourceKind::Contract { contract, denom }, ..feed() }
}
