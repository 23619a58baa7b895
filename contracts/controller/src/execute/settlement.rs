//! What settling a batch and reporting burns have in common: the meter's turn, the books, the receipts.

use ballast_api::events::{ReceiptEvent, SettleEvent, ShortfallEvent};
use ballast_api::{Line, Params, Receipt, SettleResponse, Shortfall, ShortfallReason};
use ballast_economy::{Delivery, LineSettlement, Meter, Parties, Provider, Sums, Tenant};
use ballast_math::{MathError, Payment, Policy, Price, Usd};
use cosmwasm_std::{Addr, DepsMut, Response, to_json_binary};

use crate::epoch::RollOver;
use crate::error::ContractError;
use crate::state::{
    AUDIT, Account, Audit, Config, METERS, RECEIPTS, StoredBatch, StoredReceipt, receipts_key,
};
use crate::working_set::{WorkingSet, account};

/// Keeps the cost of a batch bounded.
pub const MAX_LINES: usize = 200;

/// Longest name of a job, in bytes.
const MAX_JOB: usize = 64;

/// What a message sends to be settled.
pub struct Batch<'a> {
    pub meter: &'a Addr,
    pub number: u64,
    pub lines: usize,
}

/// A batch in the making.
pub struct Settlement {
    pub config: Config,
    pub params: Params,
    pub books: WorkingSet,
    pub meter: Meter,
    contract: Addr,
    meter_account: Account,
    batch: u64,
    position: u32,
    price: Option<Price>,
    audit: Audit,
    receipts: Vec<ReceiptEvent>,
    stored: Vec<StoredReceipt>,
    shortfalls: Vec<Shortfall>,
    total: Payment,
}

/// The two accounts of a line, with their records as they are before it.
pub struct Accounts {
    pub tenant: Account,
    pub provider: Account,
    pub tenant_record: Tenant,
    pub provider_record: Provider,
}

impl Settlement {
    /// Takes the meter's turn: it must be a meter, and the batch must be its next.
    pub fn open(
        deps: &DepsMut,
        config: Config,
        params: Params,
        contract: &Addr,
        Batch { meter, number, lines }: Batch,
        price: Option<Price>,
        books: WorkingSet,
    ) -> Result<Self, ContractError> {
        if lines == 0 || lines > MAX_LINES {
            return Err(ContractError::WrongCount { field: "lines", min: 1, max: MAX_LINES, found: lines });
        }
        let meter_account = account(deps.api, meter.as_str())?;
        let known = METERS.may_load(deps.storage, meter_account.key.as_slice())?;
        // A meter that was removed keeps its record, with a limit of nothing.
        let Some(mut meter) = known.filter(|meter| !meter.usd_per_epoch.is_zero()) else {
            return Err(ContractError::NotAMeter { sender: meter.to_string() });
        };
        if number != meter.next_batch {
            return Err(ContractError::WrongBatch { expected: meter.next_batch, found: number });
        }
        meter.next_batch = number.checked_add(1).ok_or(MathError::Overflow { operation: "batch number" })?;
        meter.enter(books.open.epoch);
        Ok(Self {
            config,
            params,
            books,
            meter,
            contract: contract.clone(),
            meter_account,
            batch: number,
            position: 0,
            price,
            audit: AUDIT.load(deps.storage)?,
            receipts: vec![],
            stored: vec![],
            shortfalls: vec![],
            total: Payment::default(),
        })
    }

    /// Finds the accounts of a line, or why there are none.
    pub fn accounts(&mut self, deps: &DepsMut, line: &Line) -> Result<Accounts, LineError> {
        checked_job(&line.job)?;
        if line.usd.is_zero() {
            return Err(ShortfallReason::ZeroUsd.into());
        }
        // This contract sends no claims to itself: what it earned would be lost.
        let find = |address: &str| {
            let found = account(deps.api, address).ok().filter(|found| found.addr != self.contract);
            found.ok_or(ShortfallReason::InvalidAddress)
        };
        let (tenant, provider) = (find(&line.tenant)?, find(&line.provider)?);
        let tenant_record = self.books.tenant(deps.storage, &tenant.key).map_err(ContractError::from)?;
        let provider_record = self.books.provider(deps.storage, &self.config, &provider.key)?;
        Ok(Accounts { tenant, provider, tenant_record, provider_record })
    }

    /// Takes a line through one of the core's steps, and files what it settled. A line that is refused changes nothing.
    pub fn step(
        &mut self,
        line: &Line,
        parties: Accounts,
        settle: impl FnOnce(&mut Sums, &Policy, Parties, Delivery) -> Result<LineSettlement, ShortfallReason>,
    ) -> Result<LinePayment, LineError> {
        let Accounts { tenant, provider, mut tenant_record, mut provider_record } = parties;
        let delivery = Delivery { usd: line.usd, gpu_seconds: line.gpu_seconds };
        let mut sums =
            Sums { open: &mut self.books.open, ledger: &mut self.books.ledger, meter: &mut self.meter };
        let parties = Parties {
            tenant: &mut tenant_record,
            provider: &mut provider_record,
            self_dealing: tenant.key == provider.key,
        };
        let LineSettlement { payment, reason } = settle(&mut sums, &self.params.policy, parties, delivery)?;
        // These are parts of the epoch's own sums, which fit.
        self.total.usd = self.total.usd.plus(payment.usd)?;
        self.total.burned = self.total.burned.plus(payment.burned)?;
        self.total.direct_pay = self.total.direct_pay.plus(payment.direct_pay)?;
        self.books.put_tenant(tenant.key.clone(), tenant_record);
        self.books.put_provider(provider.key.clone(), provider_record);
        self.file(line, tenant, provider, payment);
        Ok(LinePayment { usd: payment.usd, reason })
    }

    fn file(&mut self, line: &Line, tenant: Account, provider: Account, payment: Payment) {
        let receipt = ReceiptEvent::new(Receipt {
            epoch: self.books.open.epoch,
            meter: self.meter_account.addr.to_string(),
            batch: self.batch,
            line: self.position,
            job: line.job.clone(),
            tenant: tenant.addr.into(),
            provider: provider.addr.into(),
            usd: payment.usd,
            usd_from_credits: payment.usd_from_credits,
            burned: payment.burned,
            direct_pay: payment.direct_pay,
            price: self.price.filter(|_| payment.usd > payment.usd_from_credits),
        });
        self.audit.commitment = self.audit.commitment.after(receipt.leaf());
        self.audit.receipts = self.audit.receipts.saturating_add(1);
        self.receipts.push(receipt);
        self.stored.push(StoredReceipt {
            line: self.position,
            job: line.job.clone(),
            tenant: tenant.key,
            provider: provider.key,
            usd: payment.usd,
            usd_from_credits: payment.usd_from_credits,
            burned: payment.burned,
            direct_pay: payment.direct_pay,
        });
    }

    /// Settles the lines one by one. A line that is refused, or paid in part, is noted; the batch goes on.
    pub fn lines<'a, L: 'a>(
        &mut self,
        lines: &'a [L],
        of: impl Fn(&'a L) -> &'a Line,
        mut settle: impl FnMut(&mut Self, &'a L) -> Result<LinePayment, LineError>,
    ) -> Result<(), ContractError> {
        // At most MAX_LINES lines.
        for (line, position) in lines.iter().zip(0u32..) {
            self.position = position;
            let asked = of(line).usd;
            let (paid, reason) = match settle(self, line) {
                Ok(LinePayment { usd, reason }) => (usd, reason),
                Err(LineError::Unpaid(reason)) => (Usd::ZERO, Some(reason)),
                Err(LineError::Fatal(error)) => return Err(error),
            };
            if let Some(reason) = reason {
                self.shortfalls.push(Shortfall { line: position, usd: asked.saturating_minus(paid), reason });
            }
        }
        Ok(())
    }

    /// Writes everything, burns what is to burn with one message, and tells what happened.
    pub fn finish(
        self,
        deps: DepsMut,
        rolled: RollOver,
        action: &'static str,
    ) -> Result<Response, ContractError> {
        let epoch = self.books.open.epoch;
        let Payment { usd, burned, direct_pay, .. } = self.total;
        METERS.save(deps.storage, self.meter_account.key.as_slice(), &self.meter)?;
        if !self.stored.is_empty() {
            let stored = StoredBatch { price: self.price, receipts: self.stored };
            RECEIPTS.save(deps.storage, &receipts_key(epoch, self.meter.id, self.batch), &stored)?;
            AUDIT.save(deps.storage, &self.audit)?;
        }
        self.books.save(deps.storage)?;

        let (meter, batch) = (self.meter_account.addr.as_str(), self.batch);
        let settled = SettleEvent { epoch, meter: meter.to_owned(), batch, usd, burned, direct_pay };
        let response = rolled
            .response(action)
            .add_messages(self.config.mode.burn(&self.contract, burned)?)
            .add_event(settled.to_event())
            .add_events(self.receipts.iter().map(ReceiptEvent::to_event))
            .add_events(
                self.shortfalls
                    .iter()
                    .map(|shortfall| ShortfallEvent::of(meter, batch, shortfall).to_event()),
            );
        Ok(response.set_data(to_json_binary(&SettleResponse {
            epoch,
            batch,
            usd_settled: usd,
            burned,
            direct_pay,
            shortfalls: self.shortfalls,
        })?))
    }
}

/// What a line was paid, and why not more if it was not all.
pub struct LinePayment {
    pub usd: Usd,
    pub reason: Option<ShortfallReason>,
}

/// A job's name stands in receipts and events: short, and nothing that could be read as a separator.
fn checked_job(job: &str) -> Result<(), ShortfallReason> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(&byte);
    if job.is_empty() || job.len() > MAX_JOB || !job.bytes().all(allowed) {
        return Err(ShortfallReason::InvalidJob);
    }
    Ok(())
}

/// Why a line is not paid: for a reason that the meter is told, or because the contract itself is broken.
pub enum LineError {
    Unpaid(ShortfallReason),
    Fatal(ContractError),
}

impl From<ShortfallReason> for LineError {
    fn from(reason: ShortfallReason) -> Self {
        Self::Unpaid(reason)
    }
}

impl From<ContractError> for LineError {
    fn from(error: ContractError) -> Self {
        Self::Fatal(error)
    }
}

impl From<MathError> for LineError {
    /// Amounts that do not fit are the line's fault, and only its own.
    fn from(_: MathError) -> Self {
        Self::Unpaid(ShortfallReason::TooLarge)
    }
}
