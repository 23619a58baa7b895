//! The ledger of a replay as tables.

use ballast_math::{Flow, Tokens};
use ballast_replay::ledger::{MAX_ROWS, Row, rows, summary};
use ballast_replay::outcome::{Meta, Outcome};
use maud::{Markup, html};

use super::TERMS;
use super::published::difference;
use super::words;
use crate::html::{folded, links_to};
use crate::number::{NONE, Number, column_of_rates, count, percent_a_year_to, ratio};
use crate::table::{Column, Table};

/// The replay beside what was published, by row of the history.
pub fn comparison(outcome: &Outcome) -> anyhow::Result<Markup> {
    let table = |rows: &[Row], id: &str, by: &str| {
        let decimals = flow_decimals(&outcome.meta, rows);
        let caption = format!(
            "Replayed and published, by {by}. In {}; the difference is that of the replay from the published figure.",
            outcome.meta.symbol
        );
        Table::new([
            Column::name("Period"),
            Column::number("Minted, replayed"),
            Column::number("Minted, published"),
            Column::number("Difference"),
            Column::number("Burned, replayed"),
            Column::number("Burned, published"),
            Column::number("Difference"),
        ])
        .with_rows(rows.iter().map(|row| compared(row, outcome.meta.decimals, decimals)))
        .html(id, &caption, &links_to(&TERMS))
    };
    let rows = rows(outcome)?;
    let full = table(&rows, "compared", "row of the history");
    behind_summary(outcome, &rows, full, |groups, unit| table(groups, "compared-summary", unit))
}

fn compared(row: &Row, token_decimals: u8, decimals: usize) -> Vec<String> {
    let tokens = |amount: Tokens| Number::tokens(amount, token_decimals).fixed(decimals);
    let mut cells = vec![row.name.clone()];
    for (ours, theirs) in [(row.minted, row.published.minted), (row.burned, row.published.burned)] {
        cells.push(tokens(ours));
        cells.push(theirs.map_or_else(|| NONE.to_owned(), tokens));
        cells.push(theirs.map_or_else(|| NONE.to_owned(), |theirs| difference(ours, theirs)));
    }
    cells
}

/// A table, or where it is long a summary with the table folded away below it.
fn behind_summary(
    outcome: &Outcome,
    rows: &[Row],
    full: Markup,
    short: impl Fn(&[Row], &str) -> Markup,
) -> anyhow::Result<Markup> {
    if rows.len() <= MAX_ROWS {
        return Ok(full);
    }
    let (groups, unit) = summary(outcome)?;
    let all = format!("All {} of the history", count(rows.len() as u64, "row"));
    Ok(html! { (short(&groups, unit)) (folded(None, &all, &full)) })
}

/// The decimals that the largest of what burned and was minted needs.
fn flow_decimals(meta: &Meta, rows: &[Row]) -> usize {
    let largest = rows.iter().flat_map(|row| [row.burned, row.minted]).max().unwrap_or_default();
    Number::tokens(largest, meta.decimals).decimals()
}

/// The ledger by period, behind a summary where it is long.
pub fn ledger(outcome: &Outcome) -> anyhow::Result<Markup> {
    let rows = rows(outcome)?;
    let full = table(outcome, &rows, "ledger", "The ledger, by row of the history.");
    let ledger = behind_summary(outcome, &rows, full, |groups, unit| {
        let caption = format!(
            "The ledger, by {unit} in which a row of the history begins; prices are means over epochs."
        );
        table(outcome, groups, "summary", &caption)
    })?;
    Ok(html! {
        p {
            "Amounts are rounded to be read; the CSV and JSON files beside this report have them to the last unit. A cap "
            "is followed by the number of epochs in which it decided."
        } "\n"
        (ledger)
    })
}

fn table(outcome: &Outcome, rows: &[Row], id: &str, caption: &str) -> Markup {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let decimals = Decimals::of(meta, rows);
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
        published: Default::default(),
    };
    let numbers = [
        "Epochs",
        "Price, USD",
        "USD settled",
        "Burned",
        "Minted",
        "Net",
        "Net a year",
        "Coverage",
        "Supply",
    ];
    let columns = std::iter::once(Column::name("Period"))
        .chain(numbers.map(Column::number))
        .chain([Column::words("Caps that decided")]);
    Table::new(columns)
        .with_rows(rows.iter().map(|row| decimals.cells(row)))
        .with_total(decimals.cells(&total))
        .html(id, &format!("{caption} Tokens in {}.", meta.symbol), &links_to(&TERMS))
}

/// Decimals of each kind of column, and of the token.
struct Decimals {
    price: usize,
    usd: usize,
    flow: usize,
    rate: usize,
    supply: usize,
    token: u8,
}

impl Decimals {
    fn of(meta: &Meta, rows: &[Row]) -> Self {
        let price = rows.iter().map(|row| row.price).fold(0.0, f64::max);
        let usd = rows.iter().map(|row| row.usd).max().unwrap_or_default();
        Self {
            price: Number::measured(price).decimals().max(2),
            usd: Number::usd(usd).decimals(),
            flow: flow_decimals(meta, rows),
            rate: column_of_rates(rows.iter().filter_map(|row| row.net_emission)),
            supply: Number::tokens(meta.seed_supply, meta.decimals).decimals(),
            token: meta.decimals,
        }
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        let tokens = |amount: Tokens, decimals: usize| Number::tokens(amount, self.token).fixed(decimals);
        let flow = Flow { minted: row.minted, burned: row.burned };
        vec![
            row.name.clone(),
            Number::whole(row.epochs.into()).fixed(0),
            if row.price.is_finite() { Number::measured(row.price).fixed(self.price) } else { String::new() },
            Number::usd(row.usd).fixed(self.usd),
            tokens(row.burned, self.flow),
            tokens(row.minted, self.flow),
            Number::net(flow, self.token).signed(self.flow),
            percent_a_year_to(row.net_emission, self.rate),
            ratio(row.coverage),
            tokens(row.supply, self.supply),
            words::caps(&row.caps),
        ]
    }
}
