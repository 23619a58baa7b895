//! The exogenous market: how much compute is wanted, and what a token is worth.
//!
//! ```text
//! demand   ln D  moves by  μ·dt + σ·√dt·z + jump                        z: normal, σ by regime: calm or turbulent
//!          what is billed in an epoch is D · e^(lumps·z')               tenants do not come evenly
//! mood     x     moves by  −x·dt·ln2/half_life + σₓ·√dt·z''             what the price does beside demand
//! price    MV = PQ             P = P₀ · (D/D₀) · (S₀/S) · eˣ
//!          discounted demand   as above · (r − g₀)/(r − g)              g: a quarter of demand's smoothed growth, a year
//! ```
//!
//! Both models meet the contract through S, the supply that it left. Exponentials come from `libm`, so that a path is the same on
//! every machine.

use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;
use serde::{Deserialize, Serialize};

/// How price follows from demand and supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceModel {
    /// The equation of exchange: a token's turnover is constant, so its price follows demand over supply.
    Exchange,
    /// Demand to come, discounted: growth that fades costs more than the demand itself.
    Discounted,
}

/// How demand and mood move. Rates and deviations are those of a year unless they say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// μ: growth of ln demand.
    pub drift: f64,
    /// σ of demand in calm times.
    pub demand_calm: f64,
    /// σ of demand in turbulent times.
    pub demand_turbulent: f64,
    /// σₓ in calm times.
    pub mood_calm: f64,
    /// σₓ in turbulent times.
    pub mood_turbulent: f64,
    /// Days after which half of a mood is gone.
    pub mood_half_life: f64,
    /// How often calm ends, times a year.
    pub into_turbulence: f64,
    /// How often turbulence ends, times a year.
    pub out_of_turbulence: f64,
    /// Jumps of demand a year.
    pub jumps: f64,
    /// Mean of a jump, of ln demand.
    pub jump_mean: f64,
    /// Deviation of a jump.
    pub jump_deviation: f64,
    /// Deviation of what is billed in a day from demand, of its logarithm.
    pub lumps: f64,
}

/// The market that a network lives in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketModel {
    /// USD of compute a day at the start.
    pub demand_usd: f64,
    /// USD per token at the start.
    pub price_usd: f64,
    /// How price follows.
    pub model: PriceModel,
    /// How demand and mood move.
    pub process: Process,
}

/// r: what holders of the token ask for a year, in the discounted model.
const DISCOUNT: f64 = 0.4;
/// g₀: the growth that the price at the start contains.
const USUAL_GROWTH: f64 = 0.1;
/// The most of r that growth may take away: the price stays finite.
const MAX_GROWTH: f64 = 0.3;
/// The least growth that counts.
const MIN_GROWTH: f64 = -0.6;
/// Days over which growth is smoothed.
const GROWTH_MEMORY: f64 = 365.0;
/// The part of past growth that the market expects to go on.
const PERSISTENCE: f64 = 0.25;

const YEAR: f64 = 365.0;

/// A market on its way.
#[derive(Debug, Clone)]
pub struct Market {
    model: MarketModel,
    step: Step,
    turbulent: bool,
    /// ln(D/D₀).
    demand: f64,
    /// x.
    mood: f64,
    /// g, a year.
    growth: f64,
}

/// What one step of time makes of the process.
#[derive(Debug, Clone, Copy)]
struct Step {
    days: f64,
    drift: f64,
    root: f64,
    kept_mood: f64,
    growth_weight: f64,
    /// Chances in 2³².
    into_turbulence: u32,
    out_of_turbulence: u32,
    jump: u32,
}

/// What is wanted and what a token is worth, before anything happens to the network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weather {
    /// USD of compute in the epoch.
    pub demand_usd: f64,
    /// USD per token, for the supply at the start.
    pub price_usd: f64,
}

impl Market {
    /// A market at its start, with steps of so many days.
    #[must_use]
    pub fn new(model: MarketModel, days: f64) -> Self {
        let process = model.process;
        let years = days / YEAR;
        let chance = |rate: f64| (-libm::expm1(-rate * years) * f64::from(u32::MAX)) as u32;
        let step = Step {
            days,
            drift: process.drift * years,
            root: libm::sqrt(years),
            kept_mood: libm::exp2(-days / process.mood_half_life),
            growth_weight: -libm::expm1(-days / GROWTH_MEMORY),
            into_turbulence: chance(process.into_turbulence),
            out_of_turbulence: chance(process.out_of_turbulence),
            jump: chance(process.jumps),
        };
        Self { model, step, turbulent: false, demand: 0.0, mood: 0.0, growth: USUAL_GROWTH }
    }

    /// Goes on by one step.
    pub fn step(&mut self, random: &mut Xoshiro256PlusPlus) -> Weather {
        let Step { days, drift, root, kept_mood, growth_weight, .. } = self.step;
        let process = &self.model.process;
        let dice = random.next_u64();
        let (switch, jump) = ((dice >> 32) as u32, dice as u32);
        let limit = if self.turbulent { self.step.out_of_turbulence } else { self.step.into_turbulence };
        self.turbulent ^= switch < limit;
        let (of_demand, of_mood) = if self.turbulent {
            (process.demand_turbulent, process.mood_turbulent)
        } else {
            (process.demand_calm, process.mood_calm)
        };

        let mut normal = || -> f64 { StandardNormal.sample(random) };
        let mut change = drift + of_demand * root * normal();
        self.mood = self.mood * kept_mood + of_mood * root * normal();
        let lump = process.lumps * normal();
        if jump < self.step.jump {
            change += process.jump_mean + process.jump_deviation * normal();
        }
        self.demand += change;

        let mut price = libm::exp(self.demand + self.mood) * self.model.price_usd;
        if self.model.model == PriceModel::Discounted {
            self.growth += growth_weight * (change * YEAR / days - self.growth);
            let growth =
                (USUAL_GROWTH + PERSISTENCE * (self.growth - USUAL_GROWTH)).clamp(MIN_GROWTH, MAX_GROWTH);
            price *= (DISCOUNT - USUAL_GROWTH) / (DISCOUNT - growth);
        }
        let demand = libm::exp(self.demand + lump) * self.model.demand_usd * days;
        Weather { demand_usd: demand, price_usd: price }
    }
}
