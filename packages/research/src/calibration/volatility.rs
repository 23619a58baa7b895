//! What a history says about how a market moves.

use ballast_stress::Process;

use ballast_page::number::Number;
use ballast_replay::history::History;

const DAY: f64 = 86_400.0;
const YEAR: f64 = 365.0;

/// Volatility of the price of a history, a year: from the changes between the means of neighbouring rows.
///
/// The difference of the means of two neighbouring intervals varies by two thirds of what the ends of one interval differ by
/// (a random walk, averaged), so that the sum of squares counts one and a half times:
///
/// ```text
/// σ² = 3/2 · Σ (r − μ·t)² / Σ t        r: change of the logarithm, t: from middle to middle
/// ```
#[must_use]
pub fn price_volatility(history: &History) -> f64 {
    let price = |row: &ballast_replay::history::Row| Number::price(row.price).coordinate();
    let middle = |row: &ballast_replay::history::Row| {
        (row.start.seconds() as f64 + row.end.seconds() as f64) / 2.0 / DAY
    };
    let steps: Vec<(f64, f64)> = history
        .rows
        .windows(2)
        .map(|pair| {
            let change = (price(&pair[1]) / price(&pair[0])).ln();
            (change, middle(&pair[1]) - middle(&pair[0]))
        })
        .collect();
    let time: f64 = steps.iter().map(|(_, time)| time).sum();
    let drift = steps.iter().map(|(change, _)| change).sum::<f64>() / time;
    let squares: f64 = steps.iter().map(|(change, step)| (change - drift * step).powi(2)).sum();
    (1.5 * squares / time * YEAR).sqrt()
}

/// Volatility of the price that a process makes, a year, over calm and turbulent times together.
#[must_use]
pub fn implied_volatility(process: &Process) -> f64 {
    let turbulent = process.into_turbulence / (process.into_turbulence + process.out_of_turbulence);
    let calm = process.demand_calm.powi(2) + process.mood_calm.powi(2);
    let rough = process.demand_turbulent.powi(2) + process.mood_turbulent.powi(2);
    let jumps = process.jumps * (process.jump_mean.powi(2) + process.jump_deviation.powi(2));
    ((1.0 - turbulent) * calm + turbulent * rough + jumps).sqrt()
}
