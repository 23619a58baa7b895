//! What an audit found, for people.

use std::fmt::Write as _;

use anyhow::Result;
use ballast_api::{EpochRecord, MetricsResponse};
use ballast_audit::{Evidence, Verdict};
use ballast_math::{Ratio, Tokens};

use crate::number::Number;
use crate::table::visible;

/// What `ballast audit` prints: what holds, and what the `window` epochs up to `until` were like.
pub fn terminal(evidence: &Evidence, verdict: &Verdict, until: Option<u64>, window: usize) -> Result<String> {
    let mut text = String::new();
    let Verdict { epochs, receipts, changes, burned_by_holders } = verdict;
    let whose = format!("{} on {}, up to block {}", evidence.contract, evidence.chain_id, evidence.height);
    writeln!(text, "{}", visible(&whose))?;
    writeln!(
        text,
        "  {epochs} epochs recomputed, {receipts} receipts, {changes} changes of parameters: no difference"
    )?;
    match evidence.token_supply {
        Some(supply) if burned_by_holders.is_zero() => {
            writeln!(text, "  the token's supply is what the books say: {}", tokens(evidence, supply))?;
        }
        Some(supply) => {
            let burned = tokens(evidence, *burned_by_holders);
            let supply = tokens(evidence, supply);
            writeln!(
                text,
                "  the token's supply is what the books say, less {burned} that holders burned: {supply}"
            )?;
        }
        None => writeln!(text, "  the chain burns and mints by itself: the token's supply is not compared")?,
    }
    writeln!(
        text,
        "  taken as told: prices, GPU seconds, carried remainders; when messages were sent is not seen"
    )?;
    let seen = evidence.records.iter().filter(|record| until.is_none_or(|until| record.epoch <= until));
    let newest: Vec<EpochRecord> = seen.rev().take(window).cloned().collect();
    let [last, ..] = newest.as_slice() else { return Ok(text) };
    let found = MetricsResponse::of(&newest)?;
    writeln!(text, "\nEpochs {} to {}", found.from.unwrap_or(last.epoch), last.epoch)?;
    for (name, value) in measures(evidence, &found) {
        writeln!(text, "  {name:<30} {value}")?;
    }
    Ok(text)
}

fn measures(evidence: &Evidence, found: &MetricsResponse) -> [(&'static str, String); 11] {
    let show = |amount| tokens(evidence, amount);
    let maybe = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
    let times = |ratio: Option<Ratio>| maybe(ratio.map(|ratio| Number::ratio(ratio).fixed(3)));
    let a_year =
        found.net_emission.map(|share| format!("{}%", Number::signed_ratio(share).percent().signed(2)));
    let oneself = found.self_dealing.map(|share| format!("{}%", Number::ratio(share).percent().fixed(2)));
    [
        ("burned", show(found.burned)),
        ("minted", show(found.minted)),
        ("net emission a year", maybe(a_year)),
        ("burned per minted", times(found.coverage)),
        ("sustainable burn per epoch", show(found.burn.sustainable)),
        (
            "median, mean, best",
            format!("{}, {}, {}", show(found.burn.median), show(found.burn.mean), show(found.burn.peak)),
        ),
        ("tenants in the last epoch", found.active_tenants.to_string()),
        ("Herfindahl index of tenants", times(found.tenant_concentration)),
        ("Herfindahl index of providers", times(found.provider_concentration)),
        ("paid to oneself", maybe(oneself)),
        ("reward per burned", times(found.reward_per_burned)),
    ]
}

/// Whole tokens, to the last digit.
fn tokens(evidence: &Evidence, amount: Tokens) -> String {
    Number::tokens(amount, evidence.config.decimals).exact()
}
