//! `ballast check`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use ballast_client::Node;
use ballast_math::Seconds;
use ballast_stress::{Scenario, Seed, run};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::stress::Model;
use super::{GATE_FAILED, epoch_length, tell_written};
use crate::check::{self, Asked, Base, Gates, Plan};
use crate::preset::{Preset, PresetName};
use crate::{output, table};

/// Arguments of `ballast check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The proposal, as x/gov takes it; or a list of changes.
    #[arg(value_name = "PROPOSAL.json")]
    pub proposal: PathBuf,
    /// Whose rules it changes; `ballast` if nothing is said.
    #[arg(long, value_enum, conflicts_with = "node")]
    pub preset: Option<PresetName>,
    /// RPC of a node, to check against a live contract, such as http://127.0.0.1:26657.
    #[arg(long, value_name = "URL", requires = "contract")]
    pub node: Option<String>,
    /// Address of the live contract.
    #[arg(long, value_name = "ADDRESS", requires = "node")]
    pub contract: Option<String>,
    /// Ask the live contract as it was at a block, to verify what somebody published; the node must have kept it.
    #[arg(long, value_name = "BLOCK", requires = "node")]
    pub height: Option<u64>,
    /// Runs of each scenario.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub runs: u32,
    /// The master seed: the same seed gives the same bytes, whatever the number of threads.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Days in a run.
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    pub days: u32,
    /// Length of a preset's epoch, such as 1d or 12h; a live contract has its own.
    #[arg(long, default_value = "1d", value_parser = epoch_length, conflicts_with = "node")]
    pub epoch: Seconds,
    /// How the price follows from demand and supply.
    #[arg(long, value_enum, default_value_t = Model::Exchange)]
    pub model: Model,
    /// Gate: where one run in twenty may end with its net issuance, of supply, in any scenario; where it is there today, it may not get
    /// worse.
    #[arg(long, default_value = "2%", value_parser = percent, value_name = "PERCENT", allow_hyphen_values = true)]
    pub max_issuance: i64,
    /// Gate: how far the mean net issuance may rise in any scenario, of supply.
    #[arg(long, default_value = "1%", value_parser = percent, value_name = "PERCENT")]
    pub max_rise: i64,
    /// Gate: how far the mean pay of providers per USD of work may fall in any scenario, of what it is.
    #[arg(long, default_value = "10%", value_parser = percent, value_name = "PERCENT")]
    pub max_pay_cut: i64,
    /// Compute it all again and compare with the hash that somebody published, with the same options. Writes nothing; ends with exit
    /// code 0 if it is the same, 1 if not.
    #[arg(long, value_name = "HASH", conflicts_with = "run")]
    pub verify: Option<String>,
    /// Repeat one run alone, with the rules of today and with those proposed, such as crash60:17. Writes nothing.
    #[arg(long, value_name = "SCENARIO:NUMBER", value_parser = one_run)]
    pub run: Option<(Scenario, u64)>,
    /// Threads; all cores if not given.
    #[arg(long)]
    pub threads: Option<usize>,
    /// Where to write check.html, check.md and check.json.
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    pub out: PathBuf,
}

/// Checks, prints and writes.
pub fn execute(args: &CheckArgs) -> Result<ExitCode> {
    let file = args.proposal.display();
    let text = fs::read_to_string(&args.proposal).with_context(|| format!("cannot read {file}"))?;
    let asked = Asked::parse(&text).with_context(|| format!("{file}"))?;
    let mut plan = Plan {
        seed: args.seed,
        runs: args.runs,
        days: args.days,
        epoch_length: args.epoch,
        model: args.model.into(),
    };
    let base = match (&args.node, &args.contract) {
        (Some(node), Some(contract)) => {
            let meant = asked.contract.as_ref().unwrap_or(contract);
            ensure!(meant == contract, "{file}: contract: expected {contract}, found {meant}");
            Base::live(&Node::new(node), contract, args.height, &asked, plan)
        }
        _ => Base::preset(&Preset::load(args.preset.unwrap_or(PresetName::Ballast))?, &asked, plan),
    }
    .with_context(|| format!("{file}"))?;
    plan.epoch_length = base.setting.network.epoch_length;
    ensure!(base.setting.epochs > 0, "--days: expected at least one epoch of {} s", plan.epoch_length);
    if let Some((scenario, number)) = args.run {
        return repeat(&base, &asked, Seed { master: args.seed, scenario, run: number });
    }
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("--threads")?;
    }

    let gates =
        Gates { max_issuance: args.max_issuance, max_rise: args.max_rise, max_pay_cut: args.max_pay_cut };
    let epochs = u64::from(base.setting.epochs);
    let bar = progress(check::work(asked.changes.len(), plan) * epochs)?;
    let checked = check::check(&base, &asked, plan, gates, |runs| bar.inc(runs * epochs))?;
    bar.finish_and_clear();
    let hash = check::hash(&checked)?;
    if let Some(expected) = &args.verify {
        return Ok(verify(expected, &hash));
    }

    print!("{}", table::checked(&checked, &hash));
    println!("To verify it: cargo ballast check {file} {} --verify HASH", check::say::verify(&checked));
    tell_written(&output::write_check(&checked, &hash, &file.to_string(), &args.out)?);
    Ok(ExitCode::from(checked.verdict.code()))
}

fn verify(expected: &str, found: &str) -> ExitCode {
    if expected.eq_ignore_ascii_case(found) {
        println!("The same: {found}");
        return ExitCode::SUCCESS;
    }
    println!("Not the same: expected {expected}, found {found}");
    println!("The proposal, an option, the version or a figure differs from what was published.");
    ExitCode::from(GATE_FAILED)
}

fn repeat(base: &Base, asked: &Asked, seed: Seed) -> Result<ExitCode> {
    let proposed = base.with(&asked.read(&base.values)?);
    let before = run(&base.setting, seed, &mut (), |_| ())?;
    let after = run(&proposed, seed, &mut (), |_| ())?;
    print!("{}", table::one_run_twice(seed, &before, &after));
    Ok(ExitCode::SUCCESS)
}

fn progress(epochs: u64) -> Result<ProgressBar> {
    let bar = ProgressBar::new(epochs);
    let style = "{wide_bar} {human_pos} of {human_len} epochs, {per_sec}, {eta} left";
    bar.set_style(ProgressStyle::with_template(style)?);
    Ok(bar)
}

fn one_run(text: &str) -> Result<(Scenario, u64), String> {
    let (name, number) = text.split_once(':').ok_or("expected SCENARIO:NUMBER, such as crash60:17")?;
    let number = number.parse().map_err(|_| format!("expected the number of a run, found {number}"))?;
    Ok((super::stress::scenario(name)?, number))
}

/// A percentage as parts per million.
fn percent(text: &str) -> Result<i64, String> {
    let number = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
    match number.filter(|number| number.abs() <= 1_000.0) {
        Some(number) => Ok((number * 10_000.0).round() as i64),
        None => Err(format!("expected a percentage such as 2%, found {text}")),
    }
}
