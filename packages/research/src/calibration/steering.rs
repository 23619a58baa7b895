//! How the steering of ρ behaves on both sides of its stability bound.

use anyhow::Result;
use ballast_math::{Ratio, Rho, SignedRatio};
use ballast_stress::{Scenario, Seed, Setting, run};

/// What a gain does, in a network whose burn could turn its supply over in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SteeringOutcome {
    /// Gain times what the network answers, plus the leak.
    pub loop_gain: f64,
    /// Share of the days after the first half year with a net emission in the target band.
    pub in_band: f64,
    /// Deviation of ρ from day to day over that time, as it swings.
    pub swing: f64,
}

/// Base units of demand beside those of the preset, so that the band can be reached at all.
const BUSY: f64 = 17.0;

/// Tries a gain and a leak. The contract would refuse some of them: what happens there is what it refuses them for.
pub fn steer(setting: &Setting, gain: Ratio, leak: Ratio, runs: u64) -> Result<SteeringOutcome> {
    let mut setting = setting.clone();
    setting.market.demand_usd *= BUSY;
    // Nothing but the steering: no breaker in the way.
    setting.network = setting.network.unguarded();
    let Rho::Steered(steering) = &mut setting.network.policy.mint.rho else {
        anyhow::bail!("the preset does not steer");
    };
    (steering.gain, steering.leak) = (gain, leak);
    (steering.min, steering.max, steering.max_step) = (Ratio::percent(20), Ratio::ONE, Ratio::percent(10));
    let (low, high) = (steering.target_low, steering.target_high);
    let answer = f64::from(u32::try_from(steering.plant_gain.atomics() / 1_000_000_000_000)?) / 1e6;
    let half = setting.epochs / 2;

    let (mut days, mut inside, mut sum, mut squares) = (0u64, 0u64, 0.0, 0.0);
    for number in 0..runs {
        let seed = Seed { master: 1, scenario: Scenario::Stagnation, run: number };
        let mut rhos = Vec::new();
        run(&setting, seed, &mut (), |epoch| {
            if epoch.outcome.record.epoch < u64::from(half) {
                return;
            }
            let record = &epoch.outcome.record;
            days += 1;
            inside +=
                u64::from(record.net_emission.is_some_and(|net: SignedRatio| (low..=high).contains(&net)));
            rhos.push(record.rho.atomics() as f64 / 1e18);
        })?;
        let mean = rhos.iter().sum::<f64>() / rhos.len().max(1) as f64;
        squares += rhos.iter().map(|rho| (rho - mean).powi(2)).sum::<f64>() / rhos.len().max(1) as f64;
        sum += 1.0;
    }
    let atomics = |ratio: Ratio| ratio.atomics() as f64 / 1e18;
    Ok(SteeringOutcome {
        loop_gain: atomics(gain) * answer + atomics(leak),
        in_band: inside as f64 / days.max(1) as f64,
        swing: (squares / f64::max(sum, 1.0)).sqrt(),
    })
}
