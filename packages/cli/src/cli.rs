//! Arguments, and what they start.

mod audit;
mod check;
pub mod deploy;
mod files;
mod names;
mod solve;
mod stress;
mod what_if;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use ballast_math::{Duration, Tokens};
use ballast_sandbox::SupplyKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::progress;
use ballast_page as page;
use ballast_presets::{Preset, PresetName};
use ballast_replay::history::{Columns, History};
use ballast_replay::ledger::Grouping;
use ballast_replay::replay::{Settings, replay};
use ballast_replay::scenario::{ScenarioName, compare};

/// Exit code for a check that failed.
const GATE_FAILED: u8 = 1;

/// Burn-mint equilibrium: replay what a network went through, under the real contract.
#[derive(Debug, Parser)]
#[command(name = "ballast", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the contract over a history of demand and price.
    ///
    /// Starts an embedded chain, instantiates the real contract on it, and lets tenants pay, meters settle and providers
    /// claim, epoch by epoch. Prints the ledger and writes report.html, epochs.csv, periods.csv, guardrails.csv and
    /// outcome.json.
    Replay(ReplayArgs),
    /// Run a preset through many made-up markets, with its guardrails and without.
    ///
    /// Every epoch is the contract's own. Prints what each scenario came to, and writes stress.json. Ends with exit code 1 if any
    /// epoch above level 0 minted more than it burned.
    Stress(stress::StressArgs),
    /// Say before a vote what a proposal would do.
    ///
    /// Takes a proposal as x/gov takes it, or a list of changes. Asks the contract whether it would take it, and runs the network
    /// through made-up years with the rules of today and with those proposed. Prints what differs, and writes check.html, check.md and
    /// check.json. Exit codes: 0 passes, 1 a gate failed, 2 invalid input, 3 the contract would refuse it.
    Check(check::CheckArgs),
    /// Find the loosest value of a parameter that keeps every gate of `check`.
    ///
    /// Looks between today's value and the hard bound in the direction that loosens, on the same random numbers as `check`. Prints the
    /// loosest value that was found to pass, the tightest that was found to fail and why, how many changes it takes to get there and how
    /// long, and writes solve.json. Exit codes: 0 found, 1 a gate fails with today's value already, 2 invalid input, 3 the contract
    /// would refuse anything looser.
    Solve(solve::SolveArgs),
    /// Recompute a live contract from its chain: every epoch, every receipt, the token's supply.
    ///
    /// Prints what holds, and what the last epochs were like. Ends with exit code 1 and the first figure that differs
    /// otherwise. What was read is kept in the folder `--out`, and the next audit goes on from there.
    Audit(audit::AuditArgs),
    /// Write the message that instantiates a network, from a preset.
    ///
    /// Prints JSON. Look through it: who governs and who guards, the hard bounds, the epoch's length and the first tokens are fixed
    /// for the life of the contract.
    Init(deploy::InitArgs),
    /// Store the code, instantiate a network, and hand the token over to it.
    ///
    /// Prints the address, and writes a proposal of x/gov to start from. Signs with the mnemonic in the environment variable
    /// BALLAST_MNEMONIC (24 or 12 words, path m/44'/118'/0'/0/0).
    Deploy(deploy::DeployArgs),
}

/// Arguments of `ballast replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// History to replay; the built-in one is Render's, by month, from 2023-12-20 to 2025-05-14.
    ///
    /// A CSV with the columns `start` (date or UNIX time), `demand_usd` (USD of compute in the interval) and `price_usd`
    /// (USD per token); optional `end`, `burned` and `minted` (whole tokens, to compare with).
    #[arg(value_name = "HISTORY.csv", conflicts_with = "history")]
    pub file: Option<PathBuf>,
    /// The same, by name.
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,
    /// Other names for the columns, such as `start=week,demand_usd=spend`.
    #[arg(long, value_name = "COLUMN=NAME,…", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// A built-in scenario in place of a history: it runs twice, with the guardrails and without.
    ///
    /// Prints both and writes <scenario>.html, its epochs as CSV, and a JSON. Ends with exit code 1 if any epoch above level 0 had a
    /// positive net emission.
    #[arg(long, value_parser = names::scenario(), conflicts_with_all = ["file", "history", "columns", "by"])]
    pub scenario: Option<ScenarioName>,
    /// Whose rules to run; `ballast` if not given, `typical` for a scenario.
    #[arg(long, value_parser = names::preset())]
    pub preset: Option<PresetName>,
    /// Length of an epoch, such as 1d, 12h or 7d; no longer than the history's intervals.
    #[arg(long, default_value = "1d", value_parser = epoch_length)]
    pub epoch: Duration,
    /// Circulating supply at the start, in whole tokens; that of the preset if not given.
    #[arg(long, value_name = "TOKENS")]
    pub seed_supply: Option<u64>,
    /// How the token is burned and minted; the figures are the same.
    #[arg(long, value_enum, default_value_t = Supply::TokenFactory)]
    pub supply: Supply,
    /// Where to write.
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    pub out: PathBuf,
    /// How to group the printed ledger; by row up to 36 rows, else by month.
    #[arg(long, value_parser = names::grouping())]
    pub by: Option<Grouping>,
}

/// How the token is burned and minted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Supply {
    /// A tokenfactory denom that the contract created.
    TokenFactory,
    /// A cw20 token whose minter is the contract.
    Cw20,
}

impl From<Supply> for SupplyKind {
    fn from(supply: Supply) -> Self {
        match supply {
            Supply::TokenFactory => Self::TokenFactory,
            Supply::Cw20 => Self::Cw20,
        }
    }
}

/// Runs a command. The exit code says whether what was to be checked holds.
pub fn run(cli: &Cli) -> Result<ExitCode> {
    match &cli.command {
        Command::Replay(args) => match args.scenario {
            Some(scenario) => run_scenario(args, scenario),
            None => run_replay(args).map(|()| ExitCode::SUCCESS),
        },
        Command::Stress(args) => stress::execute(args),
        Command::Check(args) => check::execute(args),
        Command::Solve(args) => solve::execute(args),
        Command::Audit(args) => audit::run(args),
        Command::Init(args) => {
            println!("{}", serde_json::to_string_pretty(&deploy::network(args)?)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Deploy(args) => deploy::deploy(args, &deploy::mnemonic()?).map(|_| ExitCode::SUCCESS),
    }
}

fn run_scenario(args: &ReplayArgs, scenario: ScenarioName) -> Result<ExitCode> {
    let preset = preset(args, PresetName::Typical)?;
    let settings = Settings { epoch_length: args.epoch, supply: args.supply.into() };
    let bar = progress::epochs(2 * scenario.history()?.epochs(args.epoch)?, scenario.name())?;
    let comparison = compare(scenario, &preset, &settings, &|epochs| bar.inc(epochs))?;
    bar.finish_and_clear();
    print!("{}", page::scenario::terminal(&comparison)?);
    files::write(page::scenario::files(&comparison)?, &args.out)?;
    Ok(if comparison.promise_kept() { ExitCode::SUCCESS } else { ExitCode::from(GATE_FAILED) })
}

fn run_replay(args: &ReplayArgs) -> Result<()> {
    let preset = preset(args, PresetName::Ballast)?;
    let columns = Columns::parse(&args.columns)?;
    let history = match args.file.as_ref().or(args.history.as_ref()) {
        Some(path) => History::from_file(path, &columns, &preset)?,
        None => History::built_in(&preset)?,
    };
    let settings = Settings { epoch_length: args.epoch, supply: args.supply.into() };

    let bar = progress::epochs(history.epochs(args.epoch)?, &preset.name)?;
    let outcome = replay(&preset, &history, &settings, &|epochs| bar.inc(epochs))?;
    bar.finish_and_clear();

    print!("{}", page::replay::terminal(&outcome, args.by)?);
    files::write(page::replay::files(&outcome)?, &args.out)
}

fn preset(args: &ReplayArgs, usual: PresetName) -> Result<Preset> {
    let mut preset = Preset::load(args.preset.unwrap_or(usual))?;
    if let Some(tokens) = args.seed_supply {
        preset.seed_supply = whole_tokens(tokens, preset.decimals)?;
    }
    Ok(preset)
}

fn whole_tokens(tokens: u64, decimals: u8) -> Result<Tokens> {
    ensure!(tokens > 0, "the seed supply must be above zero");
    let units = 10u128.checked_pow(decimals.into()).and_then(|unit| unit.checked_mul(tokens.into()));
    units.map(Tokens::new).context("the seed supply does not fit 128 bits")
}

fn epoch_length(text: &str) -> Result<Duration, String> {
    let length = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    let length = Duration::new(length.as_secs());
    if (Duration::new(60)..=Duration::days(366)).contains(&length) {
        Ok(length)
    } else {
        Err(format!("expected from 60 s to 366 d, found {length} s"))
    }
}
