//! The verdict in words.

use std::fmt::Write;

use ballast_api::{EpochRecord, MetricsResponse};
use ballast_math::{Ratio, Tokens};

use crate::figures::{atomics_f64, exact_tokens};

use ballast_audit::{Evidence, Verdict};

/// What holds, and what the `window` epochs up to `until` were like.
pub fn say(
    evidence: &Evidence,
    verdict: &Verdict,
    until: Option<u64>,
    window: usize,
) -> anyhow::Result<String> {
    let mut text = String::new();
    let Verdict { epochs, receipts, changes } = verdict;
    writeln!(text, "{} on {}, up to block {}", evidence.contract, evidence.chain_id, evidence.height)?;
    writeln!(
        text,
        "  {epochs} epochs recomputed, {receipts} receipts, {changes} changes of parameters: no difference"
    )?;
    match evidence.token_supply {
        Some(supply) => {
            writeln!(text, "  the token's supply is what the books say: {}", tokens(evidence, supply))?
        }
        None => writeln!(text, "  the chain burns and mints by itself: the token's supply is not compared")?,
    }
    writeln!(text, "  taken as recorded: price, breaker level, GPU seconds, weight, carried remainders")?;
    let newest: Vec<EpochRecord> = {
        let seen = evidence.records.iter().filter(|record| until.is_none_or(|until| record.epoch <= until));
        seen.rev().take(window).cloned().collect()
    };
    let [last, ..] = newest.as_slice() else { return Ok(text) };
    let found = MetricsResponse::of(&newest)?;
    let show = |amount| tokens(evidence, amount);
    let maybe = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
    let first = found.from.unwrap_or(last.epoch);
    writeln!(text, "\nEpochs {first} to {}", last.epoch)?;
    for (name, value) in [
        ("burned", show(found.burned)),
        ("minted", show(found.minted)),
        ("net emission a year", maybe(found.net_emission.map(|share| percent(share.atomics())))),
        ("burned per minted", maybe(found.coverage.map(times))),
        ("sustainable burn per epoch", show(found.burn.sustainable)),
        (
            "median, mean, best",
            format!("{}, {}, {}", show(found.burn.median), show(found.burn.mean), show(found.burn.peak)),
        ),
        ("tenants in the last epoch", found.active_tenants.to_string()),
        ("Herfindahl index of tenants", maybe(found.tenant_concentration.map(times))),
        ("Herfindahl index of providers", maybe(found.provider_concentration.map(times))),
        ("paid to oneself", maybe(found.self_dealing.map(share))),
        ("reward per burned", maybe(found.reward_per_burned.map(times))),
    ] {
        writeln!(text, "  {name:<30} {value}")?;
    }
    Ok(text)
}

/// Whole tokens.
fn tokens(evidence: &Evidence, amount: Tokens) -> String {
    exact_tokens(amount, evidence.config.decimals)
}

fn percent(share: i128) -> String {
    format!("{:+.2}%", 100.0 * atomics_f64(share))
}

fn share(share: Ratio) -> String {
    format!("{:.2}%", 100.0 * ratio(share))
}

fn times(share: Ratio) -> String {
    format!("{:.3}", ratio(share))
}

fn ratio(share: Ratio) -> f64 {
    atomics_f64(i128::try_from(share.atomics()).unwrap_or(i128::MAX))
}
