//! What every other message must do to the shadow, and which of them must be refused.

use ballast_api::{ClaimResponse, CloseEpochResponse, CreditsResponse, PruneResponse};
use ballast_math::{MAX_PRICE, Price, Tokens, Usd};
use ballast_sandbox::SupplyKind;

use crate::closing::MAX_AT_ONCE;
use crate::governing::Governed;
use crate::market::{Submission, View};
use crate::ops::{Bad, METERS, Op, Party, TREASURY};
use crate::settling::Settled;
use crate::shadow::{Allowance, ONE, Refusal, Shadow};

/// The data that a message must answer with.
#[derive(Debug, Clone)]
pub enum Effect {
    Nothing,
    Settled(Settled),
    Closed(CloseEpochResponse),
    Claimed(ClaimResponse),
    Credits(CreditsResponse),
    /// The purchase was refused, and the message succeeded so that the trip stands; what came with it went back.
    Refunded(Refusal),
    Governed(Governed),
    Pruned(PruneResponse),
}

/// The bank or the token refuses, in words of its own.
const BY_THE_TOKEN: Refusal = "";
const NOT_IN_MODE: Refusal = "is not available in";
const ZERO: Refusal = "the amount must be above zero";

impl Shadow {
    /// Changes the shadow as the message must change the contract. Where it is refused, the shadow is to be thrown away.
    pub fn apply(&mut self, op: &Op) -> Result<Effect, Refusal> {
        self.closed.clear();
        self.shifts.clear();
        self.touched.clear();
        match op {
            Op::Deposit { from, tenant, amount } => self.deposit(*from, *tenant, *amount)?,
            Op::Withdraw { tenant, amount } => self.withdraw(*tenant, *amount)?,
            Op::BuyCredits { tenant, attached, amount, min_usd } => {
                return self.buy_credits(*tenant, *attached, *amount, *min_usd);
            }
            Op::Authorize { tenant, meter, usd } => self.authorize(*tenant, *meter, *usd)?,
            Op::Settle { meter, batch, lines } => {
                return self.settle(*meter, *batch, lines).map(Effect::Settled);
            }
            Op::ReportBurns { batch, lines } => return self.report_burns(*batch, lines).map(Effect::Settled),
            Op::ChainMint { amount } => {
                self.holdings += amount;
                self.sums.chain_minted += amount;
            }
            Op::ConfirmMint { amount } => self.confirm_mint(*amount)?,
            Op::CloseEpoch { limit } => {
                let limit = within(*limit, MAX_AT_ONCE, MAX_AT_ONCE)?;
                return self.roll(limit).map(Effect::Closed);
            }
            Op::Claim { provider } => return self.claim(*provider).map(Effect::Claimed),
            Op::Prune { limit } => return self.prune(within(*limit, 10, 30)?).map(Effect::Pruned),
            Op::SubmitPrice { feeder, round, price, time } => {
                self.submit(*feeder, Submission { round: *round, price: *price, time: *time })?;
            }
            Op::Poke => {
                self.observe();
            }
            Op::Wait { seconds, blocks } => {
                self.now += seconds;
                self.height += blocks;
            }
            Op::FundReserve { amount } => self.fund_reserve(*amount)?,
            Op::Migrate => {}
            Op::Govern { who, act } => return self.govern(*who, act).map(Effect::Governed),
            Op::Transfer { from, to, amount } => {
                self.pay_from(*from, *amount)?;
                match to {
                    Some(to) => self.pay_to(*to, *amount),
                    None => {
                        self.holdings += amount;
                        self.sums.donated += amount;
                    }
                }
            }
            Op::Bad(bad) => return Err(self.reason(*bad)),
        }
        Ok(Effect::Nothing)
    }

    fn pay_from(&mut self, actor: usize, amount: u128) -> Result<(), Refusal> {
        self.touched.insert(actor);
        if amount == 0 {
            return Err(BY_THE_TOKEN);
        }
        self.wallets[actor] = self.wallets[actor].checked_sub(amount).ok_or(BY_THE_TOKEN)?;
        Ok(())
    }

    fn pay_to(&mut self, actor: usize, amount: u128) {
        self.touched.insert(actor);
        self.wallets[actor] += amount;
    }

    fn deposit(&mut self, from: usize, tenant: Option<Party>, amount: u128) -> Result<(), Refusal> {
        self.pay_from(from, amount)?;
        if self.external() {
            return Err(NOT_IN_MODE);
        }
        let Party::Actor(tenant) = tenant.unwrap_or(Party::Actor(from)) else { return Err(BY_THE_TOKEN) };
        self.touched.insert(tenant);
        self.holdings += amount;
        self.tenants[tenant].deposit += amount;
        Ok(())
    }

    fn withdraw(&mut self, tenant: usize, amount: Option<u128>) -> Result<(), Refusal> {
        let record = &mut self.tenants[tenant];
        let amount = amount.unwrap_or(record.deposit);
        if amount == 0 {
            return Err(ZERO);
        }
        record.deposit = record.deposit.checked_sub(amount).ok_or("in escrow, found")?;
        self.holdings -= amount;
        self.pay_to(tenant, amount);
        Ok(())
    }

    fn buy_credits(
        &mut self,
        tenant: usize,
        attached: u128,
        amount: Option<u128>,
        min_usd: Option<u128>,
    ) -> Result<Effect, Refusal> {
        let wallets = self.wallets;
        if attached > 0 {
            self.pay_from(tenant, attached)?;
        }
        if self.external() {
            return Err(NOT_IN_MODE);
        }
        let view = self.observe();
        self.touched.insert(tenant);
        match self.lock(tenant, &view, attached, amount.unwrap_or(attached), min_usd) {
            Ok(credits) => {
                self.holdings += attached;
                Ok(Effect::Credits(credits))
            }
            Err(reason) if self.tripped() => {
                self.wallets = wallets;
                Ok(Effect::Refunded(reason))
            }
            Err(reason) => Err(reason),
        }
    }

    /// Changes nothing where it is refused.
    fn lock(
        &mut self,
        tenant: usize,
        view: &View,
        attached: u128,
        amount: u128,
        min_usd: Option<u128>,
    ) -> Result<CreditsResponse, Refusal> {
        let spot = view.usable().ok_or("there is no usable price")?;
        let price = spot.min(view.day.unwrap_or(spot));
        let spread = self.params.policy.burn.credit_spread.atomics();
        let record = &mut self.tenants[tenant];
        if amount == 0 {
            return Err(ZERO);
        }
        let deposit = (record.deposit + attached).checked_sub(amount).ok_or("in escrow, found")?;
        let usd = amount * price / ONE * (ONE - spread) / ONE;
        if usd < min_usd.unwrap_or(0).max(1) {
            return Err("micro-USD of credits, found");
        }
        record.deposit = deposit;
        record.credits += usd;
        record.locked += amount;
        let (usd, locked, price) = (Usd::new(usd), Tokens::new(amount), Some(Price::from_atomics(price)));
        Ok(CreditsResponse { usd, locked, price })
    }

    fn authorize(&mut self, tenant: usize, meter: usize, usd: u128) -> Result<(), Refusal> {
        if meter >= METERS || !self.meters[meter].known {
            return Err("is not a meter, there is nothing to authorise");
        }
        self.touched.insert(tenant);
        let epoch = self.open.epoch;
        let allowance = self.tenants[tenant].allowances.entry(meter).or_default();
        // What was spent in the epoch stays counted.
        *allowance = Allowance { limit: usd, epoch, spent: allowance.spent_in(epoch) };
        Ok(())
    }

    fn claim(&mut self, provider: usize) -> Result<ClaimResponse, Refusal> {
        self.roll(MAX_AT_ONCE)?;
        self.take_reward(provider);
        let (now, record) = (self.now, &mut self.providers[provider]);
        record.payable += record.stream.release(now);
        let paid = std::mem::take(&mut record.payable);
        if paid == 0 {
            return Err("there is nothing to claim");
        }
        record.paid += paid;
        let unvested = record.stream.left();
        if self.sums.awaiting > 0 && self.holdings < paid {
            return Err("the chain has not minted");
        }
        self.holdings -= paid;
        self.pay_to(provider, paid);
        Ok(ClaimResponse { paid: Tokens::new(paid), unvested: Tokens::new(unvested) })
    }

    fn prune(&mut self, limit: u32) -> Result<PruneResponse, Refusal> {
        let first_kept = self.open.epoch.saturating_sub(self.params.receipt_retention.into());
        let past: Vec<_> =
            self.audit.stored.iter().filter(|(epoch, ..)| *epoch < first_kept).copied().collect();
        let (gone, left) = past.split_at(past.len().min(limit as usize));
        gone.iter().for_each(|key| {
            self.audit.stored.remove(key);
        });
        let gone_before = left.first().map_or(first_kept, |(epoch, ..)| *epoch);
        self.audit.pruned_before = self.audit.pruned_before.max(gone_before);
        Ok(PruneResponse { batches: u32::try_from(gone.len()).unwrap() })
    }

    fn submit(&mut self, feeder: usize, new: Submission) -> Result<(), Refusal> {
        let found = self.market.feed_mut().and_then(|feed| {
            feed.feeders.iter_mut().find(|(number, _)| *number == feeder).map(|(_, last)| last)
        });
        let last = found.ok_or("is not a feeder")?;
        if new.price == 0 || new.price > MAX_PRICE.atomics() {
            return Err("price (in 10^-18 USD)");
        }
        if new.round <= last.round {
            return Err("expected a round after");
        }
        if new.time > self.now || new.time < last.time {
            return Err("expected an observation from");
        }
        *last = new;
        self.observe();
        Ok(())
    }

    fn fund_reserve(&mut self, amount: u128) -> Result<(), Refusal> {
        if self.kind == SupplyKind::Cw20 {
            return Err(NOT_IN_MODE);
        }
        self.pay_from(TREASURY, amount)?;
        if self.kind != SupplyKind::Reserve {
            return Err(NOT_IN_MODE);
        }
        self.holdings += amount;
        self.sums.reserve += amount;
        self.sums.retired += amount;
        self.open.retired += amount;
        Ok(())
    }

    fn confirm_mint(&mut self, amount: u128) -> Result<(), Refusal> {
        if !self.external() {
            return Err(NOT_IN_MODE);
        }
        if amount == 0 {
            return Err(ZERO);
        }
        self.sums.awaiting = self.sums.awaiting.checked_sub(amount).ok_or("outstanding, found")?;
        if self.holdings + self.sums.awaiting < self.liabilities() {
            return Err("the contract must hold");
        }
        self.sums.confirmed += amount;
        Ok(())
    }

    fn reason(&self, bad: Bad) -> Refusal {
        match (bad, self.kind) {
            (Bad::FundsWithWithdraw | Bad::FundsWithClaim | Bad::FundsWithSettle, _) => {
                "this message takes no funds"
            }
            (Bad::WrongDenom | Bad::TwoCoins, SupplyKind::TokenFactory | SupplyKind::Reserve) => {
                "expected funds of one denom"
            }
            (Bad::WrongDenom | Bad::TwoCoins, _) => NOT_IN_MODE,
            (Bad::ForeignReceive, SupplyKind::Cw20) => "expected a payment in the token",
            (Bad::ForeignReceive, _) => NOT_IN_MODE,
            (Bad::UnknownFeeder, _) => "is not a feeder",
            (Bad::PriceTooLarge, _) => {
                if self.market.submission(0).is_some() {
                    "price (in 10^-18 USD)"
                } else {
                    "is not a feeder"
                }
            }
            (Bad::UnknownMeterAuthorised, _) => "there is nothing to authorise",
            (Bad::HastyConstitution, _) => "constitution: delay: expected from",
            (Bad::MalformedNumber, _) => "policy.mint.rho: to:",
            (Bad::UndecodableMessage, _) => "unknown variant",
        }
    }
}

fn within(limit: Option<u32>, usual: u32, max: u32) -> Result<u32, Refusal> {
    let limit = limit.unwrap_or(usual);
    if (1..=max).contains(&limit) { Ok(limit) } else { Err("limit: expected from 1 to") }
}
