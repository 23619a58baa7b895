//! Sums that are owed, what the market is worth to whom, and tenants' own money.

#![allow(missing_docs)]

use ballast_economy::{
    Consensus, EpochEnd, Issuance, Ledger, Market, MoneyError, PriceNote, Purchase, Sight, Signals, Tenant,
};
use ballast_math::{
    Credits, CumulativePrice, Duration, HourPoints, MathError, Price, Quote, Ratio, TimeRange, Timestamp,
    Tokens, Usd, epochs_behind,
};
use rstest::rstest;

const NOW: Timestamp = Timestamp::new(1_700_000_000);

fn ledger() -> Ledger {
    let amount = Tokens::new;
    Ledger {
        escrow: amount(1),
        locked: amount(20),
        credits: Usd::new(7),
        payable: amount(300),
        unvested: amount(4_000),
        carried: amount(50_000),
        reserve: amount(600_000),
        awaiting_mint: amount(9),
        total_burned: amount(70),
        total_minted: amount(40),
        total_retired: amount(5),
    }
}

#[test]
fn the_ledger_says_what_is_owed_and_what_circulates() {
    assert_eq!(ledger().liabilities(), Ok(Tokens::new(654_321)));
    assert_eq!(ledger().supply(Tokens::new(1_000)), Ok(Tokens::new(1_000 + 40 - 70 - 5)));
    // Burns of tokens that others minted: nothing circulates, and nothing less.
    assert_eq!(ledger().supply(Tokens::new(34)), Ok(Tokens::ZERO));
    assert_eq!(ledger().prepaid(), Credits { usd: Usd::new(7), locked: Tokens::new(20) });
    for (issuance, available) in
        [(Issuance::Mint, None), (Issuance::Reserve, Some(Tokens::new(600_000))), (Issuance::External, None)]
    {
        assert_eq!(ledger().available(issuance), available);
    }
    let most = Tokens::new(u128::MAX);
    assert!(Ledger { unvested: most, ..ledger() }.liabilities().is_err());
    assert!(ledger().supply(most).is_err());
}

#[test]
fn what_is_paid_into_the_reserve_is_retired() {
    let mut after = ledger();
    after.fund_reserve(Tokens::new(11)).unwrap();
    let expected = Ledger { reserve: Tokens::new(600_011), total_retired: Tokens::new(16), ..ledger() };
    assert_eq!(after, expected);
    for full in [
        Ledger { reserve: Tokens::new(u128::MAX), ..ledger() },
        Ledger { total_retired: Tokens::new(u128::MAX), ..ledger() },
    ] {
        let mut after = full;
        assert!(after.fund_reserve(Tokens::new(1)).is_err());
        assert_eq!(after, full, "an error changes nothing");
    }
}

fn price(cents: u128) -> Price {
    Price::from_atomics(cents * 10_000_000_000_000_000)
}

fn quote(cents: u128) -> Option<Quote> {
    Some(Quote::new(price(cents), 6).unwrap())
}

fn market(agreed: Option<u128>, average: Option<u128>, in_band: bool) -> Market {
    let last = agreed.or(Some(90)).map(price);
    Market {
        agreed: agreed.map(price),
        average: average.map(price),
        last,
        point: None,
        in_band,
        expected: true,
    }
}

/// Bills at spot, credits at the lower of spot and average, the mint at the higher, credits looked at with the last.
#[rstest]
#[case::above(market(Some(120), Some(100), true), quote(120), quote(100), quote(120), quote(120))]
#[case::below(market(Some(80), Some(100), true), quote(80), quote(80), quote(100), quote(80))]
#[case::no_average(market(Some(80), None, true), quote(80), quote(80), quote(80), quote(80))]
#[case::outside_of_the_band(market(Some(80), Some(100), false), None, None, None, quote(80))]
#[case::nobody_quotes(market(None, Some(100), true), None, None, None, quote(90))]
fn each_price_has_its_use(
    #[case] market: Market,
    #[case] bill: Option<Quote>,
    #[case] credit: Option<Quote>,
    #[case] mint: Option<Quote>,
    #[case] last: Option<Quote>,
) {
    let found = [market.bill_quote(6), market.credit_quote(6), market.mint_quote(6), market.last_quote(6)];
    assert_eq!(found, [Ok(bill), Ok(credit), Ok(mint), Ok(last)]);
    assert_eq!(market.is_dead(), bill.is_none());
    assert!(!Market { expected: false, ..market }.is_dead());
    let range = TimeRange { start: NOW, end: NOW };
    let end = EpochEnd::at(range, NOW, &market, 6).unwrap();
    assert_eq!((end.range, end.now, end.mint_quote, end.last_quote), (range, NOW, mint, last));
}

#[test]
fn credits_are_looked_at_where_that_is_a_signal_and_there_ever_was_a_price() {
    let seen = |market: Market, collateral: bool| {
        let signals = Signals { collateral, ..Signals::NONE };
        Sight::of::<MathError>(market, signals, 6, |quote| {
            Ok(Some(Ratio::from_atomics(quote.price().atomics())))
        })
    };
    let known = market(Some(120), None, true);
    assert_eq!(seen(known, true).unwrap().shortfall, Some(Ratio::from_atomics(price(120).atomics())));
    assert_eq!(seen(known, false).unwrap().shortfall, None);
    assert_eq!(seen(Market { last: None, ..known }, true).unwrap().shortfall, None);
    let broken = |_| Err(MathError::overflow("a shortfall"));
    assert!(Sight::of(known, Signals::ALL, 6, broken).is_err());
    assert!(Sight::of(known, Signals::NONE, 6, broken).is_ok());
}

struct NoPoints;

impl HourPoints for NoPoints {
    type Error = MathError;

    fn until(&self, _: Timestamp) -> Result<Option<(u64, CumulativePrice)>, MathError> {
        Ok(None)
    }

    fn after(&self, _: Option<u64>) -> Result<Option<CumulativePrice>, MathError> {
        Ok(None)
    }
}

#[test]
fn a_price_is_noted_when_it_is_new() {
    let note = |previous, now, spot| PriceNote::of(previous, now, spot).unwrap();
    assert_eq!(note(None, NOW, None), None, "nothing was ever quoted");
    let first = note(None, NOW, Some(price(100))).unwrap();
    assert_eq!((first.twap.price, first.hour), (price(100), Some(NOW.hour())));
    assert_eq!(note(Some(first.twap), NOW, Some(price(100))), None, "the same at the same time");
    let next = NOW.saturating_plus(Duration::HOUR);
    let second = note(Some(first.twap), next, Some(price(110))).unwrap();
    assert_eq!((second.twap.price, second.hour), (price(110), Some(next.hour())));
    let consensus = Consensus { agreed: Some(price(110)), expected: true };
    let band = Ratio::percent(5);
    let judged = Market::judge(consensus, band, Some(second.twap), &NoPoints, next).unwrap();
    assert_eq!((judged.agreed, judged.last), (Some(price(110)), Some(price(110))));
}

fn tenant() -> Tenant {
    Tenant { deposit: Tokens::new(100), ..Tenant::default() }
}

#[rstest]
#[case::some(Some(40), Ok(40))]
#[case::all_by_number(Some(100), Ok(100))]
#[case::all(None, Ok(100))]
#[case::none(Some(0), Err(MoneyError::ZeroAmount))]
#[case::more(Some(101), Err(MoneyError::InsufficientDeposit { available: Tokens::new(100), requested: Tokens::new(101) }))]
fn a_withdrawal_leaves_the_rest(#[case] amount: Option<u128>, #[case] expected: Result<u128, MoneyError>) {
    let (mut tenant, mut ledger) = (tenant(), Ledger { escrow: Tokens::new(250), ..Ledger::default() });
    let found = tenant.withdraw(&mut ledger, amount.map(Tokens::new));
    assert_eq!(found, expected.map(Tokens::new));
    let taken = expected.unwrap_or(0);
    assert_eq!((tenant.deposit.get(), ledger.escrow.get()), (100 - taken, 250 - taken));
}

#[test]
fn credits_cost_what_they_are_worth_less_the_spread() {
    let (mut tenant, mut ledger) = (tenant(), Ledger { escrow: Tokens::new(100), ..Ledger::default() });
    tenant.pay_in(&mut ledger, Tokens::new(900)).unwrap();
    assert_eq!((tenant.deposit.get(), ledger.escrow.get()), (1_000, 1_000));
    let purchase =
        Purchase { arrived: Tokens::new(50), amount: Tokens::new(450), min_usd: Some(Usd::new(810)) };
    let spread = Ratio::percent(10);
    let bought = tenant.buy_credits(&mut ledger, purchase, quote(200).unwrap(), spread);
    assert_eq!(bought, Ok(Usd::new(810)));
    assert_eq!(
        (tenant.deposit.get(), tenant.credits.locked.get(), tenant.credits.usd.get()),
        (600, 450, 810)
    );
    assert_eq!((ledger.escrow.get(), ledger.locked.get(), ledger.credits.get()), (600, 450, 810));
    let too_dear = Purchase { min_usd: Some(Usd::new(811)), ..purchase };
    let before = (tenant.clone(), ledger);
    let refused = MoneyError::TooFewCredits { expected: Usd::new(811), found: Usd::new(810) };
    assert_eq!(tenant.buy_credits(&mut ledger, too_dear, quote(200).unwrap(), spread), Err(refused));
    assert_eq!((tenant, ledger), before);
}

#[rstest]
#[case::before_genesis(0, 0, 0)]
#[case::in_the_first(1_049, 0, 0)]
#[case::the_first_is_over(1_060, 0, 1)]
#[case::three_are(1_180, 0, 3)]
#[case::two_of_them_closed(1_180, 2, 1)]
#[case::all_closed(1_180, 3, 0)]
#[case::ahead(1_180, 9, 0)]
fn epochs_that_are_over_are_behind(#[case] now: u64, #[case] open: u64, #[case] behind: u64) {
    let (genesis, length) = (Timestamp::new(1_000), Duration::new(60));
    assert_eq!(epochs_behind(genesis, length, open, Timestamp::new(now)), behind);
    assert_eq!(epochs_behind(genesis, Duration::ZERO, open, Timestamp::new(now)), 0);
}
