//! An answer in words, and the table of what was tried.

use ballast_check::solve::{Answer, MAX_STOPS, Solution, Stop, Trial, Way};
use ballast_check::{Closest, GateKind, Reading};
use ballast_guardrails::LooseningDirection;

use crate::check::figures::percent;
use crate::check::words::{gate_name, reading, source};
use crate::number::{Number, count, cut};
use crate::table::{Column, Table};
use crate::time::duration;

/// The answer, in a line.
#[must_use]
pub fn answer(solved: &Solution) -> String {
    let (parameter, today) = (&solved.parameter, &solved.today);
    match &solved.answer {
        Answer::Fixed => {
            format!("CANNOT BE LOOSENED: the constitution has no rule for {parameter}; it stays {today}.")
        }
        Answer::AtItsBound => {
            format!("CANNOT BE LOOSENED: {parameter} is {today}, which is its hard bound.")
        }
        Answer::TodayFails => format!(
            "FAILS TODAY: with {parameter} at {today}, as it is, {}. Nothing looser can be said to keep the gates.",
            failure(solved, &solved.today)
        ),
        Answer::BoundPasses => format!(
            "UP TO ITS HARD BOUND: {parameter} can go from {today} to {}, and no gate fails at any value that was tried.",
            solved.bound.as_deref().unwrap_or_default()
        ),
        Answer::Between { passes, fails } if *passes == solved.today => format!(
            "NO ROOM: {parameter} passes at {today}, as it is; at {}, {}.",
            fails,
            failure(solved, fails)
        ),
        Answer::Between { passes, fails } => format!(
            "UP TO {0}: {parameter} can go from {today} to {0}, and no gate fails; at {1}, {2}.",
            passes,
            fails,
            failure(solved, fails)
        ),
    }
}

/// Why a value fails.
fn failure(solved: &Solution, value: &str) -> String {
    let trial = solved.trials.iter().find(|trial| trial.value == value);
    trial.map_or_else(String::new, why)
}

fn why(trial: &Trial) -> String {
    if let Some(unfit) = &trial.unfit {
        return format!("the contract would refuse it: {unfit}");
    }
    let failing = trial.gates.iter().filter(|closest| !closest.reading.holds());
    let said = failing.map(|closest| {
        format!(
            "{} fails in {}",
            gate_name(closest.kind.option()),
            reading(closest.kind.option(), &closest.reading)
        )
    });
    said.collect::<Vec<_>>().join("; ")
}

/// Where it was looked for.
#[must_use]
pub fn looked(solved: &Solution) -> String {
    let mut text = source(&solved.source);
    if let (Some(bound), Some(resolution)) = (&solved.bound, &solved.resolution) {
        let way = if solved.loosens == LooseningDirection::Down { "smaller" } else { "larger" };
        text.push_str(&format!(
            "; {way} is looser, up to the hard bound {}; looked for in multiples of {}",
            cut(bound),
            cut(resolution)
        ));
    }
    text
}

/// What the runs are; nothing where there are none.
#[must_use]
pub fn runs(solved: &Solution) -> Option<String> {
    let plan = &solved.plan;
    (!solved.trials.is_empty()).then(|| {
        format!(
            "Each value against today's, over {} runs of {} days in each of {} scenarios under the same random numbers. A cell is the \
             scenario in which its gate comes closest to failing, or fails by most.",
            Number::whole(plan.runs.into()).fixed(0),
            plan.days,
            ballast_stress::Scenario::ALL.len(),
        )
    })
}

/// What must not be read into the answer.
#[must_use]
pub fn caution(solved: &Solution) -> Option<String> {
    let ran = solved.trials.iter().filter(|trial| trial.unfit.is_none());
    if ran.clone().count() > 1 && !ran.clone().any(|trial| trial.differs) {
        return Some(
            "No figure of the runs changes with it: they give this parameter nothing to do, and so the gates say nothing about it."
                .to_owned(),
        );
    }
    let Answer::Between { fails, .. } = &solved.answer else { return None };
    let beyond = solved.trials.iter().skip_while(|trial| trial.value != *fails);
    let again: Vec<&str> = beyond.filter(|trial| trial.passes).map(|trial| trial.value.as_str()).collect();
    (!again.is_empty()).then(|| {
        format!(
            "Looser values pass again ({}); the way there leads through one that fails.",
            again.join(", ")
        )
    })
}

/// How many changes it takes, and how long.
#[must_use]
pub fn way(solved: &Solution) -> Option<String> {
    let Some(way) = &solved.way else {
        let long = match &solved.answer {
            Answer::BoundPasses => true,
            Answer::Between { passes, .. } => *passes != solved.today,
            _ => false,
        };
        return long.then(|| {
            format!("Getting there takes more than {} changes.", Number::whole(MAX_STOPS as u64).fixed(0))
        });
    };
    let last = way.stops.last()?;
    let mut text = format!(
        "Getting there takes {} and {}: {}.",
        count(way.stops.len() as u64, "change"),
        duration(last.in_force_after),
        stops(way)
    );
    text.push_str(&format!(
        " Each is queued {} and {} blocks before, and comes {} or more after the last.",
        duration(way.delay),
        Number::whole(way.delay_blocks).fixed(0),
        duration(way.interval)
    ));
    match way.tried {
        tried if tried == way.stops.len() => text.push_str(" No gate fails at any of these values."),
        tried => text.push_str(&format!(" {tried} of these values were tried; no gate fails at them.")),
    }
    if let Some(set) = way.pending {
        text.push_str(&format!(" Set {set}, which is pending, is to change it too, and has to end before."));
    }
    Some(text)
}

/// Values with their days; of many, the first and the last.
fn stops(way: &Way) -> String {
    const SHOWN: usize = 4;
    let one = |stop: &Stop| format!("{} after {}", cut(&stop.value), duration(stop.in_force_after));
    let stops = &way.stops;
    if stops.len() <= SHOWN + 1 {
        return stops.iter().map(one).collect::<Vec<_>>().join(", ");
    }
    let mut said: Vec<String> = stops[..SHOWN].iter().map(one).collect();
    said.push("…".to_owned());
    said.extend(stops.last().map(one));
    said.join(", ")
}

/// The values that were tried; a gate's column names the most that it lets pass.
#[must_use]
pub fn tried(solved: &Solution) -> Table {
    let gates = solved.trials.iter().find(|trial| !trial.gates.is_empty());
    let limit = |kind| match kind {
        GateKind::BadYear => format!(" ≤ {}", percent(solved.gates.max_emission as f64)),
        GateKind::Step => format!(" ≤ {}", percent(solved.gates.max_rise as f64)),
        GateKind::PayCut => format!(" ≤ {}", percent(solved.gates.max_pay_cut as f64)),
        GateKind::Promise => String::new(),
    };
    let column = |closest: &Closest| {
        Column::label(format!("{}{}", gate_name(closest.kind.option()), limit(closest.kind)))
    };
    let columns = gates.iter().flat_map(|trial| &trial.gates).map(column);
    let row = |trial: &Trial| {
        let today = if trial.value == solved.today { ", today" } else { "" };
        let found = match (trial.passes, &trial.unfit) {
            (true, _) => "hold",
            (false, None) => "FAIL",
            (false, Some(_)) => "refused",
        };
        let mut cells = vec![format!("{}{today}", cut(&trial.value)), found.to_owned()];
        cells.extend(trial.gates.iter().map(cell));
        cells
    };
    Table::new([Column::name("value"), Column::label("gates")].into_iter().chain(columns))
        .with_rows(solved.trials.iter().map(row))
}

fn cell(closest: &Closest) -> String {
    let Reading { scenario, value, .. } = closest.reading;
    match closest.kind.option() {
        Some(_) => format!("{} {}", percent(value), scenario.name()),
        None if closest.reading.holds() => "kept".to_owned(),
        None => format!("broken in {}", scenario.name()),
    }
}
