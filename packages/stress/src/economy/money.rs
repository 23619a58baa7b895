//! Who takes part, and their money: what they pay in, what is settled, and what they claim.

use ballast_economy::{Delivery, MoneyError, Parties, Provider, Purchase, ShortfallReason, Sums, Tenant};
use ballast_math::{MathError, Quote, Rounding, Timestamp, Tokens, Usd};

use super::{Economy, METER};

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

/// An account, as a tenant and as a provider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// Its money.
    pub tenant: Tenant,
    /// Its pay.
    pub provider: Provider,
    /// All rewards so far, vesting or not.
    pub rewards: Tokens,
    /// All that its work burned so far.
    pub burned: Tokens,
}

impl Party {
    /// An account that lets the meter take so much in an epoch.
    pub(super) fn authorising(usd_per_epoch: Usd) -> Self {
        let mut party = Self::default();
        party.tenant.authorise(METER, usd_per_epoch);
        party
    }
}

impl Economy<'_> {
    /// Somebody who takes part.
    #[must_use]
    pub const fn party(&self, party: usize) -> &Party {
        &self.parties[party]
    }

    /// A tenant pays tokens into its escrow.
    pub fn deposit(&mut self, party: usize, tokens: Tokens) -> Result<(), MathError> {
        self.parties[party].tenant.pay_in(&mut self.books.ledger, tokens)
    }

    /// A tenant pays tokens and has them locked for credits.
    ///
    /// Returns: the credits; `None` where the contract would refuse: no usable price, or no credit for so little.
    pub fn buy_credits(
        &mut self,
        now: Timestamp,
        party: usize,
        tokens: Tokens,
    ) -> Result<Option<Usd>, MathError> {
        let market = self.look(now)?.market;
        let Some(quote) = market.credit_quote(self.network.decimals)? else { return Ok(None) };
        let purchase = Purchase { arrived: tokens, amount: tokens, min_usd: None };
        let spread = self.network.policy.burn.credit_spread;
        let tenant = &mut self.parties[party].tenant;
        match tenant.buy_credits(&mut self.books.ledger, purchase, quote, spread) {
            Ok(usd) => {
                self.credits_moved();
                Ok(Some(usd))
            }
            Err(MoneyError::Math(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// The meter settles a batch, each line as far as it can be paid.
    ///
    /// The epochs that are over must have been closed: in the contract, the message would do that first.
    pub fn settle(&mut self, now: Timestamp, lines: &[Line]) -> Result<(), MathError> {
        let quote = self.look(now)?.market.bill_quote(self.network.decimals)?;
        self.credits_moved();
        lines.iter().try_for_each(|line| self.pay(line, quote))
    }

    fn pay(&mut self, line: &Line, quote: Option<Quote>) -> Result<(), MathError> {
        self.take_share(line.provider)?;
        let books = &mut self.books;
        let mut sums = Sums { open: &mut books.open, ledger: &mut books.ledger, meter: &mut self.meter };
        let delivery = Delivery { usd: line.usd, gpu_seconds: line.gpu_seconds };
        let (tenant, provider) = pair(&mut self.parties, line.tenant, line.provider);
        let parties = Parties { tenant, provider, self_dealing: line.tenant == line.provider };
        match sums.settle(&self.network.policy, parties, delivery, quote) {
            Ok(settled) => {
                let provider = &mut self.parties[line.provider];
                provider.burned = provider.burned.plus(settled.payment.burned)?;
                Ok(())
            }
            // In the contract such a line is refused and the network goes on; a run that gets there is worthless.
            Err(ShortfallReason::TooLarge) => Err(MathError::overflow("a settled line")),
            Err(_) => Ok(()),
        }
    }

    /// A provider claims; `None` where it has nothing but what vests, and then nothing is taken.
    ///
    /// Returns: what it is paid, with what has vested since.
    pub fn claim(&mut self, now: Timestamp, party: usize) -> Result<Option<Tokens>, MathError> {
        let Provider { payable, work, .. } = self.parties[party].provider;
        if payable.is_zero() && work.is_none() {
            return Ok(None);
        }
        let before = (self.parties[party].clone(), self.pools, self.books.ledger);
        self.take_share(party)?;
        let provider = &mut self.parties[party].provider;
        if provider.payable.is_zero() {
            (self.parties[party], self.pools, self.books.ledger) = before;
            return Ok(None);
        }
        provider.claim(&mut self.books.ledger, now).map(Some)
    }

    /// Takes a provider's share of the closed epoch that it last worked in.
    fn take_share(&mut self, party: usize) -> Result<(), MathError> {
        let Self { network, books, parties, pools, .. } = self;
        let Party { provider, rewards, .. } = &mut parties[party];
        let Some(epoch) = provider.due(books.open.epoch) else { return Ok(()) };
        let place = pools.iter_mut().find(|place| place.is_some_and(|(filled, _)| filled == epoch));
        let mut none = None;
        let place = place.unwrap_or(&mut none);
        let pool = place.as_mut().map(|(_, pool)| pool);
        let reward = provider.take_share(pool, &mut books.ledger, network.epoch_range(epoch)?.end)?;
        *rewards = rewards.plus(reward)?;
        if place.is_some_and(|(_, left)| left.pool.is_empty()) {
            *place = None;
        }
        Ok(())
    }

    /// Tokens that a tenant must pay in so that its deposit pays bills of `usd` in `lines` lines.
    pub fn missing(&self, party: usize, usd: Usd, lines: u128, quote: Quote) -> Result<Tokens, MathError> {
        // Each line rounds up by less than one unit.
        let needed = quote.tokens_for(usd, Rounding::Up)?.plus(Tokens::new(lines))?;
        Ok(needed.saturating_minus(self.parties[party].tenant.deposit))
    }
}

/// The tenant of one account and the provider of another, which may be the same.
fn pair(parties: &mut [Party; PARTIES], tenant: usize, provider: usize) -> (&mut Tenant, &mut Provider) {
    let [crowd, whale] = parties;
    match (tenant, provider) {
        (CROWD, CROWD) => (&mut crowd.tenant, &mut crowd.provider),
        (CROWD, _) => (&mut crowd.tenant, &mut whale.provider),
        (_, CROWD) => (&mut whale.tenant, &mut crowd.provider),
        _ => (&mut whale.tenant, &mut whale.provider),
    }
}
