//! Money in: how a compute bill is paid, what of it burns and what goes to the provider.

use serde::{Deserialize, Serialize};

use crate::credits::Credits;
use crate::error::MathError;
use crate::quote::Quote;
use crate::units::{Ratio, Tokens, Usd};
use crate::wide::Rounding;

/// How payments are split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BurnPolicy {
    /// Share of every payment that burns; the rest is the provider's direct pay. At most 1.
    pub burn_share: Ratio,
    /// Share of the value that a buyer of credits gives up for the fixed price; below 1.
    pub credit_spread: Ratio,
}

/// What a tenant can pay with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// Tokens in escrow, withdrawable.
    pub deposit: Tokens,
    /// Prepaid USD and the tokens locked behind it.
    pub credits: Credits,
}

/// One settled bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Payment {
    /// What was paid, in micro-USD.
    pub usd: Usd,
    /// The part of it that credits paid.
    pub usd_from_credits: Usd,
    /// Tokens released from the lock behind those credits.
    pub from_lock: Tokens,
    /// Tokens taken from the deposit.
    pub from_deposit: Tokens,
    /// Tokens that burn, rounded up.
    pub burned: Tokens,
    /// Tokens that the provider receives from the tenant, rounded down.
    pub direct_pay: Tokens,
}

/// What of a line can be billed: no more than is left of the tenant's limit and of the meter's.
#[must_use]
#[inline]
pub fn bill(line: Usd, tenant_left: Usd, meter_left: Usd) -> Usd {
    line.min(tenant_left).min(meter_left)
}

impl BurnPolicy {
    /// To start from: everything burns, and credits cost what they are worth.
    #[must_use]
    pub const fn plain() -> Self {
        Self { burn_share: Ratio::ONE, credit_spread: Ratio::ZERO }
    }

    /// Pays up to `bill`: from credits first, which need no price, then from the deposit at `quote`.
    ///
    /// Pays less when the balance holds less, and only from credits when there is no usable price. Never takes more tokens
    /// than the balance holds: `usd ≤ ⌊deposit · price⌋` implies `⌈usd / price⌉ ≤ deposit`.
    ///
    /// Returns: the payment and the balance after it.
    pub fn pay(
        &self,
        balance: Balance,
        bill: Usd,
        quote: Option<Quote>,
    ) -> Result<(Payment, Balance), MathError> {
        let usd_from_credits = bill.min(balance.credits.usd);
        let (from_lock, credits) = balance.credits.consume(usd_from_credits)?;

        let rest = bill.minus(usd_from_credits)?;
        let (usd_from_deposit, from_deposit) = match quote {
            Some(quote) => {
                let usd = rest.min(quote.usd_for(balance.deposit)?);
                (usd, quote.tokens_for(usd, Rounding::Up)?)
            }
            None => (Usd::ZERO, Tokens::ZERO),
        };

        let cost = from_lock.plus(from_deposit)?;
        let burned = cost.times(self.burn_share, Rounding::Up)?;
        let payment = Payment {
            usd: usd_from_credits.plus(usd_from_deposit)?,
            usd_from_credits,
            from_lock,
            from_deposit,
            burned,
            direct_pay: cost.minus(burned)?,
        };
        Ok((payment, Balance { deposit: balance.deposit.minus(from_deposit)?, credits }))
    }
}
