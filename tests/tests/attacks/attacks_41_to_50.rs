use ballast_api::{MeterConfig, SettleResponse, ShortfallReason};
use ballast_controller::ContractError;
use ballast_guardrails::{Level, MAX_PENDING, Refusal};
use ballast_math::{Duration, Ratio};
use ballast_sandbox::Genesis;
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::engine::sandbox;
use ballast_tests::suite::{DAY, HOUR, START, Suite, addr, genesis, line, price, tokens, usd};
use ballast_tests::suite_guard::{change, meter, percents, refused, rule, watchful};
use cosmwasm_std::coin;
use rstest::rstest;
use serde_json::json;

use crate::words::say;

/// One false price raises no reference, and so halts nobody: outside of its band it is not taken, inside it counts for as long
/// as it lasted.
#[rstest]
#[case::outside_of_the_band("10")]
#[case::inside_of_the_band("1.24")]
fn attack_41_one_false_price_halts_nobody(#[case] spot: &str) {
    let mut suite = watchful(TokenFactory, |genesis| {
        genesis.params.price.band = Ratio::percent(25);
        genesis.params.breaker.price_day = percents(10, 20, 35);
        genesis.params.breaker.price_week = percents(20, 35, 50);
    });
    suite.price("1");
    suite.wait_with_price(25 * HOUR, "1");
    suite.price(spot);
    suite.chain.wait(Duration::new(60));
    suite.price("1");
    suite.wait_with_price(3 * HOUR, "1");
    // A price outside of its band cannot be used, which is level 2 for its dwell; nothing is halted, and nothing lasts.
    assert!(suite.history().len() <= 3);
    assert_eq!(suite.level(), Level::Normal);
    for status in suite.breaker().signals {
        assert!(status.drawdown.is_none_or(|drawdown| drawdown < Ratio::percent(1)), "{status:?}");
    }
}

/// Replayed, duplicate and future rounds are refused.
#[rstest]
#[case::the_same_round(5, 100, "expected a round after 5, found 5")]
#[case::an_older_round(4, 100, "expected a round after 5, found 4")]
#[case::from_the_future(6, 101, "expected an observation from")]
#[case::from_before_the_last(6, 49, "expected an observation from")]
fn attack_42_rounds_only_go_forward(#[case] round: u64, #[case] at: u64, #[case] saying: &str) {
    let mut suite = Suite::new(TokenFactory);
    suite.chain.wait(Duration::new(50));
    suite.submit("feeder", 5, price("1"), START + 50).ok();
    suite.chain.wait(Duration::new(50));
    suite.submit("feeder", round, price("1.1"), START + at).should_fail_saying(saying);
    suite.submit("feeder", 6, price("1.1"), START + 100).ok();
}

/// An oracle that dies during a halt keeps the level: nothing comes down on the strength of an old price.
#[test]
fn attack_43_an_oracle_that_dies_during_a_halt_keeps_the_level() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(HOUR).ok();
    for _ in 0..20 {
        suite.chain.wait(Duration::hours(6));
        suite.poke().ok();
    }
    assert_eq!(suite.level(), Level::Halted);
    // It comes back: the ramp is as long as it ever was.
    suite.price("1");
    suite.wait_with_price(6 * HOUR, "1");
    assert_eq!(suite.level(), Level::Restricted);
    suite.chain.wait(Duration::hours(3));
    suite.poke().ok();
    assert_eq!(suite.level(), Level::Restricted);
}

/// The reference does not settle on a drained level while the drain lasts: it is forgotten when its window is over, not before.
#[test]
fn attack_44_a_reference_is_forgotten_by_time_alone() {
    let mut suite = watchful(TokenFactory, |genesis| {
        genesis.params.breaker.usage = percents(25, 45, 60);
        genesis.params.breaker.usage_window = 5;
    });
    suite.price("1");
    suite.tenant_with("tenant", 100_000);
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    let mut levels = vec![];
    for _ in 0..8 {
        suite.work("tenant", "provider", 400);
        suite.wait_with_price(DAY, "1");
        let record = suite.record(suite.epoch().epoch - 1);
        levels.push(record.level as u8);
    }
    // A crash to 40%: halted for the five epochs that remember, and the ramp of a day after.
    assert_eq!(levels[..5], [3; 5]);
    assert_eq!(levels[7], 0);
}

fn thresholds(edit: impl FnOnce(&mut Genesis)) -> String {
    let mut genesis = genesis(TokenFactory);
    edit(&mut genesis);
    sandbox(&genesis).map(|_| ()).expect_err("the thresholds should have been refused").to_string()
}

/// Thresholds at zero, at everything or next to each other do not instantiate, and neither does a breaker without hysteresis.
#[rstest]
#[case::at_zero(percents(0, 20, 35), "threshold of level 1 to be at least 0.05, found 0")]
#[case::a_point_apart(percents(10, 11, 35), "threshold of level 2 to be at least 0.15, found 0.11")]
#[case::the_same(percents(10, 20, 20), "threshold of level 3 to be at least 0.25, found 0.2")]
#[case::in_reverse(percents(35, 20, 10), "threshold of level 2 to be at least 0.4, found 0.2")]
#[case::at_everything(percents(10, 20, 100), "threshold of level 3 to be at most 0.95, found 1")]
fn attack_45_thresholds_keep_their_distance(
    #[case] found: ballast_guardrails::Thresholds,
    #[case] saying: &str,
    #[values(0, 1, 2, 3, 4)] signal: usize,
) {
    let text = thresholds(|genesis| {
        let breaker = &mut genesis.params.breaker;
        let signals = [
            &mut breaker.price_day,
            &mut breaker.price_week,
            &mut breaker.usage,
            &mut breaker.coverage,
            &mut breaker.collateral,
        ];
        *signals.into_iter().nth(signal).unwrap() = found;
    });
    assert!(text.contains(saying), "{text}");
    let text = thresholds(|genesis| genesis.params.breaker.recovery.exit = Ratio::ONE);
    assert!(text.contains("exit: expected above 0 and at most 0.9, found 1"), "{text}");
    let text = thresholds(|genesis| genesis.params.breaker.recovery.dwell.halted = Duration::ZERO);
    assert!(text.contains("dwell of level 3: expected from 60 to 604800 s, found 0 s"), "{text}");
}

/// The breaker's own parameters are not loosened while it is tripped; they may be tightened.
#[rstest]
#[case::a_threshold("breaker.price_day.caution", "0.1", "0.11", "0.09")]
#[case::a_dwell("breaker.recovery.dwell.halted", "21600", "21000", "22000")]
#[case::the_exit("breaker.recovery.exit", "0.7", "0.75", "0.65")]
#[case::its_factors("policy.mint.breaker.restricted", "0.1", "0.11", "0.09")]
fn attack_46_a_tripped_breaker_is_not_loosened(
    #[case] name: &str,
    #[case] from: &str,
    #[case] looser: &str,
    #[case] tighter: &str,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change(name, from, looser)]);
    suite.trip(HOUR).ok();
    suite.execute_set(set).should_fail_with(refused(Refusal::Breaker { found: Level::Halted }));
    suite.tighten(vec![change(name, from, tighter)]).ok();
}

/// A trip blocks no exit: at level 3 tenants withdraw, providers claim, work is settled and burned.
#[rstest]
fn attack_47_a_trip_blocks_no_exit(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.next_epoch();
    suite.trip(DAY).ok();
    suite.claim("provider").ok();
    suite.work("tenant", "provider", 50);
    assert_eq!(suite.balance("provider"), 90);
    if mode != External {
        suite.withdraw("tenant", None).ok();
        assert_eq!(suite.balance("tenant"), 850);
    }
}

/// What is checked on one path is checked on all: accounts, the chain, a token's payments, funds that come along.
#[test]
fn attack_48_no_path_lacks_a_check() {
    let mut suite = Suite::at_a_dollar(Cw20);
    suite.tenant_with("tenant", 1_000);
    let hook = json!({ "govern": { "trip": { "seconds": 60 } } });
    for sender in ["guardian", "governor", "treasury"] {
        let msg = json!({ "receive": { "sender": addr(sender), "amount": "5", "msg": hook.to_string().into_bytes() } });
        assert!(say(&mut suite, sender, &msg).0.is_err());
    }
    let token = suite.chain.token().unwrap().clone();
    let sent = ballast_api::Cw20ReceiveMsg {
        sender: addr("guardian").into(),
        amount: 5u128.into(),
        msg: hook.to_string().into_bytes().into(),
    };
    let sent = suite.act(|chain| chain.execute(&token, &ballast_api::ExecuteMsg::Receive(sent)));
    sent.should_fail_saying("unknown variant `govern`");
    let trip = ballast_api::ExecuteMsg::Govern(ballast_api::GovernMsg::Trip { seconds: Duration::new(60) });
    suite
        .execute_with("treasury", &trip, &[coin(1, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1uother".to_owned() });
    let settle = ballast_api::SudoMsg::Settle { batch: 1, lines: vec![line("tenant", "provider", 10)] };
    let settled: SettleResponse = suite.sudo(&settle).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::Unauthorised);
}

/// A spam of sets makes nothing dearer: the queue has an end, and so has the memory of endings.
#[test]
fn attack_49_a_spam_of_sets_grows_nothing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let size = |suite: &Suite| {
        let stored = suite.chain.dump();
        stored.iter().find(|(key, _)| key == b"reg").map(|(_, value)| value.len()).unwrap()
    };
    let status = suite.guardrails().parameters;
    let all = status.iter().filter(|status| status.value != status.rule.as_ref().unwrap().reach_max);
    let changes: Vec<_> = all
        .map(|status| {
            change(status.parameter.name(), &status.value, &status.rule.as_ref().unwrap().reach_max)
        })
        .collect();
    for change in &changes[..MAX_PENDING] {
        suite.queued(vec![change.clone()]);
    }
    let last = vec![changes[MAX_PENDING].clone()];
    suite.queue(last.clone()).should_fail_with(refused(Refusal::QueueFull { max: MAX_PENDING }));
    suite.cancel(1).ok();
    let mut largest = 0;
    for round in 0..200 {
        let set = suite.queued(last.clone());
        suite.cancel(set).ok();
        if round == 100 {
            largest = size(&suite);
        }
    }
    assert!(size(&suite) <= largest + 64, "{} and {largest}", size(&suite));
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
