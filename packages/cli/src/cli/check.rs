//! `ballast check`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use ballast_stress::{Scenario, Seed, run};
use clap::Args;

use super::what_if::{Limits, Runs, Whose, ask, use_threads};
use super::{GATE_FAILED, files};
use crate::progress;
use ballast_check::{self as check, Base, Request};
use ballast_page as page;

/// Arguments of `ballast check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The proposal, as x/gov takes it; or a list of changes.
    #[arg(value_name = "PROPOSAL.json")]
    pub proposal: PathBuf,
    /// Whose rules it changes.
    #[command(flatten)]
    pub whose: Whose,
    /// With which runs.
    #[command(flatten)]
    pub runs: Runs,
    /// What must not happen.
    #[command(flatten)]
    pub limits: Limits,
    /// Compute it all again and compare with the hash that somebody published, with the same options. Writes nothing; ends with exit
    /// code 0 if it is the same, 1 if not.
    #[arg(long, value_name = "HASH", conflicts_with = "run")]
    pub verify: Option<String>,
    /// Repeat one run alone, with the rules of today and with those proposed, such as crash60:17. Writes nothing.
    #[arg(long, value_name = "SCENARIO:NUMBER", value_parser = one_run)]
    pub run: Option<(Scenario, u64)>,
    /// Where to write check.html, check.md and check.json.
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    pub out: PathBuf,
}

/// Checks, prints and writes.
pub fn execute(args: &CheckArgs) -> Result<ExitCode> {
    let file = args.proposal.display();
    let text = fs::read_to_string(&args.proposal).with_context(|| format!("cannot read {file}"))?;
    let asked = Request::parse(&text).with_context(|| format!("{file}"))?;
    let (base, plan) = ask(&args.whose, &args.runs, &asked).with_context(|| format!("{file}"))?;
    if let Some((scenario, number)) = args.run {
        return repeat(&base, &asked, Seed { master: plan.seed, scenario, run: number });
    }
    use_threads(&args.runs)?;

    let epochs = u64::from(base.setting.epochs);
    let bar = progress::epochs(plan.work(asked.changes.len()) * epochs, "check")?;
    let checked = check::check(&base, &asked, plan, args.limits.gates(), |runs| bar.inc(runs * epochs))?;
    bar.finish_and_clear();
    let hash = check::hash(&checked)?;
    if let Some(expected) = &args.verify {
        return Ok(verify(expected, &hash));
    }

    print!("{}", page::check::terminal(&checked, &hash));
    let (word, options) = (page::shell::word(&file.to_string()), page::check::verify(&checked));
    println!("To verify it: cargo ballast check {word} {options} --verify HASH");
    files::write(page::check::files(&checked, &hash, &file.to_string())?, &args.out)?;
    Ok(ExitCode::from(checked.verdict().code()))
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

fn repeat(base: &Base, asked: &Request, seed: Seed) -> Result<ExitCode> {
    let proposed = base.with(&asked.read(&base.values)?);
    let before = run(&base.setting, seed, &mut (), |_| ())?;
    let after = run(&proposed, seed, &mut (), |_| ())?;
    print!("{}", page::stress::run_twice(seed, &before, &after));
    Ok(ExitCode::SUCCESS)
}

fn one_run(text: &str) -> Result<(Scenario, u64), String> {
    let (name, number) = text.split_once(':').ok_or("expected SCENARIO:NUMBER, such as crash60:17")?;
    let number = number.parse().map_err(|_| format!("expected the number of a run, found {number}"))?;
    Ok((super::stress::scenario(name)?, number))
}
