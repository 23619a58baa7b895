//! The closed forms of burn-mint equilibrium, reproduced by simulations that run this crate's own steps.

#![allow(clippy::float_arithmetic, missing_docs)]

mod support;

use ballast_economy::*;
use ballast_guardrails::Level;
use ballast_math::*;
use rstest::rstest;
use support::*;

/// Emission per epoch: 1,000 tokens of 18 decimals.
const EMISSION: Tokens = Tokens::new(1_000 * ONE);
/// Demand per epoch: 1,000,000 USD.
const DEMAND: Usd = Usd::new(1_000_000_000_000);

fn real(ratio: Ratio) -> f64 {
    ratio.atomics() as f64 / ONE as f64
}

fn turnover(value: f64) -> Ratio {
    Ratio::from_atomics((value * ONE as f64).round() as u128)
}

#[track_caller]
fn assert_near(found: f64, expected: f64, tolerance: f64) {
    assert!((found / expected - 1.0).abs() <= tolerance, "expected {expected} ± {tolerance}, found {found}");
}

/// An economy under M·V = P·Q: a share V of the supply turns over per epoch at the spot price, emission is
/// constant, and burns are priced at a moving average of that price, the one from before the epoch.
struct Market {
    turnover: Ratio,
    smoothing: Smoothing,
    demand: Usd,
    supply: Tokens,
    average: HighPrecisionAmount,
}

impl Market {
    /// At rest.
    fn new(v: f64, alpha: f64) -> Self {
        let turnover = turnover(v);
        let price = equilibrium::steady_price(DEMAND, EMISSION, 18).unwrap();
        Self {
            turnover,
            smoothing: Smoothing { weight: self::turnover(alpha), period: Duration::DAY },
            demand: DEMAND,
            supply: equilibrium::steady_supply(EMISSION, turnover, Ratio::ZERO).unwrap(),
            average: HighPrecisionAmount::whole(price.atomics()),
        }
    }

    fn with_supply(mut self, factor: f64) -> Self {
        self.supply = Tokens::new((self.supply.get() as f64 * factor) as u128);
        self
    }

    fn spot(&self) -> Price {
        let sold = self.supply.times(self.turnover, Rounding::Down).unwrap();
        let scale = ONE * (ONE / 1_000_000);
        Price::from_atomics(mul_div(self.demand.get(), scale, sold.get(), Rounding::Down, "spot").unwrap())
    }

    fn average(&self) -> Price {
        Price::from_atomics(self.average.times(Ratio::ONE).unwrap().get())
    }

    /// One epoch; returns the supply as a multiple of the steady one.
    fn step(&mut self) -> f64 {
        let burned = Quote::new(self.average(), 18).unwrap().tokens_for(self.demand, Rounding::Up).unwrap();
        let spot = HighPrecisionAmount::whole(self.spot().atomics());
        self.average = self.smoothing.update(self.average, spot, Duration::DAY).unwrap();
        self.supply = self.supply.plus(EMISSION).unwrap().saturating_minus(burned);
        self.relative()
    }

    fn relative(&self) -> f64 {
        let steady = equilibrium::steady_supply(EMISSION, self.turnover, Ratio::ZERO).unwrap();
        self.supply.get() as f64 / steady.get() as f64
    }

    fn run(mut self, epochs: usize) -> Vec<f64> {
        (0..epochs).map(|_| self.step()).collect()
    }
}

#[rstest]
#[case::from_above(0.01, 3.0)]
#[case::from_below(0.01, 0.2)]
#[case::slowly(0.002, 1.5)]
fn supply_and_price_come_to_rest_where_burn_meets_mint(#[case] v: f64, #[case] start: f64) {
    let mut market = Market::new(v, 4.0 * v).with_supply(start);
    for _ in 0..20_000 {
        market.step();
    }
    // S* = E/V = 1,000 / V and P* = D/E = 1,000 USD, both written out rather than asked for.
    assert_near(market.supply.get() as f64 / ONE as f64, 1_000.0 / v, 1e-9);
    assert_near(market.spot().atomics() as f64 / ONE as f64, 1_000.0, 1e-9);
}

#[rstest]
#[case(0.02, 0.02)]
#[case(0.005, 0.005)]
fn a_supply_shock_halves_in_ln_2_over_v(#[case] v: f64, #[case] tolerance: f64) {
    // Burns at the spot price are V·S: the crate closes the epochs, with a constant emission and no re-mint.
    let mut economy = Economy::new(v, 0.0, Some(EMISSION)).with_supply(1.5 * 1_000.0 / v);
    let steady = 1_000.0 / v;
    let epochs = (1..).find(|_| economy.step() - steady <= 0.25 * steady).unwrap();
    let expected = real(equilibrium::half_life(turnover(v)).unwrap());
    assert_near(expected, 2f64.ln() / v, 1e-12);
    assert_near(f64::from(epochs), expected, tolerance);
}

/// An economy whose epochs are closed by [`EpochState::close`]; a share V of its supply burns in each.
struct Economy {
    turnover: Ratio,
    policy: Policy,
    state: EpochState,
    number: u64,
}

impl Economy {
    fn new(v: f64, rho: f64, emission: Option<Tokens>) -> Self {
        let mut policy = plain_policy();
        policy.mint.rho = Rho::Fixed(turnover(rho));
        let rate = |amount| Rate { amount, per: Duration::DAY };
        policy.mint.schedule.extend(
            emission.map(|amount| Emission::Constant { start: Timestamp::new(0), rate: rate(amount) }),
        );
        // A budget that outlasts the simulation.
        let state = EpochState::new(&policy, Tokens::new(1_000_000 * ONE), Tokens::new(u128::MAX / 4), 1);
        Self { turnover: turnover(v), policy, state, number: 0 }
    }

    fn with_supply(mut self, tokens: f64) -> Self {
        self.state.supply = Tokens::new((tokens * ONE as f64) as u128);
        self
    }

    fn burn(&self) -> Tokens {
        self.state.supply.times(self.turnover, Rounding::Up).unwrap()
    }

    /// One epoch; returns the supply in whole tokens.
    fn step(&mut self) -> f64 {
        let inputs = EpochInputs { burned: self.burn(), ..idle_day(self.number) };
        self.state.close(&self.policy, &inputs, Level::Normal).unwrap();
        self.number += 1;
        self.state.supply.get() as f64 / ONE as f64
    }
}

#[rstest]
#[case::half(0.5)]
#[case::nine_tenths(0.9)]
fn a_remint_below_one_with_a_floor_comes_to_rest(#[case] rho: f64) {
    let mut economy = Economy::new(0.02, rho, Some(EMISSION)).with_supply(100_000.0);
    let supply = (0..10_000).map(|_| economy.step()).last().unwrap();
    let expected = equilibrium::steady_supply(EMISSION, turnover(0.02), turnover(rho)).unwrap();
    assert_near(expected.get() as f64 / ONE as f64, 1_000.0 / ((1.0 - rho) * 0.02), 1e-12);
    assert_near(supply, expected.get() as f64 / ONE as f64, 1e-8);
}

#[test]
fn a_remint_below_one_without_a_floor_decays() {
    let mut economy = Economy::new(0.02, 0.5, None).with_supply(100_000.0);
    let supply = (0..1_000).map(|_| economy.step()).last().unwrap();
    assert_near(supply, 100_000.0 * 0.99f64.powi(1_000), 1e-9);
}

#[test]
fn a_remint_of_one_keeps_whatever_supply_there_is() {
    for start in [50_000.0, 70_000.0] {
        let mut economy = Economy::new(0.02, 1.0, None).with_supply(start);
        let before = economy.state.supply;
        for _ in 0..1_000 {
            economy.step();
        }
        assert_eq!(economy.state.supply, before, "to the unit: there is no supply it returns to");
    }
    // So there is no steady supply to ask for, nor one without turnover.
    let none = Err(MathError::DivisionByZero { operation: "scaling of tokens" });
    assert_eq!(equilibrium::steady_supply(EMISSION, Ratio::percent(2), Ratio::ONE), none);
    assert_eq!(equilibrium::steady_supply(EMISSION, Ratio::ZERO, Ratio::ZERO), none);
}

#[test]
fn a_capped_remint_sets_the_price_by_what_is_minted() {
    let cap = Tokens::new(250 * ONE);
    let mut economy = Economy::new(0.02, 1.0, Some(EMISSION)).with_supply(500_000.0);
    economy.policy.mint.remint_cap = Some(Rate { amount: cap, per: Duration::DAY });
    for _ in 0..2_000 {
        economy.step();
    }
    // D = P · V·S, so the price is what the demand pays for the tokens that turn over.
    let price = equilibrium::steady_price(DEMAND, economy.burn(), 18).unwrap();
    let expected = equilibrium::steady_price(DEMAND, EMISSION.plus(cap).unwrap(), 18).unwrap();
    assert_eq!(expected, "800".parse().unwrap());
    assert_near(price.atomics() as f64, expected.atomics() as f64, 1e-9);
}

/// Where a trajectory crosses the steady supply, and the extreme after each crossing.
fn swings(trajectory: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let shocks: Vec<f64> = trajectory.iter().map(|supply| supply - 1.0).collect();
    let mut crossings = vec![];
    for (epoch, pair) in shocks.windows(2).enumerate() {
        if pair[0].signum() != pair[1].signum() {
            crossings.push(epoch as f64 + pair[0] / (pair[0] - pair[1]));
        }
    }
    let extremes = crossings.windows(2).map(|between| {
        let part = &shocks[between[0] as usize + 1..=between[1] as usize];
        part.iter().fold(0f64, |max, shock| max.max(shock.abs()))
    });
    let extremes = extremes.collect();
    (crossings, extremes)
}

#[rstest]
#[case::alpha_of_v(0.001, 0.001)]
#[case::alpha_of_a_quarter_v(0.001, 0.000_25)]
#[case::alpha_of_2_v(0.001, 0.002)]
fn a_price_average_makes_an_oscillator(#[case] v: f64, #[case] alpha: f64) {
    let (omega, zeta) = ((alpha * v).sqrt(), 0.5 * (alpha / v).sqrt());
    let trajectory = Market::new(v, alpha).with_supply(1.001).run(60_000);
    let (crossings, extremes) = swings(&trajectory);
    let damped = omega * (1.0 - zeta * zeta).sqrt();
    assert_near(crossings[1] - crossings[0], std::f64::consts::PI / damped, 0.005);
    let decay = (extremes[0] / extremes[1]).ln();
    assert_near(decay, std::f64::consts::PI * zeta / (1.0 - zeta * zeta).sqrt(), 0.01);
}

#[rstest]
#[case::well_below(0.25, true)]
#[case::below(0.9, true)]
#[case::critical(1.0, false)]
#[case::above(1.5, false)]
fn the_critical_weight_is_where_overshoot_ends(#[case] of_critical: f64, #[case] overshoots: bool) {
    let critical = equilibrium::critical_weight(turnover(0.001)).unwrap();
    assert_eq!(critical, "0.004".parse().unwrap());
    let lowest = Market::new(0.001, real(critical) * of_critical)
        .with_supply(1.001)
        .run(40_000)
        .into_iter()
        .fold(f64::MAX, f64::min);
    assert_eq!(lowest < 1.0 - 1e-9, overshoots, "lowest supply: {lowest}");
}

#[rstest]
#[case::critical(4.0, 1.176)]
#[case::slow(0.25, 2.814)]
#[case::very_slow(0.1, 4.984)]
fn a_crash_of_usage_overshoots_by_the_slowness_of_the_average(#[case] times_v: f64, #[case] peak: f64) {
    let mut market = Market::new(0.001, times_v * 0.001);
    market.demand = market.demand.times(Ratio::percent(40), Rounding::Down).unwrap();
    let highest = market.run(40_000).into_iter().fold(0f64, f64::max);
    assert!((highest - peak).abs() < 0.002, "expected {peak}, found {highest}");
}

#[rstest]
#[case::settles(0.97, |growth: f64| growth < 0.01)]
#[case::circles_for_ever(1.0, |growth: f64| (0.8..1.25).contains(&growth))]
#[case::grows(1.03, |growth: f64| growth > 100.0)]
fn turnover_of_the_whole_supply_is_the_edge_of_stability(#[case] v: f64, #[case] holds: fn(f64) -> bool) {
    // With half of the weight on the new price the shock changes by √(1 + (V − 1)/2) per epoch.
    let trajectory = Market::new(v, 0.5).with_supply(1.000_001).run(1_000);
    let size = |part: &[f64]| part.iter().fold(0f64, |max, supply| max.max((supply - 1.0).abs()));
    let growth = size(&trajectory[980..]) / size(&trajectory[..20]);
    assert!(holds(growth), "the shock became {growth} times what it was");
}
