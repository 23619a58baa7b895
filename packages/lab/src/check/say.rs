//! Figures and verdicts in words: the same on the terminal and in the files.

use ballast_math::Seconds;
use ballast_stress::{Measure, PriceModel};

use super::compare::SHOWN;
use super::{Checked, Delta, Gate, Path, Row, Source, Verdict};
use crate::figures::grouped;
use crate::report::say;

/// Parts per million as percent.
#[must_use]
pub fn percent(parts: f64) -> String {
    format!("{}%", grouped(parts / 10_000.0, 2))
}

/// What a figure is called, with its unit.
#[must_use]
pub fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::NetIssuance => "net issuance, % of supply",
        Measure::MintPerBurn => "minted per burned",
        Measure::WorstNetEmission => "highest net emission of the window, % a year",
        Measure::PriceDrawdown => "deepest fall of the price, %",
        Measure::BurnDrawdown => "deepest fall of the smoothed burn, %",
        Measure::Restricted => "epochs above level 0, %",
        Measure::Trips => "trips of the breaker",
        Measure::Pay => "granted to providers per USD of work, USD",
        Measure::Unpaid => "demand that was not settled, %",
        Measure::WhaleGain => "gain of the large account, % of supply",
        Measure::BrokenPromises => "epochs above level 0 that minted more than they burned",
    }
}

/// A figure in its unit, without it.
#[must_use]
pub fn figure(measure: Measure, value: f64) -> String {
    match measure {
        Measure::Trips | Measure::BrokenPromises => grouped(value, 2),
        Measure::Pay | Measure::MintPerBurn => grouped(value / 1e6, 4),
        _ => grouped(value / 1e4, 2),
    }
}

/// A difference with its interval.
#[must_use]
pub fn delta(measure: Measure, delta: Delta) -> String {
    if delta.mean == 0.0 && delta.margin == 0.0 {
        return "none".to_owned();
    }
    if !delta.is_detectable() {
        return "no detectable change".to_owned();
    }
    match signed(measure, delta.mean) {
        text if has_digits(&text) => format!("{text} ± {}", figure(measure, delta.margin)),
        _ if delta.mean > 0.0 => "a trace more".to_owned(),
        _ => "a trace less".to_owned(),
    }
}

/// A difference with its sign.
#[must_use]
pub fn signed(measure: Measure, mean: f64) -> String {
    let text = figure(measure, mean);
    if mean > 0.0 && has_digits(&text) { format!("+{text}") } else { text }
}

/// Whether anything is left of a number after rounding.
fn has_digits(text: &str) -> bool {
    text.chars().any(|letter| ('1'..='9').contains(&letter))
}

/// The verdict and its reason, in a line.
#[must_use]
pub fn verdict(checked: &Checked) -> String {
    let runs = || grouped(f64::from(checked.plan.runs), 0);
    match checked.verdict {
        Verdict::Passes => format!(
            "PASSES: the contract would take it, and no gate fails in {} runs of each of {} scenarios.",
            runs(),
            checked.scenarios.len()
        ),
        Verdict::FailsAGate => {
            let broken: Vec<&Gate> = checked.judged.iter().filter(|gate| !gate.holds()).collect();
            let worst = broken.iter().filter_map(|gate| Some((gate, worst(gate)?))).next();
            let first = worst.map_or_else(String::new, |(gate, worst)| {
                let more = say::count(gate.broken.len(), "scenario");
                format!("gate {} fails in {more}, most in {worst}", gate_name(gate))
            });
            let others = match broken.len() {
                0 | 1 => String::new(),
                count => format!("; and {}", say::count(count - 1, "other gate")),
            };
            format!("FAILS A GATE: the contract would take it, but {first}{others}.")
        }
        Verdict::WouldBeRefused => {
            format!("WOULD BE REFUSED by the contract, for {}.", say::count(checked.refusals.len(), "reason"))
        }
    }
}

/// What a gate is called.
#[must_use]
pub fn gate_name(gate: &Gate) -> &'static str {
    gate.option.unwrap_or("the promise")
}

/// The scenario in which a gate is missed by most.
fn worst(gate: &Gate) -> Option<String> {
    let broken = gate
        .broken
        .iter()
        .max_by(|one, other| (one.value - one.limit).total_cmp(&(other.value - other.limit)))?;
    Some(self::broken(gate, broken))
}

/// A scenario in which a gate does not hold, with the value and the limit.
#[must_use]
pub fn broken(gate: &Gate, broken: &super::Broken) -> String {
    let (scenario, value, limit) = (broken.scenario.name(), broken.value, broken.limit);
    match gate.option {
        Some(_) => format!("{scenario}: {}, limit {}", percent(value), percent(limit)),
        None => format!("{scenario}: {} epochs a run, limit 0", grouped(value, 2)),
    }
}

/// Where the base is from.
#[must_use]
pub fn source(checked: &Checked) -> String {
    match &checked.source {
        Source::Preset(name) => format!("preset {name}"),
        Source::Live { chain_id, contract, height } => format!("{contract} on {chain_id} at block {height}"),
    }
}

/// How it would be made.
#[must_use]
pub fn path(checked: &Checked) -> String {
    let changes = say::count(checked.changes.len(), "change");
    match checked.asked.path {
        Path::Queue => format!("{changes}, queued"),
        Path::Tighten => format!("{changes}, tightened at once"),
    }
}

/// When a value would be in force.
#[must_use]
pub fn in_force(row: &Row) -> String {
    match row.in_force_after {
        0 => "at once".to_owned(),
        seconds => format!("after {}", duration(seconds)),
    }
}

/// What the times are counted from.
#[must_use]
pub fn times(checked: &Checked) -> String {
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

/// Seconds as days, hours and minutes.
#[must_use]
pub fn duration(seconds: Seconds) -> String {
    let parts = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut left = seconds;
    let mut said = vec![];
    for (unit, name) in parts {
        if left >= unit {
            said.push(format!("{} {name}", left / unit));
            left %= unit;
        }
    }
    said.truncate(2);
    if said.is_empty() { "0 s".to_owned() } else { said.join(" ") }
}

/// Which way a change goes.
#[must_use]
pub fn direction(row: &Row) -> &'static str {
    match (row.loosens, row.both_ways) {
        (_, true) => "either way",
        (true, false) => "loosens",
        (false, false) => "tightens",
    }
}

/// A pair of bounds.
#[must_use]
pub fn span(bounds: &Option<(String, String)>) -> String {
    bounds
        .as_ref()
        .map_or_else(|| "fixed".to_owned(), |(low, high)| format!("{} to {}", short(low), short(high)))
}

/// A number with at most six decimals, for people; the contract counts with eighteen.
#[must_use]
pub fn short(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, decimals)) if decimals.len() > 6 => {
            let kept = decimals[..6].trim_end_matches('0');
            if kept.is_empty() { format!("{whole}.000000…") } else { format!("{whole}.{kept}…") }
        }
        _ => number.to_owned(),
    }
}

/// What the runs are, in a sentence.
#[must_use]
pub fn runs(checked: &Checked) -> String {
    let plan = &checked.plan;
    format!(
        "Means over {} runs of {} days in each of {} scenarios, with the rules of today and with those proposed under the same \
         random numbers; the proposal is in force from the first day of every run.",
        grouped(f64::from(plan.runs), 0),
        plan.days,
        checked.scenarios.len(),
    )
}

/// Parameters that the runs do not know.
#[must_use]
pub fn unmodelled(checked: &Checked) -> Option<String> {
    let names: Vec<&str> =
        checked.changes.iter().filter(|row| !row.modelled).map(|row| row.parameter.as_str()).collect();
    (!names.is_empty()).then(|| {
        format!("The runs do not know {}: what it does cannot be seen in their figures.", names.join(", "))
    })
}

/// The options that make the same runs again.
#[must_use]
pub fn options(checked: &Checked) -> String {
    let plan = &checked.plan;
    let base = match &checked.source {
        Source::Preset(name) => format!("--preset {name}"),
        Source::Live { contract, height, .. } => {
            format!("--node URL --contract {contract} --height {height}")
        }
    };
    let mut text = format!("{base} --seed {}", plan.seed);
    if plan.days != 365 {
        text.push_str(&format!(" --days {}", plan.days));
    }
    if plan.epoch_length != 86_400 {
        text.push_str(&format!(" --epoch {}s", plan.epoch_length));
    }
    if plan.model != PriceModel::Exchange {
        text.push_str(" --model discounted");
    }
    text
}

/// The options that verify the hash.
#[must_use]
pub fn verify(checked: &Checked) -> String {
    let mut text = format!("{} --runs {}", options(checked), checked.plan.runs);
    let (gates, usual) = (checked.gates, super::Gates::default());
    for (name, limit, usual) in [
        ("--max-issuance", gates.max_issuance, usual.max_issuance),
        ("--max-rise", gates.max_rise, usual.max_rise),
        ("--max-pay-cut", gates.max_pay_cut, usual.max_pay_cut),
    ] {
        if limit != usual {
            text.push_str(&format!(" {name}={}%", limit as f64 / 10_000.0));
        }
    }
    text
}

/// The columns of the figures.
pub const FIGURES_HEAD: [&str; 6] =
    ["figure", "today", "proposed", "change ± 95%", "worst in", "change there"];

/// The figures over all scenarios, as cells.
#[must_use]
pub fn figures(checked: &Checked) -> Vec<Vec<String>> {
    let row = |pooled: &super::Pooled| {
        let measure = pooled.measure;
        let (scenario, there) = match pooled.worst {
            Some((scenario, there)) => (scenario.name().to_owned(), delta(measure, there)),
            None => ("none".to_owned(), String::new()),
        };
        vec![
            name(measure).to_owned(),
            figure(measure, pooled.base),
            figure(measure, pooled.proposed),
            delta(measure, pooled.delta),
            scenario,
            there,
        ]
    };
    checked.pooled.iter().map(row).collect()
}

/// The columns of the parts.
#[must_use]
pub fn parts_head() -> Vec<String> {
    let short = |measure: Measure| match measure {
        Measure::NetIssuance => "net issuance",
        Measure::Pay => "pay per USD",
        Measure::Restricted => "above level 0",
        Measure::Trips => "trips",
        _ => "not settled",
    };
    std::iter::once("alone").chain(SHOWN.into_iter().map(short)).map(str::to_owned).collect()
}

/// What each change does alone, as cells.
#[must_use]
pub fn parts(checked: &Checked) -> Vec<Vec<String>> {
    let row = |part: &super::Part| {
        let name = part.parameter.clone().unwrap_or_else(|| "left over: what they do together".to_owned());
        let cells = match part.deltas {
            Some(deltas) => {
                SHOWN.iter().zip(deltas).map(|(measure, mean)| signed(*measure, mean)).collect::<Vec<_>>()
            }
            None => SHOWN.map(|_| "—".to_owned()).to_vec(),
        };
        std::iter::once(name).chain(cells).collect()
    };
    checked.parts.iter().map(row).collect()
}

/// The columns of the first screen.
pub const CHANGES_HEAD: [&str; 7] =
    ["parameter", "today", "proposed", "allowed now", "hard bounds", "direction", "in force"];

/// The first screen, as cells.
#[must_use]
pub fn changes(checked: &Checked) -> Vec<Vec<String>> {
    let row = |row: &Row| {
        vec![
            row.parameter.clone(),
            row.now.clone(),
            row.proposed.clone(),
            span(&row.allowed),
            span(&row.bounds),
            direction(row).to_owned(),
            in_force(row),
        ]
    };
    checked.changes.iter().map(row).collect()
}
