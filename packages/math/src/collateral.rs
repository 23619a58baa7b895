//! What stands behind credits that nobody has used yet.

use crate::caps::breaker_limit;
use crate::credits::Credits;
use crate::error::MathError;
use crate::policy::Policy;
use crate::quote::Quote;
use crate::units::{ONE, Ratio, Tokens, Usd};
use crate::wide::{Rounding, mul_div};

/// Outstanding credits, and what there is to pay for them beside the tokens that are locked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutstandingCredits {
    /// The unused credits of all tenants, and the tokens locked behind them.
    pub credits: Credits,
    /// Burned before the open epoch and not yet re-minted.
    pub remint_credit: Tokens,
    /// Burned in the open epoch.
    pub burned: Tokens,
    /// Micro-USD settled in the open epoch: its providers are paid first.
    pub usd_settled: Usd,
    /// What the breaker leaves of what the open epoch asks for, as far as it has gone; `None` where it is not in force.
    pub breaker: Option<Ratio>,
    /// Circulating supply: promises that are nothing beside it endanger nothing.
    pub supply: Tokens,
}

/// A promise counts as at least a ten-thousandth of what the supply is worth. Otherwise a cent of credits that nobody uses, or a
/// remainder of rounding, could halt a network while no other credits are outstanding.
const MIN_PROMISE: Ratio = Ratio::from_atomics(ONE / 10_000);

impl Policy {
    /// How much of what the outstanding credits promise could not be re-minted, were the open epoch closed and all of
    /// them used up now, as a share of the promise.
    ///
    /// ```text
    /// promise   = value_share · credits
    /// burn      = burn_share · locked
    /// due       = min(value_share · settled / price, γ · burned, remint credit + burned, what the breaker leaves of it)
    /// left      = remint credit + burned − due
    /// ratio     = price · min(γ · burn, left + burn) / promise
    /// shortfall = max(0, 1 − ratio) · promise / max(promise, price · supply / 10,000)
    /// ```
    ///
    /// Only what can be spent counts. Tokens that burned earlier pay for credits as far as γ lets them, and what the open
    /// epoch is about to mint is gone. The share of a payment that does not burn is the tenant's own and neither
    /// promised nor minted. Re-mint of the smoothed burn comes out of the same caps and is not counted: this is for networks
    /// that pay by value alone.
    ///
    /// Rounded up, and what pays for the credits down, so that no shortfall is hidden.
    ///
    /// Returns: `None` where nothing is promised. Errors only when sums of burned tokens do not fit.
    pub fn collateral_shortfall(
        &self,
        outstanding: &OutstandingCredits,
        quote: Quote,
    ) -> Result<Option<Ratio>, MathError> {
        let OutstandingCredits { credits, remint_credit, burned, usd_settled, breaker, supply } =
            *outstanding;
        let mint = &self.mint;
        let promise = credits.usd.times(mint.value_share, Rounding::Up)?;
        if promise.is_zero() {
            return Ok(None);
        }
        let asked = mint.by_value(usd_settled, quote)?;
        let granted = breaker_limit(breaker, asked, burned)?.unwrap_or(asked);
        let due = granted.min(mint.remint_limits(burned, remint_credit)?.smaller());
        let left = remint_credit.plus(burned)?.minus(due)?;
        let burn = credits.locked.times(self.burn.burn_share, Rounding::Down)?;
        let spendable = mint.remint_limits(burn, left)?.smaller();
        // A value that does not fit is more than any promise.
        let missing = promise.saturating_minus(quote.usd_for(spendable).unwrap_or(promise));
        // Rounded down: the smaller of the two makes more of a shortfall.
        let min = quote.usd_for(supply.times(MIN_PROMISE, Rounding::Down)?).unwrap_or(Usd::MAX);
        mul_div(missing.get(), ONE, promise.max(min).get(), Rounding::Up, "shortfall")
            .map(|shortfall| Some(Ratio::from_atomics(shortfall)))
    }
}
