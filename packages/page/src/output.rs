//! The files of a command, made and not yet written.

use anyhow::{Context, Result};
use ballast_math::{Ratio, SignedRatio, Tokens};
use ballast_stress::{Epoch, Run, Seed};
use jiff::Timestamp;

use crate::check;
use crate::figures::{exact_tokens, exact_usd};
use crate::report::{self, happenings};
use ballast_check::CheckReport;
use ballast_check::solve::Solution;
use ballast_presets::Preset;
use ballast_replay::outcome::{EpochLine, Outcome, PeriodLine};
use ballast_replay::scenario::Comparison;
use ballast_stress::presets as stress;

/// Files by name, in the order in which they are told.
pub type Files = Vec<(String, Vec<u8>)>;

/// `report.html`, `epochs.csv`, `periods.csv`, `guardrails.csv` and `outcome.json`.
pub fn replay(outcome: &Outcome) -> Result<Files> {
    Ok(named([
        ("report.html", report::html(outcome)?.into_bytes()),
        ("epochs.csv", epochs(outcome)?),
        ("periods.csv", periods(outcome)?),
        ("guardrails.csv", guardrails(outcome)?),
        ("outcome.json", serde_json::to_vec_pretty(outcome)?),
    ]))
}

/// The report of a scenario, and for both of its runs the epochs and the rest.
pub fn comparison(comparison: &Comparison) -> Result<Files> {
    let name = comparison.scenario.name();
    Ok(vec![
        (format!("{name}.html"), report::comparison::html(comparison)?.into_bytes()),
        (format!("{name}-with.csv"), epochs(&comparison.with)?),
        (format!("{name}-without.csv"), epochs(&comparison.without)?),
        (format!("{name}-guardrails.csv"), guardrails(&comparison.with)?),
        (format!("{name}.json"), serde_json::to_vec_pretty(comparison)?),
    ])
}

/// `stress.json`.
pub fn stress(outcome: &stress::StressReport) -> Result<Files> {
    Ok(named([("stress.json", serde_json::to_vec_pretty(outcome)?)]))
}

/// `check.html`, `check.md` and `check.json`.
pub fn check(checked: &CheckReport, hash: &str, file: &str) -> Result<Files> {
    Ok(named([
        ("check.html", report::checked::html(checked, hash, file)?.into_bytes()),
        ("check.md", check::markdown(checked, hash, file).into_bytes()),
        ("check.json", ballast_check::manifest(checked)?),
    ]))
}

/// `solve.json`.
pub fn solve(solved: &Solution) -> Result<Files> {
    Ok(named([("solve.json", ballast_check::manifest(solved)?)]))
}

/// The epochs of one run, and its figures.
pub fn run(preset: &Preset, seed: Seed, figures: &Run, epochs: &[Epoch]) -> Result<Files> {
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
        let decision = &outcome.decision;
        writer.write_record([
            outcome.epoch.to_string(),
            price.to_string(),
            exact_usd(*demand),
            exact_usd(outcome.usd_settled),
            tokens(outcome.burned),
            tokens(decision.granted),
            tokens(decision.minted),
            word(&decision.binding)?,
            word(&outcome.level)?,
            decision.rho.to_string(),
            tokens(outcome.supply),
            decision.net_emission.map_or_else(String::new, |net| net.to_string()),
        ])?;
    }
    let csv = writer.into_inner().context("writing CSV")?;
    let json = serde_json::to_vec_pretty(&serde_json::json!({ "seed": seed, "figures": figures }))?;
    Ok(vec![(format!("{name}.csv"), csv), (format!("{name}.json"), json)])
}

fn named<const COUNT: usize>(files: [(&str, Vec<u8>); COUNT]) -> Files {
    files.map(|(name, bytes)| (name.to_owned(), bytes)).to_vec()
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
