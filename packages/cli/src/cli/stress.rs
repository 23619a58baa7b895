//! `ballast stress`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use ballast_math::Duration;
use ballast_stress::{PriceModel, Scenario, Seed, Setting, run};
use clap::{Args, ValueEnum};

use super::{GATE_FAILED, epoch_length, files, names};
use crate::progress;
use ballast_page as page;
use ballast_presets::{Preset, PresetName};
use ballast_stress::presets::{self as stress, Sampling, stress};

/// Arguments of `ballast stress`.
#[derive(Debug, Args)]
pub struct StressArgs {
    /// Scenarios to run; all of them if none is named.
    #[arg(value_name = "SCENARIO", value_parser = scenario)]
    pub scenarios: Vec<Scenario>,
    /// Whose rules to run.
    #[arg(long, value_parser = names::preset(), default_value = "ballast")]
    pub preset: PresetName,
    /// Runs of each scenario.
    #[arg(long, default_value_t = 1_000)]
    pub runs: u32,
    /// Days in a run.
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    pub days: u32,
    /// Length of an epoch, such as 1d or 12h.
    #[arg(long, default_value = "1d", value_parser = epoch_length)]
    pub epoch: Duration,
    /// How the price follows from demand and supply.
    #[arg(long, value_enum, default_value_t = Model::Exchange)]
    pub model: Model,
    /// The master seed: the same seed gives the same bytes, whatever the number of threads.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Repeat one run alone, by its number, and write its epochs.
    #[arg(long, value_name = "NUMBER")]
    pub run: Option<u64>,
    /// Threads; all cores if not given.
    #[arg(long)]
    pub threads: Option<usize>,
    /// Where to write.
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    pub out: PathBuf,
}

/// How the price follows from demand and supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Model {
    /// MV = PQ: the price follows demand over supply.
    Exchange,
    /// Demand to come, discounted: it also follows the growth of demand.
    Discounted,
}

impl From<Model> for PriceModel {
    fn from(model: Model) -> Self {
        match model {
            Model::Exchange => Self::Exchange,
            Model::Discounted => Self::Discounted,
        }
    }
}

pub(super) fn scenario(name: &str) -> Result<Scenario, String> {
    let known = Scenario::ALL.into_iter().find(|scenario| scenario.name() == name);
    known.ok_or_else(|| {
        let names: Vec<&str> = Scenario::ALL.into_iter().map(Scenario::name).collect();
        format!("expected one of {}", names.join(", "))
    })
}

/// Runs the scenarios, or one run alone.
pub fn execute(args: &StressArgs) -> Result<ExitCode> {
    ensure!(args.runs > 0, "--runs must be above zero");
    let preset = Preset::load(args.preset)?;
    let setting = stress::setting(&preset, args.model.into(), args.epoch, args.days)?;
    ensure!(setting.epochs > 0, "--days: expected at least one epoch of {} s", args.epoch);
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build_global().context("--threads")?;
    }
    let scenarios = if args.scenarios.is_empty() { Scenario::ALL.to_vec() } else { args.scenarios.clone() };
    if let Some(number) = args.run {
        ensure!(scenarios.len() == 1, "--run repeats one run: name one scenario");
        return one(args, &preset, &setting, Seed { master: args.seed, scenario: scenarios[0], run: number });
    }

    let epochs = u64::from(setting.epochs);
    // Each run is made with the guardrails and without.
    let bar = progress::epochs(2 * scenarios.len() as u64 * u64::from(args.runs) * epochs, &preset.name)?;
    let sampling = Sampling { seed: args.seed, runs: args.runs };
    let outcome = stress(&preset.name, &setting, &scenarios, sampling, |runs| bar.inc(runs * epochs))?;
    bar.finish_and_clear();
    print!("{}", page::stress::terminal(&outcome));
    files::write(page::stress::files(&outcome)?, &args.out)?;
    let broken = outcome.scenarios.iter().any(|scenario| {
        scenario.with.figure(ballast_stress::Measure::BrokenPromises).p95 > 0
            || scenario.with.figure(ballast_stress::Measure::BrokenPromises).mean > 0.0
    });
    Ok(if broken { ExitCode::from(GATE_FAILED) } else { ExitCode::SUCCESS })
}

fn one(args: &StressArgs, preset: &Preset, setting: &Setting, seed: Seed) -> Result<ExitCode> {
    let mut epochs = Vec::new();
    let figures = run(setting, seed, &mut (), |epoch| epochs.push(*epoch))?;
    print!("{}", page::stress::run(seed, &figures));
    files::write(page::stress::run_files(preset, seed, &figures, &epochs)?, &args.out)?;
    Ok(ExitCode::SUCCESS)
}
