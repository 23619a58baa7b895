//! The close of an epoch: one pure function that the contract, the lab and the tests all call.

use serde::{Deserialize, Serialize};

use crate::ema::Fine;
use crate::error::MathError;
use crate::mint::{Cap, CapFacts, Caps, Level, Request};
use crate::network_time::{NetworkTime, Work};
use crate::policy::{MintPolicy, Policy, Rho};
use crate::quote::Quote;
use crate::schedule::{Emission, Span};
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

/// Closes an epoch: requests, caps, grants, and moves the state on.
///
/// The grant comes out of the re-mint first and out of the emission budget for the rest, so a cap spares the budget.
/// `granted ≤ every cap` holds for the whole pot, the carried remainders included.
///
/// Rounding: everything that is minted rounds down. Errors only when amounts do not fit 128 bits; the state is then
/// as before, since it is taken by value and returned.
pub fn close_epoch(
    policy: &Policy,
    state: EpochState,
    inputs: &EpochInputs,
) -> Result<(EpochState, Decision), MathError> {
    let mint = &policy.mint;
    let length = inputs.span.length();

    let network_time = mint.network_time(state.network_time, inputs)?;
    let scheduled = mint.scheduled(inputs.span, state.network_time, network_time)?.min(state.budget_left);
    let smoothed_burn = mint.smoothed_burn(&state, inputs)?;

    let request =
        mint.request(state.rho, smoothed_burn, length, inputs.usd_settled, inputs.quote, scheduled)?;
    // A supply that others can mint into may be recorded too low; the caps are then on the safe side.
    let supply_after_burns = state.supply.saturating_minus(inputs.burned).saturating_minus(inputs.retired);
    let window_span = length.checked_mul(state.window.length().into());
    let facts = CapFacts {
        worked: inputs.weight > 0,
        level: inputs.level,
        burned: inputs.burned,
        remint_credit: state.remint_credit,
        supply: supply_after_burns,
        past: state.window.carried_over()?,
        window_span: window_span.ok_or(MathError::overflow("window"))?,
        reserve: inputs.reserve,
    };
    let caps = mint.caps(&request, &facts)?;
    let (granted, binding) = caps.grant(request.total()?);

    let carried_in = inputs.carried.min(granted);
    let minted = granted.minus(carried_in)?;
    let from_remint = request.remint()?.min(mint.remint_limit(&facts)?).min(granted);
    let from_budget = granted.minus(from_remint)?;

    let mut window = state.window;
    window.push(Flow { minted, burned: inputs.burned })?;
    let supply = supply_after_burns.plus(minted)?;
    let seen_span = length.checked_mul(window.seen().into()).ok_or(MathError::overflow("window"))?;
    let net_emission = annualised_net_emission(window.sum(), supply, seen_span)?;
    let smoothed_mint = mint.smoothing.update(state.smoothed_mint, Fine::whole(minted.get()), length)?;

    let decision = Decision {
        request,
        caps,
        granted,
        minted,
        from_budget,
        carried_in,
        binding,
        rho: state.rho,
        net_emission,
    };
    let state = EpochState {
        supply,
        budget_left: state.budget_left.minus(from_budget)?,
        // Burned in this epoch counts, so this cannot fall below zero: the cap on re-mint credit says so.
        remint_credit: state.remint_credit.plus(inputs.burned)?.minus(from_remint)?,
        smoothed_burn,
        smoothed_mint,
        rho: mint.next_rho(state.rho, net_emission)?,
        network_time,
        window,
    };
    Ok((state, decision))
}

impl MintPolicy {
    /// The smoothed burn with the epoch that closes in it; what the usage signal looks at before the mint is decided.
    pub fn smoothed_burn(&self, state: &EpochState, inputs: &EpochInputs) -> Result<Fine, MathError> {
        self.smoothing.update(state.smoothed_burn, Fine::whole(inputs.burned.get()), inputs.span.length())
    }

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

    fn scheduled(&self, span: Span, before: NetworkTime, after: NetworkTime) -> Result<Tokens, MathError> {
        self.schedule
            .iter()
            .try_fold(Tokens::ZERO, |sum, emission| sum.plus(emission.in_span(span, before, after)?))
    }

    fn next_rho(&self, rho: Ratio, net_emission: Option<SignedRatio>) -> Result<Ratio, MathError> {
        match (&self.rho, net_emission) {
            (Rho::Fixed(rho), _) => Ok(*rho),
            (Rho::Steered(steering), Some(net_emission)) => steering.next(rho, net_emission),
            (Rho::Steered(_), None) => Ok(rho),
        }
    }
}

/// Where an epoch lies: `number` lengths after `genesis`. Errors beyond the end of time.
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
