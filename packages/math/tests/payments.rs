//! Money in: bills and credits, against exact rationals.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use proptest::prelude::*;
use support::*;

fn any_balance() -> impl Strategy<Value = Balance> {
    (amount_below(78), amount_below(60), amount_below(90)).prop_map(|(deposit, usd, locked)| Balance {
        deposit: Tokens::new(deposit),
        credits: Credits { usd: Usd::new(usd), locked: Tokens::new(locked) },
    })
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn a_bill_is_paid_from_credits_first_and_every_token_is_accounted_for(
        balance in any_balance(),
        bill in amount_below(70),
        quote in proptest::option::of(any_quote()),
        burn_share in any_share(),
    ) {
        let policy = BurnPolicy { burn_share, ..BurnPolicy::plain() };
        let bill = Usd::new(bill);
        let (payment, after) = policy.pay(balance, bill, quote)?;

        // Never more than the bill, and credits before tokens.
        prop_assert!(payment.usd <= bill);
        prop_assert_eq!(payment.usd_from_credits, bill.min(balance.credits.usd));
        let by_deposit = payment.usd.minus(payment.usd_from_credits)?;
        let (affordable, cost) = match quote {
            Some(quote) => (quote.usd_for(balance.deposit)?, quote.tokens_for(by_deposit, Rounding::Up)?),
            None => (Usd::ZERO, Tokens::ZERO),
        };
        // As much as the deposit affords, at its price, rounded up.
        prop_assert_eq!(by_deposit, bill.minus(payment.usd_from_credits)?.min(affordable));
        prop_assert_eq!(payment.from_deposit, cost);

        // The balance lost exactly what the payment shows.
        prop_assert_eq!(balance.deposit.minus(after.deposit)?, payment.from_deposit);
        prop_assert_eq!(balance.credits.locked.minus(after.credits.locked)?, payment.from_lock);
        prop_assert_eq!(balance.credits.usd.minus(after.credits.usd)?, payment.usd_from_credits);

        // Nothing appears or disappears between the tenant, the fire and the provider.
        let tokens = payment.from_lock.plus(payment.from_deposit)?;
        prop_assert_eq!(payment.burned.plus(payment.direct_pay)?, tokens);
        let exact = int(tokens.get()) * ratio(burn_share);
        prop_assert_eq!(Some(payment.burned.get()), rounded(&exact, Rounding::Up));
    }

    #[test]
    fn many_small_bills_never_cost_less_than_one_large_one(
        deposit in amount_below(78), quote in any_quote(),
        bills in prop::collection::vec(amount_below(40), 1..20),
    ) {
        let policy = BurnPolicy { burn_share: Ratio::percent(30), ..BurnPolicy::plain() };
        let balance = Balance { deposit: Tokens::new(deposit), ..Balance::default() };
        let (mut small, mut burned) = (balance, Tokens::ZERO);
        let mut paid = Usd::ZERO;
        for bill in &bills {
            let (payment, after) = policy.pay(small, Usd::new(*bill), Some(quote))?;
            (small, burned, paid) = (after, burned.plus(payment.burned)?, paid.plus(payment.usd)?);
        }
        let (once, after) = policy.pay(balance, paid, Some(quote))?;
        prop_assert_eq!(once.usd, paid);
        prop_assert!(small.deposit <= after.deposit);
        prop_assert!(burned >= once.burned);
    }

    #[test]
    fn credits_cost_their_price_and_the_spread_rounded_against_the_buyer(
        tokens in amount_below(78), quote in any_quote(), spread in any_share(),
    ) {
        let before = Credits { usd: Usd::new(7), locked: Tokens::new(9) };
        let (after, credit) = before.lock(Tokens::new(tokens), quote, spread)?;
        let worth = quote.usd_for(Tokens::new(tokens))?;
        let exact = int(worth.get()) * (int(1) - ratio(spread));
        prop_assert_eq!(Some(credit.get()), floor(&exact));
        prop_assert_eq!(after.usd, before.usd.plus(credit)?);
        prop_assert_eq!(after.locked.get(), 9 + tokens);
    }

    #[test]
    fn no_fewer_tokens_buy_as_many_credits(usd in 1..=1u128 << 70, quote in any_quote(), spread in 0..ONE) {
        let (usd, spread) = (Usd::new(usd), Ratio::from_atomics(spread));
        // An amount that does not fit is refused, and nothing else is.
        if let Ok(tokens) = tokens_to_credit(usd, quote, spread) {
            let credited = |tokens: Tokens| Credits::default().lock(tokens, quote, spread).map(|(_, usd)| usd);
            prop_assert!(credited(tokens)? >= usd);
            prop_assert!(credited(tokens.minus(Tokens::new(1))?)? < usd);
        }
    }

    #[test]
    fn using_credits_up_in_any_pieces_burns_the_whole_lock(
        locked in amount_below(100), pieces in prop::collection::vec(1..1_000_000_000u128, 1..40),
    ) {
        let total: u128 = pieces.iter().sum();
        let mut credits = Credits { usd: Usd::new(total), locked: Tokens::new(locked) };
        let (mut used, mut released) = (0, 0);
        for (index, piece) in pieces.iter().enumerate() {
            let (tokens, after) = credits.consume(Usd::new(*piece))?;
            let exact = int(credits.locked.get()) * frac(*piece, credits.usd.get());
            prop_assert_eq!(Some(tokens.get()), rounded(&exact, Rounding::Up));
            credits = after;
            used += piece;
            released += tokens.get();
            prop_assert_eq!(released + credits.locked.get(), locked);
            // Rounding up keeps at or above the proportional share, by less than a token for each piece.
            let proportional = int(locked) * frac(used, total);
            prop_assert!(int(released) >= proportional);
            prop_assert!(int(released) < proportional + int(index + 1));
        }
        prop_assert_eq!(credits, Credits::default());
    }
}

#[test]
fn without_a_price_only_credits_pay() {
    let policy = BurnPolicy::plain();
    let balance = Balance {
        deposit: Tokens::new(1_000),
        credits: Credits { usd: Usd::new(30), locked: Tokens::new(10) },
    };
    let (payment, after) = policy.pay(balance, Usd::new(100), None).unwrap();
    assert_eq!((payment.usd, payment.usd_from_credits), (Usd::new(30), Usd::new(30)));
    assert_eq!((payment.burned, payment.from_deposit), (Tokens::new(10), Tokens::ZERO));
    assert_eq!(after, Balance { deposit: Tokens::new(1_000), credits: Credits::default() });
}

#[test]
fn more_credits_than_there_are_cannot_be_used() {
    let credits = Credits { usd: Usd::new(30), locked: Tokens::new(10) };
    assert_eq!(
        credits.consume(Usd::new(31)),
        Err(MathError::Underflow { operation: "difference of micro-USD", minuend: 30, subtrahend: 31 })
    );
    // Using nothing of nothing is no division by zero.
    assert_eq!(Credits::default().consume(Usd::ZERO), Ok((Tokens::ZERO, Credits::default())));
}

#[test]
fn credits_are_sold_at_the_lower_price() {
    let (low, high) = (Price::from_atomics(1), Price::from_atomics(2));
    assert_eq!(credit_price(low, Some(high)), low);
    assert_eq!(credit_price(high, Some(low)), low);
}
