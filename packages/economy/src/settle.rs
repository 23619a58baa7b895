//! Settling delivered work, a line at a time: as far as the tenant's authorisation, the meter's limit and the tenant's
//! money go.

use ballast_math::{MathError, Payment, Policy, Quote, Tokens, Usd, bill};
use serde::{Deserialize, Serialize};

use crate::accounts::{Meter, Provider, Tenant, Work};
use crate::ledger::Ledger;
use crate::open::OpenEpoch;

/// A piece of delivered work, as the meter reports it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Micro-USD asked for it.
    pub usd: Usd,
    /// GPU seconds delivered.
    pub gpu_seconds: u64,
}

/// Why a line is not paid, or not in full. The first three are found by who keeps the accounts, before the line comes here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ShortfallReason {
    /// The tenant's or provider's address is not one of this chain, or is this contract's own.
    InvalidAddress,
    /// The job's name is empty, too long, or has a character that is not allowed.
    InvalidJob,
    /// The line asks for nothing.
    ZeroUsd,
    /// The tenant has not authorised the meter.
    Unauthorised,
    /// The tenant's limit for the meter is used up in this epoch.
    TenantLimit,
    /// The meter's own limit is used up in this epoch.
    MeterLimit,
    /// There is no usable price, and the credits do not cover the rest.
    NoPrice,
    /// The tenant has not enough tokens.
    Funds,
    /// The amounts do not fit the arithmetic.
    TooLarge,
}

impl From<MathError> for ShortfallReason {
    /// Amounts that do not fit are the line's fault, and only its own.
    fn from(_: MathError) -> Self {
        Self::TooLarge
    }
}

/// A line that was settled, in full or in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineSettlement {
    /// What was paid.
    pub payment: Payment,
    /// Why not more; none where all of it was paid.
    pub reason: Option<ShortfallReason>,
}

/// The two accounts of a line.
#[derive(Debug)]
pub struct Parties<'a> {
    /// Who pays; its epoch must be the open one ([`Tenant::enter`]).
    pub tenant: &'a mut Tenant,
    /// Who delivered; its share of a closed epoch must have been taken ([`Provider::take_share`]).
    pub provider: &'a mut Provider,
    /// Whether one account pays itself.
    pub self_dealing: bool,
}

/// The sums that a line moves.
#[derive(Debug)]
pub struct Sums<'a> {
    /// The open epoch.
    pub open: &'a mut OpenEpoch,
    /// What is owed to whom, in sum.
    pub ledger: &'a mut Ledger,
    /// The meter; its epoch must be the open one ([`Meter::enter`]).
    pub meter: &'a mut Meter,
}

impl Sums<'_> {
    /// Settles a line, as far as it can be paid: from credits first, which need no price, then from the deposit.
    ///
    /// Returns: the payment. Where nothing can be paid, and on every error, nothing is changed.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn settle(
        &mut self,
        policy: &Policy,
        parties: Parties,
        delivery: Delivery,
        quote: Option<Quote>,
    ) -> Result<LineSettlement, ShortfallReason> {
        let balance = parties.tenant.balance();
        let meter_left = self.meter.usd_per_epoch.saturating_minus(self.meter.spent);
        let allowance = parties.tenant.allowance(self.meter.id);
        let allowance = allowance.filter(|allowance| !allowance.usd_per_epoch.is_zero());
        let Some(allowance) = allowance else { return Err(ShortfallReason::Unauthorised) };
        let tenant_left = allowance.usd_per_epoch.saturating_minus(allowance.spent);
        let billed = bill(delivery.usd, tenant_left, meter_left);
        let limit = if tenant_left <= meter_left {
            ShortfallReason::TenantLimit
        } else {
            ShortfallReason::MeterLimit
        };
        if billed.is_zero() {
            return Err(limit);
        }
        let (payment, balance) = policy.burn.pay(balance, billed, quote)?;
        let reason = match (payment.usd < billed, quote) {
            (false, _) => limit,
            (true, Some(_)) => ShortfallReason::Funds,
            (true, None) => ShortfallReason::NoPrice,
        };
        if payment.usd.is_zero() {
            return Err(reason);
        }
        let spent = allowance.spent.plus(payment.usd)?;
        let tenant = self.book(policy, parties, delivery, &payment)?;

        // From here on nothing can fail.
        tenant.deposit = balance.deposit;
        tenant.credits = balance.credits;
        if let Some(allowance) = tenant.allowance(self.meter.id) {
            allowance.spent = spent;
        }
        Ok(LineSettlement { payment, reason: (payment.usd < delivery.usd).then_some(reason) })
    }

    /// Records a line that the chain has taken the money for and burned.
    ///
    /// The meter's limit is what bounds the weight that it can claim for it. Nobody can burn more than there is: a report
    /// that says so is wrong, and could overflow every later sum. Nothing is changed on an error.
    pub fn record_burn(
        &mut self,
        policy: &Policy,
        parties: Parties,
        delivery: Delivery,
        burned: Tokens,
        initial_supply: Tokens,
    ) -> Result<LineSettlement, ShortfallReason> {
        if self.meter.spent.plus(delivery.usd)? > self.meter.usd_per_epoch {
            return Err(ShortfallReason::MeterLimit);
        }
        if burned > self.ledger.supply(initial_supply)? {
            return Err(ShortfallReason::TooLarge);
        }
        let payment = Payment { usd: delivery.usd, burned, ..Payment::default() };
        self.book(policy, parties, delivery, &payment)?;
        Ok(LineSettlement { payment, reason: None })
    }

    /// Books a payment in every sum. Nothing is changed on an error.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    fn book<'a>(
        &mut self,
        policy: &Policy,
        parties: Parties<'a>,
        delivery: Delivery,
        payment: &Payment,
    ) -> Result<&'a mut Tenant, MathError> {
        let Parties { tenant, provider, self_dealing } = parties;
        let weight = policy.reward.weight_by.of(payment.burned, payment.usd);
        let meter_spent = self.meter.spent.plus(payment.usd)?;
        let tenant_usd = tenant.usd.plus(payment.usd)?;

        let mut work = provider.work.unwrap_or(Work { epoch: self.open.epoch, weight: 0, usd: Usd::ZERO });
        let taken_before = work.usd;
        work.usd = taken_before.plus(payment.usd)?;
        work.weight = sum_of_weights(work.weight, weight)?;
        let payable = provider.payable.plus(payment.direct_pay)?;

        let mut open = *self.open;
        open.usd_settled = open.usd_settled.plus(payment.usd)?;
        // GPU seconds are a claim of the meter, not money: a sum that does not fit stays at the largest that does.
        open.gpu_seconds = open.gpu_seconds.saturating_add(delivery.gpu_seconds);
        open.burned = open.burned.plus(payment.burned)?;
        open.direct_pay = open.direct_pay.plus(payment.direct_pay)?;
        open.weight = sum_of_weights(open.weight, weight)?;
        open.demand.tenants.moved(tenant.usd.get(), tenant_usd.get())?;
        open.demand.providers.moved(taken_before.get(), work.usd.get())?;
        if self_dealing {
            open.demand.self_dealing = open.demand.self_dealing.plus(payment.usd)?;
        }
        let ledger = self.ledger.paid(payment)?;

        // From here on nothing can fail.
        tenant.usd = tenant_usd;
        provider.work = Some(work);
        provider.payable = payable;
        (*self.open, *self.ledger) = (open, ledger);
        self.meter.spent = meter_spent;
        Ok(tenant)
    }
}

impl Ledger {
    /// The ledger after a payment.
    #[inline]
    fn paid(&self, payment: &Payment) -> Result<Self, MathError> {
        Ok(Self {
            escrow: self.escrow.minus(payment.from_deposit)?,
            locked: self.locked.minus(payment.from_lock)?,
            credits: self.credits.minus(payment.usd_from_credits)?,
            payable: self.payable.plus(payment.direct_pay)?,
            total_burned: self.total_burned.plus(payment.burned)?,
            ..*self
        })
    }
}

#[inline]
fn sum_of_weights(a: u128, b: u128) -> Result<u128, MathError> {
    a.checked_add(b).ok_or(MathError::overflow("weight"))
}
