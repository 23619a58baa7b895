//! Money out: what is requested for an epoch, every cap on it, and what is granted.

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
use crate::window::Flow;

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

/// A limit on the grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Cap {
    /// Nobody worked, so there is nobody to pay.
    NoWork,
    /// The breaker's level.
    Breaker,
    /// Re-mint against the epoch's own burn.
    RoundTrip,
    /// Re-mint against what was ever burned and not re-minted.
    RemintCredit,
    /// Net emission of the window.
    NetEmission,
    /// Gross emission of the window.
    GrossEmission,
    /// The maximum supply.
    MaxSupply,
    /// What the reserve holds.
    Reserve,
}

/// Every cap, as the largest grant that it allows; `None` where it is not in force.
///
/// The caps on re-mint alone are stated as `schedule + …`, so that all are compared with the same thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Caps {
    /// Zero in an epoch without work.
    pub no_work: Option<Tokens>,
    /// `factor · requested`, and at most what burned.
    pub breaker: Option<Tokens>,
    /// `schedule + γ · burned`.
    pub round_trip: Option<Tokens>,
    /// `schedule + burned and not yet re-minted`.
    pub remint_credit: Option<Tokens>,
    /// What keeps the window's annualised net emission within its share of supply.
    pub net_emission: Option<Tokens>,
    /// What keeps the window's mint within its share of supply.
    pub gross_emission: Option<Tokens>,
    /// What is left below the maximum supply.
    pub max_supply: Option<Tokens>,
    /// What the reserve holds.
    pub reserve: Option<Tokens>,
}

impl Caps {
    /// Every cap in force, in the order in which ties are resolved.
    #[inline]
    pub fn in_force(&self) -> impl Iterator<Item = (Cap, Tokens)> {
        [
            (Cap::NoWork, self.no_work),
            (Cap::Breaker, self.breaker),
            (Cap::RoundTrip, self.round_trip),
            (Cap::RemintCredit, self.remint_credit),
            (Cap::NetEmission, self.net_emission),
            (Cap::GrossEmission, self.gross_emission),
            (Cap::MaxSupply, self.max_supply),
            (Cap::Reserve, self.reserve),
        ]
        .into_iter()
        .filter_map(|(cap, limit)| limit.map(|limit| (cap, limit)))
    }

    /// The grant for a request, and the cap that decided it: the smallest, if it is below the request.
    #[must_use]
    #[inline]
    pub fn grant(&self, requested: Tokens) -> (Tokens, Option<Cap>) {
        self.in_force().fold((requested, None), |(granted, binding), (cap, limit)| {
            if limit < granted { (limit, Some(cap)) } else { (granted, binding) }
        })
    }
}

/// The facts of an epoch that the caps look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapFacts {
    /// Whether any provider earned a weight.
    pub worked: bool,
    /// What the breaker leaves of a request; `None` where it is not in force.
    pub breaker: Option<Ratio>,
    /// What burned in the epoch.
    pub burned: Tokens,
    /// What burned before it and was not re-minted.
    pub remint_credit: Tokens,
    /// Supply at the end of the epoch, its burns taken off.
    pub supply: Tokens,
    /// What the window's other epochs minted and burned.
    pub past: Flow,
    /// The time that the window covers.
    pub window_span: Duration,
    /// What the reserve holds, where grants come out of one.
    pub reserve: Option<Tokens>,
}

/// The schedule, the two parts of the re-mint and the caps on it add up to less than an amount can hold.
const LARGEST_PART: Tokens = Tokens::new(u128::MAX / 4);

/// The two caps on re-mint alone.
pub(crate) struct RemintLimits {
    round_trip: Tokens,
    credit: Tokens,
}

impl RemintLimits {
    #[inline]
    pub(crate) fn smaller(&self) -> Tokens {
        self.round_trip.min(self.credit)
    }
}

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

    /// The most of an epoch's grant that may be re-mint; the rest of it is scheduled emission.
    #[inline]
    pub fn remint_limit(&self, facts: &CapFacts) -> Result<Tokens, MathError> {
        self.remint_limits(facts.burned, facts.remint_credit).map(|limits| limits.smaller())
    }

    /// What may be re-minted for `burned`, when `remint_credit` burned before it and was not re-minted. Rounds down.
    #[inline]
    pub(crate) fn remint_limits(
        &self,
        burned: Tokens,
        remint_credit: Tokens,
    ) -> Result<RemintLimits, MathError> {
        Ok(RemintLimits {
            round_trip: burned.times(self.round_trip, Rounding::Down)?,
            credit: remint_credit.plus(burned)?,
        })
    }

    /// Every cap on the grant for a request. All round down.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn caps(&self, request: &Request, facts: &CapFacts) -> Result<Caps, MathError> {
        let supply_at_start =
            facts.supply.plus(facts.past.burned)?.plus(facts.burned)?.saturating_minus(facts.past.minted);
        let on_remint = |limit: Tokens| request.schedule.plus(limit).map(Some);
        let remint = self.remint_limits(facts.burned, facts.remint_credit)?;
        Ok(Caps {
            no_work: (!facts.worked).then_some(Tokens::ZERO),
            breaker: breaker_limit(facts.breaker, request.total()?, facts.burned)?,
            round_trip: on_remint(remint.round_trip)?,
            remint_credit: on_remint(remint.credit)?,
            net_emission: match self.net_emission_cap {
                Some(share) => Some(net_emission_limit(share, supply_at_start, facts)?),
                None => None,
            },
            gross_emission: Some(
                supply_at_start
                    .times(self.gross_emission_cap, Rounding::Down)?
                    .saturating_minus(facts.past.minted),
            ),
            max_supply: self.max_supply.map(|max| max.saturating_minus(facts.supply)),
            reserve: facts.reserve,
        })
    }
}

/// The most that can be minted so that the window's net emission stays within its share of supply:
///
/// ```text
/// share · supply at the window's start · window / year + burned in the window − minted before in the window
/// ```
///
/// The supply is that at the window's start, so that neither minting nor donating inside it makes headroom.
#[inline]
fn net_emission_limit(share: Ratio, supply_at_start: Tokens, facts: &CapFacts) -> Result<Tokens, MathError> {
    supply_at_start
        .times(share, Rounding::Down)?
        .scale(facts.window_span.into(), Duration::YEAR.into(), Rounding::Down)?
        .plus(facts.past.burned)?
        .plus(facts.burned)
        .map(|limit| limit.saturating_minus(facts.past.minted))
}

/// What a breaker leaves of a request: its factor of it, rounded down, and never more than was burned. `None` where it is
/// not in force.
#[inline]
pub fn breaker_limit(
    factor: Option<Ratio>,
    requested: Tokens,
    burned: Tokens,
) -> Result<Option<Tokens>, MathError> {
    factor.map(|factor| Ok(requested.times(factor, Rounding::Down)?.min(burned))).transpose()
}
