//! The answer first: one sentence, then the key figures.

use ballast_math::{Cap, Duration, Flow, TimeRange, Tokens};

use ballast_replay::outcome::{Outcome, Totals};
use maud::Markup;

use super::words;
use crate::html::{Card, cards};
use crate::number::{Number, count, percent_a_year, ratio, share_of};
use crate::time;

/// From the first epoch's start to the last one's end.
fn range(outcome: &Outcome) -> TimeRange {
    let start = outcome.epochs.first().map(|line| line.start).unwrap_or_default();
    let length = outcome.meta.epoch_length;
    let end = outcome.epochs.last().map_or(start, |line| line.start.saturating_plus(length));
    TimeRange { start, end }
}

/// What happened, in words, both sides of it.
pub fn sentence(outcome: &Outcome) -> String {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let tokens = |amount: Tokens| Number::tokens(amount, meta.decimals).sized();
    let (before, after) = (meta.seed_supply.get(), totals.supply.get());
    let change = tokens(Tokens::new(before.abs_diff(after)));
    let verdict = match after.cmp(&before) {
        std::cmp::Ordering::Less => {
            format!("supply fell by {change} ({} a year)", percent_a_year(totals.net_emission))
        }
        std::cmp::Ordering::Greater => {
            format!("supply grew by {change} ({} a year)", percent_a_year(totals.net_emission))
        }
        std::cmp::Ordering::Equal => "supply did not change".into(),
    };
    format!(
        "Over {} the network burned {} and minted {} {}: {verdict}.",
        time::span(range(outcome).length()),
        tokens(totals.burned),
        tokens(totals.minted),
        meta.symbol
    )
}

/// What held the mint back, in words.
pub fn limits(outcome: &Outcome) -> String {
    let totals = &outcome.totals;
    let epochs = totals.epochs.into();
    let bound: u32 = totals.binding.iter().map(|(_, epochs)| epochs).sum();
    let caps = match totals.binding.iter().max_by_key(|(_, epochs)| *epochs) {
        None => "No cap ever limited the mint".to_owned(),
        Some((cap, times)) => {
            let which = match totals.binding.len() {
                1 => format!("always {}", article(*cap)),
                _ => format!("most often {} ({times})", article(*cap)),
            };
            let (all, share) = (count(epochs, "epoch"), share_of(bound.into(), epochs.into()));
            format!("A cap limited the mint in {bound} of {all} ({share}), {which}")
        }
    };
    match totals.epochs_above_normal() {
        0 => format!("{caps}; the breaker never left its normal level."),
        above => {
            format!("{caps}; the breaker stood above normal in {}.", count(above.into(), "epoch"))
        }
    }
}

fn article(cap: Cap) -> String {
    match cap {
        Cap::NoWork => "because nobody worked".into(),
        Cap::Breaker | Cap::Reserve | Cap::MaxSupply => format!("the {}", words::short(cap)),
        _ => format!("the {} cap", words::short(cap)),
    }
}

/// Where the figures come from.
pub fn provenance(outcome: &Outcome) -> anyhow::Result<String> {
    let TimeRange { start, end } = range(outcome);
    Ok(format!(
        "History: {}. From {} to {}, in {} of {} each.",
        outcome.meta.history,
        time::date(start)?,
        time::date(end.saturating_minus(Duration::new(1)))?,
        count(outcome.epochs.len() as u64, "epoch"),
        time::length(outcome.meta.epoch_length)
    ))
}

fn card(name: &'static str, value: String, unit: &str, note: impl Into<String>) -> Card {
    Card { name, value, unit: unit.into(), note: note.into() }
}

/// The key figures, each with its unit and what it means.
pub fn key_figures(outcome: &Outcome) -> Markup {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let symbol = meta.symbol.as_str();
    let tokens = |amount: Tokens| Number::tokens(amount, meta.decimals).sized();
    let whole = time::span(range(outcome).length());
    let mut figures = flows(outcome, &whole);
    figures.extend([
        card(
            "Supply",
            tokens(totals.supply),
            symbol,
            format!("In circulation at the end; {} at the start.", tokens(meta.seed_supply)),
        ),
        card("Settled", Number::usd(totals.usd_settled).sized(), "USD", demand_note(totals, &whole)),
        card(
            "Sustainable burn",
            tokens(totals.sustainable_burn),
            &format!("{symbol} per epoch"),
            format!(
                "Three epochs in four burned at least this over {whole}. Median {}, peak {}.",
                tokens(totals.median_burn),
                tokens(totals.peak_burn)
            ),
        ),
    ]);
    if totals.first_year_mint_per_burn.is_some() {
        figures.push(card(
            "Mint per burn, first year",
            ratio(totals.first_year_mint_per_burn),
            "minted per burned",
            first_year_note(totals),
        ));
    }
    cards(&figures)
}

/// What burned and was minted over `whole` a time.
fn flows(outcome: &Outcome, whole: &str) -> Vec<Card> {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let symbol = meta.symbol.as_str();
    let tokens = |amount: Tokens| Number::tokens(amount, meta.decimals).sized();
    let budget = outcome.epochs.iter().fold(0u128, |sum, line| sum.saturating_add(line.from_budget.get()));
    let from_budget = match budget {
        0 => "none of it from an emission budget".to_owned(),
        sum => format!("{} of it from the emission budget", tokens(Tokens::new(sum))),
    };
    let net = Number::net(Flow { minted: totals.minted, burned: totals.burned }, meta.decimals);
    let net = net.signed(net.decimals());
    vec![
        card(
            "Net emission",
            percent_a_year(totals.net_emission),
            "of supply a year",
            format!("Minted − burned over {whole}: {net} {symbol}. Below zero is deflation."),
        ),
        card("Burned", tokens(totals.burned), symbol, format!("Destroyed over {whole}, when tenants paid.")),
        card(
            "Minted",
            tokens(totals.minted),
            symbol,
            format!("Created over {whole} for providers; {from_budget}."),
        ),
        card(
            "Coverage",
            ratio(totals.coverage),
            "burned per minted",
            "Burned ÷ minted over the whole history. Above 1 more burns than is minted.",
        ),
    ]
}

fn demand_note(totals: &Totals, whole: &str) -> String {
    if totals.demand_usd.is_zero() {
        return format!("The history demands nothing over {whole}.");
    }
    format!(
        "{} of the {} USD that the history demands over {whole}.",
        share_of(totals.usd_settled.get(), totals.demand_usd.get()),
        Number::usd(totals.demand_usd).sized()
    )
}

fn first_year_note(totals: &Totals) -> String {
    let published = match totals.published_first_year_mint_per_burn {
        Some(_) => {
            format!(" By the network's own figures: {}.", ratio(totals.published_first_year_mint_per_burn))
        }
        None => String::new(),
    };
    format!("Minted ÷ burned in the first 365 days. Below 1 is deflation.{published}")
}
