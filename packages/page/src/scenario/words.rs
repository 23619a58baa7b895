//! What a scenario came to, in words: the same on the page and on the terminal.

use ballast_math::{Flow, Tokens};
use ballast_replay::outcome::{EpochLine, Outcome};
use ballast_replay::scenario::Comparison;

use crate::number::{Number, percent_a_year};
use crate::time;

/// Whole tokens of a run.
pub fn whole(outcome: &Outcome, tokens: Tokens) -> String {
    Number::tokens(tokens, outcome.meta.decimals).fixed(0)
}

/// Minted less burned, as a figure with its sign.
pub fn net(outcome: &Outcome, flow: Flow) -> String {
    Number::net(flow, outcome.meta.decimals).signed(0)
}

/// The same of an epoch.
pub fn net_of(outcome: &Outcome, line: &EpochLine) -> String {
    net(outcome, line.flow())
}

/// Minted less burned, both ways in words.
fn told(outcome: &Outcome, flow: Flow) -> String {
    let by = whole(outcome, Tokens::new(flow.minted.get().abs_diff(flow.burned.get())));
    match flow.minted.cmp(&flow.burned) {
        std::cmp::Ordering::Less => format!("{by} {} less than it burned", outcome.meta.symbol),
        std::cmp::Ordering::Equal => "as much as it burned".to_owned(),
        std::cmp::Ordering::Greater => format!("{by} {} more than it burned", outcome.meta.symbol),
    }
}

/// The answer: what was minted net from the first trip to the recovery.
pub fn crisis(comparison: &Comparison) -> String {
    let Some(crisis) = &comparison.crisis else {
        return "The breaker never tripped: both runs are the same.".to_owned();
    };
    let until = if crisis.recovery.is_some() { "the recovery to level 0" } else { "the end" };
    let epochs = (crisis.last + 1 - crisis.first) as u64;
    let span = comparison.with.meta.epoch_length.saturating_times(epochs);
    format!(
        "From the first trip to {until}, {}, the network with guardrails minted {}. Without them it minted {}.",
        time::span(span),
        told(&comparison.with, crisis.with),
        told(&comparison.without, crisis.without),
    )
}

/// What it cost the providers, and what it did to the supply; nothing where nothing happened.
pub fn cost(comparison: &Comparison) -> anyhow::Result<String> {
    let (with, without) = (&comparison.with, &comparison.without);
    let Some(crisis) = &comparison.crisis else { return Ok(String::new()) };
    let peak = Comparison::highest(comparison.crisis_lines().map(|(_, without)| without));
    let worst = match peak {
        Some(line) if line.minted > line.burned => format!(
            "Without guardrails the worst day, {}, ran at {} of supply a year. ",
            time::date(line.start)?,
            percent_a_year(comparison.rate(line)?)
        ),
        _ => String::new(),
    };
    Ok(format!(
        "{worst}The price of it: in that time providers were minted {} {symbol} instead of {}. Supply at the end: {} with, \
         {} without, {} at the start.",
        whole(with, crisis.with.minted),
        whole(without, crisis.without.minted),
        whole(with, with.totals.supply),
        whole(without, without.totals.supply),
        whole(with, with.meta.seed_supply),
        symbol = with.meta.symbol,
    ))
}
