//! The averages of a day and of a week.

use ballast_api::{ExecuteMsg, PriceProblem, SettleResponse};
use ballast_math::{Duration, Price, Ratio, Timestamp};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{DAY, HOUR, START, Suite, line, price, ratio};
use rstest::rstest;

/// A network whose band is so wide that no price in these tests leaves it.
fn unbound() -> Suite {
    Suite::edited(TokenFactory, |genesis| genesis.params.price.band = Ratio::percent(100_000))
}

fn cents(hundredths: u64) -> Price {
    Price::from_atomics(u128::from(hundredths) * 10_000_000_000_000_000)
}

/// The average of the seconds from `from` to `to`, rounded down, the plain way.
fn average(path: &[(u64, Price)], from: u64, to: u64) -> Price {
    let ends = path[1..].iter().map(|(time, _)| *time).chain([to]);
    let sum: u128 = path
        .iter()
        .zip(ends)
        .map(|((start, price), end)| {
            price.atomics() * u128::from(end.min(to).saturating_sub((*start).max(from)))
        })
        .sum();
    Price::from_atomics(sum / u128::from(to - from))
}

#[test]
fn thirty_hours_of_a_rising_price() {
    let mut suite = unbound();
    // One dollar, and a cent more each hour.
    for hour in 0..=30 {
        suite.chain.go_to(Timestamp::new(START + hour * HOUR));
        suite.submit("feeder", hour + 1, cents(100 + hour), START + hour * HOUR).ok();
    }
    // Hours 6 to 29 are the last 24: their mean is 1 + 0.175. All thirty have a mean of 1.145.
    let market = suite.market();
    assert_eq!((market.twap_day, market.twap_week), (Some(price("1.175")), Some(price("1.145"))));

    // Half an hour later half of hour 6 has left: (0.53 + 27.14 + 0.65) / 24, and 35 / 30.5.
    suite.chain.wait(Duration::new(HOUR / 2));
    let market = suite.market();
    assert_eq!(market.twap_day, Some(price("1.18")));
    assert_eq!(market.twap_week, Some(price("1.147540983606557377")));
}

#[test]
fn eight_days_of_a_price_that_moves_daily() {
    let mut suite = unbound();
    // One dollar, and five cents more each day.
    for hour in 0..=8 * 24 {
        let time = START + hour * HOUR;
        suite.chain.go_to(Timestamp::new(time));
        suite.submit("feeder", hour + 1, cents(100 + 5 * (hour / 24)), time).ok();
    }
    // Days 1 to 7 have a mean of 1.20; day 7 was 1.35.
    let market = suite.market();
    assert_eq!((market.twap_day, market.twap_week), (Some(price("1.35")), Some(price("1.2"))));
    // A day later, without a single observation, the last price of 1.40 is taken to have held.
    suite.chain.wait(Duration::DAY);
    let market = suite.market();
    assert_eq!((market.spot, market.twap_day), (None, Some(price("1.4"))));
    assert_eq!(market.twap_week, Some(price("1.25")));
}

#[rstest]
#[case::every_hour(HOUR)]
#[case::every_two_hours(2 * HOUR)]
#[case::every_seven_hours(7 * HOUR)]
#[case::every_other_day(50 * HOUR)]
fn averages_are_exact_where_prices_move_on_the_hour(#[case] every: u64) {
    let mut suite = unbound();
    let mut path = vec![];
    for (round, time) in (1u64..).zip((START..START + 12 * DAY).step_by(every as usize)) {
        let observed = cents(100 + (round * 7_919) % 997);
        suite.chain.go_to(Timestamp::new(time));
        suite.submit("feeder", round, observed, time).ok();
        path.push((time, observed));
        for later in [0, HOUR / 3, HOUR - 1] {
            suite.chain.go_to(Timestamp::new(time + later));
            let now = suite.chain.now();
            let since = |span: u64| {
                if now == Timestamp::new(START) {
                    observed
                } else {
                    average(&path, START.max(now.seconds() - span), now.seconds())
                }
            };
            let market = suite.market();
            assert_eq!((market.twap_day, market.twap_week), (Some(since(DAY)), Some(since(7 * DAY))));
        }
    }
}

#[test]
fn a_price_that_never_moves_is_its_own_average() {
    let mut suite = unbound();
    for time in (START..START + 9 * DAY).step_by(4_999) {
        suite.chain.go_to(Timestamp::new(time));
        suite.price("1.234567890123456789");
        let market = suite.market();
        assert_eq!(market.twap_day, Some(price("1.234567890123456789")));
        assert_eq!(market.twap_week, market.twap_day);
    }
}

#[test]
fn between_hours_an_average_strays_by_no_more_than_one_hours_move() {
    let mut suite = unbound();
    let mut path = vec![];
    for (round, time) in (1u64..).zip((START..START + 3 * DAY).step_by(1_000)) {
        let observed = cents(100 + (round * 7) % 20);
        suite.chain.go_to(Timestamp::new(time));
        suite.submit("feeder", round, observed, time).ok();
        path.push((time, observed));
        if time > START {
            let exact = average(&path, START.max(time - DAY), time);
            let found = suite.market().twap_day.unwrap();
            // Of the day's 24 hours the first is read off a straight line: 20 cents in one of 24 at most.
            let strayed = found.atomics().abs_diff(exact.atomics());
            assert!(strayed <= cents(20).atomics() / 24, "{found} for {exact}");
        }
    }
}

#[test]
fn what_is_kept_does_not_grow_for_ever() {
    let mut suite = unbound();
    let hours = |suite: &Suite| {
        // The namespace `h` with its length, and eight bytes of the hour.
        suite.chain.dump().iter().filter(|(key, _)| key.starts_with(&[0, 1, b'h']) && key.len() == 11).count()
    };
    for hour in 0..300 {
        suite.chain.go_to(Timestamp::new(START + hour * HOUR));
        suite.price("1");
    }
    assert_eq!(hours(&suite), 171);
    // After a long pause the old points go, two for each new one.
    suite.chain.wait(Duration::new(1_000 * HOUR));
    for passed in 0..100 {
        suite.price("1");
        assert!(hours(&suite) <= 172);
        suite.chain.wait(Duration::HOUR);
        assert_eq!(suite.market().twap_week, Some(price("1")), "{passed} hours after the pause");
    }
    // One old point stays, before a hundred new ones.
    assert_eq!(hours(&suite), 101);
}

#[test]
fn a_move_outside_of_the_band_becomes_usable_as_the_average_follows() {
    let mut suite = Suite::new(TokenFactory);
    suite.price("2");
    suite.tenant_with("tenant", 1_000_000);
    suite.chain.wait(Duration::DAY);
    // At 2.8 the band is left until the average has risen to 2.24: after 0.3 of a day, 7 h 12 min.
    suite.price("2.8");
    for minutes in [1, 200, 231 - 1] {
        suite.chain.wait(Duration::new(minutes * 60));
        suite.price("2.8");
        assert!(matches!(suite.market().problem, Some(PriceProblem::OutsideBand { .. })));
        let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 10)]).data();
        assert_eq!(settled.usd_settled.get(), 0);
    }
    suite.chain.wait(Duration::new(60));
    suite.price("2.8");
    suite.execute("stranger", &ExecuteMsg::Poke {}).ok();
    assert_eq!(suite.market().twap_day, Some(price("2.24")));
    assert_eq!(suite.market().problem, None);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 28)]).data();
    assert_eq!(settled.burned.get(), 10);
}

#[rstest]
#[case::upper_edge("1.25", true)]
#[case::above_it("1.250000000000000001", false)]
#[case::lower_edge("0.75", true)]
#[case::below_it("0.749999999999999999", false)]
fn the_edge_of_the_band_is_in_it(#[case] spot: &str, #[case] usable: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000_000);
    suite.chain.wait(Duration::new(DAY / 2));
    suite.price(spot);
    let problem = PriceProblem::OutsideBand { spot: price(spot), twap: price("1"), band: ratio("0.25") };
    assert_eq!(suite.market().problem, (!usable).then_some(problem));
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1_000)]).data();
    assert_eq!(settled.usd_settled.get(), if usable { 1_000 } else { 0 });
}

#[test]
fn a_price_of_one_block_counts_for_no_time() {
    let mut suite = unbound();
    suite.price("1");
    suite.chain.wait(Duration::DAY);
    suite.price("9");
    suite.price("1");
    assert_eq!(suite.market().twap_day, Some(price("1")));
    suite.chain.wait(Duration::HOUR);
    assert_eq!(suite.market().twap_day, Some(price("1")));
}

#[rstest]
#[case::a_fall("1", "0.5")]
#[case::a_rise("1", "2")]
fn a_silence_after_a_move_within_an_hour_leaves_an_average_off_by_a_24th_of_it_at_most(
    #[case] first: &str,
    #[case] second: &str,
    #[values(5, 23, 25, 48, 100, 170)] silence: u64,
) {
    let mut suite = unbound();
    suite.price(first);
    suite.chain.wait(Duration::new(HOUR / 2));
    suite.price(second);
    suite.chain.wait(Duration::new(silence * HOUR));
    suite.price(second);
    let path = [(START, price(first)), (START + HOUR / 2, price(second))];
    let move_in_the_hour = price(first).atomics().abs_diff(price(second).atomics());
    for _ in 0..30 {
        let now = suite.chain.now();
        let exact = average(&path, START.max(now.seconds() - DAY), now.seconds());
        let strayed = suite.market().twap_day.unwrap().atomics().abs_diff(exact.atomics());
        assert!(strayed <= move_in_the_hour / 24, "{strayed} at {now}");
        suite.chain.wait(Duration::HOUR);
        suite.price(second);
    }
}
