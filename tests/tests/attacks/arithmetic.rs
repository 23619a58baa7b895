//! Zeros and extremes.

use ballast_api::{MeterConfig, MetricsResponse, QueryMsg, SettleResponse};
use ballast_guardrails::Level;
use ballast_math::Ratio;
use ballast_sandbox::SupplyKind::{External, TokenFactory};
use ballast_tests::engine::sandbox;
use ballast_tests::suite::{Suite, addr, genesis, line, tokens, usd};
use ballast_tests::suite_guard::{change, meter, percents, rule, watchful};
use rstest::rstest;

/// Zero supply, burn, work or price divides nothing: epochs close, questions are answered, the breaker stays quiet.
#[rstest]
fn attack_38_zero_is_no_divisor(#[values(0, 1)] supply: u128) {
    let mut suite = watchful(External, |genesis| {
        genesis.seed_supply = tokens(supply);
        genesis.params.policy.mint.net_emission_cap = Some(Ratio::percent(1));
        genesis.params.breaker.usage = percents(25, 45, 60);
        genesis.params.breaker.coverage = percents(10, 40, 70);
    });
    suite.price("0.000000000000000001");
    for _ in 0..3 {
        suite.epoch_is_over_at("0.000000000000000001");
        suite.close(None).ok();
    }
    let metrics: MetricsResponse = suite.query(&QueryMsg::Metrics { epochs: None });
    assert_eq!((metrics.coverage, metrics.tenant_concentration), (None, None));
    assert_eq!(suite.level(), Level::Normal);
    let (round, time) = (1_000, suite.chain.now());
    assert!(suite.submit("feeder", round, "0".parse().unwrap(), time.seconds()).0.is_err());
}

/// Extremes of numbers, steps and caps are refused or carried, and never overflow.
#[test]
fn attack_50_extremes_overflow_nothing() {
    let max = u128::MAX.to_string();
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.params.policy.mint.max_supply = Some(tokens(u128::MAX));
        genesis.params.policy.mint.gross_emission_cap = Ratio::ZERO;
        let meter = Some(addr("meter-2").into());
        genesis.meters.push(MeterConfig { meter, usd_per_epoch: usd(1) });
    });
    suite.price("1");
    // A step up from the largest number ends at the bound; down it goes as from any other.
    let reach = suite.parameter("policy.mint.max_supply").rule.unwrap();
    assert_eq!((reach.reach_max.as_str(), reach.max.as_str()), (max.as_str(), max.as_str()));
    let less = reach.reach_min.clone();
    suite.tighten(vec![change("policy.mint.max_supply", &max, &less)]).ok();
    // From one a step of a tenth rounds inward to nothing; the smallest step is what moves it.
    let rule_of = suite.parameter(&meter("meter-2")).rule.unwrap();
    assert_eq!((rule_of.reach_min.as_str(), rule_of.reach_max.as_str()), ("0", "1000000001"));
    // A cap of nothing grants nothing and closes its epoch.
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.next_epoch();
    assert_eq!(suite.record(0).decision.granted, tokens(0));
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", u128::MAX)]).data();
    assert_eq!(settled.usd_settled, usd(900));
    for (name, to) in
        [("price.band", "340282366920938463463.374607431768211455"), ("receipt_retention", max.as_str())]
    {
        assert!(suite.queue(vec![change(name, &suite.parameter(name).value, to)]).0.is_err());
    }
    let mut no_step = genesis(TokenFactory);
    rule(&mut no_step, "price.band").step = Ratio::ZERO;
    assert!(sandbox(&no_step).map(|_| ()).unwrap_err().to_string().contains("step of price.band"));
    let mut no_move = genesis(TokenFactory);
    rule(&mut no_move, "price.band").min_step = "0".to_owned();
    assert!(sandbox(&no_move).map(|_| ()).unwrap_err().to_string().contains("min_step of price.band"));
}
