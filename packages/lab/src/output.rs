//! The files of a replay.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ballast_math::{Ratio, SignedRatio, Tokens};
use jiff::Timestamp;

use crate::figures::{exact_tokens, exact_usd};
use crate::outcome::{EpochLine, Outcome, PeriodLine};
use crate::report;

/// Writes `report.html`, `epochs.csv`, `periods.csv` and `outcome.json` into a folder, all made before any is written.
pub fn write(outcome: &Outcome, folder: &Path) -> Result<Vec<PathBuf>> {
    let files = [
        ("report.html", report::html(outcome)?.into_bytes()),
        ("epochs.csv", epochs(outcome)?),
        ("periods.csv", periods(outcome)?),
        ("outcome.json", serde_json::to_vec_pretty(outcome)?),
    ];
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
