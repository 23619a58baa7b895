//! The closed forms of burn-mint equilibrium, against which simulations are judged.
//!
//! `V` is the share of supply that turns over (and so burns) per epoch, `D` the USD demand per epoch, `E` a constant
//! emission per epoch, `α` the weight of the price average that burns are priced at.

use crate::error::MathError;
use crate::fixed::Fixed;
use crate::units::{ONE, Price, Ratio, Tokens, Usd};
use crate::wide::{Rounding, mul_div};

/// `S* = E / ((1 − ρ)·V)`: the supply at which mint and burn meet, rounded down.
///
/// Errors where there is none: ρ at or above one is a unit root (or worse), and without turnover nothing burns.
pub fn steady_supply(emission: Tokens, turnover: Ratio, rho: Ratio) -> Result<Tokens, MathError> {
    let kept = turnover.times(rho.complement(), Rounding::Up)?;
    emission.scale(ONE, kept.atomics(), Rounding::Down)
}

/// `P* = D / (E + C)`: the price at which demand buys exactly what is minted, `C` being a re-mint cap that binds.
/// Rounded down. Errors where nothing is minted.
pub fn steady_price(demand: Usd, minted: Tokens, decimals: u8) -> Result<Price, MathError> {
    let units = 10u128.checked_pow(decimals.into()).ok_or(MathError::overflow("token decimals"))?;
    let scale = units.checked_mul(ONE / 1_000_000).ok_or(MathError::overflow("token decimals"))?;
    mul_div(demand.get(), scale, minted.get(), Rounding::Down, "steady price").map(Price::from_atomics)
}

/// `ln 2 / V`: epochs in which half of a supply shock is gone, for small V. Errors without turnover.
pub fn half_life(turnover: Ratio) -> Result<Ratio, MathError> {
    const LN_2: u128 = 693_147_180_559_945_309;
    Ratio::of(LN_2, turnover.atomics())
}

/// `4V`: the weight at which a price average neither overshoots nor dawdles (ζ = ½·√(α/V) = 1).
pub fn critical_weight(turnover: Ratio) -> Result<Ratio, MathError> {
    turnover.times(Ratio::from_atomics(4 * ONE), Rounding::Down)
}

/// `e^(L/M)`: by how much redeeming credits `L` at market multiplies the supply of a token with market cap `M`.
/// Rounded down; relative error at most 10⁻¹⁸ and a unit of the last place.
pub fn redemption_dilution(credits: Usd, market_cap: Usd) -> Result<Ratio, MathError> {
    let exponent = Fixed::ratio(credits.get(), 1, market_cap.get(), 1)?.times(Fixed::LOG2_E)?;
    exponent.exp2()?.of(ONE).map(Ratio::from_atomics)
}

/// `1 / (1 − f)`: tokens minted per token burned when a bill is re-minted by value after the price fell by `f`.
/// Rounded down. Errors for a fall of everything.
pub fn late_settlement_dilution(fall: Ratio) -> Result<Ratio, MathError> {
    Ratio::of(ONE, fall.complement().atomics())
}

/// Whether a multiplicative controller with step φ and elasticity ε settles: `φ · ε < 2`.
pub fn multiplicative_is_stable(step: Ratio, elasticity: Ratio) -> Result<bool, MathError> {
    Ok(step.times(elasticity, Rounding::Up)? < Ratio::from_atomics(2 * ONE))
}
