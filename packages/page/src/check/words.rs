//! What a check came to, in words: the same on the terminal and in the files.

use ballast_check::{ChangeRow, CheckReport, Gate, Path, Reading, Source, Verdict};
use ballast_math::Duration;

use super::figures::percent;
use crate::number::{Number, count};
use crate::time::duration;

/// The verdict and its reason, in a line.
#[must_use]
pub fn verdict(checked: &CheckReport) -> String {
    let runs = || Number::whole(checked.plan.runs.into()).fixed(0);
    match checked.verdict() {
        Verdict::Passes => format!(
            "PASSES: the contract would take it, and no gate fails in {} runs of each of {} scenarios.",
            runs(),
            checked.scenarios().len()
        ),
        Verdict::FailsAGate => {
            let broken: Vec<&Gate> = checked.judged().iter().filter(|gate| !gate.holds()).collect();
            let worst = broken.iter().filter_map(|gate| Some((gate, worst(gate)?))).next();
            let first = worst.map_or_else(String::new, |(gate, worst)| {
                let more = count(gate.broken.len() as u64, "scenario");
                format!("gate {} fails in {more}, most in {worst}", gate_name(gate.kind.option()))
            });
            let others = match broken.len() {
                0 | 1 => String::new(),
                others => format!("; and {}", count(others as u64 - 1, "other gate")),
            };
            format!("FAILS A GATE: the contract would take it, but {first}{others}.")
        }
        Verdict::WouldBeRefused => {
            format!(
                "WOULD BE REFUSED by the contract, for {}.",
                count(checked.refusals().len() as u64, "reason")
            )
        }
    }
}

/// What a gate is called, by the option that sets it.
#[must_use]
pub fn gate_name(option: Option<&'static str>) -> &'static str {
    option.unwrap_or("the promise")
}

/// The scenario in which a gate is missed by most.
fn worst(gate: &Gate) -> Option<String> {
    let broken = gate
        .broken
        .iter()
        .max_by(|one, other| (one.value - one.limit).total_cmp(&(other.value - other.limit)))?;
    Some(reading(gate.kind.option(), broken))
}

/// A gate in a scenario, with the value and the limit.
#[must_use]
pub fn reading(option: Option<&str>, reading: &Reading) -> String {
    let (scenario, value, limit) = (reading.scenario.name(), reading.value, reading.limit);
    match option {
        Some(_) => format!("{scenario}: {}, limit {}", percent(value), percent(limit)),
        None => format!("{scenario}: {} epochs a run, limit 0", Number::measured(value).fixed(2)),
    }
}

/// Where the base is from.
#[must_use]
pub fn source(source: &Source) -> String {
    match source {
        Source::Preset(name) => format!("preset {name}"),
        Source::Live { chain_id, contract, height } => format!("{contract} on {chain_id} at block {height}"),
    }
}

/// How it would be made.
#[must_use]
pub fn path(checked: &CheckReport) -> String {
    let changes = count(checked.changes.len() as u64, "change");
    match checked.asked.path {
        Path::Queue => format!("{changes}, queued"),
        Path::Tighten => format!("{changes}, tightened at once"),
    }
}

/// When a value would be in force.
#[must_use]
pub fn in_force(row: &ChangeRow) -> String {
    match row.in_force_after {
        Duration::ZERO => "at once".to_owned(),
        time => format!("after {}", duration(time)),
    }
}

/// What the times are counted from.
#[must_use]
pub fn times(checked: &CheckReport) -> String {
    let waits = match checked.changes.iter().any(|row| row.waits_for_epoch) {
        true => " What begins with “policy.” waits for the next epoch besides.",
        false => "",
    };
    let delay = match checked.asked.path {
        Path::Queue => {
            " It waits for its delay, in which the guardian may veto what loosens; then anyone may execute it."
        }
        Path::Tighten => "",
    };
    format!(
        "Times count from the moment at which the vote has passed and the proposal is carried out.{delay}{waits}"
    )
}

/// Which way a change goes.
#[must_use]
pub fn direction(row: &ChangeRow) -> &'static str {
    match (row.loosens, row.both_ways) {
        (_, true) => "either way",
        (true, false) => "loosens",
        (false, false) => "tightens",
    }
}

/// What the runs are, in a sentence.
#[must_use]
pub fn runs(checked: &CheckReport) -> String {
    let plan = &checked.plan;
    format!(
        "Means over {} runs of {} days in each of {} scenarios, with the rules of today and with those proposed under the same \
         random numbers; the proposal is in force from the first day of every run.",
        Number::whole(plan.runs.into()).fixed(0),
        plan.days,
        checked.scenarios().len(),
    )
}

/// Parameters that the runs do not know.
#[must_use]
pub fn unmodelled(checked: &CheckReport) -> Option<String> {
    let names: Vec<&str> =
        checked.changes.iter().filter(|row| !row.modelled).map(|row| row.parameter.as_str()).collect();
    (!names.is_empty()).then(|| {
        format!("The runs do not know {}: what it does cannot be seen in their figures.", names.join(", "))
    })
}
