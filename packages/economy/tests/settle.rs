//! A line: how much of it is paid, why not more, and what it moves.

#![allow(missing_docs)]

use ballast_economy::ShortfallReason::{Funds, MeterLimit, NoPrice, TenantLimit, TooLarge, Unauthorised};
use ballast_economy::{
    Delivery, Ledger, LineSettlement, Meter, OpenEpoch, Parties, Provider, ShortfallReason, Sums, Tenant,
};
use ballast_math::{Policy, Price, Quote, Ratio, Tokens, Usd};
use rstest::rstest;

/// One token is worth two micro-USD.
fn quote() -> Quote {
    Quote::new(Price::from_atomics(2_000_000_000_000_000_000), 6).unwrap()
}

/// What everybody has before a line: a deposit worth 200, and what is left of both limits.
struct Before {
    tenant_left: u128,
    meter_left: u128,
    deposit: u128,
    credits: u128,
}

const PLENTY: Before = Before { tenant_left: 1_000, meter_left: 1_000, deposit: 100, credits: 0 };

#[derive(Debug, Clone, PartialEq)]
struct Books {
    tenant: Tenant,
    provider: Provider,
    meter: Meter,
    ledger: Ledger,
    open: OpenEpoch,
}

impl Books {
    fn new(before: &Before) -> Self {
        let mut tenant = Tenant { deposit: Tokens::new(before.deposit), ..Tenant::default() };
        tenant.credits.usd = Usd::new(before.credits);
        tenant.credits.locked = Tokens::new(before.credits);
        tenant.authorise(3, Usd::new(50 + before.tenant_left));
        tenant.authorisations[0].spent = Usd::new(50);
        let usd_per_epoch = Usd::new(70 + before.meter_left);
        let ledger = Ledger {
            escrow: tenant.deposit,
            locked: tenant.credits.locked,
            credits: tenant.credits.usd,
            ..Ledger::default()
        };
        Self {
            tenant,
            provider: Provider::default(),
            meter: Meter { id: 3, usd_per_epoch, spent: Usd::new(70), ..Meter::default() },
            ledger,
            open: OpenEpoch::default(),
        }
    }

    fn line(
        &mut self,
        settle: impl FnOnce(&mut Sums, Parties) -> Result<LineSettlement, ShortfallReason>,
    ) -> Result<LineSettlement, ShortfallReason> {
        let parties = Parties { tenant: &mut self.tenant, provider: &mut self.provider, self_dealing: true };
        let mut sums = Sums { open: &mut self.open, ledger: &mut self.ledger, meter: &mut self.meter };
        settle(&mut sums, parties)
    }

    fn settle(&mut self, usd: u128, quote: Option<Quote>) -> Result<LineSettlement, ShortfallReason> {
        let mut policy = Policy::plain();
        policy.burn.burn_share = Ratio::percent(75);
        let delivery = Delivery { usd: Usd::new(usd), gpu_seconds: 9 };
        self.line(|sums, parties| sums.settle(&policy, parties, delivery, quote))
    }
}

#[rstest]
#[case::in_full(PLENTY, 40, Ok((40, None)))]
#[case::to_the_last_of_the_tenants_limit(Before { tenant_left: 40, ..PLENTY }, 40, Ok((40, None)))]
#[case::beyond_the_tenants_limit(Before { tenant_left: 39, ..PLENTY }, 40, Ok((39, Some(TenantLimit))))]
#[case::beyond_the_meters_limit(Before { meter_left: 39, ..PLENTY }, 40, Ok((39, Some(MeterLimit))))]
#[case::beyond_both(Before { tenant_left: 39, meter_left: 39, ..PLENTY }, 40, Ok((39, Some(TenantLimit))))]
#[case::the_smaller_is_named(Before { tenant_left: 38, meter_left: 39, ..PLENTY }, 40, Ok((38, Some(TenantLimit))))]
#[case::whichever_it_is(Before { tenant_left: 39, meter_left: 38, ..PLENTY }, 40, Ok((38, Some(MeterLimit))))]
#[case::nothing_left_of_the_tenants(Before { tenant_left: 0, ..PLENTY }, 40, Err(TenantLimit))]
#[case::nothing_left_of_the_meters(Before { meter_left: 0, ..PLENTY }, 40, Err(MeterLimit))]
#[case::all_that_there_is(PLENTY, 200, Ok((200, None)))]
#[case::more_than_there_is(PLENTY, 201, Ok((200, Some(Funds))))]
#[case::limit_and_funds(Before { tenant_left: 300, ..PLENTY }, 400, Ok((200, Some(Funds))))]
#[case::nothing_there(Before { deposit: 0, ..PLENTY }, 40, Err(Funds))]
fn a_line_is_paid_as_far_as_limits_and_money_go(
    #[case] before: Before,
    #[case] usd: u128,
    #[case] expected: Result<(u128, Option<ShortfallReason>), ShortfallReason>,
) {
    let mut books = Books::new(&before);
    let untouched = books.clone();
    let found = books.settle(usd, Some(quote()));
    assert_eq!(found.map(|settled| (settled.payment.usd.get(), settled.reason)), expected);
    if found.is_err() {
        assert_eq!(books, untouched, "what is not paid moves nothing");
    }
}

#[rstest]
#[case::credits_pay_all(40, 30, Ok((30, None)))]
#[case::credits_pay_all_that_they_can(30, 40, Ok((30, Some(NoPrice))))]
#[case::no_credits(0, 40, Err(NoPrice))]
fn credits_need_no_price(
    #[case] credits: u128,
    #[case] usd: u128,
    #[case] expected: Result<(u128, Option<ShortfallReason>), ShortfallReason>,
) {
    let mut books = Books::new(&Before { credits, ..PLENTY });
    let found = books.settle(usd, None).map(|settled| (settled.payment.usd.get(), settled.reason));
    assert_eq!(found, expected);
    // They leave the tenant and the books alike, with the tokens behind them.
    let left = credits - found.map_or(0, |(paid, _)| paid);
    assert_eq!((books.tenant.credits.usd.get(), books.tenant.credits.locked.get()), (left, left));
    assert_eq!(books.ledger.prepaid(), books.tenant.credits);
}

#[test]
fn nobody_settles_who_is_not_authorised() {
    let mut stranger = Books::new(&PLENTY);
    stranger.meter.id = 4;
    assert_eq!(stranger.settle(40, Some(quote())), Err(Unauthorised));
    let mut withdrawn = Books::new(&PLENTY);
    withdrawn.tenant.authorise(3, Usd::ZERO);
    assert_eq!(withdrawn.settle(40, Some(quote())), Err(Unauthorised));
}

/// 40 micro-USD are 20 tokens, of which 15 burn.
#[test]
fn a_payment_moves_every_sum_that_it_belongs_to() {
    let mut books = Books::new(&PLENTY);
    books.settle(40, Some(quote())).unwrap();
    let Books { tenant, provider, meter, ledger, open } = &books;
    assert_eq!((tenant.deposit.get(), tenant.usd.get(), tenant.authorisations[0].spent.get()), (80, 40, 90));
    let work = provider.work.unwrap();
    assert_eq!((provider.payable.get(), work.weight, work.usd.get()), (5, 15, 40));
    assert_eq!(meter.spent.get(), 110);
    assert_eq!((ledger.escrow.get(), ledger.payable.get(), ledger.total_burned.get()), (80, 5, 15));
    let sums =
        (open.usd_settled.get(), open.burned.get(), open.direct_pay.get(), open.weight, open.gpu_seconds);
    assert_eq!(sums, (40, 15, 5, 15, 9));
    assert_eq!(open.demand.self_dealing.get(), 40);

    // A second line adds to the first.
    books.settle(40, Some(quote())).unwrap();
    assert_eq!((books.open.weight, books.meter.spent.get(), books.provider.payable.get()), (30, 150, 10));
}

#[rstest]
#[case::within_the_limit(30, 500, Ok(()))]
#[case::to_the_limit(40, 500, Ok(()))]
#[case::beyond_it(41, 500, Err(MeterLimit))]
#[case::all_that_circulates(30, 1_000, Ok(()))]
#[case::more_than_that(30, 1_001, Err(TooLarge))]
fn a_reported_burn_stays_within_the_limit_and_the_supply(
    #[case] usd: u128,
    #[case] burned: u128,
    #[case] expected: Result<(), ShortfallReason>,
) {
    let mut books = Books::new(&Before { meter_left: 40, ..PLENTY });
    let untouched = books.clone();
    let (policy, delivery) = (Policy::plain(), Delivery { usd: Usd::new(usd), gpu_seconds: 1 });
    let found = books.line(|sums, parties| {
        sums.record_burn(&policy, parties, delivery, Tokens::new(burned), Tokens::new(1_000))
    });
    assert_eq!(found.map(|_| ()), expected);
    match found {
        Ok(settled) => {
            assert_eq!((settled.payment.usd.get(), settled.payment.burned.get()), (usd, burned));
            assert_eq!((settled.reason, books.open.burned.get()), (None, burned));
        }
        Err(_) => assert_eq!(books, untouched),
    }
}
