use ballast_api::{ExecuteMsg, HistoryEvent, MetricsResponse, QueryMsg, SettleResponse, ShortfallReason};
use ballast_economy::Signals;
use ballast_guardrails::{Level, Refusal};
use ballast_math::{Duration, Ratio, Rho};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, Suite, line, tokens, usd};
use ballast_tests::suite_guard::{change, percents, refused, watchful};
use rstest::rstest;

/// A day and an hour at a dollar; a fall of 10, 20 or 35% in a day trips.
fn a_day_at_a_dollar() -> Suite {
    let mut suite = watchful(TokenFactory, |genesis| genesis.params.breaker.price_day = percents(10, 20, 35));
    suite.price("1");
    suite.wait_with_price(25 * HOUR, "1");
    suite
}

/// Dust calls slow no recovery and no decay: looking often is looking.
#[test]
fn attack_31_dust_calls_slow_nothing() {
    let mut quiet = a_day_at_a_dollar();
    let mut noisy = a_day_at_a_dollar();
    for suite in [&mut quiet, &mut noisy] {
        suite.price("0.8");
        suite.price("1");
    }
    for _ in 0..240 {
        noisy.chain.wait(Duration::new(30));
        noisy.poke().ok();
    }
    quiet.chain.wait(Duration::hours(2));
    quiet.poke().ok();
    assert_eq!((quiet.level(), noisy.level()), (Level::Caution, Level::Caution));
    assert_eq!(quiet.market().twap_day, noisy.market().twap_day);
    assert_eq!(quiet.breaker().signals, noisy.breaker().signals);
}

/// A limit that is lowered and raised again makes no room: what was spent stays spent.
#[test]
fn attack_32_a_limit_lowered_and_raised_makes_no_room() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 10_000);
    suite.authorize("tenant", "meter", 600).ok();
    suite.settle(vec![line("tenant", "provider", 600)]).ok();
    for limit in [0, 1, 600] {
        suite.authorize("tenant", "meter", limit).ok();
    }
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::TenantLimit);
}

/// Nothing is credited to another epoch than the one in which it is sent: late work counts where it is settled.
#[test]
fn attack_33_an_epoch_that_is_over_takes_no_more_work() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.chain.wait(Duration::DAY);
    suite.price("1");
    let settled = suite.work("tenant", "provider", 200);
    assert_eq!(settled.epoch, 1);
    assert_eq!(suite.record(0).burned, tokens(100));
    // And what a tenant takes back lowers no burn that was counted.
    suite.withdraw("tenant", None).ok();
    assert_eq!(suite.epoch().burned, tokens(200));
}

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

/// A set that was queued before a trip does not loosen during it.
#[test]
fn attack_35_a_ripe_set_does_not_run_during_a_trip() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change("price.band", "0.25", "0.26")]);
    suite.trip(HOUR).ok();
    suite.execute_set(set).should_fail_with(refused(Refusal::Breaker { found: Level::Halted }));
    assert_eq!(suite.pending().sets[0].refusals.len(), 1);
}

/// No error takes a trip back: the message that trips succeeds, gives back what came along, and says why it did no more.
#[rstest]
fn attack_36_no_error_takes_a_trip_back(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[values(true, false)] by_a_purchase: bool,
) {
    let mut suite = Suite::at_a_dollar(mode);
    let set = suite.ripe(vec![change("price.band", "0.25", "0.26")]);
    suite.chain.wait(Duration::new(2 * HOUR + 1));
    let before = suite.balance("treasury");
    if by_a_purchase {
        suite.buy_credits("treasury", 10, None).ok();
    } else {
        suite.execute_set(set).ok();
    }
    assert_eq!((suite.level(), suite.balance("treasury")), (Level::Restricted, before));
    let Some(HistoryEvent::Breaker(trip)) = suite.history().pop() else { panic!("no trip is remembered") };
    assert_eq!(trip.to, Level::Restricted);
    assert_eq!(suite.parameter("price.band").value, "0.25");
}

/// A batch is checked line by line: what one line has spent the next one finds spent.
#[test]
fn attack_37_a_batch_is_checked_line_by_line() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.meters[0].usd_per_epoch = usd(250));
    suite.price("1");
    suite.tenant_with("tenant", 10_000);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 100); 5]).data();
    let short: Vec<_> = settled.shortfalls.iter().map(|short| (short.line, short.usd.get())).collect();
    assert_eq!(short, [(2, 50), (3, 100), (4, 100)]);
    assert_eq!((settled.usd_settled, suite.tenant("tenant").deposit), (usd(250), tokens(9_750)));
}

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

/// A price that dances on a threshold trips once: one unit of recovery re-opens nothing.
#[test]
fn attack_39_a_level_does_not_flap() {
    let mut suite = a_day_at_a_dollar();
    for _ in 0..40 {
        suite.price("0.9");
        suite.chain.wait(Duration::new(900));
        suite.price("0.900000000000000001");
        suite.chain.wait(Duration::new(900));
        assert_eq!(suite.level(), Level::Caution);
    }
    let moves = suite.history().into_iter().filter(|what| matches!(what, HistoryEvent::Breaker(_))).count();
    assert_eq!(moves, 1);
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
