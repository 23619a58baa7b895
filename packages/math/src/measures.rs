//! What an analyst asks: is the network really deflationary, can the burn last, and who is behind it.

use ruint::aliases::U256;
use serde::{Deserialize, Serialize};

use crate::division::div_rem;
use crate::error::MathError;
use crate::fixed::Fixed;
use crate::order::sorted;
use crate::time::Duration;
use crate::units::{ONE, Ratio, Tokens};
use crate::wide::{Rounding, mul_div, narrow, product};

/// Burns per epoch, from the cautious to the flattering figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BurnProfile {
    /// Lower quartile: three epochs in four burned at least this.
    pub sustainable: Tokens,
    /// Half of the epochs burned at least this.
    pub median: Tokens,
    /// Average, rounded down.
    pub mean: Tokens,
    /// The best epoch.
    pub peak: Tokens,
}

/// The profile of a window's burns; all zero for an empty window.
///
/// Quantiles are nearest rank, the lower neighbour: always a burn that happened, never an interpolation upwards.
pub fn burn_profile(burns: &[Tokens]) -> Result<BurnProfile, MathError> {
    let sorted = sorted(burns);
    let at_rank = |numerator: usize, denominator: usize| {
        let index = sorted.len().saturating_sub(1) * numerator / denominator;
        sorted.get(index).copied().unwrap_or_default()
    };
    let total = sorted.iter().try_fold(Tokens::ZERO, |sum, burn| sum.plus(*burn))?;
    let count = sorted.len().max(1) as u128;
    Ok(BurnProfile {
        sustainable: at_rank(1, 4),
        median: at_rank(1, 2),
        mean: Tokens::new(total.get() / count),
        peak: at_rank(1, 1),
    })
}

/// Burned ÷ minted, rounded down: above one the network shrinks. `None` where nothing was minted.
///
/// Where next to nothing was minted and the quotient cannot be written, the largest ratio that can.
#[must_use]
pub fn coverage(burned: Tokens, minted: Tokens) -> Option<Ratio> {
    Ratio::quotient(burned.get(), minted.get())
}

/// How far `current` lies below `peak`, as a share of the peak, rounded down; zero at or above it.
pub fn drawdown(current: u128, peak: u128) -> Result<Ratio, MathError> {
    if current >= peak { Ok(Ratio::ZERO) } else { Ratio::of(peak - current, peak) }
}

/// The highest value at which [`drawdown`] from `peak` is `fall` or more: what trips a threshold. Zero for a fall of one or more.
#[must_use]
pub fn trip_value(peak: u128, fall: Ratio) -> u128 {
    // ⌊(peak − v) / peak⌋ ≥ fall  ⇔  v ≤ peak − ⌈peak · fall⌉, all in whole units.
    let missing = mul_div(peak, fall.atomics(), ONE, Rounding::Up, "trip value");
    peak.saturating_sub(missing.unwrap_or(u128::MAX))
}

/// Epochs until an average with weight `alpha` shows a drawdown of `threshold` after a sudden fall of `fall`:
///
/// ```text
/// n = ⌈ln(1 − threshold/fall) / ln(1 − alpha)⌉
/// ```
///
/// `None` when it never does (`fall ≤ threshold`, or an average that does not move).
pub fn detection_epochs(threshold: Ratio, fall: Ratio, alpha: Ratio) -> Result<Option<u64>, MathError> {
    if fall <= threshold || alpha.is_zero() {
        return Ok(None);
    }
    if threshold.is_zero() || alpha >= Ratio::ONE {
        return Ok(Some(u64::from(!threshold.is_zero())));
    }
    // Both logarithms are of numbers below one; their ratio is that of the inverses, which are above.
    let unseen = fall.atomics() - threshold.atomics();
    let needed = Fixed::ratio(fall.atomics(), 1, unseen, 1)?.log2()?;
    let per_epoch = Fixed::ratio(ONE, 1, alpha.complement().atomics(), 1)?.log2()?;
    let (whole, rest) = div_rem(needed.to_bits(), per_epoch.to_bits());
    // A threshold that is met exactly is met: what the error of the logarithms can leave over is no epoch more.
    let noise = (whole + U256::from(1u8)) << 6;
    let epochs = whole + U256::from(u8::from(rest > noise));
    u64::try_from(epochs).map(Some).map_err(|_| MathError::overflow("detection time"))
}

/// The time until `budget` is spent at the pace of `spent` in `span`, rounded down; `None` when nothing is being spent.
pub fn runway(budget: Tokens, spent: Tokens, span: Duration) -> Result<Option<Duration>, MathError> {
    if spent.is_zero() {
        return Ok(None);
    }
    let (seconds, _) = div_rem(product(budget.get(), span.into()), U256::from(spent.get()));
    // A runway of more than 500 billion years is as good as that many.
    Ok(Some(u64::try_from(seconds).map_or(Duration::MAX, Duration::new)))
}

/// How concentrated spending is: kept up to date one payment at a time, in constant space.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Concentration {
    /// Accounts that spent anything.
    pub accounts: u32,
    /// Sum of the squares of what each spent, in whole USD cents squared.
    ///
    /// Cents, so that a trillion dollars in one hand still fits.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    #[serde(with = "crate::text")]
    squares: u128,
    /// Sum of what each spent, in whole USD cents.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    #[serde(with = "crate::text")]
    total: u128,
}

/// Micro-USD in a cent.
const CENT: u128 = 10_000;

impl Concentration {
    /// An account that had spent `before` now has spent `after` (micro-USD, not less than before).
    pub fn moved(&mut self, before: u128, after: u128) -> Result<(), MathError> {
        const OPERATION: &str = "concentration";
        let overflow = MathError::overflow(OPERATION);
        if before == 0 && after > 0 {
            self.accounts = self.accounts.checked_add(1).ok_or(overflow)?;
        }
        let (before, after) = (before / CENT, after / CENT);
        let grown = after.checked_sub(before).ok_or(MathError::Underflow {
            operation: OPERATION,
            minuend: after,
            subtrahend: before,
        })?;
        // after² − before² = (after − before)(after + before)
        let sum = after.checked_add(before).ok_or(overflow)?;
        let squares = grown.checked_mul(sum).and_then(|added| self.squares.checked_add(added));
        self.squares = squares.ok_or(overflow)?;
        self.total = self.total.checked_add(grown).ok_or(overflow)?;
        Ok(())
    }

    /// The Herfindahl index `Σ sᵢ²` of the shares, rounded down: 1 for a single account, 1/n for n equal ones.
    /// `None` where less than a cent was spent.
    pub fn herfindahl(&self) -> Result<Option<Ratio>, MathError> {
        if self.total == 0 {
            return Ok(None);
        }
        let total = U256::from(self.total);
        let (shares, _) = div_rem(product(self.squares, ONE), total);
        let (index, _) = div_rem(shares, total);
        narrow(index, "Herfindahl index").map(|index| Some(Ratio::from_atomics(index)))
    }
}
