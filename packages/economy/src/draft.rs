//! The decision about an epoch's mint, in two parts: what does not depend on the breaker's level, and what does.

use ballast_guardrails::Level;
use ballast_math::{
    CapFacts, Caps, Flow, HighPrecisionAmount, MathError, NetworkTime, Policy, Quote, Ratio, Request,
    SignedRatio, TimeRange, Tokens, Usd, annualised_net_emission, breaker_limit,
};

use crate::level::breaker_factor;
use crate::record::Decision;
use crate::state::EpochState;

/// What happened in the epoch that closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpochInputs {
    /// When it was.
    pub range: TimeRange,
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
    /// What the reserve holds, where grants come out of one.
    pub reserve: Option<Tokens>,
    /// Rounding remainders of earlier reward pools, already minted: they are granted before anything new is.
    pub carried: Tokens,
}

/// An epoch that was decided and not yet taken into the state; see [`Draft::at`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// What was decided.
    pub decision: Decision,
    /// ρ that was used.
    pub rho: Ratio,
    /// Annualised net emission over the window that ends with this epoch, as a share of supply.
    pub net_emission: Option<SignedRatio>,
    /// Smoothed burn after the epoch, tokens per epoch.
    pub smoothed_burn: HighPrecisionAmount,
    /// Smoothed mint after the epoch, tokens per epoch.
    pub smoothed_mint: HighPrecisionAmount,
    /// Burned so far and not yet re-minted, after the epoch.
    pub remint_credit: Tokens,
    /// Supply after the epoch.
    pub supply: Tokens,
    budget_left: Tokens,
    next_rho: Ratio,
    network_time: NetworkTime,
    flow: Flow,
    window_sum: Flow,
}

/// An epoch that is over, with all that does not depend on the breaker's level; see [`EpochState::draft`].
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    policy: &'a Policy,
    state: &'a EpochState,
    inputs: &'a EpochInputs,
    requested: Request,
    total: Tokens,
    /// At level 0.
    caps: Caps,
    remint_limit: Tokens,
    supply_after_burns: Tokens,
    network_time: NetworkTime,
    /// Smoothed burn with the epoch in it, tokens per epoch: what the usage signal looks at before the mint is decided.
    pub smoothed_burn: HighPrecisionAmount,
}

impl Draft<'_> {
    /// Decides the mint at a level, and what the state will be after it.
    ///
    /// The grant comes out of the re-mint first and out of the emission budget for the rest, so a cap spares the budget.
    /// `granted ≤ every cap` holds for the whole reward pool, the carried remainders included.
    ///
    /// Rounding: everything that is minted rounds down. Errors only when amounts do not fit 128 bits.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn at(&self, level: Level) -> Result<Closing, MathError> {
        let Self { state, inputs, requested, .. } = self;
        let mint = &self.policy.mint;
        let length = inputs.range.length();
        let breaker = breaker_limit(breaker_factor(&mint.breaker, level), self.total, inputs.burned)?;
        let caps = Caps { breaker, ..self.caps };
        let (granted, binding) = caps.grant(self.total);

        let minted = granted.minus(inputs.carried.min(granted))?;
        let from_remint = requested.remint()?.min(self.remint_limit).min(granted);
        let from_budget = granted.minus(from_remint)?;

        let flow = Flow { minted, burned: inputs.burned };
        let window_sum = state.window.sum_with(flow)?;
        let supply = self.supply_after_burns.plus(minted)?;
        let seen_length = length.checked_times(state.window.seen_with().into());
        let seen_length = seen_length.ok_or(MathError::overflow("window"))?;
        let net_emission = annualised_net_emission(window_sum, supply, seen_length)?;
        Ok(Closing {
            decision: Decision { requested: *requested, caps, granted, minted, from_budget, binding },
            rho: state.rho,
            net_emission,
            smoothed_burn: self.smoothed_burn,
            smoothed_mint: mint.smoothing.update(
                state.smoothed_mint,
                HighPrecisionAmount::whole(minted.get()),
                length,
            )?,
            supply,
            budget_left: state.budget_left.minus(from_budget)?,
            // Burned in this epoch counts, so this cannot fall below zero: the cap on re-mint credit says so.
            remint_credit: state.remint_credit.plus(inputs.burned)?.minus(from_remint)?,
            next_rho: mint.next_rho(state.rho, net_emission)?,
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
        let length = inputs.range.length();

        let EpochInputs { range, usd_settled, gpu_seconds, .. } = *inputs;
        let network_time = mint.network_time(self.network_time, range, usd_settled, gpu_seconds)?;
        let scheduled = mint.scheduled(range, self.network_time, network_time)?.min(self.budget_left);
        let burned = HighPrecisionAmount::whole(inputs.burned.get());
        let smoothed_burn = mint.smoothing.update(self.smoothed_burn, burned, length)?;

        let requested =
            mint.request(self.rho, smoothed_burn, length, usd_settled, inputs.quote, scheduled)?;
        // A supply that others can mint into may be recorded too low; the caps are then on the safe side.
        let supply_after_burns = self.supply.saturating_minus(inputs.burned).saturating_minus(inputs.retired);
        let window_length = length.checked_times(self.window.length().into());
        let facts = CapFacts {
            worked: inputs.weight > 0,
            burned: inputs.burned,
            remint_credit: self.remint_credit,
            supply: supply_after_burns,
            past: self.window.carried_over()?,
            window_length: window_length.ok_or(MathError::overflow("window"))?,
            reserve: inputs.reserve,
        };
        Ok(Draft {
            policy,
            state: self,
            inputs,
            requested,
            total: requested.total()?,
            caps: mint.caps(&requested, &facts)?,
            remint_limit: mint.remint_limit(&facts)?,
            supply_after_burns,
            network_time,
            smoothed_burn,
        })
    }

    /// [`EpochState::draft`], [`Draft::at`] a level and [`EpochState::take`] in one: for who knows the level. Nothing is changed
    /// on an error.
    #[inline]
    pub fn close(
        &mut self,
        policy: &Policy,
        inputs: &EpochInputs,
        level: Level,
    ) -> Result<Closing, MathError> {
        let closing = self.draft(policy, inputs)?.at(level)?;
        self.take(&closing);
        Ok(closing)
    }

    /// Takes up what was decided for the epoch that is open. It must have been decided from this very state.
    #[inline]
    pub fn take(&mut self, closing: &Closing) {
        self.supply = closing.supply;
        self.budget_left = closing.budget_left;
        self.remint_credit = closing.remint_credit;
        self.smoothed_burn = closing.smoothed_burn;
        self.smoothed_mint = closing.smoothed_mint;
        self.rho = closing.next_rho;
        self.network_time = closing.network_time;
        self.window.take(closing.flow, closing.window_sum);
    }
}
