//! Who takes part, and their money: what they pay in, what is settled, and what they claim.

use ballast_math::{
    Credits, EpochId, MathError, Pot, Purse, Quote, Rounding, Seconds, Tokens, Usd, cautious_price,
};

use super::Economy;
use super::look::Sight;

/// Who takes part: everybody else, and one large account. Each is a tenant and a provider.
pub const PARTIES: usize = 2;
/// Everybody else.
pub const CROWD: usize = 0;
/// The large account.
pub const WHALE: usize = 1;

/// A line of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line {
    /// Who pays.
    pub tenant: usize,
    /// Who delivered.
    pub provider: usize,
    /// The bill.
    pub usd: Usd,
    /// Delivered GPU seconds.
    pub gpu_seconds: u64,
}

/// A tenant's money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tenant {
    /// Deposit and credits.
    pub purse: Purse,
    /// What the meter may take in an epoch.
    pub authorised: Usd,
    /// What it took in the epoch that is open.
    pub spent: Usd,
}

/// What a provider earned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Provider {
    /// Direct pay and rewards that can be claimed now, vesting streams aside.
    pub payable: Tokens,
    /// Weight in an epoch whose pot was not taken yet.
    pub(super) work: Option<(EpochId, u128)>,
    /// All rewards so far, vesting or not.
    pub rewards: Tokens,
    /// All that its work burned so far.
    pub burned: Tokens,
}

impl Economy<'_> {
    /// A tenant's money.
    #[must_use]
    pub const fn tenant(&self, party: usize) -> &Tenant {
        &self.tenants[party]
    }

    /// What a provider earned.
    #[must_use]
    pub const fn provider(&self, party: usize) -> &Provider {
        &self.providers[party]
    }

    /// A tenant pays tokens into its escrow.
    pub fn deposit(&mut self, party: usize, tokens: Tokens) -> Result<(), MathError> {
        let purse = &mut self.tenants[party].purse;
        purse.deposit = purse.deposit.plus(tokens)?;
        Ok(())
    }

    /// A tenant pays tokens and has them locked for credits.
    ///
    /// Returns: the credits; `None` where the contract would refuse: no usable price, or no credit for so little.
    pub fn buy_credits(
        &mut self,
        now: Seconds,
        party: usize,
        tokens: Tokens,
    ) -> Result<Option<Usd>, MathError> {
        let sight = self.look(now)?;
        let Some(quote) = self.credit_quote(&sight)? else { return Ok(None) };
        let purse = &mut self.tenants[party].purse;
        let (credits, usd) = purse.credits.lock(tokens, quote, self.network.policy.burn.credit_spread)?;
        if tokens.is_zero() || usd.is_zero() {
            return Ok(None);
        }
        purse.credits = credits;
        self.credits_moved();
        Ok(Some(usd))
    }

    /// What credits are sold at.
    pub fn credit_quote(&self, sight: &Sight) -> Result<Option<Quote>, MathError> {
        let price = sight.usable.map(|spot| cautious_price(spot, sight.average.unwrap_or(spot)));
        price.map(|price| self.network.quote(price)).transpose()
    }

    /// The meter settles a batch, each line as far as it can be paid.
    ///
    /// The epochs that are over must have been closed: in the contract, the message would do that first.
    pub fn settle(&mut self, now: Seconds, lines: &[Line]) -> Result<(), MathError> {
        let sight = self.look(now)?;
        let quote = sight.usable.map(|spot| self.network.quote(spot)).transpose()?;
        self.credits_moved();
        lines.iter().try_for_each(|line| self.pay(line, quote))
    }

    fn pay(&mut self, line: &Line, quote: Option<Quote>) -> Result<(), MathError> {
        self.take_reward(line.provider)?;
        let tenant = &mut self.tenants[line.tenant];
        let tenant_allows = tenant.authorised.saturating_minus(tenant.spent);
        let meter_may = self.network.meter_limit.saturating_minus(self.open.meter_spent);
        let bill = line.usd.min(tenant_allows).min(meter_may);
        if bill.is_zero() {
            return Ok(());
        }
        let (payment, purse) = self.network.policy.burn.pay(tenant.purse, bill, quote)?;
        if payment.usd.is_zero() {
            return Ok(());
        }
        tenant.purse = purse;
        tenant.spent = tenant.spent.plus(payment.usd)?;

        let weight = self.network.policy.reward.weight_by.of(payment.burned, payment.usd);
        let provider = &mut self.providers[line.provider];
        let worked = provider.work.map_or(0, |(_, weight)| weight);
        provider.work = Some((self.open.epoch, worked.saturating_add(weight)));
        provider.payable = provider.payable.plus(payment.direct_pay)?;
        provider.burned = provider.burned.plus(payment.burned)?;

        let open = &mut self.open;
        open.meter_spent = open.meter_spent.plus(payment.usd)?;
        open.usd_settled = open.usd_settled.plus(payment.usd)?;
        open.burned = open.burned.plus(payment.burned)?;
        open.gpu_seconds = open.gpu_seconds.saturating_add(line.gpu_seconds);
        open.weight = open.weight.saturating_add(weight);
        Ok(())
    }

    /// A provider claims; `None` where there is nothing to claim, and then nothing is taken.
    pub fn claim(&mut self, party: usize) -> Result<Option<Tokens>, MathError> {
        if self.providers[party].payable.is_zero() && self.providers[party].work.is_none() {
            return Ok(None);
        }
        let (before, pots, carried) = (self.providers[party], self.pots, self.carried);
        self.take_reward(party)?;
        let provider = &mut self.providers[party];
        if provider.payable.is_zero() {
            (self.providers[party], self.pots, self.carried) = (before, pots, carried);
            return Ok(None);
        }
        Ok(Some(std::mem::take(&mut provider.payable)))
    }

    /// Takes a provider's share of the closed epoch that it last worked in.
    fn take_reward(&mut self, party: usize) -> Result<(), MathError> {
        let provider = &mut self.providers[party];
        let Some((epoch, weight)) = provider.work.take_if(|(epoch, _)| *epoch < self.open.epoch) else {
            return Ok(());
        };
        let holds = |place: &&mut Option<(EpochId, Pot)>| place.is_some_and(|(filled, _)| filled == epoch);
        let Some(place) = self.pots.iter_mut().find(holds) else { return Ok(()) };
        let Some((_, pot)) = place else { return Ok(()) };
        let share = pot.take(weight)?;
        if pot.is_empty() {
            *place = None;
        }
        let (payable, _) = self.network.policy.reward.split(share.reward)?;
        provider.payable = provider.payable.plus(payable)?;
        provider.rewards = provider.rewards.plus(share.reward)?;
        self.carried = self.carried.plus(share.carried)?;
        Ok(())
    }

    /// Tokens that a tenant must pay in so that its deposit pays bills of `usd` in `lines` lines.
    pub fn missing(&self, party: usize, usd: Usd, lines: u128, quote: Quote) -> Result<Tokens, MathError> {
        // Each line rounds up by less than one unit.
        let needed = quote.tokens_for(usd, Rounding::Up)?.plus(Tokens::new(lines))?;
        Ok(needed.saturating_minus(self.tenants[party].purse.deposit))
    }

    /// Credits of all tenants.
    #[must_use]
    pub fn credits(&self) -> Credits {
        let sum = |sum: Credits, tenant: &Tenant| Credits {
            usd: Usd::new(sum.usd.get().saturating_add(tenant.purse.credits.usd.get())),
            locked: Tokens::new(sum.locked.get().saturating_add(tenant.purse.credits.locked.get())),
        };
        self.tenants.iter().fold(Credits::default(), sum)
    }
}
