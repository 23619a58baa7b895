//! The files of a replay.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ballast_math::{Ratio, SignedRatio, Tokens};
use ballast_stress::{Epoch, Run, Seed};
use jiff::Timestamp;

use crate::check::{self, Checked};
use crate::figures::{exact_tokens, exact_usd};
use crate::outcome::{EpochLine, Outcome, PeriodLine};
use crate::preset::Preset;
use crate::report::{self, happenings};
use crate::scenario::Comparison;
use crate::solve::Solved;
use crate::stress;

/// Writes `report.html`, `epochs.csv`, `periods.csv`, `guardrails.csv` and `outcome.json` into a folder.
pub fn write(outcome: &Outcome, folder: &Path) -> Result<Vec<PathBuf>> {
    let files = [
        ("report.html", report::html(outcome)?.into_bytes()),
        ("epochs.csv", epochs(outcome)?),
        ("periods.csv", periods(outcome)?),
        ("guardrails.csv", guardrails(outcome)?),
        ("outcome.json", serde_json::to_vec_pretty(outcome)?),
    ];
    write_all(files, folder)
}

/// Writes the report of a scenario, and for both of its runs the epochs and the rest.
pub fn write_comparison(comparison: &Comparison, folder: &Path) -> Result<Vec<PathBuf>> {
    let name = comparison.scenario.name();
    let files = [
        (format!("{name}.html"), report::comparison::html(comparison)?.into_bytes()),
        (format!("{name}-with.csv"), epochs(&comparison.with)?),
        (format!("{name}-without.csv"), epochs(&comparison.without)?),
        (format!("{name}-guardrails.csv"), guardrails(&comparison.with)?),
        (format!("{name}.json"), serde_json::to_vec_pretty(comparison)?),
    ];
    write_all(files, folder)
}

/// Writes `stress.json`.
pub fn write_stress(outcome: &stress::Outcome, folder: &Path) -> Result<Vec<PathBuf>> {
    write_all([("stress.json", serde_json::to_vec_pretty(outcome)?)], folder)
}

/// Writes `check.html`, `check.md` and `check.json`.
pub fn write_check(checked: &Checked, hash: &str, file: &str, folder: &Path) -> Result<Vec<PathBuf>> {
    let files = [
        ("check.html", report::checked::html(checked, hash, file)?.into_bytes()),
        ("check.md", check::markdown(checked, hash, file).into_bytes()),
        ("check.json", check::manifest(checked)?),
    ];
    write_all(files, folder)
}

/// Writes `solve.json`.
pub fn write_solve(solved: &Solved, folder: &Path) -> Result<Vec<PathBuf>> {
    write_all([("solve.json", check::manifest(solved)?)], folder)
}

/// Writes the epochs of one run.
pub fn write_run(
    preset: &Preset,
    seed: Seed,
    figures: &Run,
    epochs: &[Epoch],
    folder: &Path,
) -> Result<Vec<PathBuf>> {
    let name = format!("{}-{}-{}-{}", preset.name, seed.scenario.name(), seed.master, seed.run);
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record([
        "epoch",
        "price_usd",
        "demand_usd",
        "settled_usd",
        "burned",
        "granted",
        "minted",
        "binding",
        "level",
        "rho",
        "supply",
        "net_emission",
    ])?;
    let tokens = |amount: Tokens| exact_tokens(amount, preset.decimals);
    for Epoch { demand, price, outcome } in epochs {
        let record = &outcome.record;
        let decision = &record.decision;
        writer.write_record([
            record.epoch.to_string(),
            price.to_string(),
            exact_usd(*demand),
            exact_usd(record.usd_settled),
            tokens(record.burned),
            tokens(decision.granted),
            tokens(decision.minted),
            word(&decision.binding)?,
            word(&record.level)?,
            record.rho.to_string(),
            tokens(record.supply),
            record.net_emission.map_or_else(String::new, |net| net.to_string()),
        ])?;
    }
    let csv = writer.into_inner().context("writing CSV")?;
    let json = serde_json::to_vec_pretty(&serde_json::json!({ "seed": seed, "figures": figures }))?;
    write_all([(format!("{name}.csv"), csv), (format!("{name}.json"), json)], folder)
}

/// Everything is made before anything is written.
fn write_all<N: AsRef<Path>, const COUNT: usize>(
    files: [(N, Vec<u8>); COUNT],
    folder: &Path,
) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    files
        .into_iter()
        .map(|(name, bytes)| {
            let path = folder.join(name);
            fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            Ok(path)
        })
        .collect()
}

fn epochs(outcome: &Outcome) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record([
        "epoch",
        "start",
        "price_usd",
        "demand_usd",
        "settled_usd",
        "burned",
        "requested",
        "granted",
        "minted",
        "from_budget",
        "binding",
        "level",
        "rho",
        "supply",
        "net_emission",
    ])?;
    let tokens = |amount: Tokens| exact_tokens(amount, outcome.meta.decimals);
    for line in &outcome.epochs {
        let EpochLine { epoch, start, price, rho, level, .. } = line;
        writer.write_record([
            epoch.to_string(),
            time(*start),
            price.to_string(),
            exact_usd(line.demand_usd),
            exact_usd(line.usd_settled),
            tokens(line.burned),
            tokens(line.requested),
            tokens(line.granted),
            tokens(line.minted),
            tokens(line.from_budget),
            word(&line.binding)?,
            word(level)?,
            rho.to_string(),
            tokens(line.supply),
            signed(line.net_emission),
        ])?;
    }
    Ok(writer.into_inner()?)
}

fn periods(outcome: &Outcome) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record([
        "start",
        "end",
        "epochs",
        "price_usd",
        "settled_usd",
        "burned",
        "minted",
        "net_emission",
        "coverage",
        "supply",
        "published_burned",
        "published_minted",
    ])?;
    let tokens = |amount: Tokens| exact_tokens(amount, outcome.meta.decimals);
    for line in &outcome.periods {
        let PeriodLine { start, end, epochs, price, published, .. } = line;
        writer.write_record([
            time(*start),
            time(*end),
            epochs.to_string(),
            price.to_string(),
            exact_usd(line.usd_settled),
            tokens(line.burned),
            tokens(line.minted),
            signed(line.net_emission),
            line.coverage.as_ref().map_or_else(String::new, Ratio::to_string),
            tokens(line.supply),
            published.burned.map_or_else(String::new, tokens),
            published.minted.map_or_else(String::new, tokens),
        ])?;
    }
    Ok(writer.into_inner()?)
}

/// What happened to the guardrails: a line for each move of the breaker and for each parameter that changed.
fn guardrails(outcome: &Outcome) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record([
        "time",
        "height",
        "what",
        "from",
        "to",
        "signal",
        "fall",
        "threshold",
        "parameter",
    ])?;
    let optional = |ratio: Option<Ratio>| ratio.map_or_else(String::new, |ratio| ratio.to_string());
    for entry in &outcome.history {
        let (time, height) = (time(entry.at.time), entry.at.height.to_string());
        if let Some(moved) = happenings::moved(entry) {
            let what = if moved.to > moved.from { "trip" } else { "step_down" };
            writer.write_record([
                time.clone(),
                height.clone(),
                what.to_owned(),
                (moved.from as u8).to_string(),
                (moved.to as u8).to_string(),
                word(&moved.signal)?,
                optional(moved.fall),
                optional(moved.threshold),
                String::new(),
            ])?;
        }
        for change in happenings::changes(entry) {
            writer.write_record([
                time.clone(),
                height.clone(),
                "change".to_owned(),
                change.from.clone(),
                change.to.clone(),
                String::new(),
                String::new(),
                String::new(),
                change.parameter.to_string(),
            ])?;
        }
    }
    Ok(writer.into_inner()?)
}

fn time(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    time.map_or_else(|| seconds.to_string(), |time| time.to_string())
}

fn signed(ratio: Option<SignedRatio>) -> String {
    ratio.map_or_else(String::new, |ratio| ratio.to_string())
}

/// A name as it stands in JSON; nothing for none.
fn word<T: serde::Serialize>(value: &T) -> Result<String> {
    let value = serde_json::to_value(value)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
