//! What happened to the guardrails: trips and recoveries, and what governance changed.

use ballast_api::HistoryEntry;
use ballast_economy::Signal;
use ballast_guardrails::Level;
use ballast_math::{Ratio, Timestamp};

use ballast_replay::happenings::{changes, moved};
use ballast_replay::outcome::Outcome;
use maud::{Markup, html};

use crate::html::{Links, Meaning, folded};
use crate::number::{NONE, count, share};
use crate::table::{Column, Table};
use crate::time;

/// More moves of the breaker than these are folded away.
const MANY: usize = 30;

/// What can happen, each with the times at which it did.
pub fn kinds(outcome: &Outcome) -> [(Meaning, Vec<Timestamp>); 3] {
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
                name: "Recoveries",
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
pub fn tables(outcome: &Outcome) -> anyhow::Result<Markup> {
    Ok(html! { (moves(outcome)?) (executed(outcome)?) })
}

fn moves(outcome: &Outcome) -> anyhow::Result<Markup> {
    let mut table = Table::new([
        Column::name("Time, UTC"),
        Column::number("From"),
        Column::number("To"),
        Column::number("Fall"),
        Column::number("Threshold"),
        Column::words("Signal"),
    ]);
    let percent = |ratio: Option<Ratio>| ratio.map_or_else(|| NONE.to_owned(), share);
    for entry in &outcome.history {
        let Some(moved) = moved(entry) else { continue };
        table.push([
            time::minute(entry.at.time)?,
            number(moved.from),
            number(moved.to),
            percent(moved.drawdown),
            percent(moved.threshold),
            moved.signal.map_or(NONE, Signal::label).to_owned(),
        ]);
    }
    if table.is_empty() {
        return Ok(html! {});
    }
    let caption = "Moves of the breaker. The fall is that of the signal; for the coverage it is the part of the mint that \
                   the burn did not cover. On the way down it is the signal that came closest to holding the level.";
    let html = table.html("moves", caption, &Links::default());
    if table.len() <= MANY {
        return Ok(html);
    }
    Ok(folded(None, &format!("All {} of the breaker", count(table.len() as u64, "move")), &html))
}

fn executed(outcome: &Outcome) -> anyhow::Result<Markup> {
    let mut table = Table::new([
        Column::name("Time, UTC"),
        Column::number("From"),
        Column::number("To"),
        Column::words("Parameter"),
    ]);
    for entry in &outcome.history {
        for change in changes(entry) {
            table.push([
                time::minute(entry.at.time)?,
                change.from.clone(),
                change.to.clone(),
                change.parameter.to_string(),
            ]);
        }
    }
    if table.is_empty() {
        return Ok(html! {});
    }
    let caption = "Executed changes, in each parameter’s own unit. What begins with “policy.” holds from the next epoch on.";
    Ok(table.html("changes", caption, &Links::default()))
}

fn number(level: Level) -> String {
    (level as u8).to_string()
}
