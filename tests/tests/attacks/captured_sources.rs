//! What captured price sources can do at most. SECURITY.md quotes the figures; `--nocapture` prints them.

use ballast_api::{PriceProblem, SettleResponse};
use ballast_guardrails::Level;
use ballast_math::{Duration, Price, Ratio};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{DAY, Suite, line};
use ballast_tests::suite_guard::{percents, watchful};
use rstest::rstest;

const HALF_AN_HOUR: u64 = 1_800;

/// A day at a dollar, with a band of 25% and the standard thresholds of the price.
fn a_day_at_a_dollar() -> Suite {
    let mut suite = watchful(TokenFactory, |genesis| {
        genesis.params.price.band = Ratio::percent(25);
        genesis.params.breaker.price_day = percents(10, 20, 35);
    });
    suite.price("1");
    suite.tenant_with("tenant", 1_000_000);
    suite.wait_with_price(25 * 3_600, "1");
    suite
}

// The averages follow a price that is refused, because a lasting move must become usable some day. So sources that lie
// all together name any price within a day; until then nobody pays by it, and the breaker is up.
#[rstest]
#[case::a_hundredfold("100", 20)]
#[case::a_hundredth("0.01", 24)]
fn captured_sources_are_refused_for_most_of_a_day(#[case] spot: &str, #[case] hours: u64) {
    let mut suite = a_day_at_a_dollar();
    let start = suite.chain.now();
    loop {
        suite.price(spot);
        if suite.market().problem.is_none() {
            break;
        }
        assert!(matches!(suite.market().problem, Some(PriceProblem::OutsideBand { .. })));
        assert!(suite.level() >= Level::Restricted);
        let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
        assert_eq!(settled.burned.get(), 0);
        suite.chain.wait(Duration::new(HALF_AN_HOUR));
    }
    let refused = suite.chain.now().seconds() - start.seconds();
    println!("a price of {spot} is refused for {} min", refused / 60);
    assert!(refused <= DAY && refused > (hours - 1) * 3_600, "{refused} s");
    assert!(suite.level() >= Level::Restricted);
}

// At the edge of the band at every moment: as far as sources come that are never refused.
#[rstest]
#[case::upwards(125, 150, 160)]
#[case::downwards(75, 57, 63)]
fn captured_sources_drag_the_price_along_the_band(#[case] edge: u128, #[case] min: u128, #[case] max: u128) {
    let mut suite = a_day_at_a_dollar();
    let twap = |suite: &Suite| suite.market().twap_day.expect("a day of prices").atomics();
    let mut days = vec![twap(&suite)];
    for _ in 0..3 {
        for _ in 0..48 {
            suite.price(&Price::from_atomics(twap(&suite) * edge / 100).to_string());
            suite.chain.wait(Duration::new(HALF_AN_HOUR));
        }
        days.push(twap(&suite));
    }
    let daily: Vec<u128> = days.windows(2).map(|pair| pair[1] * 100 / pair[0]).collect();
    println!(
        "at {edge}% of the average: each day's average is {daily:?}% of the day before; level {:?}",
        suite.level()
    );
    assert!(daily[1..].iter().all(|percent| (min..=max).contains(percent)), "{daily:?}");
    assert_eq!(suite.level(), if edge < 100 { Level::Halted } else { Level::Normal });
}
