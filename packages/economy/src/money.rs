//! Tenants' own money: deposits, withdrawals and purchases of credits.

use ballast_math::{MathError, Quote, Ratio, Tokens, Usd};
use thiserror::Error;

use crate::accounts::Tenant;
use crate::ledger::Ledger;

/// Why a tenant's money does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Nothing is to be moved.
    #[error("the amount must be above zero")]
    ZeroAmount,
    /// More is asked for than there is.
    #[error("expected at most {available} in escrow, found {requested}")]
    InsufficientDeposit {
        /// What there is.
        available: Tokens,
        /// What is asked for.
        requested: Tokens,
    },
    /// The tokens are worth less than the buyer accepts.
    #[error("expected at least {expected} micro-USD of credits, found {found}")]
    TooFewCredits {
        /// The least that is accepted.
        expected: Usd,
        /// What the tokens give.
        found: Usd,
    },
    /// Amounts that do not fit.
    #[error(transparent)]
    Math(#[from] MathError),
}

/// A purchase of credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// Tokens that arrive with it and are deposited first.
    pub arrived: Tokens,
    /// Tokens to lock, of the whole deposit.
    pub amount: Tokens,
    /// The fewest micro-USD of credits that the buyer accepts, if it says so.
    pub min_usd: Option<Usd>,
}

impl Tenant {
    /// Adds tokens that have arrived.
    #[inline]
    pub fn pay_in(&mut self, ledger: &mut Ledger, amount: Tokens) -> Result<(), MathError> {
        let deposit = self.deposit.plus(amount)?;
        ledger.escrow = ledger.escrow.plus(amount)?;
        self.deposit = deposit;
        Ok(())
    }

    /// Takes unspent tokens out, all of them where no amount is given: the caller transfers them.
    ///
    /// Returns: the tokens. Nothing is changed on an error.
    pub fn withdraw(&mut self, ledger: &mut Ledger, amount: Option<Tokens>) -> Result<Tokens, MoneyError> {
        let available = self.deposit;
        let amount = amount.unwrap_or(available);
        check_available(amount, available)?;
        ledger.escrow = ledger.escrow.minus(amount)?;
        self.deposit = available.minus(amount)?;
        Ok(amount)
    }

    /// Locks tokens for credits at a price; `spread` is what the buyer gives up.
    ///
    /// Returns: micro-USD of credits. Nothing is changed on an error.
    #[inline]
    pub fn buy_credits(
        &mut self,
        ledger: &mut Ledger,
        purchase: Purchase,
        quote: Quote,
        spread: Ratio,
    ) -> Result<Usd, MoneyError> {
        let Purchase { arrived, amount, min_usd } = purchase;
        let available = self.deposit.plus(arrived)?;
        check_available(amount, available)?;
        let (credits, usd) = self.credits.lock(amount, quote, spread)?;
        // Tokens locked for no credit at all could never be burned or returned.
        let expected = min_usd.unwrap_or_default().max(Usd::new(1));
        if usd < expected {
            return Err(MoneyError::TooFewCredits { expected, found: usd });
        }
        let mut after = *ledger;
        after.escrow = after.escrow.plus(arrived)?.minus(amount)?;
        after.locked = after.locked.plus(amount)?;
        after.credits = after.credits.plus(usd)?;
        let deposit = available.minus(amount)?;
        (*ledger, self.credits, self.deposit) = (after, credits, deposit);
        Ok(usd)
    }
}

#[inline]
fn check_available(amount: Tokens, available: Tokens) -> Result<(), MoneyError> {
    if amount.is_zero() {
        return Err(MoneyError::ZeroAmount);
    }
    if amount > available {
        return Err(MoneyError::InsufficientDeposit { available, requested: amount });
    }
    Ok(())
}
