//! What the stress lab came to, for people.

mod csv;
mod terminal;

use anyhow::Result;
use ballast_presets::Preset;
use ballast_stress::presets::StressReport;
use ballast_stress::{Epoch, Run, Seed};

use crate::File;

pub use terminal::{run, run_twice, terminal};

/// `stress.json`.
pub fn files(outcome: &StressReport) -> Result<Vec<File>> {
    Ok(vec![File::json("stress.json", outcome)?])
}

/// The epochs of one run as CSV, and its figures as JSON.
pub fn run_files(preset: &Preset, seed: Seed, figures: &Run, epochs: &[Epoch]) -> Result<Vec<File>> {
    let name = format!("{}-{}-{}-{}", preset.name, seed.scenario.name(), seed.master, seed.run);
    Ok(vec![
        File::bytes(format!("{name}.csv"), csv::epochs(preset.decimals, epochs)?),
        File::json(format!("{name}.json"), &serde_json::json!({ "seed": seed, "figures": figures }))?,
    ])
}
