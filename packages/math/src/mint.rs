//! Money out: what is requested for an epoch.

use serde::{Deserialize, Serialize};

use crate::ema::HighPrecisionAmount;
use crate::error::MathError;
use crate::network_time::{NetworkTime, WorkMeasure};
use crate::policy::{MintPolicy, Rho};
use crate::quote::Quote;
use crate::schedule::Emission;
use crate::time::Duration;
use crate::time_range::TimeRange;
use crate::units::{Ratio, SignedRatio, Tokens, Usd};
use crate::wide::Rounding;

/// What an epoch asks for, part by part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Request {
    /// By schedule, within what is left of the emission budget.
    pub schedule: Tokens,
    /// `ρ · min(smoothed burn, remint cap)`.
    pub remint_by_burn: Tokens,
    /// `value_share · usd settled / price`.
    pub remint_by_value: Tokens,
}

impl Request {
    /// The re-mint of both kinds.
    #[inline]
    pub fn remint(&self) -> Result<Tokens, MathError> {
        self.remint_by_burn.plus(self.remint_by_value)
    }

    /// All that is asked for.
    #[inline]
    pub fn total(&self) -> Result<Tokens, MathError> {
        self.schedule.plus(self.remint()?)
    }
}

/// The schedule, the two parts of the re-mint and the caps on it add up to less than an amount can hold.
const LARGEST_PART: Tokens = Tokens::new(u128::MAX / 4);

impl MintPolicy {
    /// The re-mint that an epoch asks for. All parts round down; without a price the value-linked part is zero.
    ///
    /// However far the price has fallen, the value-linked part asks for at most a quarter of the largest amount, so that
    /// the request can be added up and the epoch closes; the caps on re-mint decide long before.
    ///
    /// `smoothed_burn` is per epoch and already holds the epoch's own burn.
    #[inline]
    pub fn request(
        &self,
        rho: Ratio,
        smoothed_burn: HighPrecisionAmount,
        epoch_length: Duration,
        usd_settled: Usd,
        quote: Option<Quote>,
        schedule: Tokens,
    ) -> Result<Request, MathError> {
        let by_burn = smoothed_burn.times(rho)?;
        let remint_by_burn = match self.remint_cap {
            Some(cap) => by_burn.min(cap.accrued(epoch_length)?.times(rho, Rounding::Down)?),
            None => by_burn,
        };
        let remint_by_value = match quote {
            Some(quote) => self.by_value(usd_settled, quote)?,
            None => Tokens::ZERO,
        };
        Ok(Request { schedule, remint_by_burn, remint_by_value })
    }

    /// `value_share · usd / price`, rounded down, and at most a quarter of the largest amount.
    #[inline]
    pub(crate) fn by_value(&self, usd: Usd, quote: Quote) -> Result<Tokens, MathError> {
        let usd = usd.times(self.value_share, Rounding::Down)?;
        // The only error is an amount that does not fit.
        Ok(quote.tokens_for(usd, Rounding::Down).unwrap_or(Tokens::MAX).min(LARGEST_PART))
    }

    /// Network time after a span in which so much work was delivered; it stands still where no emission depends on it.
    #[inline]
    pub fn network_time(
        &self,
        now: NetworkTime,
        range: TimeRange,
        usd_settled: Usd,
        gpu_seconds: u64,
    ) -> Result<NetworkTime, MathError> {
        let baseline = self.schedule.iter().find_map(|emission| match emission {
            Emission::Baseline { baseline, .. } => Some(baseline),
            _ => None,
        });
        match baseline {
            Some(baseline) => {
                let work = match baseline.measure {
                    WorkMeasure::Usd => usd_settled.get(),
                    WorkMeasure::GpuSeconds => gpu_seconds.into(),
                };
                now.advance(baseline, range, work)
            }
            None => Ok(now),
        }
    }

    /// What all streams emit in a span, each rounded down; `before` and `after` are the network times at its two ends.
    #[inline]
    pub fn scheduled(
        &self,
        range: TimeRange,
        before: NetworkTime,
        after: NetworkTime,
    ) -> Result<Tokens, MathError> {
        self.schedule
            .iter()
            .try_fold(Tokens::ZERO, |sum, emission| sum.plus(emission.in_range(range, before, after)?))
    }

    /// ρ for the next epoch, after one that left this annualised net emission of the window; see
    /// [`Steering::next`](crate::Steering::next).
    #[inline]
    pub fn next_rho(&self, rho: Ratio, net_emission: Option<SignedRatio>) -> Result<Ratio, MathError> {
        match (&self.rho, net_emission) {
            (Rho::Fixed(rho), _) => Ok(*rho),
            (Rho::Steered(steering), Some(net_emission)) => steering.next(rho, net_emission),
            (Rho::Steered(_), None) => Ok(rho),
        }
    }
}
