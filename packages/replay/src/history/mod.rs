//! Histories of demand and price: read from CSV, checked to the last cell before anything runs.

mod columns;
mod error;
mod number;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use ballast_math::{Duration, MAX_PRICE, ONE, Price, Ratio, Timestamp, Usd};

pub use columns::Columns;
pub use error::{HistoryError, Problem};

use crate::outcome::Published;
use ballast_presets::Preset;
use columns::Demand;

/// Render's own history, by month; computed from its published weekly figures (see `docs/data.md`).
const RENDER_MONTHLY: &str = include_str!("../../history/render_monthly.csv");

/// A trillion USD in one interval is an error of the file, not a market.
const MAX_USD: u128 = 1_000_000_000_000_000_000;

/// A history of demand and price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Where it comes from, for people.
    pub source: String,
    /// Its rows: at least one, in order, without gaps.
    pub rows: Vec<Row>,
}

/// One interval of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// UNIX time of its first second.
    pub start: Timestamp,
    /// UNIX time of the first second after it.
    pub end: Timestamp,
    /// Micro-USD of compute that tenants wanted to pay for in it.
    pub demand: Usd,
    /// Price of the token in it; at its end, where it moves.
    pub price: Price,
    /// Price at its start, from which it moves in a straight line; none where the price holds for all of it.
    pub opening: Option<Price>,
    /// What the network itself published.
    pub published: Published,
}

impl History {
    /// The history that ships with the lab.
    pub fn built_in(preset: &Preset) -> Result<Self> {
        let source =
            "Render, monthly, 2023-12-20 to 2025-05-14 (from RENDER_RNP20_Tools by nickypockets, MIT)";
        Self::parse(RENDER_MONTHLY.as_bytes(), source.to_owned(), &Columns::default(), preset)
            .context("the built-in history")
    }

    /// Reads a file.
    pub fn from_file(path: &Path, columns: &Columns, preset: &Preset) -> Result<Self> {
        let shown = path.display();
        let bytes = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
        let name =
            path.file_name().map_or_else(|| shown.to_string(), |name| name.to_string_lossy().into_owned());
        Self::parse(&bytes, name, columns, preset).with_context(|| shown.to_string())
    }

    /// Reads CSV.
    pub fn parse(
        bytes: &[u8],
        source: String,
        columns: &Columns,
        preset: &Preset,
    ) -> Result<Self, HistoryError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let header = reader.headers().map_err(|error| HistoryError::file(&error))?.clone();
        let positions = columns.find(&header)?;

        let mut partial: Vec<Partial> = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| HistoryError::file(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            let row = Partial::read(line, &record, &positions, preset)
                .map_err(|problem| HistoryError::Row { line, problem })?;
            if let Some(last) = partial.last()
                && row.start <= last.start
            {
                let problem = Problem::Unsorted { previous: last.start, found: row.start };
                return Err(HistoryError::Row { line, problem });
            }
            partial.push(row);
        }
        Ok(Self { source, rows: rows(&partial)? })
    }

    /// How many epochs of a length it holds. Errors when an interval is shorter than an epoch.
    pub fn epochs(&self, length: Duration) -> Result<u64, HistoryError> {
        let first = self.rows.first().map(|row| row.start).unwrap_or_default();
        for (row, number) in self.rows.iter().zip(1usize..) {
            if row.epochs(first, length).is_empty() {
                let found = row.end.since(row.start);
                return Err(HistoryError::ShorterThanEpoch { row: number, interval: found, epoch: length });
            }
        }
        let last = self.rows.last().map_or(0, |row| row.epochs(first, length).end);
        Ok(last)
    }
}

impl Row {
    /// The epochs that begin in it, when epochs of a length run from `first`.
    #[must_use]
    pub fn epochs(&self, first: Timestamp, length: Duration) -> std::ops::Range<u64> {
        let begin = |time: Timestamp| time.since(first).seconds().div_ceil(length.seconds());
        begin(self.start)..begin(self.end)
    }

    /// The price at a time in it. Rounded down.
    #[must_use]
    pub fn price_at(&self, time: Timestamp) -> Price {
        let Some(opening) = self.opening else { return self.price };
        let length = self.end.since(self.start).max(Duration::new(1));
        let elapsed = time.clamp(self.start, self.end).since(self.start);
        // Prices are at most 10²⁷ units and a row is at most 10¹¹ seconds long.
        let weighted = |price: Price, elapsed: Duration| price.atomics().saturating_mul(elapsed.into());
        let sum =
            weighted(opening, length.saturating_minus(elapsed)).saturating_add(weighted(self.price, elapsed));
        Price::from_atomics(sum / u128::from(length))
    }
}

/// A row that does not know its end yet.
struct Partial {
    line: u64,
    start: Timestamp,
    end: Option<Timestamp>,
    demand: Usd,
    price: Price,
    published: Published,
}

impl Partial {
    fn read(
        line: u64,
        record: &csv::StringRecord,
        positions: &columns::Positions,
        preset: &Preset,
    ) -> Result<Self, Problem> {
        let cell = |position: usize| record.get(position).unwrap_or_default();
        let optional = |position: Option<usize>| position.map(cell).filter(|text| !text.is_empty());
        let tokens = |column: &'static str, position: Option<usize>| {
            optional(position).map(|text| number::tokens(column, text, preset.decimals)).transpose()
        };
        let demand = match positions.demand {
            Demand::Paid(position) => number::usd("demand_usd", cell(position))?,
            Demand::Burned(position) => {
                let burned = number::usd("burned USD", cell(position))?;
                grossed_up(burned, preset.params.policy.burn.burn_share)?
            }
        };
        let price = number::price("price_usd", cell(positions.price))?;
        if price.is_zero() {
            return Err(Problem::Zero { column: "price_usd" });
        }
        if price > MAX_PRICE {
            return Err(Problem::TooLarge { column: "price_usd", max: MAX_PRICE.to_string() });
        }
        if demand.get() > MAX_USD {
            return Err(Problem::TooLarge { column: "demand_usd", max: "1000000000000".to_owned() });
        }
        Ok(Self {
            line,
            start: number::time("start", cell(positions.start))?,
            end: optional(positions.end).map(|text| number::time("end", text)).transpose()?,
            demand,
            price,
            published: Published {
                burned: tokens("burned", positions.burned)?,
                minted: tokens("minted", positions.minted)?,
            },
        })
    }
}

/// What was paid, when `burned` is the share of it that burned.
fn grossed_up(burned: Usd, burn_share: Ratio) -> Result<Usd, Problem> {
    let too_large = || Problem::TooLarge { column: "burned USD", max: "1000000000000".to_owned() };
    if burned.get() > MAX_USD {
        return Err(too_large());
    }
    burned.scale(ONE, burn_share.atomics(), ballast_math::Rounding::Up).map_err(|_| too_large())
}

/// Gives every row its end: its own, or the start of the next, or for the last the length of the one before.
fn rows(partial: &[Partial]) -> Result<Vec<Row>, HistoryError> {
    let mut rows: Vec<Row> = Vec::with_capacity(partial.len());
    for (index, row) in partial.iter().enumerate() {
        let fault = |problem| HistoryError::Row { line: row.line, problem };
        let next = partial.get(index + 1).map(|next| next.start);
        let end = match (next, row.end) {
            (Some(next), Some(end)) if end != next => return Err(fault(Problem::Gap { end, next })),
            (Some(next), _) => next,
            (None, Some(end)) => end,
            (None, None) => {
                let before = rows.last().ok_or(HistoryError::OneRowWithoutEnd)?;
                row.start.saturating_plus(before.end.since(before.start))
            }
        };
        if end <= row.start {
            return Err(fault(Problem::Unsorted { previous: row.start, found: end }));
        }
        rows.push(Row {
            start: row.start,
            end,
            demand: row.demand,
            price: row.price,
            opening: None,
            published: row.published,
        });
    }
    if rows.is_empty() { Err(HistoryError::Empty) } else { Ok(rows) }
}
