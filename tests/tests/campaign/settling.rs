//! The shadow settles batches: what each line must be paid, and the receipt that it must leave.

use ballast_api::{SettleResponse, Shortfall, ShortfallReason};
use ballast_math::{Price, Tokens, Usd, WeightBy};
use sha2::{Digest, Sha256};

use crate::ops::{CHAIN, Line, METERS, Party, TREASURY};
use crate::shadow::{ONE, Refusal, Shadow, Work};

/// What a batch must come to.
#[derive(Debug, Clone)]
pub struct Settled {
    pub meter: usize,
    pub answer: SettleResponse,
    /// The receipts as the lines of text that are committed to.
    pub leaves: Vec<String>,
}

/// One line's payment.
#[derive(Debug, Clone, Copy, Default)]
struct Paid {
    usd: u128,
    from_credits: u128,
    from_lock: u128,
    from_deposit: u128,
    burned: u128,
    direct_pay: u128,
}

/// A batch in the making.
struct Batch {
    meter: usize,
    number: u64,
    price: Option<u128>,
    sum: Paid,
    leaves: Vec<String>,
    shortfalls: Vec<Shortfall>,
}

impl Shadow {
    pub fn settle(&mut self, meter: usize, number: u64, lines: &[Line]) -> Result<Settled, Refusal> {
        if self.external() {
            return Err("is not available in external mode");
        }
        self.catch_up()?;
        let price = self.observe().usable();
        let mut batch = self.open_batch(meter, number, lines, price)?;
        for (index, line) in lines.iter().enumerate() {
            let (paid, reason) = self.native_line(&mut batch, index, line);
            batch.note(index, line.usd, paid, reason);
        }
        self.holdings -= batch.sum.burned;
        Ok(self.finish(batch))
    }

    pub fn report_burns(&mut self, number: u64, lines: &[Line]) -> Result<Settled, Refusal> {
        if !self.external() {
            return Err("is not available in");
        }
        self.catch_up()?;
        let mut batch = self.open_batch(CHAIN, number, lines, None)?;
        for (index, line) in lines.iter().enumerate() {
            let (paid, reason) = match self.external_line(&mut batch, index, line) {
                Ok(paid) => (paid, ShortfallReason::MeterLimit),
                Err(reason) => (0, reason),
            };
            batch.note(index, line.usd, paid, reason);
        }
        // The chain took these tokens out of what it collects fees in.
        self.sums.chain_burned += batch.sum.burned;
        self.wallets[TREASURY] -= batch.sum.burned;
        self.touched.insert(TREASURY);
        Ok(self.finish(batch))
    }

    fn open_batch(
        &mut self,
        meter: usize,
        number: u64,
        lines: &[Line],
        price: Option<u128>,
    ) -> Result<Batch, Refusal> {
        if lines.is_empty() || lines.len() > 200 {
            return Err("lines: expected from 1 to 200 entries");
        }
        if meter >= METERS || self.meters[meter].limit == 0 {
            return Err("is not a meter");
        }
        let (epoch, record) = (self.open.epoch, &mut self.meters[meter]);
        if number != record.next_batch {
            return Err("expected batch");
        }
        record.next_batch += 1;
        record.spent = record.spent_in(epoch);
        record.epoch = epoch;
        Ok(Batch { meter, number, price, sum: Paid::default(), leaves: vec![], shortfalls: vec![] })
    }

    /// The accounts of a line. Whoever delivered is given what the last epoch owes them, whatever becomes of the line.
    fn parties(&mut self, line: &Line) -> Result<(usize, usize), ShortfallReason> {
        let job = line.job.as_bytes();
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(byte);
        if job.is_empty() || job.len() > 64 || !job.iter().all(allowed) {
            return Err(ShortfallReason::InvalidJob);
        }
        if line.usd == 0 {
            return Err(ShortfallReason::ZeroUsd);
        }
        let (Party::Actor(tenant), Party::Actor(provider)) = (line.tenant, line.provider) else {
            return Err(ShortfallReason::InvalidAddress);
        };
        self.take_reward(provider);
        self.touched.extend([tenant, provider]);
        Ok((tenant, provider))
    }

    fn native_line(&mut self, batch: &mut Batch, index: usize, line: &Line) -> (u128, ShortfallReason) {
        let (tenant, provider) = match self.parties(line) {
            Ok(parties) => parties,
            Err(reason) => return (0, reason),
        };
        let (epoch, record) = (self.open.epoch, &self.tenants[tenant]);
        let Some(allowance) = record.allowances.get(&batch.meter).filter(|allowance| allowance.limit > 0)
        else {
            return (0, ShortfallReason::Unauthorised);
        };
        let tenant_allows = allowance.limit.saturating_sub(allowance.spent_in(epoch));
        let meter_may = self.meters[batch.meter].limit.saturating_sub(self.meters[batch.meter].spent);
        let limit = if tenant_allows <= meter_may {
            ShortfallReason::TenantLimit
        } else {
            ShortfallReason::MeterLimit
        };
        let bill = line.usd.min(tenant_allows).min(meter_may);
        if bill == 0 {
            return (0, limit);
        }

        let mut paid = Paid { from_credits: bill.min(record.credits), ..Paid::default() };
        if paid.from_credits > 0 {
            paid.from_lock = (paid.from_credits * record.locked).div_ceil(record.credits);
        }
        let mut from_deposit = 0;
        if let Some(price) = batch.price {
            from_deposit = (bill - paid.from_credits).min(record.deposit * price / ONE);
            paid.from_deposit = (from_deposit * ONE).div_ceil(price);
        }
        paid.usd = paid.from_credits + from_deposit;
        let cost = paid.from_lock + paid.from_deposit;
        paid.burned = (cost * self.params.policy.burn.burn_share.atomics()).div_ceil(ONE);
        paid.direct_pay = cost - paid.burned;

        let reason = match (paid.usd < bill, batch.price) {
            (false, _) => limit,
            (true, Some(_)) => ShortfallReason::Funds,
            (true, None) => ShortfallReason::NoPrice,
        };
        if paid.usd == 0 {
            return (0, reason);
        }
        let record = &mut self.tenants[tenant];
        record.credits -= paid.from_credits;
        record.locked -= paid.from_lock;
        record.deposit -= paid.from_deposit;
        let allowance = record.allowances.get_mut(&batch.meter).unwrap();
        allowance.spent = allowance.spent_in(epoch) + paid.usd;
        allowance.epoch = epoch;
        self.book(batch, index, line, (tenant, provider), paid);
        (paid.usd, reason)
    }

    fn external_line(
        &mut self,
        batch: &mut Batch,
        index: usize,
        line: &Line,
    ) -> Result<u128, ShortfallReason> {
        let parties = self.parties(line)?;
        let meter = self.meters[batch.meter];
        match meter.spent.checked_add(line.usd) {
            None => return Err(ShortfallReason::TooLarge),
            Some(spent) if spent > meter.limit => return Err(ShortfallReason::MeterLimit),
            Some(_) => {}
        }
        // Nobody can burn more than there is.
        if line.burned > self.supply() {
            return Err(ShortfallReason::TooLarge);
        }
        let paid = Paid { usd: line.usd, burned: line.burned, ..Paid::default() };
        self.book(batch, index, line, parties, paid);
        Ok(line.usd)
    }

    fn book(
        &mut self,
        batch: &mut Batch,
        index: usize,
        line: &Line,
        (tenant, provider): (usize, usize),
        paid: Paid,
    ) {
        let epoch = self.open.epoch;
        let weight = match self.params.policy.reward.weight_by {
            WeightBy::Burned => paid.burned,
            WeightBy::Usd => paid.usd,
        };
        self.meters[batch.meter].spent += paid.usd;
        let spent = &mut self.tenants[tenant].spent;
        *spent = (epoch, paid.usd + if spent.0 == epoch { spent.1 } else { 0 });

        let record = &mut self.providers[provider];
        let work = record.work.get_or_insert(Work { epoch, ..Work::default() });
        work.weight += weight;
        work.usd += paid.usd;
        work.burned += paid.burned;
        record.payable += paid.direct_pay;
        record.entitled += paid.direct_pay;

        self.open.usd += paid.usd;
        self.open.gpu_seconds = self.open.gpu_seconds.saturating_add(line.gpu_seconds);
        self.open.burned += paid.burned;
        self.open.direct_pay += paid.direct_pay;
        self.open.weight += weight;
        self.open.self_dealing += if tenant == provider { paid.usd } else { 0 };
        self.sums.burned += paid.burned;

        let price = batch.price.filter(|_| paid.usd > paid.from_credits);
        let price = price.map_or_else(String::new, |price| Price::from_atomics(price).to_string());
        let (meter, number) = (self.meter_name(batch.meter), batch.number);
        let (tenant, provider) = (self.text(Party::Actor(tenant)), self.text(Party::Actor(provider)));
        let Paid { usd, from_credits, burned, direct_pay, .. } = paid;
        let leaf = format!(
            "{epoch}|{meter}|{number}|{index}|{}|{tenant}|{provider}|{usd}|{from_credits}|{burned}|{direct_pay}|{price}",
            line.job
        );
        self.audit.commitment =
            Sha256::new().chain_update(self.audit.commitment).chain_update(&leaf).finalize().into();
        self.audit.receipts += 1;
        batch.leaves.push(leaf);
        batch.sum.usd += usd;
        batch.sum.burned += burned;
        batch.sum.direct_pay += direct_pay;
    }

    fn finish(&mut self, batch: Batch) -> Settled {
        let epoch = self.open.epoch;
        if !batch.leaves.is_empty() {
            self.audit.stored.insert((epoch, batch.meter, batch.number));
        }
        let answer = SettleResponse {
            epoch,
            batch: batch.number,
            usd_settled: Usd::new(batch.sum.usd),
            burned: Tokens::new(batch.sum.burned),
            direct_pay: Tokens::new(batch.sum.direct_pay),
            shortfalls: batch.shortfalls,
        };
        Settled { meter: batch.meter, answer, leaves: batch.leaves }
    }
}

impl Batch {
    fn note(&mut self, index: usize, asked: u128, paid: u128, reason: ShortfallReason) {
        if paid < asked || asked == 0 {
            let line = u32::try_from(index).unwrap();
            self.shortfalls.push(Shortfall { line, usd: Usd::new(asked - paid), reason });
        }
    }
}
