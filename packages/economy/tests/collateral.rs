//! What stands behind outstanding credits, against exact rationals, and what using them up does to the rest.

#![allow(missing_docs)]

mod support;

use ballast_economy::*;
use ballast_guardrails::Level;
use ballast_math::*;
use num_rational::BigRational;
use proptest::prelude::*;
use rstest::rstest;
use support::*;

/// Providers are paid by value alone.
fn by_value(round_trip: Ratio, value_share: Ratio, burn_share: Ratio) -> Policy {
    let mut policy = plain_policy();
    policy.burn.burn_share = burn_share;
    policy.mint.rho = Rho::Fixed(Ratio::ZERO);
    policy.mint.value_share = value_share;
    policy.mint.round_trip = round_trip;
    policy.mint.breaker = BreakerFactors { caution: Ratio::percent(50), restricted: Ratio::percent(10) };
    policy
}

fn credits(usd: u128, locked: u128) -> Credits {
    Credits { usd: Usd::new(usd), locked: Tokens::new(locked) }
}

/// Six decimals: at a dollar a base unit is a micro-USD.
fn at(price: &str) -> Quote {
    Quote::new(price.parse().unwrap(), 6).unwrap()
}

/// Credits, locked, remint credit; burned and settled in the open epoch; γ, value share and burn share in percent.
#[rstest]
#[case::as_bought("1", [100, 100, 0, 0, 0], [100, 100, 100], "0")]
#[case::a_fall("0.95", [100, 100, 0, 0, 0], [100, 100, 100], "0.05")]
#[case::a_rise("1.2", [100, 100, 0, 0, 0], [100, 100, 100], "0")]
#[case::half_the_price_is_half_the_promise("0.5", [100, 100, 0, 0, 0], [100, 100, 100], "0.5")]
// 0.8 · (100 + 15) = 92.
#[case::earlier_burns_count("0.8", [100, 100, 15, 0, 0], [200, 100, 100], "0.08")]
#[case::what_the_round_trip_does_not_let_through_counts_for_nothing("0.8", [100, 100, 1_000, 0, 0], [100, 100, 100], "0.2")]
#[case::up_to_the_round_trip("0.8", [100, 100, 1_000, 0, 0], [125, 100, 100], "0")]
#[case::and_no_further("0.76", [100, 100, 1_000, 0, 0], [125, 100, 100], "0.05")]
#[case::a_round_trip_below_one("1", [100, 100, 1_000, 0, 0], [90, 100, 100], "0.1")]
// Promised is half of the value, and 0.4 · 100 is there.
#[case::a_smaller_promise("0.4", [100, 100, 0, 0, 0], [100, 50, 100], "0.2")]
#[case::what_goes_to_the_provider_directly_is_not_counted("1", [100, 100, 0, 0, 0], [100, 100, 60], "0.4")]
// The open epoch takes 25 of 10 + 20 first; 0.8 · (100 + 5) = 84 of 105.
#[case::who_worked_already_is_paid_first("0.8", [105, 100, 10, 20, 20], [125, 100, 100], "0.2")]
// At a price that has risen it takes less than it burned, and the rest pays for others.
#[case::what_the_open_epoch_leaves_counts("2", [300, 100, 0, 100, 100], [200, 100, 100], "0")]
#[case::nothing_is_locked("1", [100, 0, 1_000, 0, 0], [1_000, 100, 100], "1")]
#[case::a_third_is_rounded_up("1", [3, 1, 0, 0, 0], [100, 100, 100], "0.666666666666666667")]
#[case::the_least_that_can_be_missing("1", [1_000_000_000_000_000_000, 999_999_999_999_999_999, 0, 0, 0], [100, 100, 100], "0.000000000000000001")]
fn the_shortfall_is_the_part_that_could_not_be_minted(
    #[case] price: &str,
    #[case] amounts: [u128; 5],
    #[case] percents: [u64; 3],
    #[case] expected: &str,
) {
    let [usd, locked, remint_credit, burned, usd_settled] = amounts;
    let [round_trip, value_share, burn_share] = percents.map(Ratio::percent);
    let outstanding = OutstandingCredits {
        credits: credits(usd, locked),
        remint_credit: Tokens::new(remint_credit),
        burned: Tokens::new(burned),
        usd_settled: Usd::new(usd_settled),
        breaker: None,
        supply: Tokens::ZERO,
    };
    let policy = by_value(round_trip, value_share, burn_share);
    let found = policy.collateral_shortfall(&outstanding, at(price)).unwrap();
    assert_eq!(found, Some(expected.parse().unwrap()));
}

#[rstest]
#[case::no_credits(0, 100)]
#[case::nothing_is_paid_by_value(100, 0)]
#[case::neither(0, 0)]
fn without_a_promise_there_is_no_reading(#[case] usd: u128, #[case] value_share: u64) {
    let policy = by_value(Ratio::ONE, Ratio::percent(value_share), Ratio::ONE);
    let outstanding = OutstandingCredits { credits: credits(usd, usd), ..OutstandingCredits::default() };
    assert_eq!(policy.collateral_shortfall(&outstanding, at("1")).unwrap(), None);
}

// A ten-thousandth of a million tokens at half a dollar is 50 dollars: what is missing is measured by that at least.
#[rstest]
#[case::a_cent(10_000, 0, "0.0002")]
#[case::a_remainder(1, 0, "0.00000002")]
#[case::as_much(50_000_000, 0, "1")]
#[case::more(100_000_000, 100_000_000, "0.5")]
fn what_is_nothing_beside_the_supply_endangers_nothing(
    #[case] usd: u128,
    #[case] locked: u128,
    #[case] expected: &str,
) {
    let policy = by_value(Ratio::ONE, Ratio::ONE, Ratio::ONE);
    let supply = Tokens::new(1_000_000_000_000);
    let outstanding =
        OutstandingCredits { credits: credits(usd, locked), supply, ..OutstandingCredits::default() };
    let found = policy.collateral_shortfall(&outstanding, at("0.5")).unwrap();
    assert_eq!(found, Some(expected.parse().unwrap()));
}

/// An observation must never fail for a price or an amount that is out of all proportion.
#[rstest]
#[case::all_that_there_can_be_at_the_highest_price(MAX_PRICE, MAX_SUPPLY.get(), 1, Ratio::ZERO)]
#[case::next_to_no_price(Price::from_atomics(1), 1, u128::MAX / 4, Ratio::ONE)]
#[case::the_largest_promise_and_the_largest_lock(MAX_PRICE, MAX_SUPPLY.get(), u128::MAX, Ratio::ZERO)]
fn extremes_have_a_reading(
    #[case] price: Price,
    #[case] locked: u128,
    #[case] usd: u128,
    #[case] expected: Ratio,
) {
    let policy = by_value(MAX_ROUND_TRIP, Ratio::ONE, Ratio::ONE);
    let outstanding = OutstandingCredits {
        credits: credits(usd, locked),
        remint_credit: MAX_SUPPLY,
        burned: MAX_SUPPLY,
        usd_settled: Usd::new(u128::MAX),
        breaker: None,
        supply: Tokens::ZERO,
    };
    for decimals in [0, 6, 18] {
        let quote = Quote::new(price, decimals).unwrap();
        let found = policy.collateral_shortfall(&outstanding, quote).unwrap().unwrap();
        // Whole tokens at the highest price are worth more than any promise; base units of 10⁻¹⁸ need not be.
        assert!(found <= Ratio::ONE);
        if decimals == 0 || expected == Ratio::ONE {
            assert!(found.atomics().abs_diff(expected.atomics()) < 2, "{found}");
        }
    }
}

/// What a level leaves in [`by_value`].
fn left_by(level: Level) -> Option<Ratio> {
    breaker_factor(&by_value(Ratio::ONE, Ratio::ONE, Ratio::ONE).mint.breaker, level)
}

fn any_level() -> impl Strategy<Value = Level> {
    prop::sample::select(vec![Level::Normal, Level::Caution, Level::Restricted, Level::Halted])
}

fn any_outstanding() -> impl Strategy<Value = OutstandingCredits> {
    let amounts = (1..1u128 << 60, amount_below(70), amount_below(70), amount_below(70), amount_below(60));
    (amounts, any_level()).prop_map(|((usd, locked, remint_credit, burned, usd_settled), level)| {
        OutstandingCredits {
            credits: credits(usd, locked),
            remint_credit: Tokens::new(remint_credit),
            burned: Tokens::new(burned),
            usd_settled: Usd::new(usd_settled),
            breaker: left_by(level),
            supply: Tokens::ZERO,
        }
    })
}

fn min(a: BigRational, b: BigRational) -> BigRational {
    if a < b { a } else { b }
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// In exact rationals, but for what the open epoch mints, which is a whole number there too. A shortfall is never
    /// hidden, and never made up by more than the units that rounding takes.
    #[test]
    fn no_shortfall_is_hidden(
        outstanding in any_outstanding(), price in 1..1_000_000 * ONE,
        (round_trip, value_share, burn_share) in (0..3 * ONE, 1..=ONE, any_share()),
    ) {
        let (round_trip, value_share) = (Ratio::from_atomics(round_trip), Ratio::from_atomics(value_share));
        let policy = by_value(round_trip, value_share, burn_share);
        // Six decimals: base units times the price are micro-USD.
        let quote = Quote::new(Price::from_atomics(price), 6)?;
        let found = policy.collateral_shortfall(&outstanding, quote)?.expect("something is promised");

        let p = atomics(price);
        let gamma = ratio(round_trip);
        let OutstandingCredits { credits, remint_credit, burned, usd_settled, breaker, .. } = outstanding;
        let whole = |exact: BigRational| exact.floor();
        let asked = whole(whole(int(usd_settled.get()) * ratio(value_share)) / &p);
        let (b, r) = (int(burned.get()), int(remint_credit.get()));
        let granted = match breaker {
            None => asked,
            Some(factor) => min(whole(asked * ratio(factor)), b.clone()),
        };
        let due = min(granted, min(whole(&gamma * &b), &r + &b));
        let left = r + b - due;
        let burn = int(credits.locked.get()) * ratio(burn_share);
        let spendable = min(gamma * &burn, left + burn);
        let promise = int(credits.usd.get()) * ratio(value_share);
        let exact = int(1) - p.clone() * spendable / &promise;
        let exact = if exact < int(0) { int(0) } else { exact };

        prop_assert!(ratio(found) >= exact, "{} hides {}", found, exact);
        // Four units of the token and two micro-USD are all that rounding can take.
        let tolerance = (p * int(4) + int(2)) / promise + frac(2, ONE);
        prop_assert!(ratio(found) <= exact + tolerance);
    }

    /// The reading within an epoch is the one right after its close, at the same price.
    #[test]
    fn an_epochs_close_changes_no_reading(
        outstanding in any_outstanding(), level in any_level(), price in 1_000_000..1_000_000 * ONE, round_trip in 0..3 * ONE,
        value_share in any_share(),
    ) {
        let outstanding = OutstandingCredits { breaker: left_by(level), ..outstanding };
        let mut policy = by_value(Ratio::from_atomics(round_trip), value_share, Ratio::ONE);
        policy.mint.gross_emission_cap = Ratio::ONE;
        let quote = Quote::new(Price::from_atomics(price), 6)?;
        let supply = Tokens::new(1 << 80);
        let state = EpochState {
            remint_credit: outstanding.remint_credit,
            ..EpochState::new(&policy, supply, Tokens::ZERO, 30)
        };
        let inputs = EpochInputs {
            range: epoch_range(Timestamp::new(1_700_000_000), Duration::DAY, 0)?,
            burned: outstanding.burned,
            retired: Tokens::ZERO,
            usd_settled: outstanding.usd_settled,
            gpu_seconds: 0,
            weight: 1,
            quote: Some(quote),
            reserve: None,
            carried: Tokens::ZERO,
        };
        let (after, _) = close_epoch(&policy, state, &inputs, level)?;
        let next = OutstandingCredits {
            credits: outstanding.credits,
            remint_credit: after.remint_credit,
            ..OutstandingCredits::default()
        };
        prop_assert_eq!(
            policy.collateral_shortfall(&outstanding, quote)?,
            policy.collateral_shortfall(&next, quote)?
        );
    }

    /// Where an epoch mints no more than it burned, whoever goes first leaves those who stay no worse.
    #[test]
    fn under_a_breaker_nobody_gains_by_being_first(
        (usd, locked, remint_credit) in (1_000_000..1u128 << 60, 1_000_000..1u128 << 60, amount_below(60)),
        price in ONE / 1_000..1_000 * ONE, round_trip in ONE..3 * ONE,
        (used, factor) in (any_share(), any_share()),
    ) {
        let policy = by_value(Ratio::from_atomics(round_trip), Ratio::ONE, Ratio::ONE);
        let quote = Quote::new(Price::from_atomics(price), 6)?;
        let all = credits(usd, locked);
        let reading = |credits, remint_credit| {
            policy.collateral_shortfall(
                &OutstandingCredits { credits, remint_credit: Tokens::new(remint_credit), ..OutstandingCredits::default() },
                quote,
            )
        };
        let used = all.usd.times(used, Rounding::Down)?;
        let (burned, stay) = all.consume(used)?;
        let asked = quote.tokens_for(used, Rounding::Down)?;
        let granted = asked.times(factor, Rounding::Down)?.min(burned);
        let credit = remint_credit + burned.get() - granted.get();
        let (before, after) = (reading(all, remint_credit)?.unwrap(), reading(stay, credit)?);
        if let Some(after) = after {
            // A token that was rounded up when it burned is missing from the lock of the others.
            let unit = (ratio(Ratio::from_atomics(price)) * int(4) + int(2)) / int(stay.usd.get());
            prop_assert!(ratio(after) <= ratio(before) + unit + frac(2, ONE), "{} after {}", after, before);
        }
    }

    /// Whoever buys credits at the price of the reading, or below it, opens no shortfall and widens none.
    #[test]
    fn buying_credits_widens_no_shortfall(
        outstanding in any_outstanding(), price in ONE / 1_000..1_000 * ONE,
        bought in amount_below(60), (round_trip, spread) in (ONE..3 * ONE, 0..ONE / 10),
        cheaper in ONE / 2..=ONE,
    ) {
        let policy = by_value(Ratio::from_atomics(round_trip), Ratio::ONE, Ratio::ONE);
        let quote = Quote::new(Price::from_atomics(price), 6)?;
        let cautious = Quote::new(Price::from_atomics(price / ONE * cheaper + price % ONE * cheaper / ONE), 6)?;
        let before = policy.collateral_shortfall(&outstanding, quote)?.unwrap();
        let (credits, _) =
            outstanding.credits.lock(Tokens::new(bought), cautious, Ratio::from_atomics(spread))?;
        let after = policy.collateral_shortfall(&OutstandingCredits { credits, ..outstanding }, quote)?.unwrap();
        let rounding = int(3) / int(credits.usd.get()) + frac(2, ONE);
        prop_assert!(ratio(after) <= ratio(before) + rounding, "{} after {}", after, before);
    }
}

/// Without a bound on what an epoch mints beyond its burn, the first are paid in full and the last with nothing: the run
/// that the breaker's `granted ≤ burned` ends.
#[test]
fn a_wide_round_trip_alone_is_no_protection_from_a_run() {
    let policy = by_value(MAX_ROUND_TRIP, Ratio::ONE, Ratio::ONE);
    let of = |level, usd, locked, remint_credit, burned, usd_settled| {
        let outstanding = OutstandingCredits {
            credits: credits(usd, locked),
            remint_credit: Tokens::new(remint_credit),
            burned: Tokens::new(burned),
            usd_settled: Usd::new(usd_settled),
            breaker: left_by(level),
            supply: Tokens::ZERO,
        };
        policy.collateral_shortfall(&outstanding, at("1")).unwrap().unwrap()
    };
    for level in [Level::Normal, Level::Caution] {
        assert_eq!(of(level, 1_000, 800, 120, 0, 0), Ratio::percent(8));
    }
    // Half of them used: what is left for the other half.
    assert_eq!(of(Level::Normal, 500, 400, 120, 400, 500), Ratio::percent(16));
    assert_eq!(of(Level::Caution, 500, 400, 120, 400, 500), Ratio::ZERO);
}
