//! Arguments of the commands that ask what other rules would do: whose rules, which runs, which gates.

use anyhow::{Context, Result, ensure};
use ballast_client::Node;
use ballast_math::Duration;
use clap::Args;

use super::stress::Model;
use super::{epoch_length, names};
use crate::remote::RemoteContract;
use ballast_check::{Base, Gates, Plan, Request, Source};
use ballast_presets::{Preset, PresetName};

/// Whose rules.
#[derive(Debug, Args)]
pub struct Whose {
    /// A preset, on an embedded chain; `ballast` if nothing is said.
    #[arg(long, value_parser = names::preset(), conflicts_with = "node")]
    pub preset: Option<PresetName>,
    /// RPC of a node, to ask a live contract, such as http://127.0.0.1:26657.
    #[arg(long, value_name = "URL", requires = "contract")]
    pub node: Option<String>,
    /// Address of the live contract.
    #[arg(long, value_name = "ADDRESS", requires = "node")]
    pub contract: Option<String>,
    /// Ask the live contract as it was at a block, to verify what somebody published; the node must have kept it.
    #[arg(long, value_name = "BLOCK", requires = "node")]
    pub height: Option<u64>,
}

/// Which runs.
#[derive(Debug, Args)]
pub struct Runs {
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
    pub epoch: Duration,
    /// How the price follows from demand and supply.
    #[arg(long, value_enum, default_value_t = Model::Exchange)]
    pub model: Model,
    /// Threads; all cores if not given.
    #[arg(long)]
    pub threads: Option<usize>,
}

/// Which gates.
#[derive(Debug, Args)]
pub struct Limits {
    /// Gate: where one run in twenty may end with its net emission, of supply, in any scenario; where it is there today, it may not get
    /// worse.
    #[arg(long, default_value = "2%", value_parser = percent, value_name = "PERCENT", allow_hyphen_values = true)]
    pub max_emission: i64,
    /// Gate: how far the mean net emission may rise in any scenario, of supply.
    #[arg(long, default_value = "1%", value_parser = percent, value_name = "PERCENT")]
    pub max_rise: i64,
    /// Gate: how far the mean pay of providers per USD of work may fall in any scenario, of what it is.
    #[arg(long, default_value = "10%", value_parser = percent, value_name = "PERCENT")]
    pub max_pay_cut: i64,
}

impl Limits {
    /// The gates.
    pub fn gates(&self) -> Gates {
        let Self { max_emission, max_rise, max_pay_cut } = *self;
        Gates { max_emission, max_rise, max_pay_cut }
    }
}

/// Asks whoever is meant for its rules and for what it says to a proposal.
///
/// Returns: its answers, and the plan of the runs, in epochs of its length.
pub fn ask(whose: &Whose, runs: &Runs, asked: &Request) -> Result<(Base, Plan)> {
    let mut plan = Plan {
        seed: runs.seed,
        runs: runs.runs,
        days: runs.days,
        epoch_length: runs.epoch,
        model: runs.model.into(),
    };
    let base = match (&whose.node, &whose.contract) {
        (Some(node), Some(contract)) => {
            let meant = asked.contract.as_ref().unwrap_or(contract);
            ensure!(meant == contract, "contract: expected {contract}, found {meant}");
            let node = Node::new(node);
            let status = node.status()?;
            // The last block's state is being written; the one before it is there.
            let height = whose.height.unwrap_or(status.height.saturating_sub(1));
            let remote = RemoteContract { node: &node, contract, height };
            let source = Source::Live { chain_id: status.chain_id, contract: contract.clone(), height };
            Base::live(&remote, source, asked, plan)?
        }
        _ => Base::preset(&Preset::load(whose.preset.unwrap_or(PresetName::Ballast))?, asked, plan)?,
    };
    plan.epoch_length = base.setting.network.epoch_length;
    ensure!(base.setting.epochs > 0, "--days: expected at least one epoch of {} s", plan.epoch_length);
    Ok((base, plan))
}

/// Makes the runs on as many threads as are asked for.
pub fn use_threads(runs: &Runs) -> Result<()> {
    match runs.threads {
        Some(threads) => {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("--threads")
        }
        None => Ok(()),
    }
}

/// A percentage as parts per million.
fn percent(text: &str) -> Result<i64, String> {
    let number = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
    match number.filter(|number| number.abs() <= 1_000.0) {
        Some(number) => Ok((number * 10_000.0).round() as i64),
        None => Err(format!("expected a percentage such as 2%, found {text}")),
    }
}
