//! What `ballast replay` prints.

use std::fmt::Write as _;

use anyhow::Result;
use ballast_math::{Cap, Flow, Ratio, SignedRatio, Tokens, Usd};
use ballast_replay::ledger::{self, Grouping};
use ballast_replay::outcome::Outcome;

use super::words;
use crate::number::{Number, count};
use crate::table::{Column, Table, visible};
use crate::time;

/// Above this many rows the ledger is grouped by month.
const MANY_ROWS: usize = 36;

/// What stands on a terminal where there is no figure.
const NONE: &str = "–";

/// The ledger by period, the totals, and one sentence that says what happened.
pub fn terminal(outcome: &Outcome, by: Option<Grouping>) -> Result<String> {
    let usual = if outcome.periods.len() > MANY_ROWS { Grouping::Month } else { Grouping::Row };
    let rows = ledger::by(outcome, by.unwrap_or(usual))?;
    let totals = &outcome.totals;
    let symbol = &outcome.meta.symbol;
    let line = |name: &str, price: String, figures: Figures| {
        let mut cells = vec![name.to_owned(), price];
        cells.extend(figures.cells(outcome.meta.decimals));
        cells
    };
    let total = Figures {
        usd: totals.usd_settled,
        flow: Flow { minted: totals.minted, burned: totals.burned },
        net_emission: totals.net_emission,
        coverage: totals.coverage,
        caps: &totals.binding,
    };
    let table = Table::new([
        Column::name("period"),
        Column::number("price USD"),
        Column::number("settled USD"),
        Column::number(format!("burned {symbol}")),
        Column::number(format!("minted {symbol}")),
        Column::number(format!("net {symbol}")),
        Column::number("net %/year"),
        Column::number("burned/minted"),
        Column::words("caps that decided (epochs)"),
    ])
    .with_rows(rows.iter().map(|row| {
        let figures = Figures {
            usd: row.usd,
            flow: Flow { minted: row.minted, burned: row.burned },
            net_emission: row.net_emission,
            coverage: row.coverage,
            caps: &row.caps,
        };
        line(&row.name, Number::measured(row.price).fixed(4), figures)
    }))
    .with_total(line("total", String::new(), total));
    let heading = format!("Preset {}, {}", outcome.meta.preset, outcome.meta.history);
    Ok(format!("{}\n{}{table}\n{}", visible(&heading), start(outcome), sentences(outcome)))
}

/// The figures of a row, or of all of them.
struct Figures<'a> {
    usd: Usd,
    flow: Flow,
    net_emission: Option<SignedRatio>,
    coverage: Option<Ratio>,
    caps: &'a [(Cap, u32)],
}

impl Figures<'_> {
    fn cells(&self, decimals: u8) -> [String; 7] {
        let tokens = |amount: Tokens| Number::tokens(amount, decimals).fixed(1);
        let none = || NONE.to_owned();
        [
            Number::usd(self.usd).fixed(0),
            tokens(self.flow.burned),
            tokens(self.flow.minted),
            Number::net(self.flow, decimals).fixed(1),
            self.net_emission.map_or_else(none, percent),
            self.coverage.map_or_else(none, |ratio| Number::ratio(ratio).fixed(3)),
            words::caps(self.caps),
        ]
    }
}

fn percent(share: SignedRatio) -> String {
    format!("{}%", Number::signed_ratio(share).percent().fixed(3))
}

/// What a run began with, and an empty line.
pub(crate) fn start(outcome: &Outcome) -> String {
    let meta = &outcome.meta;
    let text = format!(
        "{} of {}, supply at the start {} {}",
        count(outcome.epochs.len() as u64, "epoch"),
        time::length(meta.epoch_length),
        Number::tokens(meta.seed_supply, meta.decimals).fixed(0),
        meta.symbol,
    );
    format!("{}\n\n", visible(&text))
}

fn sentences(outcome: &Outcome) -> String {
    let Outcome { meta, totals, .. } = outcome;
    let amount = |tokens: Tokens| Number::tokens(tokens, meta.decimals).fixed(0);
    let moved = if totals.supply <= meta.seed_supply { "fell" } else { "rose" };
    let by = Tokens::new(totals.supply.get().abs_diff(meta.seed_supply.get()));
    let mut text = format!(
        "Burned {}, minted {}: the supply {moved} by {} to {} {} ({} a year).\n",
        amount(totals.burned),
        amount(totals.minted),
        amount(by),
        amount(totals.supply),
        visible(&meta.symbol),
        totals.net_emission.map_or_else(|| NONE.to_owned(), percent),
    );
    let _ = writeln!(
        text,
        "Burn per epoch: {} sustainable (lower quartile), {} median, {} at its peak.",
        amount(totals.sustainable_burn),
        amount(totals.median_burn),
        amount(totals.peak_burn),
    );
    if let Some(replayed) = totals.first_year_mint_per_burn {
        let times = |ratio: Ratio| Number::ratio(ratio).fixed(2);
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
        let _ = writeln!(text, "{} USD of demand could not be settled.", Number::usd(missing).fixed(2));
    }
    let _ = writeln!(text, "{}", words::levels(totals));
    text
}
