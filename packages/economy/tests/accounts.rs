//! Tenants, meters and providers: what a new epoch forgets, and what of a reward is paid when.

#![allow(missing_docs)]

use ballast_economy::{Allowance, EpochPool, Ledger, Meter, Provider, Tenant, Work};
use ballast_math::{Duration, MathError, Ratio, RewardPolicy, RewardPool, Timestamp, Tokens, Usd, WeightBy};
use rstest::rstest;

fn allowance(meter: u16, usd_per_epoch: u128, spent: u128) -> Allowance {
    Allowance { meter, usd_per_epoch: Usd::new(usd_per_epoch), spent: Usd::new(spent) }
}

fn spender() -> Tenant {
    let authorisations = vec![allowance(1, 10, 3), allowance(2, 0, 4)];
    Tenant { epoch: 7, usd: Usd::new(7), authorisations, ..Tenant::default() }
}

#[rstest]
#[case::the_same_epoch(7, 7, vec![allowance(1, 10, 3), allowance(2, 0, 4)])]
#[case::the_next(8, 0, vec![allowance(1, 10, 0)])]
#[case::a_later_one(80, 0, vec![allowance(1, 10, 0)])]
fn a_new_epoch_forgets_what_was_spent_and_what_was_withdrawn(
    #[case] epoch: u64,
    #[case] usd: u128,
    #[case] authorisations: Vec<Allowance>,
) {
    let mut tenant = spender();
    tenant.enter(epoch);
    assert_eq!((tenant.epoch, tenant.usd, tenant.authorisations), (epoch, Usd::new(usd), authorisations));
}

#[rstest]
#[case::another_meter(3, 5, vec![allowance(1, 10, 3), allowance(2, 0, 4), allowance(3, 5, 0)])]
#[case::less_than_was_spent(1, 2, vec![allowance(1, 2, 3), allowance(2, 0, 4)])]
#[case::withdrawn_with_something_spent(1, 0, vec![allowance(1, 0, 3), allowance(2, 0, 4)])]
#[case::given_again(2, 9, vec![allowance(1, 10, 3), allowance(2, 9, 4)])]
#[case::nothing_for_a_stranger(3, 0, vec![allowance(1, 10, 3), allowance(2, 0, 4)])]
fn what_was_spent_stays_counted(#[case] meter: u16, #[case] usd: u128, #[case] expected: Vec<Allowance>) {
    let mut tenant = spender();
    tenant.authorise(meter, Usd::new(usd));
    assert_eq!(tenant.authorisations, expected);
}

#[rstest]
#[case::the_same_epoch(7, 5)]
#[case::the_next(8, 0)]
fn a_meter_begins_every_epoch_with_nothing_spent(#[case] epoch: u64, #[case] spent: u128) {
    let mut meter = Meter { epoch: 7, spent: Usd::new(5), ..Meter::default() };
    meter.enter(epoch);
    assert_eq!((meter.epoch, meter.spent), (epoch, Usd::new(spent)));
}

/// A reward of 1,000 of which half vests over a day, taken by the only provider.
fn rewarded() -> Result<(Provider, Ledger), MathError> {
    let rules = RewardPolicy {
        weight_by: WeightBy::Burned,
        vesting_share: Ratio::percent(50),
        vesting_period: Duration::DAY,
    };
    let mut pool = RewardPool::new(Tokens::new(1_000), 9).map(|pool| EpochPool { pool, rules });
    let work = Some(Work { epoch: 0, weight: 9, usd: Usd::new(1) });
    let mut provider = Provider { work, ..Provider::default() };
    let mut ledger = Ledger { payable: Tokens::new(1_000), ..Ledger::default() };
    let reward = provider.take_share(pool.as_mut(), &mut ledger, Timestamp::new(0))?;
    assert_eq!(reward, Tokens::new(1_000));
    Ok((provider, ledger))
}

#[rstest]
#[case::at_once(0, 500)]
#[case::a_quarter(6, 625)]
#[case::all(24, 1_000)]
#[case::long_after(2_400, 1_000)]
fn what_has_vested_is_payable_and_the_rest_is_not(#[case] hours: u64, #[case] payable: u128) {
    let (mut provider, mut ledger) = rewarded().unwrap();
    assert_eq!((provider.payable, provider.work), (Tokens::new(500), None));
    let now = Timestamp::new(0).saturating_plus(Duration::hours(hours));
    provider.release(&mut ledger, now).unwrap();
    let expected = (Tokens::new(payable), Tokens::new(payable), Tokens::new(1_000 - payable));
    assert_eq!((provider.payable, ledger.payable, ledger.unvested), expected);

    // What is claimed leaves the books, once.
    assert_eq!(provider.claim(&mut ledger, now), Ok(Tokens::new(payable)));
    assert_eq!((provider.payable, ledger.payable), (Tokens::ZERO, Tokens::ZERO));
    assert_eq!(provider.claim(&mut ledger, now), Ok(Tokens::ZERO));
    assert_eq!(ledger.unvested, Tokens::new(1_000 - payable));
}

/// Books that owe less than a provider has are broken: nothing is paid out of them.
#[test]
fn a_claim_beyond_the_books_is_an_error() {
    let (mut provider, mut ledger) = rewarded().unwrap();
    ledger.payable = Tokens::new(499);
    assert!(provider.claim(&mut ledger, Timestamp::new(0)).is_err());
    let (mut provider, mut ledger) = rewarded().unwrap();
    ledger.unvested = Tokens::new(1);
    assert!(provider.release(&mut ledger, Timestamp::new(86_400)).is_err());
}
