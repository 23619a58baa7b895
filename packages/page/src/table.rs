//! The ledger as it is printed.

mod checked;
mod solved;
mod stressed;

use std::fmt::Write as _;

use anyhow::Result;
use ballast_math::{Cap, Flow, Ratio, SignedRatio, Tokens};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table, TableComponent};

use crate::figures::{atomics_f64, grouped, tokens_f64, usd_f64};
use crate::report::{comparison as report, say, words};
use ballast_replay::ledger::{self, Grouping};
use ballast_replay::outcome::Outcome;
use ballast_replay::scenario::Comparison;

pub use checked::checked;
pub use solved::solved;
pub use stressed::{one_run, one_run_twice, stressed};

/// Above this many rows the ledger is grouped by month.
const MANY_ROWS: usize = 36;

/// The ledger by period, the totals, and one sentence that says what happened.
pub fn ledger(outcome: &Outcome, by: Option<Grouping>) -> Result<String> {
    let usual = if outcome.periods.len() > MANY_ROWS { Grouping::Month } else { Grouping::Row };
    let rows = ledger::by(outcome, by.unwrap_or(usual))?;
    let decimals = outcome.meta.decimals;
    let symbol = &outcome.meta.symbol;

    let mut table = bare();
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
    for row in &rows {
        let flow = Flow { minted: row.minted, burned: row.burned };
        table.add_row([
            row.name.clone(),
            grouped(row.price, 4),
            grouped(usd_f64(row.usd), 0),
            grouped(tokens_f64(row.burned, decimals), 1),
            grouped(tokens_f64(row.minted, decimals), 1),
            net(flow, decimals),
            percent(row.net_emission),
            ratio(row.coverage),
            caps(&row.caps),
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
    align_right(&mut table, 1..=7);
    Ok(format!("{}{table}\n{}", heading(outcome), sentences(outcome)))
}

fn heading(outcome: &Outcome) -> String {
    let meta = &outcome.meta;
    format!(
        "Preset {}, {}\n{} of {}, supply at the start {} {}\n\n",
        meta.preset,
        meta.history,
        say::count(outcome.epochs.len(), "epoch"),
        say::length(meta.epoch_length),
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
    let _ = writeln!(text, "{}", say::levels(totals));
    text
}

/// A scenario: every epoch from the first trip to the recovery, with and without, and what it comes to.
pub fn comparison(comparison: &Comparison) -> Result<String> {
    let (meta, totals) = (&comparison.with.meta, &comparison.with.totals);
    let mut text = format!(
        "Scenario {}, preset {}\n{} of {}, supply at the start {} {}\n\n",
        comparison.scenario.name(),
        meta.preset,
        say::count(comparison.with.epochs.len(), "epoch"),
        say::length(meta.epoch_length),
        grouped(tokens_f64(meta.seed_supply, meta.decimals), 0),
        meta.symbol,
    );
    if comparison.crisis.is_some() {
        let mut table = bare();
        table.set_header(report::HEAD);
        for row in report::rows(comparison)? {
            table.add_row(row);
        }
        align_right(&mut table, 1..=7);
        text.push_str(&format!("{table}\n\n"));
    }
    let _ = writeln!(text, "{}", report::say_crisis(comparison));
    let cost = report::say_cost(comparison)?;
    if !cost.is_empty() {
        let _ = writeln!(text, "{cost}");
    }
    let _ = writeln!(text, "{}", say::levels(totals));
    if !comparison.promise_kept() {
        let _ = writeln!(text, "FAILED: an epoch above level 0 had a positive net emission.");
    }
    Ok(text)
}

fn bare() -> Table {
    let mut table = Table::new();
    table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table
        .set_style(TableComponent::HeaderLines, '─')
        .set_style(TableComponent::MiddleHeaderIntersections, '─');
    table
}

fn align_right(table: &mut Table, columns: std::ops::RangeInclusive<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
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
    let names = binding.iter().map(|(cap, count)| format!("{} {count}", words::short(*cap)));
    names.collect::<Vec<_>>().join(", ")
}
