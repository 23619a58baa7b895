//! The plots of a check: fans over weeks, the breaker's levels, and how likely a bad year is.

use ballast_stress::{Measure, Series};

use super::axis::Axis;
use super::canvas::{Ink, band, chart, line};
use super::checked_terms::TERMS;
use super::markup::{Sample, escape, figure, legend};
use super::terms::{linked, links};
use crate::check::say;
use crate::figures::grouped;
use ballast_check::{Paths, ScenarioComparison};

/// A coverage above this is drawn at the edge: when next to nothing is minted it has no bounds.
const MOST_COVERAGE: f64 = 5.0;

/// What a series is called, what its values are divided by, and where its axis ends.
const fn shown(series: Series) -> (&'static str, f64, f64) {
    match series {
        Series::Supply => ("supply, % of that at the start", 1e4, f64::INFINITY),
        Series::NetEmission => ("net emission, % of supply a year", 1e4, f64::INFINITY),
        Series::Coverage => ("coverage, smoothed burn ÷ smoothed mint", 1e6, MOST_COVERAGE),
        Series::PriceDrawdown => ("price below its peak so far, %", 1e4, f64::INFINITY),
    }
}

fn key() -> String {
    legend(&[
        (Sample::Area("todayarea"), "today, middle 90% of runs"),
        (Sample::Line("today"), "today, median"),
        (Sample::Area("proposedarea"), "proposed, middle 90%"),
        (Sample::Line("proposed"), "proposed, median"),
    ])
}

/// Points at the ends of the weeks.
fn weekly(values: &[i64], divisor: f64, most: f64) -> Vec<(f64, f64)> {
    let point = |(week, value): (usize, &i64)| ((week + 1) as f64, (*value as f64 / divisor).min(most));
    values.iter().enumerate().map(point).collect()
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn weeks(count: usize) -> Axis {
    Axis::amounts(0.0, count.max(1) as f64, 6)
}

/// Four fans: supply, net emission, coverage, and the fall of the price. Where only one line or band is seen, both are the same.
pub fn fans(compared: &ScenarioComparison) -> anyhow::Result<String> {
    let mut html = String::new();
    for series in Series::ALL {
        let (name, divisor, most) = shown(series);
        let of = |paths: &Paths| -> Vec<Vec<(f64, f64)>> {
            let lines = paths.quantiles.get(&series);
            lines.into_iter().flatten().map(|values| weekly(values, divisor, most)).collect()
        };
        let (today, proposed) = (of(&compared.base_paths), of(&compared.proposed_paths));
        let [low, middle, high] = [0, 1, 2];
        let count = today.get(middle).map_or(0, Vec::len);
        if count == 0 {
            continue;
        }
        let (least, largest) = ends(today.iter().chain(&proposed).flatten().map(|point| point.1));
        let last = |lines: &[Vec<(f64, f64)>]| lines[middle].last().map_or(0.0, |point| point.1);
        let told = format!(
            "Plot by week of {name}: at the end the median is {} today and {} under the proposal.",
            grouped(last(&today), 2),
            grouped(last(&proposed), 2)
        );
        let picture = chart(
            &told,
            230,
            |y| format!("{}{name}; by week", y.scale),
            |_| Ok((weeks(count), Axis::amounts(least, largest, 4))),
            |chart| {
                band(chart, today[high].clone(), today[low].clone(), Ink::TodayArea)?;
                band(chart, proposed[high].clone(), proposed[low].clone(), Ink::ProposedArea)?;
                line(chart, today[middle].clone(), Ink::Today, 2.5)?;
                line(chart, proposed[middle].clone(), Ink::Proposed, 2.0)
            },
        )?;
        let caption = caption(series, &told);
        html.push_str(&figure(&key(), &picture, &caption));
    }
    Ok(html)
}

fn caption(series: Series, told: &str) -> String {
    let edge = match series {
        Series::Coverage => format!(" Coverage above {MOST_COVERAGE} is drawn at the edge."),
        _ => String::new(),
    };
    let (_, at_the_end) = told.split_once(": ").unwrap_or(("", told));
    let at_the_end = at_the_end.strip_prefix('a').unwrap_or(at_the_end);
    format!("{}: A{}", linked(shown(series).0, &links(&TERMS)), escape(&format!("{at_the_end}{edge}")))
}

/// How often the breaker was up, week by week.
pub fn guards(compared: &ScenarioComparison) -> anyhow::Result<String> {
    // Shares of the epochs at or above each level, from 1 to 3.
    let of = |paths: &Paths, least: usize| -> Vec<(f64, f64)> {
        let share = |levels: &[u64; 4]| {
            let all = levels.iter().sum::<u64>().max(1) as f64;
            levels[least..].iter().sum::<u64>() as f64 / all * 100.0
        };
        let points = paths.levels.iter().enumerate();
        points.map(|(week, levels)| ((week + 1) as f64, share(levels))).collect()
    };
    let count = compared.proposed_paths.levels.len();
    let zero: Vec<(f64, f64)> = (0..count).map(|week| ((week + 1) as f64, 0.0)).collect();
    let name = "epochs above level 0, % of all runs; by week";
    let picture = chart(
        "Plot by week of the share of epochs at each level of the breaker under the proposal, and of all above level 0 today.",
        200,
        |y| format!("{}{name}", y.scale),
        |_| Ok((weeks(count), Axis::amounts(0.0, 100.0, 4))),
        |chart| {
            for (least, ink) in [(1, Ink::Caution), (2, Ink::Restricted), (3, Ink::Halted)] {
                band(chart, of(&compared.proposed_paths, least), zero.clone(), ink)?;
            }
            line(chart, of(&compared.base_paths, 1), Ink::Today, 2.5)
        },
    )?;
    let key = legend(&[
        (Sample::Area("caution"), "proposed: level 1"),
        (Sample::Area("restricted"), "level 2"),
        (Sample::Area("halted"), "level 3"),
        (Sample::Line("today"), "today: above level 0"),
    ]);
    let caption = linked(
        "Epochs above level 0, % of all, week by week: how often the guardrails hold the mint back.",
        &links(&TERMS),
    );
    Ok(figure(&key, &picture, &caption))
}

/// The share of runs whose net issuance lies above a value.
pub fn exceedance(compared: &ScenarioComparison) -> anyhow::Result<String> {
    let curve = |paths: &Paths| -> Vec<(f64, f64)> {
        let points = paths.net_issuance.iter().enumerate();
        points.map(|(share, value)| (*value as f64 / 1e4, 100.0 - share as f64)).collect()
    };
    let (today, proposed) = (curve(&compared.base_paths), curve(&compared.proposed_paths));
    let (low, high) = ends(today.iter().chain(&proposed).map(|point| point.0));
    let name = compared.scenario.name();
    let picture = chart(
        &format!("Curve of the share of runs in {name} whose net issuance is above a value."),
        260,
        |_| "↑ % of runs above → net issuance, % of supply".to_owned(),
        |_| Ok((Axis::amounts(low, high, 6), Axis::amounts(0.0, 100.0, 4))),
        |chart| {
            line(chart, today.clone(), Ink::Today, 2.5)?;
            line(chart, proposed.clone(), Ink::Proposed, 2.0)
        },
    )?;
    let key = legend(&[(Sample::Line("today"), "today"), (Sample::Line("proposed"), "proposed")]);
    let p95 = |summary: &ballast_stress::presets::Summary| {
        say::percent(summary.figure(Measure::NetIssuance).p95 as f64)
    };
    let caption = format!(
        ", scenario {name}. One run in twenty ends above {} today, and above {} under the proposal.",
        p95(&compared.base),
        p95(&compared.proposed)
    );
    Ok(figure(&key, &picture, &linked(&format!("Net issuance{caption}"), &links(&TERMS))))
}
