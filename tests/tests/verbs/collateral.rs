//! The collateral of outstanding credits as a signal of the breaker.

use ballast_api::{MeterConfig, SignalStatus};
use ballast_economy::{Signal, Signals};
use ballast_guardrails::{Level, Refusal};
use ballast_math::{BreakerFactors, Duration, Ratio, Rho, WeightBy};
use ballast_sandbox::SupplyKind::{self, Cw20, Reserve, TokenFactory};
use ballast_sandbox::{Genesis, Sandbox};
use ballast_tests::suite::{DAY, HOUR, Suite, addr, event, genesis, line, ratio, tokens, usd};
use ballast_tests::suite_guard::{change, meter, percents, refused, watchful, wide_step};
use rstest::rstest;

use Level::{Caution, Halted, Normal, Restricted};

const MILLION: u128 = 1_000_000;
const ONLY: Signals = Signals { price: false, usage: false, coverage: false, collateral: true };

/// Providers are paid by value, up to so many percent of what burned; a ratio of 95, 90 or 50% trips, and nothing else does.
fn by_value(mode: SupplyKind, round_trip: u64, edit: impl FnOnce(&mut Genesis)) -> Suite {
    let mut suite = watchful(mode, |genesis| {
        genesis.governance.constitution.signals = ONLY;
        // So few tokens that a thousandth of a dollar is no small part of them.
        genesis.seed_supply = tokens(10 * MILLION);
        genesis.reserve = tokens(MILLION);
        genesis.params.policy.mint.gross_emission_cap = Ratio::ONE;
        genesis.params.breaker.collateral = percents(5, 10, 50);
        let policy = &mut genesis.params.policy;
        policy.mint.rho = Rho::Fixed(Ratio::ZERO);
        policy.mint.value_share = Ratio::ONE;
        policy.mint.round_trip = Ratio::percent(round_trip);
        policy.mint.breaker = BreakerFactors { caution: Ratio::ONE, restricted: Ratio::percent(50) };
        policy.reward.weight_by = WeightBy::Usd;
        edit(genesis);
    });
    suite.price("1");
    suite
}

/// As many credits in micro-USD as base units are locked: at a dollar a token.
fn prepaid(suite: &mut Suite, tenant: &str, amount: u128) {
    suite.give(tenant, amount);
    suite.buy_credits(tenant, amount, None).ok();
    suite.authorize(tenant, "meter", 1_000_000_000_000).ok();
}

/// Burned and not minted again: credits of a dollar a token that were used when a token was worth two.
fn with_earlier_burns(suite: &mut Suite, left: u128) {
    prepaid(suite, "bystander", 2 * left);
    suite.wait_with_price(2 * DAY, "2");
    suite.settle(vec![line("bystander", "provider-3", 2 * left)]).ok();
    suite.wait_with_price(DAY, "2");
    suite.wait_with_price(2 * DAY, "1");
    assert_eq!(suite.epoch().remint_credit, tokens(left));
}

fn collateral(suite: &Suite) -> SignalStatus {
    suite.breaker().signals.into_iter().find(|status| status.signal == Signal::Collateral).unwrap()
}

fn drawdown(suite: &Suite) -> Option<Ratio> {
    collateral(suite).drawdown
}

#[rstest]
#[case::a_unit_above_95("0.950001", Normal)]
#[case::at_95("0.95", Caution)]
#[case::a_unit_above_90("0.900001", Caution)]
#[case::at_90("0.9", Restricted)]
#[case::a_unit_above_50("0.500001", Restricted)]
#[case::at_50("0.5", Halted)]
#[case::next_to_nothing("0.000000000000000001", Halted)]
fn a_price_that_leaves_credits_short_trips(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[case] spot: &str,
    #[case] level: Level,
) {
    let mut suite = by_value(mode, 100, |_| {});
    prepaid(&mut suite, "tenant", MILLION);
    let now = suite.chain.now();
    let response = suite.submit("feeder", 1_000, spot.parse().unwrap(), now.seconds()).ok();
    assert_eq!((suite.level(), collateral(&suite).level), (level, level));
    if level > Normal {
        let drawdown = drawdown(&suite).unwrap();
        let threshold = percents(5, 10, 50).of(level).unwrap();
        let name = ["normal", "caution", "restricted", "halted"][level as usize];
        let expected =
            format!("from=normal to={name} signal=collateral drawdown={drawdown} threshold={threshold}");
        assert_eq!(event(&response, "ballast-trip"), expected);
    } else {
        assert!(Sandbox::events(&response, "ballast-trip").is_empty());
    }
}

// Less than a micro-USD in a million is missing, and counts for one.
#[test]
fn a_shortfall_is_rounded_against_the_network() {
    let mut suite = by_value(TokenFactory, 100, |_| {});
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.999999999999999999");
    assert_eq!(drawdown(&suite), Some(ratio("0.000001")));
}

#[test]
fn without_credits_or_without_a_promise_nothing_is_read() {
    let mut suite = by_value(TokenFactory, 100, |_| {});
    suite.price("0.1");
    assert_eq!((drawdown(&suite), suite.level()), (None, Normal));
    let mut suite = by_value(TokenFactory, 100, |genesis| {
        genesis.params.policy.mint.value_share = Ratio::ZERO;
    });
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.1");
    assert_eq!((drawdown(&suite), suite.level()), (None, Normal));
}

// Half of a promise is half as much to cover.
#[rstest]
#[case::just_covered("0.5", "0")]
#[case::a_tenth_short("0.45", "0.1")]
fn a_share_of_the_value_is_what_is_promised(#[case] spot: &str, #[case] expected: &str) {
    let mut suite = by_value(TokenFactory, 100, |genesis| {
        genesis.params.policy.mint.value_share = Ratio::percent(50);
    });
    prepaid(&mut suite, "tenant", MILLION);
    suite.price(spot);
    assert_eq!(drawdown(&suite), Some(ratio(expected)));
}

// 600,000 tokens burned earlier; the round trip says how many of them can ever be spent on a million credits.
#[rstest]
#[case::none_of_them(100, "0.2")]
#[case::as_many_as_it_takes(125, "0")]
#[case::more_than_it_takes(400, "0")]
fn a_seed_counts_as_far_as_it_can_be_spent(#[case] round_trip: u64, #[case] expected: &str) {
    let mut suite = by_value(TokenFactory, round_trip, |_| {});
    with_earlier_burns(&mut suite, 600_000);
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.8");
    assert_eq!(drawdown(&suite), Some(ratio(expected)));
}

/// What it says stays what it is, whatever is settled, bought or paid in at the price of the day.
#[test]
fn nothing_but_the_price_opens_a_shortfall() {
    let mut suite = by_value(TokenFactory, 100, |_| {});
    prepaid(&mut suite, "tenant", MILLION);
    suite.tenant_with("tenant-2", MILLION);
    let mut all = MILLION;
    for (used, spot) in [(1, "1"), (300_000, "1.2"), (199_999, "1.2"), (0, "1.3")] {
        suite.price(spot);
        if used > 0 {
            suite.settle(vec![line("tenant", "provider", used)]).ok();
            all -= used;
        }
        suite.settle(vec![line("tenant-2", "provider", 1_000)]).ok();
        suite.withdraw("tenant-2", Some(10)).ok();
        suite.give("tenant-2", 10);
        suite.deposit("tenant-2", 10).ok();
        prepaid(&mut suite, "owner", 500);
        suite.wait_with_price(DAY, spot);
        assert_eq!((drawdown(&suite), suite.level()), (Some(Ratio::ZERO), Normal));
    }
    // The ledger's sum is the tenants'.
    let others = suite.tenant("owner").credits;
    assert_eq!(suite.tenant("tenant").credits, usd(all));
    assert_eq!(suite.solvency().credits, usd(all + others.get()));
    suite.settle(vec![line("tenant", "provider", all)]).ok();
    assert_eq!(suite.solvency().credits, others);
}

// Used credits leave with the tokens that were locked for them, and the epoch that is open gets what is its own first.
#[test]
fn using_credits_moves_no_reading() {
    let mut suite = by_value(TokenFactory, 100, |_| {});
    prepaid(&mut suite, "tenant", MILLION);
    suite.wait_with_price(2 * DAY, "0.96");
    for used in [250_000, 500_000, 249_000] {
        suite.settle(vec![line("tenant", "provider", used)]).ok();
        assert_eq!(drawdown(&suite), Some(ratio("0.04")));
        suite.wait_with_price(DAY, "0.96");
        assert_eq!(drawdown(&suite), Some(ratio("0.04")));
    }
    // The round trip let back what burned, and no more.
    assert_eq!(suite.epoch().remint_credit, tokens(0));
}

// Earlier burns pay for a fall of the price as long as they do for all. The third quarter would take what the last needs.
#[test]
fn earlier_burns_pay_in_full_until_others_would_be_left_short() {
    let mut suite = by_value(TokenFactory, 200, |_| {});
    with_earlier_burns(&mut suite, 50_000);
    prepaid(&mut suite, "tenant", MILLION);
    suite.wait_with_price(2 * DAY, "0.94");
    let use_up = |suite: &mut Suite, amount: u128| {
        let epoch = suite.epoch().epoch;
        suite.settle(vec![line("tenant", "provider", amount)]).ok();
        let within = drawdown(suite).unwrap();
        suite.wait_with_price(DAY, "0.94");
        let record = suite.record(epoch);
        (within, record.level, record.decision.granted.get(), suite.epoch().remint_credit.get())
    };
    // 0.94 · (1,000,000 + 50,000) = 987,000 of a million.
    assert_eq!(drawdown(&suite), Some(ratio("0.013")));
    // ⌊500,000 / 0.94⌋ are minted for 500,000 burned; 0.94 · (500,000 + 18,086) = 487,000 are left for 500,000.
    assert_eq!(use_up(&mut suite, 500_000), (ratio("0.026"), Normal, 531_914, 18_086));
    // 265,957 would leave 0.94 · (250,000 + 2,129) = 237,001 for 250,000: too little, and so it is what burned.
    assert_eq!(use_up(&mut suite, 250_000), (ratio("0.051996"), Caution, 250_000, 18_086));
    // 0.94 · (250,000 + 18,086) do for 250,000: who stayed is not worse off than who went.
    assert_eq!(drawdown(&suite), Some(Ratio::ZERO));
    suite.wait_with_price(DAY, "0.94");
    assert_eq!(suite.level(), Normal);
    assert_eq!(use_up(&mut suite, 249_000), (Ratio::ZERO, Normal, 264_893, 2_193));
}

// Level 1 is entered at a shortfall of 5% and left below 3.5%.
#[rstest]
#[case::at_the_exit("0.965", Caution)]
#[case::a_unit_above_it("0.965001", Normal)]
fn a_level_is_left_below_its_exit_after_its_dwell(#[case] spot: &str, #[case] after: Level) {
    let mut suite = by_value(TokenFactory, 100, |_| {});
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.95");
    suite.price(spot);
    suite.chain.wait(Duration::new(1_799));
    suite.price(spot);
    assert_eq!(suite.level(), Caution);
    suite.chain.wait(Duration::new(1));
    suite.price(spot);
    assert_eq!(suite.level(), after);
}

#[test]
fn a_halt_is_left_step_by_step() {
    let mut suite = by_value(TokenFactory, 100, |_| {});
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.5");
    assert_eq!(suite.level(), Halted);
    suite.price("1");
    for (dwell, below) in [(21_600, Restricted), (7_200, Caution), (1_800, Normal)] {
        suite.wait_with_price(dwell - 1, "1");
        assert_eq!(suite.level() as u8, below as u8 + 1);
        suite.wait_with_price(1, "1");
        assert_eq!(suite.level(), below);
    }
}

// Nobody quotes any more: the last price counts, and the dead oracle holds level 2 by itself.
#[test]
fn the_last_price_counts_when_nobody_quotes() {
    let mut suite = by_value(TokenFactory, 100, |_| {});
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.5");
    suite.chain.wait(Duration::hours(3));
    assert_eq!((drawdown(&suite), suite.level()), (Some(ratio("0.5")), Halted));
    let oracle = suite.breaker().signals.into_iter().find(|status| status.signal == Signal::Oracle).unwrap();
    assert_eq!(oracle.level, Restricted);
}

#[test]
fn a_signal_that_is_off_reads_and_trips_nothing() {
    let mut suite = by_value(TokenFactory, 100, |genesis| {
        genesis.governance.constitution.signals = Signals { collateral: false, ..ONLY };
    });
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.1");
    let status = collateral(&suite);
    assert_eq!((status.on, status.drawdown, status.level, suite.level()), (false, None, Normal, Normal));
    assert!(!suite.guardrails().signals.collateral);
    assert_eq!(status.thresholds, Some(percents(5, 10, 50)));
}

// The breaker keeps the figure of earlier burns only where it looks at it; a migration that turns the signal on finds it.
#[test]
fn a_migration_that_turns_the_signal_on_finds_what_burned_before() {
    let off = |genesis: &mut Genesis| {
        genesis.governance.constitution.signals = Signals { collateral: false, ..ONLY };
    };
    let mut suite = by_value(TokenFactory, 200, off);
    with_earlier_burns(&mut suite, 600_000);
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.6");
    let mut constitution = genesis(TokenFactory).governance.constitution;
    constitution.signals = ONLY;
    suite.migrate(Some(constitution)).ok();
    // 0.6 · (1,000,000 + 600,000) = 960,000.
    assert_eq!(drawdown(&suite), Some(ratio("0.04")));
}

/// A tenant that never uses its credits: after a fall of the price they keep the breaker at level 2 as long as they lie there.
fn held_up() -> Suite {
    let mut suite = by_value(TokenFactory, 100, |genesis| {
        wide_step(genesis, "policy.mint.value_share", "0.2");
        let limit = MeterConfig { meter: Some(addr("meter-2").into()), usd_per_epoch: usd(1) };
        genesis.meters.push(limit);
    });
    prepaid(&mut suite, "stranger", MILLION);
    suite.wait_with_price(30 * DAY, "0.8");
    assert_eq!((suite.level(), drawdown(&suite)), (Restricted, Some(ratio("0.2"))));
    suite
}

// No halt may be for ever: promising less for credits tightens, and nothing holds that up.
#[test]
fn credits_that_lie_idle_hold_the_breaker_until_less_is_promised() {
    let mut suite = held_up();
    suite.tighten(vec![change("policy.mint.value_share", "1", "0.8")]).ok();
    // With the next epoch, and then by the dwells.
    suite.wait_with_price(DAY, "0.8");
    assert_eq!(drawdown(&suite), Some(Ratio::ZERO));
    suite.wait_with_price(6 * HOUR, "0.8");
    assert_eq!(suite.level(), Normal);
    // The round trip would not have helped: it loosens.
    assert_eq!(suite.parameter("policy.mint.value_share").value, "0.8");
}

// Only settling uses credits up: what the lack of collateral holds must not hold meters back, and lets nothing else go.
#[test]
fn a_shortfall_that_holds_lets_meters_in_and_nothing_else() {
    let mut suite = held_up();
    let settles = suite.queued(vec![change(&meter("meter-2"), "1", "1000000000")]);
    let other = suite.queued(vec![change("policy.mint.round_trip", "1", "1.1")]);
    suite.wait_for_delay("0.8");
    suite.execute_set(other).should_fail_with(refused(Refusal::Breaker { found: Restricted }));
    suite.execute_set(settles).ok();
    suite.authorize("stranger", "meter-2", MILLION).ok();
    suite.settle_as("meter-2", 1, vec![line("stranger", "provider", MILLION)]).ok();
    // Used up, they promise nothing any more.
    assert_eq!(drawdown(&suite), None);
    suite.wait_with_price(DAY, "0.8");
    assert_eq!(suite.level(), Normal);
}
