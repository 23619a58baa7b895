//! The ledger as it is printed.

use std::fmt::Write as _;

use ballast_math::{Cap, Flow, Ratio, SignedRatio, Tokens, annualised_net_emission, coverage};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table, TableComponent};
use jiff::Timestamp;

use crate::cli::Grouping;
use crate::figures::{atomics_f64, grouped, tokens_f64, usd_f64};
use crate::outcome::{Outcome, PeriodLine};

/// Above this many rows the ledger is grouped by month.
const MANY_ROWS: usize = 36;

/// The ledger by period, the totals, and one sentence that says what happened.
pub fn ledger(outcome: &Outcome, by: Option<Grouping>) -> String {
    let usual = if outcome.periods.len() > MANY_ROWS { Grouping::Month } else { Grouping::Row };
    let lines = group(&outcome.periods, by.unwrap_or(usual), outcome.meta.epoch_length);
    let decimals = outcome.meta.decimals;
    let symbol = &outcome.meta.symbol;

    let mut table = Table::new();
    table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table
        .set_style(TableComponent::HeaderLines, '─')
        .set_style(TableComponent::MiddleHeaderIntersections, '─');
    table.set_header([
        "period".to_owned(),
        "price USD".to_owned(),
        "settled USD".to_owned(),
        format!("burned {symbol}"),
        format!("minted {symbol}"),
        format!("net {symbol}"),
        "net %/year".to_owned(),
        "burned/minted".to_owned(),
        "caps that decided (epochs)".to_owned(),
    ]);
    for line in &lines {
        table.add_row([
            line.label.clone(),
            line.price.map_or_else(String::new, |price| grouped(price, 4)),
            grouped(usd_f64(line.usd), 0),
            grouped(tokens_f64(line.flow.burned, decimals), 1),
            grouped(tokens_f64(line.flow.minted, decimals), 1),
            net(line.flow, decimals),
            percent(line.net_emission),
            ratio(line.coverage),
            caps(&line.binding),
        ]);
    }
    let totals = &outcome.totals;
    let flow = Flow { minted: totals.minted, burned: totals.burned };
    table.add_row([
        "total".to_owned(),
        String::new(),
        grouped(usd_f64(totals.usd_settled), 0),
        grouped(tokens_f64(flow.burned, decimals), 1),
        grouped(tokens_f64(flow.minted, decimals), 1),
        net(flow, decimals),
        percent(totals.net_emission),
        ratio(totals.coverage),
        caps(&totals.binding),
    ]);
    for column in 1..=7 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    format!("{}{table}\n{}", heading(outcome), sentences(outcome))
}

fn heading(outcome: &Outcome) -> String {
    let meta = &outcome.meta;
    let days = meta.epoch_length as f64 / 86_400.0;
    format!(
        "Preset {}, {}\n{} epochs of {} days, supply at the start {} {}\n\n",
        meta.preset,
        meta.history,
        outcome.totals.epochs,
        grouped(days, if days.fract() == 0.0 { 0 } else { 2 }),
        grouped(tokens_f64(meta.seed_supply, meta.decimals), 0),
        meta.symbol,
    )
}

fn sentences(outcome: &Outcome) -> String {
    let Outcome { meta, totals, .. } = outcome;
    let amount = |tokens: Tokens| grouped(tokens_f64(tokens, meta.decimals), 0);
    let moved = if totals.supply <= meta.seed_supply { "fell" } else { "rose" };
    let by = Tokens::new(totals.supply.get().abs_diff(meta.seed_supply.get()));
    let mut text = format!(
        "Burned {}, minted {}: the supply {moved} by {} to {} {} ({} a year).\n",
        amount(totals.burned),
        amount(totals.minted),
        amount(by),
        amount(totals.supply),
        meta.symbol,
        percent(totals.net_emission),
    );
    let _ = writeln!(
        text,
        "Burn per epoch: {} sustainable (lower quartile), {} median, {} at its peak.",
        amount(totals.sustainable_burn),
        amount(totals.median_burn),
        amount(totals.peak_burn),
    );
    if let Some(replayed) = totals.first_year_mint_per_burn {
        let times = |ratio: Ratio| grouped(atomics_f64(ratio.atomics() as i128), 2);
        let published = totals
            .published_first_year_mint_per_burn
            .map_or_else(String::new, |ratio| format!("; by the network's own figures {}", times(ratio)));
        let _ = writeln!(
            text,
            "In the first year {} tokens were minted for each one burned{published}.",
            times(replayed)
        );
    }
    if totals.usd_settled < totals.demand_usd {
        let missing = totals.demand_usd.saturating_minus(totals.usd_settled);
        let _ = writeln!(text, "{} USD of demand could not be settled.", grouped(usd_f64(missing), 2));
    }
    if totals.epochs_above_normal > 0 {
        let _ = writeln!(text, "The breaker was above normal in {} epochs.", totals.epochs_above_normal);
    }
    text
}

struct Line {
    label: String,
    price: Option<f64>,
    usd: ballast_math::Usd,
    flow: Flow,
    net_emission: Option<SignedRatio>,
    coverage: Option<Ratio>,
    binding: Vec<(Cap, u32)>,
}

/// Adds up periods that share a label.
fn group(periods: &[PeriodLine], by: Grouping, epoch_length: u64) -> Vec<Line> {
    let chunks = periods.chunk_by(|a, b| by != Grouping::Row && label(a, by) == label(b, by));
    chunks
        .map(|chunk| {
            let sum = |amount: fn(&PeriodLine) -> u128| chunk.iter().map(amount).sum();
            let flow = Flow {
                minted: Tokens::new(sum(|line| line.minted.get())),
                burned: Tokens::new(sum(|line| line.burned.get())),
            };
            let epochs: u64 = chunk.iter().map(|line| u64::from(line.epochs)).sum();
            let supply = chunk.last().map_or(Tokens::ZERO, |line| line.supply);
            let mut binding: Vec<(Cap, u32)> = Vec::new();
            for (cap, count) in chunk.iter().flat_map(|line| &line.binding) {
                match binding.iter_mut().find(|(counted, _)| counted == cap) {
                    Some((_, sum)) => *sum += count,
                    None => binding.push((*cap, *count)),
                }
            }
            Line {
                label: chunk.first().map_or_else(String::new, |line| label(line, by)),
                price: match chunk {
                    [only] => Some(atomics_f64(only.price.atomics() as i128)),
                    _ => None,
                },
                usd: ballast_math::Usd::new(sum(|line| line.usd_settled.get())),
                flow,
                net_emission: annualised_net_emission(flow, supply, epochs * epoch_length).ok().flatten(),
                coverage: coverage(flow.burned, flow.minted).ok().flatten(),
                binding,
            }
        })
        .collect()
}

fn label(line: &PeriodLine, by: Grouping) -> String {
    let Ok(time) = Timestamp::from_second(line.start as i64) else { return line.start.to_string() };
    match by {
        Grouping::Row => time.strftime("%Y-%m-%d").to_string(),
        Grouping::Month => time.strftime("%Y-%m").to_string(),
        Grouping::Quarter => {
            let date = time.to_zoned(jiff::tz::TimeZone::UTC).date();
            format!("{} Q{}", date.year(), (date.month() - 1) / 3 + 1)
        }
        Grouping::Year => time.strftime("%Y").to_string(),
    }
}

fn net(flow: Flow, decimals: u8) -> String {
    let net = tokens_f64(flow.minted, decimals) - tokens_f64(flow.burned, decimals);
    grouped(net, 1)
}

fn percent(share: Option<SignedRatio>) -> String {
    share.map_or_else(
        || "–".to_owned(),
        |share| format!("{}%", grouped(atomics_f64(share.atomics()) * 100.0, 3)),
    )
}

fn ratio(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| grouped(atomics_f64(ratio.atomics() as i128), 3))
}

fn caps(binding: &[(Cap, u32)]) -> String {
    if binding.is_empty() {
        return "none".to_owned();
    }
    let names = binding.iter().map(|(cap, count)| format!("{} {count}", name(*cap)));
    names.collect::<Vec<_>>().join(", ")
}

fn name(cap: Cap) -> &'static str {
    match cap {
        Cap::NoWork => "no work",
        Cap::Breaker => "breaker",
        Cap::RoundTrip => "round trip",
        Cap::RemintCredit => "re-mint credit",
        Cap::NetEmission => "net emission",
        Cap::GrossEmission => "gross emission",
        Cap::MaxSupply => "maximum supply",
        Cap::Reserve => "reserve",
    }
}
