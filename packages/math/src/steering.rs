//! Steering of ρ: a leaky integrator that keeps annualised net emission inside a target band.
//!
//! ```text
//! e   = distance of net emission to the band (positive below it, zero inside: the deadband)
//! ρ'  = ρ + gain · e − leak · (ρ − rest)        then limited to ±max_step, then clamped to [min, max]
//! ```
//!
//! ρ itself is the integrator's state, after clamping, so there is nothing to wind up.
//!
//! The plant: raising ρ by Δ raises annualised net emission by `plant_gain · Δ`, where `plant_gain` is the yearly burn as
//! a share of supply, after a delay of `delay` epochs. A pure integrator is stable iff
//! `gain · plant_gain < 2·cos(dπ/(2d+1))`; the leak is charged against the same margin, which is exact for d = 0 and
//! cautious for d ≥ 1.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::error::MathError;
use crate::fixed::Fixed;
use crate::units::{ONE, Ratio, SignedRatio};
use crate::wide::Rounding;

/// A steering rule; valid only as a whole (see [`Steering::validate`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Steering {
    /// Lower edge of the target band for annualised net emission.
    pub target_low: SignedRatio,
    /// Upper edge of the band.
    pub target_high: SignedRatio,
    /// How much ρ moves per epoch for a distance of one from the band.
    pub gain: Ratio,
    /// Share of the distance to `rest` that ρ gives up per epoch.
    pub leak: Ratio,
    /// Where ρ drifts when the band is met, and where it starts.
    pub rest: Ratio,
    /// ρ is never below this.
    pub min: Ratio,
    /// ρ is never above this.
    pub max: Ratio,
    /// ρ never moves by more than this in one epoch; above 0.
    pub max_step: Ratio,
    /// The largest yearly burn, as a share of supply, that the gains must be stable at; above 0.
    pub plant_gain: Ratio,
    /// Epochs between a move of ρ and its full effect on the measured net emission.
    pub delay: u32,
}

/// Why a steering rule is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SteeringError {
    /// The band's edges are the wrong way round.
    #[error("target band: expected low ≤ high, found {low} and {high}")]
    Band {
        /// The lower edge.
        low: SignedRatio,
        /// The upper edge.
        high: SignedRatio,
    },
    /// The limits of ρ do not enclose its rest.
    #[error("limits of rho: expected min ≤ rest ≤ max, found {min}, {rest} and {max}")]
    Limits {
        /// The lower limit.
        min: Ratio,
        /// Where ρ rests.
        rest: Ratio,
        /// The upper limit.
        max: Ratio,
    },
    /// ρ could not move, or the plant would not answer.
    #[error("{field} of the steering must be above zero")]
    Zero {
        /// The field.
        field: &'static str,
    },
    /// The delay is longer than the stability bound is computed for.
    #[error("steering delay: expected at most {max} epochs, found {found}")]
    Delay {
        /// The longest delay.
        max: u32,
        /// The delay.
        found: u32,
    },
    /// The loop would oscillate ever more.
    #[error(
        "unstable steering: gain · plant gain + leak is {loop_gain}, must be below {bound} at a delay of {delay} epochs"
    )]
    Unstable {
        /// What the rule has.
        loop_gain: Ratio,
        /// What it must stay below.
        bound: Ratio,
        /// The delay.
        delay: u32,
    },
    /// The products do not fit.
    #[error(transparent)]
    Math(#[from] MathError),
}

/// The longest delay that is supported: as long as the longest window.
pub const MAX_DELAY: u32 = crate::window::MAX_WINDOW;

/// The loop gain below which an integrator with a delay of `delay` epochs is stable, rounded down: `2·cos(dπ/(2d+1))`.
pub fn stability_bound(delay: u32) -> Result<Ratio, MathError> {
    Fixed::delay_stability_bound(delay).of(ONE).map(Ratio::from_atomics)
}

impl Steering {
    /// Checks the band, the limits and the stability condition.
    pub fn validate(&self) -> Result<(), SteeringError> {
        if self.target_low > self.target_high {
            return Err(SteeringError::Band { low: self.target_low, high: self.target_high });
        }
        if self.min > self.rest || self.rest > self.max {
            return Err(SteeringError::Limits { min: self.min, rest: self.rest, max: self.max });
        }
        for (field, value) in [("max_step", self.max_step), ("plant_gain", self.plant_gain)] {
            if value.is_zero() {
                return Err(SteeringError::Zero { field });
            }
        }
        if self.delay > MAX_DELAY {
            return Err(SteeringError::Delay { max: MAX_DELAY, found: self.delay });
        }
        let bound = stability_bound(self.delay)?;
        let gain = self.gain.times(self.plant_gain, Rounding::Up)?;
        let loop_gain = gain
            .atomics()
            .checked_add(self.leak.atomics())
            .map(Ratio::from_atomics)
            .ok_or(MathError::overflow("loop gain"))?;
        if loop_gain >= bound {
            return Err(SteeringError::Unstable { loop_gain, bound, delay: self.delay });
        }
        Ok(())
    }

    /// ρ for the next epoch, from ρ now and the annualised net emission measured over the window.
    ///
    /// Rounding: each correction rounds towards zero, so ρ stays where it is rather than creeping. A correction too large
    /// to be written counts as the largest that can, which `max_step` and the limits then cut as they would have cut it.
    pub fn next(&self, rho: Ratio, net_emission: SignedRatio) -> Result<Ratio, MathError> {
        let signed = |ratio: Ratio| i128::try_from(ratio.atomics()).unwrap_or(i128::MAX);
        let times = |ratio: Ratio, distance: i128| {
            let magnitude = ratio.times(Ratio::from_atomics(distance.unsigned_abs()), Rounding::Down);
            signed(magnitude.unwrap_or(Ratio::MAX)) * distance.signum()
        };

        let within = net_emission.clamp(self.target_low, self.target_high);
        let error = within.atomics().saturating_sub(net_emission.atomics());
        let from_rest = signed(rho).saturating_sub(signed(self.rest));

        let wanted = times(self.gain, error).saturating_sub(times(self.leak, from_rest));
        let limit = signed(self.max_step);
        let moved = signed(rho).saturating_add(wanted.clamp(-limit, limit));
        let clamped = moved.clamp(signed(self.min), signed(self.max));
        // `min` is not negative, so neither is this.
        Ok(Ratio::from_atomics(clamped.unsigned_abs()))
    }
}
