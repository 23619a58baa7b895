//! The epochs of one run, for a spreadsheet.

use anyhow::{Context as _, Result};
use ballast_math::{Tokens, Usd};
use ballast_stress::Epoch;

use crate::file::word;
use crate::number::Number;

/// Epoch by epoch, in whole tokens with so many decimals.
pub fn epochs(decimals: u8, epochs: &[Epoch]) -> Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(vec![]);
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
    let tokens = |amount: Tokens| Number::tokens(amount, decimals).exact();
    let usd = |amount: Usd| Number::usd(amount).exact();
    for Epoch { demand, price, outcome } in epochs {
        let record = &outcome.record;
        let decision = &record.decision;
        writer.write_record([
            record.epoch.to_string(),
            price.to_string(),
            usd(*demand),
            usd(record.usd_settled),
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
    writer.into_inner().context("writing CSV")
}
