//! What happened to the guardrails: trips and recoveries, and what governance changed.

use ballast_api::HistoryEntry;
use ballast_api::ballast_economy::Signal;
use ballast_api::ballast_guardrails::{Level, Transition};
use ballast_math::{Ratio, Seconds};

use crate::report::markup::Table;
use crate::report::say;
use crate::report::words::{self, Meaning};
use ballast_replay::outcome::Outcome;

pub use ballast_replay::happenings::{changes, moved};

/// More moves of the breaker than these are folded away.
const MANY: usize = 30;

/// What can happen, each with the times at which it did.
pub fn kinds(outcome: &Outcome) -> [(Meaning, Vec<Seconds>); 3] {
    let times = |which: &dyn Fn(&HistoryEntry) -> bool| {
        outcome.history.iter().filter(|entry| which(entry)).map(|entry| entry.at.time).collect()
    };
    let moved_up = |up: bool| times(&|entry| moved(entry).is_some_and(|moved| (moved.to > moved.from) == up));
    [
        (
            Meaning {
                name: "Trips",
                meaning: "The breaker went up, at once, to the level that a signal called for.",
            },
            moved_up(true),
        ),
        (
            Meaning {
                name: "Steps down",
                meaning: "The signals had stayed calm for long enough: the breaker went one level down.",
            },
            moved_up(false),
        ),
        (
            Meaning {
                name: "Changes executed",
                meaning: "Governance changed parameters: a set that had waited for its delay was executed.",
            },
            times(&|entry| !changes(entry).is_empty()),
        ),
    ]
}

/// The tables: moves of the breaker, executed changes; nothing where nothing happened.
pub fn tables(outcome: &Outcome) -> anyhow::Result<String> {
    Ok(moves(outcome)? + &executed(outcome)?)
}

fn moves(outcome: &Outcome) -> anyhow::Result<String> {
    let rows: Vec<Vec<String>> = outcome
        .history
        .iter()
        .filter_map(|entry| moved(entry).map(|moved| move_cells(entry, moved)))
        .collect::<anyhow::Result<_>>()?;
    if rows.is_empty() {
        return Ok(String::new());
    }
    let (count, many) = (rows.len(), rows.len() > MANY);
    let table = Table {
        id: "moves",
        caption: "Moves of the breaker. The fall is that of the signal; for the coverage it is the part of the mint that \
                  the burn did not cover. On the way down it is the signal that came closest to holding the level."
            .into(),
        head: ["Time, UTC", "From", "To", "Fall", "Threshold", "Signal"].map(str::to_owned).to_vec(),
        rows,
        foot: None,
        words: 1,
        links: Vec::new(),
    }
    .html();
    if !many {
        return Ok(table);
    }
    Ok(format!(
        "<details>\n<summary>All {} of the breaker</summary>\n{table}</details>\n",
        say::count(count, "move")
    ))
}

fn move_cells(entry: &HistoryEntry, moved: &Transition<Signal>) -> anyhow::Result<Vec<String>> {
    let percent = |ratio: Option<Ratio>| ratio.map_or(say::NOTHING.into(), say::percent_of);
    Ok(vec![
        say::minute(entry.at.time)?,
        number(moved.from),
        number(moved.to),
        percent(moved.fall),
        percent(moved.threshold),
        moved.signal.map_or(say::NOTHING, words::signal).to_owned(),
    ])
}

fn executed(outcome: &Outcome) -> anyhow::Result<String> {
    let mut rows = Vec::new();
    for entry in &outcome.history {
        for change in changes(entry) {
            rows.push(vec![
                say::minute(entry.at.time)?,
                change.from.clone(),
                change.to.clone(),
                change.parameter.to_string(),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(String::new());
    }
    Ok(Table {
        id: "changes",
        caption: "Executed changes, in each parameter’s own unit. What begins with “policy.” holds from the next epoch on."
            .into(),
        head: ["Time, UTC", "From", "To", "Parameter"].map(str::to_owned).to_vec(),
        rows,
        foot: None,
        words: 1,
        links: Vec::new(),
    }
    .html())
}

fn number(level: Level) -> String {
    (level as u8).to_string()
}
