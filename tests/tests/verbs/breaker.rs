//! The breaker's signals, each to each of its levels, through what messages do.

use ballast_api::{HistoryEvent, SignalStatus};
use ballast_economy::{Signal, Signals};
use ballast_guardrails::Level;
use ballast_math::{Cap, Duration, Emission, Rate, Ratio, Rho, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_sandbox::{Genesis, Sandbox};
use ballast_tests::suite::{DAY, HOUR, START, Suite, event, ratio, tokens};
use ballast_tests::suite_guard::{percents, watchful};
use rstest::rstest;

use Level::{Caution, Halted, Normal, Restricted};

fn signal(suite: &Suite, signal: Signal) -> SignalStatus {
    suite.breaker().signals.into_iter().find(|status| status.signal == signal).unwrap()
}

/// A day and an hour at a dollar, so that a dollar is the best hourly average of the day.
fn a_day_at_a_dollar(mode: SupplyKind, edit: impl FnOnce(&mut Genesis)) -> Suite {
    let mut suite = watchful(mode, edit);
    suite.price("1");
    suite.wait_with_price(25 * HOUR, "1");
    suite
}

fn day_signal(genesis: &mut Genesis) {
    genesis.params.breaker.price_day = percents(10, 20, 35);
}

fn week_signal(genesis: &mut Genesis) {
    genesis.params.breaker.price_week = percents(20, 35, 50);
}

#[rstest]
#[case::a_hair_above_the_first("0.900000000000000001", Normal)]
#[case::the_first("0.9", Caution)]
#[case::a_hair_above_the_second("0.800000000000000001", Caution)]
#[case::the_second("0.8", Restricted)]
#[case::a_hair_above_the_third("0.650000000000000001", Restricted)]
#[case::the_third("0.65", Halted)]
#[case::next_to_nothing("0.000000000000000001", Halted)]
fn a_price_below_the_days_best_trips(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[case] spot: &str,
    #[case] level: Level,
) {
    let mut suite = a_day_at_a_dollar(mode, day_signal);
    let (round, now) = (1_000, suite.chain.now());
    let response = suite.submit("feeder", round, spot.parse().unwrap(), now.seconds()).ok();
    assert_eq!(suite.level(), level);
    if level > Normal {
        let drawdown = signal(&suite, Signal::PriceDay).drawdown.unwrap();
        let threshold = percents(10, 20, 35).of(level).unwrap();
        let name = ["normal", "caution", "restricted", "halted"][level as usize];
        let expected =
            format!("from=normal to={name} signal=price_day drawdown={drawdown} threshold={threshold}");
        assert_eq!(event(&response, "ballast-trip"), expected);
    } else {
        assert!(Sandbox::events(&response, "ballast-trip").is_empty());
    }
}

#[rstest]
#[case::above_the_first("0.81", Normal)]
#[case::the_first("0.8", Caution)]
#[case::above_the_second("0.66", Caution)]
#[case::the_second("0.65", Restricted)]
#[case::above_the_third("0.51", Restricted)]
#[case::the_third("0.5", Halted)]
fn a_price_below_the_weeks_best_trips(#[case] spot: &str, #[case] level: Level) {
    let mut suite = a_day_at_a_dollar(TokenFactory, week_signal);
    // The day has forgotten the dollar, the week has not.
    suite.wait_with_price(26 * HOUR, "0.9");
    suite.price(spot);
    assert_eq!(suite.level(), level);
    let week = signal(&suite, Signal::PriceWeek);
    assert_eq!(
        (week.level, week.drawdown),
        (level, Some(Ratio::from_atomics(Ratio::ONE.atomics() - ratio(spot).atomics())))
    );
    assert_eq!(signal(&suite, Signal::PriceDay).level, Normal);
}

#[test]
fn references_age_out_and_no_halt_is_for_ever() {
    let mut suite = a_day_at_a_dollar(TokenFactory, |genesis| {
        day_signal(genesis);
        week_signal(genesis);
    });
    suite.price("0.4");
    assert_eq!(suite.level(), Halted);
    suite.wait_with_price(7 * DAY - HOUR, "0.4");
    assert_eq!(suite.level(), Halted);
    // The week's best is gone, and the ramp takes its dwells.
    suite.wait_with_price(12 * HOUR, "0.4");
    assert_eq!(suite.level(), Normal);
}

#[rstest]
#[case::above_the_first(751, Normal)]
#[case::the_first(750, Caution)]
#[case::above_the_second(551, Caution)]
#[case::the_second(550, Restricted)]
#[case::above_the_third(401, Restricted)]
#[case::the_third(400, Halted)]
#[case::nothing(0, Halted)]
fn a_burn_below_the_best_trips_at_the_close(
    #[values(TokenFactory, External)] mode: SupplyKind,
    #[case] burned: u128,
    #[case] level: Level,
) {
    let mut suite = watchful(mode, |genesis| genesis.params.breaker.usage = percents(25, 45, 60));
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();
    if burned > 0 {
        suite.work("tenant", "provider", burned);
    }
    suite.next_epoch();
    assert_eq!((suite.level(), suite.record(1).level), (level, level));
    // 90% are asked for, of which each level leaves its share.
    let factor = [100, 50, 10, 0][level as usize];
    assert_eq!(suite.record(1).decision.granted, tokens(burned * 9 / 10 * factor / 100));
}

/// A schedule of a thousand an epoch and no re-mint: the burn covers as much of the mint as there is demand.
fn on_a_schedule(mode: SupplyKind) -> Suite {
    let mut suite = watchful(mode, |genesis| {
        genesis.emission_budget = tokens(1_000_000);
        let mint = &mut genesis.params.policy.mint;
        mint.schedule = vec![Emission::Constant {
            start: Timestamp::new(START),
            rate: Rate { amount: tokens(1_000), per: Duration::DAY },
        }];
        mint.rho = Rho::Fixed(Ratio::ZERO);
        genesis.params.breaker.coverage = percents(10, 40, 70);
    });
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    suite
}

#[rstest]
#[case::nine_tenths_and_a_bit(901, Normal, 1_000)]
#[case::nine_tenths(900, Caution, 500)]
#[case::six_tenths_and_a_bit(601, Caution, 500)]
#[case::six_tenths(600, Restricted, 100)]
#[case::three_tenths_and_a_bit(301, Restricted, 100)]
#[case::three_tenths(300, Halted, 0)]
#[case::next_to_nothing(1, Halted, 0)]
fn a_mint_that_the_burn_does_not_cover_trips_before_it_is_minted(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[case] burned: u128,
    #[case] level: Level,
    #[case] granted: u128,
) {
    let mut suite = on_a_schedule(mode);
    suite.work("tenant", "provider", burned);
    suite.next_epoch();
    let record = suite.record(0);
    assert_eq!((record.level, record.decision.granted), (level, tokens(granted)));
    assert!(level == Normal || record.decision.granted <= record.burned);
    assert_eq!(record.decision.binding, (level > Normal).then_some(Cap::Breaker));
}

#[rstest]
#[case::too_old(2 * HOUR, "1", Normal)]
#[case::a_second_older(2 * HOUR + 1, "1", Restricted)]
#[case::at_the_upper_edge_of_the_band(0, "1.25", Normal)]
#[case::above_it(0, "1.26", Restricted)]
#[case::at_the_lower_edge(0, "0.75", Normal)]
#[case::below_it(0, "0.74", Restricted)]
fn a_price_that_cannot_be_used_restricts(#[case] age: u64, #[case] spot: &str, #[case] level: Level) {
    let mut suite = a_day_at_a_dollar(TokenFactory, |genesis| {
        genesis.params.price.band = Ratio::percent(25);
    });
    if age == 0 {
        suite.price(spot);
    }
    suite.chain.wait(Duration::new(age));
    assert_eq!(suite.level(), level);
    assert_eq!(signal(&suite, Signal::Oracle).level, level);
    suite.poke().ok();
    assert_eq!(suite.level(), level);
}

#[test]
fn a_signal_that_is_off_is_not_looked_at() {
    let mut suite = watchful(TokenFactory, |genesis| {
        genesis.governance.constitution.signals =
            Signals { price: false, usage: false, coverage: false, collateral: false };
        day_signal(genesis);
        genesis.params.breaker.usage = percents(25, 45, 60);
    });
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    suite.work("tenant", "provider", 1_000);
    suite.wait_with_price(2 * DAY, "1");
    suite.price("0.1");
    assert_eq!(suite.level(), Normal);
    let on: Vec<bool> = suite.breaker().signals.iter().map(|status| status.on).collect();
    assert_eq!(on, [false, false, false, false, false, true, true]);
}

#[test]
fn the_level_is_that_of_the_worst_signal() {
    let mut suite = a_day_at_a_dollar(TokenFactory, |genesis| {
        day_signal(genesis);
        week_signal(genesis);
    });
    suite.price("0.79");
    // 21% in a day is level 2, and level 1 in a week.
    let levels = [Signal::PriceDay, Signal::PriceWeek].map(|which| signal(&suite, which).level);
    assert_eq!((levels, suite.level()), ([Restricted, Caution], Restricted));
}

#[test]
fn every_move_is_remembered_with_signal_value_and_threshold() {
    let mut suite = a_day_at_a_dollar(TokenFactory, day_signal);
    suite.price("0.9");
    suite.price("1");
    suite.wait_with_price(1_800, "1");
    let moves: Vec<_> = suite
        .history()
        .into_iter()
        .map(|what| match what {
            HistoryEvent::Breaker(made) => (made.from, made.to, made.signal, made.drawdown, made.threshold),
            other => panic!("{other:?}"),
        })
        .collect();
    let day = Some(Signal::PriceDay);
    assert_eq!(moves[0], (Normal, Caution, day, Some(ratio("0.1")), Some(ratio("0.1"))));
    assert_eq!((moves[1].0, moves[1].1, moves[1].2), (Caution, Normal, day));
    assert_eq!(moves.len(), 2);
}
