//! Comparisons beside that of the clock by the day.

use anyhow::{Context, Result, anyhow};
use ballast_math::{Baseline, Duration, Fixed, NetworkTime, TimeRange, Tokens, WorkMeasure, decay};

use super::{ABOVE, BYTES_PER_GPU, DOUBLING, Day, TRIPLING, YEAR, baseline, epochs};
use crate::published::Data;
use ballast_presets::{Preset, PresetName};

/// The clocks under the two baselines that Filecoin had before: how far they are from the published ones at most, in epochs.
///
/// The first one began at 2⁶⁰ bytes and tripled every year. On 2020-09-26 it went on from where it stood, doubling every
/// year, and so did the clock.
pub fn earlier(days: &[Day]) -> Result<(f64, f64)> {
    let start = days.first().context("no days")?.at.saturating_minus(Duration::HOUR);
    // A year · ln 2 / ln 3 doubles what a year triples.
    let tripling = Baseline {
        start,
        initial: u64::try_from((1u128 << 60) * 1_000_000 / BYTES_PER_GPU)?,
        per: Duration::new(1_000_000),
        doubling: Duration::new(19_897_001),
        measure: WorkMeasure::GpuSeconds,
    };
    let mut clock = NetworkTime::default();
    let (mut before, mut first) = (0, 0f64);
    for day in &days[TRIPLING] {
        clock = clock.advance(&tripling, TimeRange { start, end: day.at }, day.work - before)?;
        before = day.work;
        first = first.max((epochs(clock) - day.published).abs());
    }
    let origin = days[DOUBLING.start];
    let doubling = Baseline {
        start,
        initial: u64::try_from(origin.baseline * 1_000_000 / BYTES_PER_GPU)?,
        per: Duration::new(1_000_000),
        doubling: Duration::YEAR,
        measure: WorkMeasure::GpuSeconds,
    };
    let mut second = 0f64;
    for day in &days[DOUBLING] {
        let clock = NetworkTime::default().advance(
            &doubling,
            TimeRange { start, end: day.at },
            day.work - origin.work,
        )?;
        second = second.max((epochs(clock) - (day.published - origin.published)).abs());
    }
    Ok((first, second))
}

/// The published vectors: how many there are, and the largest difference in attoFIL; of simple and of baseline minting.
pub fn vectors(data: &Data) -> Result<[(usize, u128); 2]> {
    // Here the unit of time is the epoch.
    let half_life = Duration::new(6 * YEAR);
    let fil = |million: u128| million * 10u128.pow(24);
    let compare = |total, from, to, published: &str| -> Result<u128> {
        Ok(decay(Tokens::new(total), half_life, from, to)?.get().abs_diff(published.parse()?))
    };
    let mut simple = (0, 0);
    for row in data.records("filecoin_simple_vectors.csv", &["x", "y"])? {
        // A reward is for the epoch that ends at x. One half-life later the same comes out of twice the total, and no time
        // is below zero.
        let end = row[0].parse::<u128>()? + u128::from(half_life);
        let (from, to) = (Fixed::from_integer(end - 1), Fixed::from_integer(end));
        simple = (simple.0 + 1, simple.1.max(compare(fil(2 * 330), from, to, &row[1])?));
    }
    let mut baseline = (0, 0);
    for row in data.records("filecoin_baseline_vectors.csv", &["t0", "t1", "y"])? {
        let theta = |text: &str| text.parse().map(Fixed::from_bits).map_err(|_| anyhow!("no number: {text}"));
        let difference = compare(fil(770), theta(&row[0])?, theta(&row[1])?, &row[2])?;
        baseline = (baseline.0 + 1, baseline.1.max(difference));
    }
    Ok([simple, baseline])
}

/// The work that the preset's cap counts while the network stood above its baseline, against what the network counted: the
/// difference as a share of it.
pub fn at_the_baseline(days: &[Day]) -> Result<f64> {
    let baseline = baseline(&Preset::load(PresetName::Filecoin)?)?;
    let of = |number: usize| days.get(number).context("too few days");
    let (first, last) = (of(*ABOVE.start())?, of(*ABOVE.end())?);
    let range = TimeRange { start: first.at, end: last.at };
    let counted = NetworkTime::default().advance(&baseline, range, u128::MAX)?.counted;
    Ok(counted as f64 / (last.work - first.work) as f64 - 1.0)
}
