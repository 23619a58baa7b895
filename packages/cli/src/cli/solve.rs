//! `ballast solve`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::files;
use super::what_if::{Limits, Runs, Whose, ask, use_threads};
use crate::progress;
use ballast_check::Request;
use ballast_check::solve::{Question, Search};
use ballast_page as page;

/// Arguments of `ballast solve`.
#[derive(Debug, Args)]
pub struct SolveArgs {
    /// The parameter, such as policy.mint.rho; the end of its name will do where it is the end of no other.
    #[arg(long, value_name = "NAME")]
    pub parameter: String,
    /// Look no finer than this, in the parameter's unit; a tenth of its smallest step if not given.
    #[arg(long, value_name = "NUMBER")]
    pub resolution: Option<String>,
    /// Whose parameter.
    #[command(flatten)]
    pub whose: Whose,
    /// With which runs.
    #[command(flatten)]
    pub runs: Runs,
    /// What must not happen.
    #[command(flatten)]
    pub limits: Limits,
    /// Where to write solve.json.
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    pub out: PathBuf,
}

/// Searches, prints and writes.
pub fn execute(args: &SolveArgs) -> Result<ExitCode> {
    let (base, plan) = ask(&args.whose, &args.runs, &Request::nothing())?;
    let question = Question { parameter: &args.parameter, resolution: args.resolution.as_deref() };
    let search = Search::of(&base, question, plan, args.limits.gates())?;
    use_threads(&args.runs)?;

    let epochs = u64::from(base.setting.epochs);
    // How many values are tried is known when the last of them is.
    let bar = progress::bar(search.work() * epochs, "solve", "of at most", "epochs")?;
    let solved = search.solve(|runs| bar.inc(runs * epochs))?;
    bar.finish_and_clear();
    print!("{}", page::solve::terminal(&solved));
    files::write(page::solve::files(&solved)?, &args.out)?;
    Ok(ExitCode::from(solved.answer.code()))
}
