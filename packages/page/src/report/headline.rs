//! The answer first: one sentence, then the key figures.

use ballast_math::{Cap, Seconds, Tokens};

use crate::figures::{grouped, tokens_f64, usd_f64};
use crate::report::markup::escape;
use crate::report::{say, words};
use ballast_replay::outcome::{Outcome, Totals};

/// Seconds from the first epoch's start to the last one's end.
fn span(outcome: &Outcome) -> (Seconds, Seconds) {
    let start = outcome.epochs.first().map_or(0, |line| line.start);
    let end =
        outcome.epochs.last().map_or(start, |line| line.start.saturating_add(outcome.meta.epoch_length));
    (start, end)
}

/// What happened, in words, both sides of it.
pub fn sentence(outcome: &Outcome) -> String {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let (start, end) = span(outcome);
    let tokens = |amount: Tokens| say::amount(tokens_f64(amount, meta.decimals));
    let (before, after) = (meta.seed_supply.get(), totals.supply.get());
    let change = tokens(Tokens::new(before.abs_diff(after)));
    let verdict = match after.cmp(&before) {
        std::cmp::Ordering::Less => {
            format!("supply fell by {change} ({} a year)", say::rate(totals.net_emission))
        }
        std::cmp::Ordering::Greater => {
            format!("supply grew by {change} ({} a year)", say::rate(totals.net_emission))
        }
        std::cmp::Ordering::Equal => "supply did not change".into(),
    };
    format!(
        "Over {} the network burned {} and minted {} {}: {verdict}.",
        say::span(end.saturating_sub(start)),
        tokens(totals.burned),
        tokens(totals.minted),
        meta.symbol
    )
}

/// What held the mint back, in words.
pub fn limits(outcome: &Outcome) -> String {
    let totals = &outcome.totals;
    let epochs = totals.epochs as usize;
    let bound: u32 = totals.binding.iter().map(|(_, epochs)| epochs).sum();
    let caps = match totals.binding.iter().max_by_key(|(_, epochs)| *epochs) {
        None => "No cap ever limited the mint".to_owned(),
        Some((cap, times)) => {
            let which = match totals.binding.len() {
                1 => format!("always {}", article(*cap)),
                _ => format!("most often {} ({times})", article(*cap)),
            };
            let (all, share) = (say::count(epochs, "epoch"), say::share_of(bound as usize, epochs));
            format!("A cap limited the mint in {bound} of {all} ({share}), {which}")
        }
    };
    match totals.epochs_above_normal() {
        0 => format!("{caps}; the breaker never left its normal level."),
        above => {
            format!("{caps}; the breaker stood above normal in {}.", say::count(above as usize, "epoch"))
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
    let (start, end) = span(outcome);
    Ok(format!(
        "History: {}. From {} to {}, in {} of {} each.",
        outcome.meta.history,
        say::date(start)?,
        say::date(end.saturating_sub(1))?,
        say::count(outcome.epochs.len(), "epoch"),
        say::length(outcome.meta.epoch_length)
    ))
}

/// One key figure.
struct Card {
    name: &'static str,
    value: String,
    unit: String,
    note: String,
}

fn card(name: &'static str, value: String, unit: &str, note: impl Into<String>) -> Card {
    Card { name, value, unit: unit.into(), note: note.into() }
}

/// The key figures, each with its unit and what it means.
pub fn key_figures(outcome: &Outcome) -> String {
    let mut html = String::from("<dl class=\"cards\">\n");
    for card in cards(outcome) {
        html.push_str(&format!(
            "<div><dt>{}</dt><dd class=\"value\">{} <span class=\"unit\">{}</span></dd><dd class=\"note\">{}</dd></div>\n",
            escape(card.name),
            escape(&card.value),
            escape(&card.unit),
            escape(&card.note)
        ));
    }
    html.push_str("</dl>\n");
    html
}

fn cards(outcome: &Outcome) -> Vec<Card> {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let symbol = meta.symbol.as_str();
    let tokens = |amount: Tokens| tokens_f64(amount, meta.decimals);
    let (burned, minted) = (tokens(totals.burned), tokens(totals.minted));
    let (settled, demand) = (usd_f64(totals.usd_settled), usd_f64(totals.demand_usd));
    let (start, end) = span(outcome);
    let whole = say::span(end.saturating_sub(start));
    let budget: f64 = outcome.epochs.iter().map(|line| tokens(line.from_budget)).sum();
    let from_budget = match budget {
        sum if sum > 0.0 => format!("{} of it from the emission budget", say::amount(sum)),
        _ => "none of it from an emission budget".into(),
    };
    let net = say::signed(minted - burned, say::decimals_for(minted - burned));
    let mut cards = vec![
        card(
            "Net emission",
            say::rate(totals.net_emission),
            "of supply a year",
            format!("Minted − burned over {whole}: {net} {symbol}. Below zero is deflation."),
        ),
        card("Burned", say::amount(burned), symbol, format!("Destroyed over {whole}, when tenants paid.")),
        card(
            "Minted",
            say::amount(minted),
            symbol,
            format!("Created over {whole} for providers; {from_budget}."),
        ),
        card(
            "Coverage",
            say::ratio(totals.coverage),
            "burned per minted",
            "Burned ÷ minted over the whole history. Above 1 more burns than is minted.",
        ),
        card(
            "Supply",
            say::amount(tokens(totals.supply)),
            symbol,
            format!("In circulation at the end; {} at the start.", say::amount(tokens(meta.seed_supply))),
        ),
        card(
            "Settled",
            grouped(settled, say::decimals_for(settled)),
            "USD",
            match demand {
                sum if sum > 0.0 => format!(
                    "{} of the {} USD that the history demands over {whole}.",
                    say::share(settled / sum),
                    grouped(sum, say::decimals_for(sum))
                ),
                _ => format!("The history demands nothing over {whole}."),
            },
        ),
        card(
            "Sustainable burn",
            say::amount(tokens(totals.sustainable_burn)),
            &format!("{symbol} per epoch"),
            format!(
                "Three epochs in four burned at least this over {whole}. Median {}, peak {}.",
                say::amount(tokens(totals.median_burn)),
                say::amount(tokens(totals.peak_burn))
            ),
        ),
    ];
    if totals.first_year_mint_per_burn.is_some() {
        cards.push(card(
            "Mint per burn, first year",
            say::ratio(totals.first_year_mint_per_burn),
            "minted per burned",
            first_year_note(totals),
        ));
    }
    cards
}

fn first_year_note(totals: &Totals) -> String {
    let published = match totals.published_first_year_mint_per_burn {
        Some(_) => format!(
            " By the network's own figures: {}.",
            say::ratio(totals.published_first_year_mint_per_burn)
        ),
        None => String::new(),
    };
    format!("Minted ÷ burned in the first 365 days. Below 1 is deflation.{published}")
}
