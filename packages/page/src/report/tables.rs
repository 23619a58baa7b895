//! The ledger as tables.

use ballast_math::{Cap, Tokens};

use crate::figures::{grouped, tokens_f64, usd_f64};
use crate::report::compare::difference;
use crate::report::markup::{Table, paragraph};
use crate::report::series::largest;
use crate::report::terms::links;
use crate::report::{say, words};
use ballast_replay::ledger::{MOST_ROWS, Row, rows, summary};
use ballast_replay::outcome::{Outcome, Published};

/// The replay beside what was published, by row of the history.
pub fn comparison(outcome: &Outcome) -> anyhow::Result<String> {
    let rows = rows(outcome)?;
    let table = |rows: &[Row], id, caption: String| {
        let flow = flow_decimals(outcome, rows);
        Table {
            id,
            caption,
            head: ["Period", "Minted, replayed", "Minted, published", "Difference"]
                .into_iter()
                .chain(["Burned, replayed", "Burned, published", "Difference"])
                .map(str::to_owned)
                .collect(),
            rows: rows.iter().map(|row| compared(row, outcome.meta.decimals, flow)).collect(),
            foot: None,
            words: 0,
            links: links(&words::TERMS),
        }
        .html()
    };
    let symbol = &outcome.meta.symbol;
    let note = format!("In {symbol}; the difference is that of the replay from the published figure.");
    let full = table(&rows, "compared", format!("Replayed and published, by row of the history. {note}"));
    folded(outcome, &rows, full, |groups, unit| {
        table(groups, "compared-summary", format!("Replayed and published, by {unit}. {note}"))
    })
}

fn compared(row: &Row, token_decimals: u8, flow: usize) -> Vec<String> {
    let tokens = |amount: Tokens| tokens_f64(amount, token_decimals);
    let mut cells = vec![row.name.clone()];
    for (ours, theirs) in [(row.minted, row.published.minted), (row.burned, row.published.burned)] {
        cells.push(grouped(tokens(ours), flow));
        cells.push(theirs.map_or(say::NOTHING.into(), |theirs| grouped(tokens(theirs), flow)));
        cells.push(theirs.map_or(say::NOTHING.into(), |theirs| difference(tokens(ours), tokens(theirs))));
    }
    cells
}

/// A table, or where it is long a summary with the table folded away below it.
fn folded(
    outcome: &Outcome,
    rows: &[Row],
    full: String,
    short: impl Fn(&[Row], &str) -> String,
) -> anyhow::Result<String> {
    if rows.len() <= MOST_ROWS {
        return Ok(full);
    }
    let (groups, unit) = summary(outcome)?;
    let (short, count) = (short(&groups, unit), say::count(rows.len(), "row"));
    Ok(format!("{short}<details>\n<summary>All {count} of the history</summary>\n{full}</details>\n"))
}

fn flow_decimals(outcome: &Outcome, rows: &[Row]) -> usize {
    let flows = rows.iter().flat_map(|row| [row.burned, row.minted]);
    say::decimals_for(largest(flows.map(|amount| tokens_f64(amount, outcome.meta.decimals))))
}

/// The ledger by period, behind a summary where it is long.
pub fn ledger(outcome: &Outcome) -> anyhow::Result<String> {
    let rows = rows(outcome)?;
    let full = table(outcome, &rows, "ledger", "The ledger, by row of the history.").html();
    let note = paragraph(
        "Amounts are rounded to be read; the CSV and JSON files beside this report have them to the last unit. A cap \
         is followed by the number of epochs in which it decided.",
    );
    let ledger = folded(outcome, &rows, full, |groups, unit| {
        let caption = format!(
            "The ledger, by {unit} in which a row of the history begins; prices are means over epochs."
        );
        table(outcome, groups, "summary", &caption).html()
    })?;
    Ok(note + &ledger)
}

fn table(outcome: &Outcome, rows: &[Row], id: &'static str, caption: &str) -> Table {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let tokens = |amount: Tokens| tokens_f64(amount, meta.decimals);
    let columns = Columns {
        price: say::decimals_for(largest(rows.iter().map(|row| row.price))).max(2),
        usd: say::decimals_for(largest(rows.iter().map(|row| usd_f64(row.usd)))),
        flow: flow_decimals(outcome, rows),
        rate: say::column_of_rates(rows.iter().filter_map(|row| row.net_emission)),
        supply: say::decimals_for(tokens(meta.seed_supply)),
        decimals: meta.decimals,
    };
    let total = Row {
        name: "Total".into(),
        epochs: totals.epochs,
        price: f64::NAN,
        usd: totals.usd_settled,
        burned: totals.burned,
        minted: totals.minted,
        net_emission: totals.net_emission,
        coverage: totals.coverage,
        supply: totals.supply,
        caps: totals.binding.clone(),
        published: Published::default(),
    };
    Table {
        id,
        caption: format!("{caption} Tokens in {}.", meta.symbol),
        head: columns.head(),
        rows: rows.iter().map(|row| columns.cells(row)).collect(),
        foot: Some(columns.cells(&total)),
        words: 1,
        links: links(&words::TERMS),
    }
}

/// Decimals of each kind of column, and of the token.
struct Columns {
    price: usize,
    usd: usize,
    flow: usize,
    rate: usize,
    supply: usize,
    decimals: u8,
}

impl Columns {
    fn head(&self) -> Vec<String> {
        let head = ["Period", "Epochs", "Price, USD", "USD settled", "Burned", "Minted", "Net", "Net a year"]
            .into_iter()
            .chain(["Coverage", "Supply", "Caps that decided"]);
        head.map(str::to_owned).collect()
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        let tokens = |amount: Tokens| tokens_f64(amount, self.decimals);
        let (burned, minted) = (tokens(row.burned), tokens(row.minted));
        vec![
            row.name.clone(),
            grouped(row.epochs.into(), 0),
            if row.price.is_finite() { grouped(row.price, self.price) } else { String::new() },
            grouped(usd_f64(row.usd), self.usd),
            grouped(burned, self.flow),
            grouped(minted, self.flow),
            say::signed(minted - burned, self.flow),
            say::rate_to(row.net_emission, self.rate),
            say::ratio(row.coverage),
            grouped(tokens(row.supply), self.supply),
            caps(&row.caps),
        ]
    }
}

fn caps(caps: &[(Cap, u32)]) -> String {
    if caps.is_empty() {
        return "none".into();
    }
    let each: Vec<String> =
        caps.iter().map(|(cap, epochs)| format!("{} {epochs}", words::short(*cap))).collect();
    each.join(", ")
}
