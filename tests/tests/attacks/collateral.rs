//! A network that pays by value with γ above 1: what a holder of credits can get out of it, and who can move its collateral.

use ballast_api::ExecuteMsg;
use ballast_economy::{Signal, Signals};
use ballast_guardrails::Level;
use ballast_math::{BreakerFactors, Ratio, Rho, WeightBy};
use ballast_sandbox::Genesis;
use ballast_sandbox::SupplyKind::{self, Cw20, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, Suite, line, ratio, tokens};
use ballast_tests::suite_guard::{percents, watchful};
use rstest::rstest;

const MILLION: u128 = 1_000_000;

/// As the preset `akash`: credits at 25 basis points, paid by value up to 1.25 of the burn, the collateral on.
fn by_value(mode: SupplyKind) -> Suite {
    let mut suite = watchful(mode, |genesis: &mut Genesis| {
        genesis.governance.constitution.signals =
            Signals { price: false, usage: false, coverage: false, collateral: true };
        genesis.seed_supply = tokens(20 * MILLION);
        genesis.reserve = tokens(MILLION);
        genesis.params.policy.mint.gross_emission_cap = Ratio::ONE;
        genesis.params.breaker.collateral = percents(5, 10, 50);
        let policy = &mut genesis.params.policy;
        policy.burn.credit_spread = ratio("0.0025");
        policy.mint.rho = Rho::Fixed(Ratio::ZERO);
        policy.mint.value_share = Ratio::ONE;
        policy.mint.round_trip = Ratio::percent(125);
        policy.mint.breaker = BreakerFactors { caution: Ratio::ONE, restricted: Ratio::percent(50) };
        policy.reward.weight_by = WeightBy::Usd;
    });
    suite.price("1");
    suite
}

fn prepaid(suite: &mut Suite, tenant: &str, amount: u128) -> u128 {
    suite.give(tenant, amount);
    suite.buy_credits(tenant, amount, None).ok();
    suite.authorize(tenant, "meter", 1_000_000_000_000).ok();
    suite.tenant(tenant).credits.get()
}

fn shortfall(suite: &Suite) -> Option<Ratio> {
    let signals = suite.breaker().signals;
    signals.iter().find(|status| status.signal == Signal::Collateral).unwrap().drawdown
}

/// About half of it burned and was not minted again, since a token was worth twice as much when its credits were used.
fn seed(suite: &mut Suite, amount: u128) -> u128 {
    let credits = prepaid(suite, "bystander", 2 * amount);
    suite.wait_with_price(2 * DAY, "2");
    suite.settle(vec![line("bystander", "provider-3", credits)]).ok();
    suite.wait_with_price(DAY, "2");
    suite.wait_with_price(2 * DAY, "1");
    suite.epoch().remint_credit.get()
}

/// Tokens that are sent to the contract, or paid into its reserve, back nothing: no rule would ever mint for them.
#[rstest]
fn a_gift_backs_no_credits(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = by_value(mode);
    prepaid(&mut suite, "tenant", MILLION);
    suite.price("0.92");
    let before = shortfall(&suite).unwrap();
    assert!(before > ratio("0.07"));
    let controller = suite.chain.controller().clone();
    suite.chain.give(&controller, tokens(MILLION)).unwrap();
    suite.donated = MILLION;
    if mode == Reserve {
        let coins = [suite.chain.coin(tokens(MILLION))];
        suite.execute_with("treasury", &ExecuteMsg::FundReserve {}, &coins).ok();
    }
    suite.poke().ok();
    assert_eq!((shortfall(&suite), suite.level()), (Some(before), Level::Caution));
}

/// A cent of credits that nobody uses, alone in the network after the price has fallen, is no reason to stop it.
#[test]
fn a_cent_that_lies_idle_holds_nothing_up() {
    let mut suite = by_value(TokenFactory);
    assert_eq!(prepaid(&mut suite, "stranger", 10), 9);
    suite.wait_with_price(2 * DAY, "0.1");
    // Of its 9 micro-USD 8 are missing, of the 200 that count at least: a ten-thousandth of 20 tokens at a dime.
    assert_eq!((shortfall(&suite), suite.level()), (Some(ratio("0.04")), Level::Normal));
}

/// New credits bring their own backing into the pool, and so lift its ratio. It buys nobody anything: an epoch still mints no more than
/// a quarter beyond its burn, and never what was not burned.
#[test]
fn a_shortfall_is_bought_away_with_real_tokens_alone() {
    let mut suite = by_value(TokenFactory);
    prepaid(&mut suite, "tenant", MILLION);
    suite.wait_with_price(2 * DAY, "0.75");
    assert_eq!(suite.level(), Level::Restricted);
    let before = shortfall(&suite).unwrap();
    // As many credits again, at the price of the day.
    prepaid(&mut suite, "owner", MILLION);
    let lifted = shortfall(&suite).unwrap();
    assert!(lifted < before && lifted > Ratio::ZERO, "{lifted} after {before}");
    suite.wait_with_price(2 * DAY, "0.75");
    let epoch = suite.epoch().epoch;
    let credits = suite.tenant("tenant").credits.get();
    suite.settle(vec![line("tenant", "tenant", credits)]).ok();
    suite.wait_with_price(DAY, "0.75");
    let record = suite.record(epoch);
    assert!(record.decision.granted <= record.burned, "{record:?}");
    assert_eq!(suite.supply().minted, record.decision.minted);
}

/// One owner as tenant and provider, whose credits are worth more than what lies behind them: earlier burns pay for the fall of
/// the price, by a quarter of what burns now and by no more than there is.
#[rstest]
#[case::a_large_seed(MILLION)]
#[case::a_small_seed(60_000)]
fn a_holder_who_provides_takes_a_quarter_of_its_burn_at_most(#[case] left: u128) {
    let mut suite = by_value(TokenFactory);
    let seed = seed(&mut suite, left);
    let credits = prepaid(&mut suite, "owner", MILLION);
    suite.wait_with_price(2 * DAY, "0.9");
    let mut gained = 0;
    for part in [credits / 2, credits - credits / 2] {
        let epoch = suite.epoch().epoch;
        suite.settle(vec![line("owner", "owner", part)]).ok();
        suite.wait_with_price(2 * DAY, "0.9");
        let record = suite.record(epoch);
        gained += record.decision.granted.get().saturating_sub(record.burned.get());
        assert!(record.decision.granted.get() * 100 <= record.burned.get() * 125, "{record:?}");
    }
    assert!(gained <= seed && gained * 4 <= MILLION, "{gained} of a seed of {seed}");
    let supply = suite.supply();
    assert!(supply.minted <= supply.burned);
    // A tenth more is what its credits are worth; with a small seed the breaker keeps the rest for others.
    assert_eq!(gained > 100_000, left == MILLION, "{gained}");
}

/// At a price that has not fallen since it bought them, a holder loses the spread, whatever burned before.
#[rstest]
#[case::that_stays("1")]
#[case::that_rises("1.2")]
fn at_a_price_that_has_not_fallen_nobody_gains(#[case] spot: &str) {
    let mut suite = by_value(TokenFactory);
    seed(&mut suite, MILLION);
    let credits = prepaid(&mut suite, "owner", MILLION);
    suite.wait_with_price(2 * DAY, spot);
    suite.settle(vec![line("owner", "owner", credits)]).ok();
    suite.wait_with_price(DAY, spot);
    suite.claim("owner").ok();
    assert!(suite.balance("owner") <= MILLION * 9_975 / 10_000, "{}", suite.balance("owner"));
}
