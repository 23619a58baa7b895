//! The close of an epoch: one pure function that the contract, the lab and the tests all call.

use serde::{Deserialize, Serialize};

use crate::ema::Fine;
use crate::error::MathError;
use crate::mint::{Cap, CapFacts, Caps, Level, Request};
use crate::network_time::{NetworkTime, Work};
use crate::policy::{MintPolicy, Policy, Rho};
use crate::quote::Quote;
use crate::schedule::Emission;
use crate::span::Span;
use crate::units::{Ratio, Seconds, SignedRatio, Tokens, Usd};
use crate::window::{Flow, Window, annualised_net_emission};

/// What the economy remembers from epoch to epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochState {
    /// Circulating supply at the end of the last closed epoch.
    pub supply: Tokens,
    /// Scheduled emission that may still be minted. Only ever falls.
    pub budget_left: Tokens,
    /// Burned so far and not yet re-minted.
    pub remint_credit: Tokens,
    /// Smoothed burn, tokens per epoch.
    pub smoothed_burn: Fine,
    /// Smoothed mint, tokens per epoch.
    pub smoothed_mint: Fine,
    /// ρ for the epoch that is open.
    pub rho: Ratio,
    /// Effective network time, for the baseline emission.
    pub network_time: NetworkTime,
    /// The trailing window of the emission caps.
    pub window: Window,
}

impl EpochState {
    /// The state before the first epoch.
    #[must_use]
    #[inline]
    pub fn new(policy: &Policy, supply: Tokens, emission_budget: Tokens, window: u32) -> Self {
        Self {
            supply,
            budget_left: emission_budget,
            remint_credit: Tokens::ZERO,
            smoothed_burn: Fine::ZERO,
            smoothed_mint: Fine::ZERO,
            rho: policy.mint.initial_rho(),
            network_time: NetworkTime::default(),
            window: Window::new(window),
        }
    }

    /// Takes up a new policy between two epochs: ρ becomes the new fixed value, or moves inside the new limits.
    pub fn adopt(&mut self, policy: &Policy) {
        self.rho = match &policy.mint.rho {
            Rho::Fixed(rho) => *rho,
            Rho::Steered(steering) => self.rho.clamp(steering.min, steering.max),
        };
    }
}

/// What happened in the epoch that closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpochInputs {
    /// When it was.
    pub span: Span,
    /// Tokens that burned in it.
    pub burned: Tokens,
    /// Tokens that left circulation otherwise: paid into the reserve.
    pub retired: Tokens,
    /// Micro-USD of compute settled in it.
    pub usd_settled: Usd,
    /// GPU seconds delivered in it.
    pub gpu_seconds: u64,
    /// Sum of the providers' weights.
    pub weight: u128,
    /// The price for the value-linked part, if there is a usable one.
    pub quote: Option<Quote>,
    /// The breaker's level at its close.
    pub level: Level,
    /// What the reserve holds, where grants come out of one.
    pub reserve: Option<Tokens>,
    /// Rounding remainders of earlier pots, already minted: they are granted before anything new is.
    pub carried: Tokens,
}

/// What was decided for an epoch, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// What was asked for.
    pub request: Request,
    /// Every cap on it.
    pub caps: Caps,
    /// The pot that the epoch's providers share.
    pub granted: Tokens,
    /// The new tokens in it: `granted` less the remainders that were carried in.
    pub minted: Tokens,
    /// The part of the grant that spends the emission budget.
    pub from_budget: Tokens,
    /// Carried remainders that the pot used.
    pub carried_in: Tokens,
    /// The cap that decided the grant; `None` when the request was granted in full.
    pub binding: Option<Cap>,
    /// ρ that was used.
    pub rho: Ratio,
    /// Annualised net emission over the window that ends with this epoch, as a share of supply.
    pub net_emission: Option<SignedRatio>,
}

/// An epoch that was decided and not yet taken into the state; see [`Draft::at`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// What was decided.
    pub decision: Decision,
    /// Smoothed burn after the epoch, tokens per epoch.
    pub smoothed_burn: Fine,
    /// Smoothed mint after the epoch, tokens per epoch.
    pub smoothed_mint: Fine,
    /// Burned so far and not yet re-minted, after the epoch.
    pub remint_credit: Tokens,
    /// Supply after the epoch.
    pub supply: Tokens,
    budget_left: Tokens,
    rho: Ratio,
    network_time: NetworkTime,
    flow: Flow,
    window_sum: Flow,
}

/// Closes an epoch: requests, caps, grants, and moves the state on.
///
/// As [`EpochState::draft`], [`Draft::at`] the level of the inputs and [`EpochState::take`] in one. Errors only when amounts do not fit 128 bits; the state is
/// then as before, since it is taken by value and returned.
#[inline]
pub fn close_epoch(
    policy: &Policy,
    mut state: EpochState,
    inputs: &EpochInputs,
) -> Result<(EpochState, Decision), MathError> {
    let closing = state.draft(policy, inputs)?.at(inputs.level)?;
    state.take(&closing);
    Ok((state, closing.decision))
}

/// An epoch that is over, with all that does not depend on the breaker's level; see [`EpochState::draft`].
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    policy: &'a Policy,
    state: &'a EpochState,
    inputs: &'a EpochInputs,
    request: Request,
    requested: Tokens,
    /// At level 0.
    caps: Caps,
    remint_limit: Tokens,
    supply_after_burns: Tokens,
    network_time: NetworkTime,
    /// Smoothed burn with the epoch in it, tokens per epoch: what the usage signal looks at before the mint is decided.
    pub smoothed_burn: Fine,
}

impl Draft<'_> {
    /// Decides the mint at a level, and what the state will be after it.
    ///
    /// The grant comes out of the re-mint first and out of the emission budget for the rest, so a cap spares the budget.
    /// `granted ≤ every cap` holds for the whole pot, the carried remainders included.
    ///
    /// Rounding: everything that is minted rounds down. Errors only when amounts do not fit 128 bits.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn at(&self, level: Level) -> Result<Closing, MathError> {
        let Self { state, inputs, request, .. } = self;
        let mint = &self.policy.mint;
        let length = inputs.span.length();
        let breaker = mint.breaker.limit(level, self.requested, inputs.burned)?;
        let caps = Caps { breaker, ..self.caps };
        let (granted, binding) = caps.grant(self.requested);

        let carried_in = inputs.carried.min(granted);
        let minted = granted.minus(carried_in)?;
        let from_remint = request.remint()?.min(self.remint_limit).min(granted);
        let from_budget = granted.minus(from_remint)?;

        let flow = Flow { minted, burned: inputs.burned };
        let window_sum = state.window.sum_with(flow)?;
        let supply = self.supply_after_burns.plus(minted)?;
        let seen_span = length.checked_mul(state.window.seen_with().into());
        let seen_span = seen_span.ok_or(MathError::overflow("window"))?;
        let net_emission = annualised_net_emission(window_sum, supply, seen_span)?;
        Ok(Closing {
            decision: Decision {
                request: *request,
                caps,
                granted,
                minted,
                from_budget,
                carried_in,
                binding,
                rho: state.rho,
                net_emission,
            },
            smoothed_burn: self.smoothed_burn,
            smoothed_mint: mint.smoothing.update(state.smoothed_mint, Fine::whole(minted.get()), length)?,
            supply,
            budget_left: state.budget_left.minus(from_budget)?,
            // Burned in this epoch counts, so this cannot fall below zero: the cap on re-mint credit says so.
            remint_credit: state.remint_credit.plus(inputs.burned)?.minus(from_remint)?,
            rho: mint.next_rho(state.rho, net_emission)?,
            network_time: self.network_time,
            flow,
            window_sum,
        })
    }
}

impl EpochState {
    /// Works out what an epoch requests and what caps it, at any level. Errors only when amounts do not fit 128 bits.
    #[inline]
    pub fn draft<'a>(&'a self, policy: &'a Policy, inputs: &'a EpochInputs) -> Result<Draft<'a>, MathError> {
        let mint = &policy.mint;
        let length = inputs.span.length();

        let network_time = mint.network_time(self.network_time, inputs)?;
        let scheduled = mint.scheduled(inputs.span, self.network_time, network_time)?.min(self.budget_left);
        let burned = Fine::whole(inputs.burned.get());
        let smoothed_burn = mint.smoothing.update(self.smoothed_burn, burned, length)?;

        let request =
            mint.request(self.rho, smoothed_burn, length, inputs.usd_settled, inputs.quote, scheduled)?;
        // A supply that others can mint into may be recorded too low; the caps are then on the safe side.
        let supply_after_burns = self.supply.saturating_minus(inputs.burned).saturating_minus(inputs.retired);
        let window_span = length.checked_mul(self.window.length().into());
        let facts = CapFacts {
            worked: inputs.weight > 0,
            level: Level::Normal,
            burned: inputs.burned,
            remint_credit: self.remint_credit,
            supply: supply_after_burns,
            past: self.window.carried_over()?,
            window_span: window_span.ok_or(MathError::overflow("window"))?,
            reserve: inputs.reserve,
        };
        Ok(Draft {
            policy,
            state: self,
            inputs,
            request,
            requested: request.total()?,
            caps: mint.caps(&request, &facts)?,
            remint_limit: mint.remint_limit(&facts)?,
            supply_after_burns,
            network_time,
            smoothed_burn,
        })
    }

    /// Takes up what was decided for the epoch that is open. It must have been decided from this very state.
    #[inline]
    pub fn take(&mut self, closing: &Closing) {
        self.supply = closing.supply;
        self.budget_left = closing.budget_left;
        self.remint_credit = closing.remint_credit;
        self.smoothed_burn = closing.smoothed_burn;
        self.smoothed_mint = closing.smoothed_mint;
        self.rho = closing.rho;
        self.network_time = closing.network_time;
        self.window.take(closing.flow, closing.window_sum);
    }
}

impl MintPolicy {
    #[inline]
    fn network_time(&self, now: NetworkTime, inputs: &EpochInputs) -> Result<NetworkTime, MathError> {
        let baseline = self.schedule.iter().find_map(|emission| match emission {
            Emission::Baseline { baseline, .. } => Some(baseline),
            _ => None,
        });
        match baseline {
            Some(baseline) => {
                let work = match baseline.measure {
                    Work::Usd => inputs.usd_settled.get(),
                    Work::GpuSeconds => inputs.gpu_seconds.into(),
                };
                now.advance(baseline, inputs.span, work)
            }
            None => Ok(now),
        }
    }

    #[inline]
    fn scheduled(&self, span: Span, before: NetworkTime, after: NetworkTime) -> Result<Tokens, MathError> {
        self.schedule
            .iter()
            .try_fold(Tokens::ZERO, |sum, emission| sum.plus(emission.in_span(span, before, after)?))
    }

    #[inline]
    fn next_rho(&self, rho: Ratio, net_emission: Option<SignedRatio>) -> Result<Ratio, MathError> {
        match (&self.rho, net_emission) {
            (Rho::Fixed(rho), _) => Ok(*rho),
            (Rho::Steered(steering), Some(net_emission)) => steering.next(rho, net_emission),
            (Rho::Steered(_), None) => Ok(rho),
        }
    }
}

/// Where an epoch lies: `number` lengths after `genesis`. Errors beyond the end of time.
#[inline]
pub fn epoch_span(genesis: Seconds, length: Seconds, number: u64) -> Result<Span, MathError> {
    let at = |number: u64| {
        length
            .checked_mul(number)
            .and_then(|elapsed| genesis.checked_add(elapsed))
            .ok_or(MathError::overflow("epoch time"))
    };
    let next = number.checked_add(1).ok_or(MathError::overflow("epoch number"))?;
    Ok(Span { start: at(number)?, end: at(next)? })
}
