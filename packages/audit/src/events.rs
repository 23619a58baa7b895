//! The contract's events, as an auditor reads them.

use ballast_api::Receipt;
use ballast_math::Tokens;

use super::chain::Event;
use super::difference::{Difference, Place};

/// What the chain puts before the type of a contract's event.
const PREFIX: &str = "wasm-ballast/";

/// What an event says, as far as the books need it.
pub enum Said<'a> {
    /// A receipt.
    Receipt(Receipt),
    /// Tokens paid into the reserve.
    Funded(Tokens),
    /// An epoch was closed.
    Mint(&'a Event),
    /// Parameters changed: name, old, new.
    Changes(Vec<(&'a str, &'a str, &'a str)>),
    /// Something else.
    Other,
}

/// Reads an event of the contract.
pub fn read<'a>(event: &'a Event, place: &Place) -> Result<Said<'a>, Difference> {
    let missing = |what: &str| place.differs(what, "an attribute", "none");
    Ok(match event.kind.strip_prefix(PREFIX) {
        Some("receipt") => {
            let leaf = event.get("leaf").ok_or_else(|| missing("leaf of a receipt"))?;
            let receipt = receipt(leaf).filter(|receipt| receipt.leaf() == leaf);
            Said::Receipt(receipt.ok_or_else(|| place.differs("leaf", "a receipt", leaf))?)
        }
        Some("reserve") => {
            let funded = event.get("funded").and_then(|text| text.parse().ok());
            Said::Funded(funded.ok_or_else(|| missing("funded"))?)
        }
        Some("mint") => Said::Mint(event),
        Some("execute" | "tighten") => {
            let changes = event.attributes.iter().filter_map(|attribute| {
                let (from, to) = attribute.value.split_once(" -> ")?;
                Some((attribute.key.as_str(), from, to))
            });
            Said::Changes(changes.collect())
        }
        _ => Said::Other,
    })
}

fn receipt(leaf: &str) -> Option<Receipt> {
    let fields: Vec<&str> = leaf.split('|').collect();
    let [epoch, meter, batch, line, job, tenant, provider, usd, from_credits, burned, direct, price] =
        fields[..]
    else {
        return None;
    };
    Some(Receipt {
        epoch: epoch.parse().ok()?,
        meter: meter.to_owned(),
        batch: batch.parse().ok()?,
        line: line.parse().ok()?,
        job: job.to_owned(),
        tenant: tenant.to_owned(),
        provider: provider.to_owned(),
        usd: usd.parse().ok()?,
        usd_from_credits: from_credits.parse().ok()?,
        burned: burned.parse().ok()?,
        direct_pay: direct.parse().ok()?,
        price: if price.is_empty() { None } else { Some(price.parse().ok()?) },
    })
}
