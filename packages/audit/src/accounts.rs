//! Tenants and providers, kept again from the events by the core's own steps.

use std::collections::BTreeMap;

use ballast_api::Receipt;
use ballast_api::events::{AuthorizeEvent, ClaimEvent, CreditsEvent, DepositEvent, WithdrawEvent};
use ballast_economy::{
    Books, Delivery, LineSettlement, Meter, MoneyError, Parties, Provider, Purchase, ShortfallReason, Sums,
    Tenant,
};
use ballast_math::{EpochId, MathError, Policy, Quote, RewardPool, Tokens, Usd};

/// What each account has, as far as lines and credits depend on it.
#[derive(Debug, Default)]
pub struct Accounts {
    tenants: BTreeMap<String, Tenant>,
    /// Their work in the open epoch.
    providers: BTreeMap<String, Provider>,
    /// What providers were paid and granted since the start, less what they claimed.
    earned: BTreeMap<String, Tokens>,
    /// The meters, numbered in order of their appearance: an authorisation names one.
    meters: BTreeMap<String, Meter>,
}

impl Accounts {
    pub fn deposit(&mut self, books: &mut Books, told: &DepositEvent) -> Result<(), MoneyError> {
        let Books { ledger, open, .. } = books;
        Ok(self.tenant(&told.tenant, open.epoch).pay_in(ledger, told.amount)?)
    }

    pub fn withdraw(&mut self, books: &mut Books, told: &WithdrawEvent) -> Result<Tokens, MoneyError> {
        let Books { ledger, open, .. } = books;
        self.tenant(&told.tenant, open.epoch).withdraw(ledger, Some(told.amount))
    }

    /// Returns: the credits that the purchase gives.
    pub fn buy_credits(
        &mut self,
        books: &mut Books,
        policy: &Policy,
        quote: Quote,
        told: &CreditsEvent,
    ) -> Result<Usd, MoneyError> {
        // What came along was told as a deposit of its own.
        let purchase = Purchase { arrived: Tokens::ZERO, amount: told.locked, min_usd: None };
        let Books { ledger, open, .. } = books;
        let tenant = self.tenant(&told.tenant, open.epoch);
        tenant.buy_credits(ledger, purchase, quote, policy.burn.credit_spread)
    }

    pub fn authorise(&mut self, epoch: EpochId, told: &AuthorizeEvent) {
        let meter = self.meter(&told.meter).id;
        self.tenant(&told.tenant, epoch).authorise(meter, told.usd_per_epoch);
    }

    /// Of all that a provider earned, what it did not claim before is paid now or still vests.
    ///
    /// Returns: both together, as they should be.
    pub fn claim(&mut self, told: &ClaimEvent) -> Tokens {
        let earned = self.earned.entry(told.provider.clone()).or_default();
        let before = *earned;
        *earned = earned.saturating_minus(told.paid);
        before
    }

    /// Settles a line of which so much is known to have been paid.
    ///
    /// `reported` is the initial supply where the chain burned the tokens itself: the line is then recorded, not charged.
    /// `limit` is the meter's, where it is known: what a meter had at the start is in no event.
    pub fn settle(
        &mut self,
        books: &mut Books,
        policy: &Policy,
        receipt: &Receipt,
        quote: Option<Quote>,
        reported: Option<Tokens>,
        limit: Option<Usd>,
    ) -> Result<LineSettlement, ShortfallReason> {
        let epoch = books.open.epoch;
        let mut meter = *self.meter(&receipt.meter);
        meter.enter(epoch);
        meter.usd_per_epoch = limit.unwrap_or(Usd::new(u128::MAX));
        self.tenant(&receipt.tenant, epoch);
        let parties = Parties {
            tenant: self.tenants.entry(receipt.tenant.clone()).or_default(),
            provider: self.providers.entry(receipt.provider.clone()).or_default(),
            self_dealing: receipt.tenant == receipt.provider,
        };
        // GPU seconds are in no receipt.
        let delivery = Delivery { usd: receipt.usd, gpu_seconds: 0 };
        let mut sums = Sums { open: &mut books.open, ledger: &mut books.ledger, meter: &mut meter };
        let settled = match reported {
            Some(initial) => sums.record_burn(policy, parties, delivery, receipt.burned, initial),
            None => sums.settle(policy, parties, delivery, quote),
        }?;
        self.meters.insert(receipt.meter.clone(), meter);
        self.earn(&receipt.provider, settled.payment.direct_pay)?;
        Ok(settled)
    }

    /// Grants every provider of a closed epoch its share. Work counts for one epoch.
    pub fn share(&mut self, granted: Tokens, weight: u128) -> Result<(), MathError> {
        for (provider, record) in std::mem::take(&mut self.providers) {
            let own = record.work.map_or(0, |work| work.weight);
            if let Some(mut pool) = RewardPool::new(granted, weight) {
                self.earn(&provider, pool.take(own)?.reward)?;
            }
        }
        Ok(())
    }

    fn earn(&mut self, provider: &str, amount: Tokens) -> Result<(), MathError> {
        let earned = self.earned.entry(provider.to_owned()).or_default();
        *earned = earned.plus(amount)?;
        Ok(())
    }

    fn tenant(&mut self, name: &str, epoch: EpochId) -> &mut Tenant {
        let tenant = self.tenants.entry(name.to_owned()).or_default();
        tenant.enter(epoch);
        tenant
    }

    fn meter(&mut self, name: &str) -> &Meter {
        // A contract has 1,024 meters at most.
        let id = u16::try_from(self.meters.len()).unwrap_or(u16::MAX);
        self.meters.entry(name.to_owned()).or_insert(Meter { id, ..Meter::default() })
    }

    /// Whether there are more meters than any contract has, so that two would share a number.
    pub fn has_too_many_meters(&self) -> bool {
        self.meters.len() > usize::from(u16::MAX)
    }
}
