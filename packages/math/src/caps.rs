//! Money out: every cap on what is requested, and what is granted.

use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::mint::Request;
use crate::policy::MintPolicy;
use crate::time::Duration;
use crate::units::{Ratio, Tokens};
use crate::wide::Rounding;
use crate::window::Flow;

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
    /// What burned in the epoch.
    pub burned: Tokens,
    /// What burned before it and was not re-minted.
    pub remint_credit: Tokens,
    /// Supply at the end of the epoch, its burns taken off.
    pub supply: Tokens,
    /// What the window's other epochs minted and burned.
    pub past: Flow,
    /// The time that the window covers.
    pub window_length: Duration,
    /// What the reserve holds, where grants come out of one.
    pub reserve: Option<Tokens>,
}

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

    /// Every cap on the grant for a request but the breaker's, which is [`breaker_limit`]. All round down.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn caps(&self, request: &Request, facts: &CapFacts) -> Result<Caps, MathError> {
        let supply_at_start =
            facts.supply.plus(facts.past.burned)?.plus(facts.burned)?.saturating_minus(facts.past.minted);
        let on_remint = |limit: Tokens| request.schedule.plus(limit).map(Some);
        let remint = self.remint_limits(facts.burned, facts.remint_credit)?;
        Ok(Caps {
            no_work: (!facts.worked).then_some(Tokens::ZERO),
            breaker: None,
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
        .scale(facts.window_length.into(), Duration::YEAR.into(), Rounding::Down)?
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
