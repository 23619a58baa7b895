//! The files of a replay that a spreadsheet reads: every digit, one row for each thing that happened.

use anyhow::Result;
use ballast_math::{Ratio, SignedRatio, Tokens, Usd};
use ballast_replay::happenings::{changes, moved};
use ballast_replay::outcome::{EpochLine, Outcome, PeriodLine};

use crate::file::word;
use crate::number::Number;
use crate::time::instant;

/// Epoch by epoch.
pub fn epochs(outcome: &Outcome) -> Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(vec![]);
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
    let tokens = |amount: Tokens| Number::tokens(amount, outcome.meta.decimals).exact();
    for line in &outcome.epochs {
        let EpochLine { epoch, start, price, rho, level, .. } = line;
        writer.write_record([
            epoch.to_string(),
            instant(*start),
            price.to_string(),
            usd(line.demand_usd),
            usd(line.usd_settled),
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

/// Row by row of the history.
pub fn periods(outcome: &Outcome) -> Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(vec![]);
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
    let tokens = |amount: Tokens| Number::tokens(amount, outcome.meta.decimals).exact();
    for line in &outcome.periods {
        let PeriodLine { start, end, epochs, price, published, .. } = line;
        writer.write_record([
            instant(*start),
            instant(*end),
            epochs.to_string(),
            price.to_string(),
            usd(line.usd_settled),
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
pub fn guardrails(outcome: &Outcome) -> Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(vec![]);
    writer.write_record([
        "time",
        "height",
        "what",
        "from",
        "to",
        "signal",
        "drawdown",
        "threshold",
        "parameter",
    ])?;
    let optional = |ratio: Option<Ratio>| ratio.map_or_else(String::new, |ratio| ratio.to_string());
    for entry in &outcome.history {
        let (time, height) = (instant(entry.at.time), entry.at.height.to_string());
        if let Some(moved) = moved(entry) {
            let what = if moved.to > moved.from { "trip" } else { "recovery" };
            writer.write_record([
                time.clone(),
                height.clone(),
                what.to_owned(),
                (moved.from as u8).to_string(),
                (moved.to as u8).to_string(),
                word(&moved.signal)?,
                optional(moved.drawdown),
                optional(moved.threshold),
                String::new(),
            ])?;
        }
        for change in changes(entry) {
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

fn usd(amount: Usd) -> String {
    Number::usd(amount).exact()
}

fn signed(ratio: Option<SignedRatio>) -> String {
    ratio.map_or_else(String::new, |ratio| ratio.to_string())
}
