//! Who takes part: tenants with their money, providers with their pay, meters with their limits.

use ballast_math::{Balance, Credits, EpochId, MathError, Stream, Timestamp, Tokens, Usd};
use serde::{Deserialize, Serialize};

use crate::ledger::Ledger;

/// A tenant's money, and who may settle how much of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Tokens in escrow, withdrawable.
    pub deposit: Tokens,
    /// Prepaid USD and the tokens locked behind it.
    pub credits: Credits,
    /// The epoch that `usd` and what was spent refer to.
    pub epoch: EpochId,
    /// Micro-USD settled in that epoch, by all meters.
    pub usd: Usd,
    /// Who may settle.
    pub authorisations: Vec<Allowance>,
}

/// What a meter may settle for a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// The meter's number.
    pub meter: u16,
    /// Micro-USD per epoch.
    pub usd_per_epoch: Usd,
    /// Micro-USD settled in the epoch.
    pub spent: Usd,
}

impl Tenant {
    /// What it can pay with.
    #[must_use]
    #[inline]
    pub const fn balance(&self) -> Balance {
        Balance { deposit: self.deposit, credits: self.credits }
    }

    /// Forgets what was spent before `epoch`, and authorisations that were withdrawn and no longer count.
    #[inline]
    pub fn enter(&mut self, epoch: EpochId) {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.usd = Usd::ZERO;
            self.authorisations.retain(|allowance| !allowance.usd_per_epoch.is_zero());
            for allowance in &mut self.authorisations {
                allowance.spent = Usd::ZERO;
            }
        }
    }

    /// What a meter may settle, if it was ever authorised.
    #[inline]
    pub fn allowance(&mut self, meter: u16) -> Option<&mut Allowance> {
        self.authorisations.iter_mut().find(|allowance| allowance.meter == meter)
    }

    /// Lets a meter settle so much in an epoch; nothing withdraws the authorisation. What was settled in this epoch stays
    /// counted, so that lowering and raising makes no room.
    pub fn authorise(&mut self, meter: u16, usd_per_epoch: Usd) {
        match self.allowance(meter) {
            Some(allowance) => allowance.usd_per_epoch = usd_per_epoch,
            None => self.authorisations.push(Allowance { meter, usd_per_epoch, spent: Usd::ZERO }),
        }
        self.authorisations
            .retain(|allowance| !allowance.usd_per_epoch.is_zero() || !allowance.spent.is_zero());
    }
}

/// A meter's limit, and the batch that it must settle next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    /// Its number.
    pub id: u16,
    /// Micro-USD that it may settle per epoch; nothing for a meter that was removed.
    pub usd_per_epoch: Usd,
    /// The epoch that `spent` refers to.
    pub epoch: EpochId,
    /// Micro-USD settled in that epoch.
    pub spent: Usd,
    /// The batch that it must settle next.
    pub next_batch: u64,
}

impl Meter {
    /// Forgets what was spent before `epoch`.
    #[inline]
    pub fn enter(&mut self, epoch: EpochId) {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.spent = Usd::ZERO;
        }
    }
}

/// A provider's pay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Direct pay and vested rewards.
    pub payable: Tokens,
    /// Rewards that still vest.
    pub stream: Stream,
    /// Work in an epoch whose reward pool was not taken yet.
    pub work: Option<Work>,
}

/// What a provider delivered in an epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Which epoch.
    pub epoch: EpochId,
    /// Its weight when the grant is shared.
    pub weight: u128,
    /// Micro-USD paid for it.
    pub usd: Usd,
}

impl Provider {
    /// Releases what has vested by `now` into what is payable. Errors leave the ledger as it was.
    #[inline]
    pub fn release(&mut self, ledger: &mut Ledger, now: Timestamp) -> Result<(), MathError> {
        let vested = self.stream.release(now)?;
        self.vested(ledger, vested)
    }

    #[inline]
    pub(crate) fn vested(&mut self, ledger: &mut Ledger, vested: Tokens) -> Result<(), MathError> {
        self.payable = self.payable.plus(vested)?;
        ledger.unvested = ledger.unvested.minus(vested)?;
        ledger.payable = ledger.payable.plus(vested)?;
        Ok(())
    }

    /// Pays out what is payable at `now`, what has vested included: the caller transfers it.
    ///
    /// Returns: the tokens; zero where there is nothing to claim.
    #[inline]
    pub fn claim(&mut self, ledger: &mut Ledger, now: Timestamp) -> Result<Tokens, MathError> {
        self.release(ledger, now)?;
        ledger.payable = ledger.payable.minus(self.payable)?;
        Ok(std::mem::take(&mut self.payable))
    }
}
