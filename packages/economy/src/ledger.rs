//! The ledger: what is owed to whom, in sum, and what was burned and minted since the start.

use ballast_math::{Credits, MathError, Tokens, Usd};
use serde::{Deserialize, Serialize};

use crate::record::Decision;

/// What is owed to whom, in sum. Every figure is in base units but `credits`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Tenants' deposits.
    pub escrow: Tokens,
    /// Locked behind credits.
    pub locked: Tokens,
    /// Unused credits of all tenants in micro-USD, behind which `locked` lies.
    pub credits: Usd,
    /// Direct pay, rewards and reward pools not yet taken.
    pub payable: Tokens,
    /// Rewards that still vest.
    pub unvested: Tokens,
    /// Rounding remainders, on their way to the next reward pool.
    pub carried: Tokens,
    /// What rewards come out of, where they come out of a reserve.
    pub reserve: Tokens,
    /// Granted and not yet minted by the chain, where the chain mints.
    pub awaiting_mint: Tokens,
    /// Burned since the start.
    pub total_burned: Tokens,
    /// Minted since the start.
    pub total_minted: Tokens,
    /// Paid into the reserve since the start.
    pub total_retired: Tokens,
}

/// Where the tokens of a grant come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuance {
    /// They are minted at the close.
    Mint,
    /// They come out of the reserve.
    Reserve,
    /// The chain mints them and confirms it later.
    External,
}

impl Ledger {
    /// All that must be held for others, or is about to be received. Errors when the sum does not fit.
    pub fn liabilities(&self) -> Result<Tokens, MathError> {
        [self.locked, self.payable, self.unvested, self.carried, self.reserve]
            .into_iter()
            .try_fold(self.escrow, Tokens::plus)
    }

    /// The credits of all tenants as if they were one's.
    #[must_use]
    #[inline]
    pub const fn prepaid(&self) -> Credits {
        Credits { usd: self.credits, locked: self.locked }
    }

    /// Circulating supply by the books, from that at the start.
    ///
    /// Burns of tokens that others minted may exceed what was recorded; the books then say zero, not nonsense.
    #[inline]
    pub fn supply(&self, initial: Tokens) -> Result<Tokens, MathError> {
        let grown = initial.plus(self.total_minted)?;
        Ok(grown.saturating_minus(self.total_burned).saturating_minus(self.total_retired))
    }

    /// What a grant may come out of, where it comes out of a reserve.
    #[must_use]
    #[inline]
    pub fn available(&self, issuance: Issuance) -> Option<Tokens> {
        (issuance == Issuance::Reserve).then_some(self.reserve)
    }

    /// The ledger after the grant of an epoch.
    #[inline]
    pub fn granted(&self, decision: &Decision, issuance: Issuance) -> Result<Self, MathError> {
        let mut after = *self;
        after.payable = after.payable.plus(decision.granted)?;
        after.carried = after.carried.minus(decision.carried_in()?)?;
        after.total_minted = after.total_minted.plus(decision.minted)?;
        match issuance {
            Issuance::Mint => {}
            Issuance::Reserve => after.reserve = after.reserve.minus(decision.minted)?,
            Issuance::External => after.awaiting_mint = after.awaiting_mint.plus(decision.minted)?,
        }
        Ok(after)
    }

    /// Adds tokens to the reserve: what waits there does not circulate.
    pub fn fund_reserve(&mut self, amount: Tokens) -> Result<(), MathError> {
        let retired = self.total_retired.plus(amount)?;
        self.reserve = self.reserve.plus(amount)?;
        self.total_retired = retired;
        Ok(())
    }
}
