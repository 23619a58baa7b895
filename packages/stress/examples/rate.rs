//! Epochs a second of the stress lab on one thread and on all, as lines of JSON: `--example rate [RUNS] [PRESET]`.

#![allow(missing_docs)]

use ballast_math::Duration;
use std::fs;
use std::time::Instant;

use anyhow::{Context, Result};
use ballast_presets::{Preset, PresetName};
use ballast_stress::presets as stress;
use ballast_stress::{Measure, PriceModel, Sample, Scenario, Study};
use serde_json::json;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let runs: u32 = arguments.next().map_or(Ok(2_000), |runs| runs.parse())?;
    let name = arguments.next().unwrap_or("ballast".to_owned());
    let name: PresetName = name.parse()?;
    let preset = Preset::load(name)?;
    let setting = stress::setting(&preset, PriceModel::Exchange, Duration::DAY, 365)?;
    let sample = Sample { master: 1, scenario: Scenario::BaseGrowth, runs };
    for threads in [1, std::thread::available_parallelism()?.get()] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let begin = Instant::now();
        let study = pool.install(|| Study::of(&setting, sample, |_| ()))?;
        let seconds = begin.elapsed().as_secs_f64();
        let emission = study.sketch(Measure::NetEmission);
        let quantile = |share| emission.quantile(share).unwrap_or_default();
        println!(
            "{}",
            json!({
                "name": preset.name,
                "runs": runs,
                "epochs_per_second": (f64::from(runs) * f64::from(setting.epochs) / seconds).round() as u64,
                "cores": threads,
                "net_emission_ppm": [quantile(0.05), quantile(0.5), quantile(0.95)],
                "peak_memory_kb": peak_memory()?,
            })
        );
    }
    Ok(())
}

/// The most memory that the process had so far.
fn peak_memory() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak of memory")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
