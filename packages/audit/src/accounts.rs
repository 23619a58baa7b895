//! Tenants and providers, kept again from the events by the core's own steps.

use std::collections::BTreeMap;

use ballast_api::Receipt;
use ballast_api::events::{AuthorizeEvent, CreditsEvent, DepositEvent, WithdrawEvent};
use ballast_economy::{
    Books, Delivery, LineSettlement, Meter, MoneyError, Parties, Provider, Purchase, ShortfallReason, Sums,
    Tenant,
};
use ballast_math::{EpochId, Policy, Quote, Tokens, Usd};

/// What each account has, as far as lines and credits depend on it.
#[derive(Debug, Default)]
pub struct Accounts {
    tenants: BTreeMap<String, Tenant>,
    /// Their work in the open epoch.
    providers: BTreeMap<String, Provider>,
    /// Numbers for the meters in order of their appearance: an authorisation names one.
    meters: BTreeMap<String, u16>,
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
        let meter = self.meter(&told.meter);
        self.tenant(&told.tenant, epoch).authorise(meter, told.usd_per_epoch);
    }

    /// Settles a line of which so much is known to have been paid.
    ///
    /// `reported` is the initial supply where the chain burned the tokens itself: the line is then recorded, not charged.
    pub fn settle(
        &mut self,
        books: &mut Books,
        policy: &Policy,
        receipt: &Receipt,
        quote: Option<Quote>,
        reported: Option<Tokens>,
    ) -> Result<LineSettlement, ShortfallReason> {
        let epoch = books.open.epoch;
        // The meter's own limit is in no event.
        let mut meter =
            Meter { id: self.meter(&receipt.meter), usd_per_epoch: Usd::new(u128::MAX), ..Meter::default() };
        self.tenant(&receipt.tenant, epoch);
        let parties = Parties {
            tenant: self.tenants.entry(receipt.tenant.clone()).or_default(),
            provider: self.providers.entry(receipt.provider.clone()).or_default(),
            self_dealing: receipt.tenant == receipt.provider,
        };
        // GPU seconds are in no receipt.
        let delivery = Delivery { usd: receipt.usd, gpu_seconds: 0 };
        let mut sums = Sums { open: &mut books.open, ledger: &mut books.ledger, meter: &mut meter };
        match reported {
            Some(initial) => sums.record_burn(policy, parties, delivery, receipt.burned, initial),
            None => sums.settle(policy, parties, delivery, quote),
        }
    }

    /// Work counts for one epoch. What providers take out of reward pools moves no figure that is recomputed.
    pub fn next_epoch(&mut self) {
        self.providers.clear();
    }

    fn tenant(&mut self, name: &str, epoch: EpochId) -> &mut Tenant {
        let tenant = self.tenants.entry(name.to_owned()).or_default();
        tenant.enter(epoch);
        tenant
    }

    fn meter(&mut self, name: &str) -> u16 {
        let next = u16::try_from(self.meters.len()).unwrap_or(u16::MAX);
        *self.meters.entry(name.to_owned()).or_insert(next)
    }
}
