//! The plots of a check: fans over weeks, the breaker's levels, and how likely a bad year is.

use ballast_check::{Paths, ScenarioComparison};
use ballast_stress::presets::Summary;
use ballast_stress::{Measure, Series as Path};
use maud::{Markup, html};

use super::figures::percent;
use super::terms::TERMS;
use crate::chart::{Axis, Extent, Ink, Plot, Points, Series};
use crate::html::{figure, links_to};
use crate::number::Number;

/// A coverage above this is drawn at the edge: when next to nothing is minted it has no bounds.
const MAX_COVERAGE: f64 = 5.0;

/// What a path is called, what its values are divided by, and where its axis ends.
const fn shown(path: Path) -> (&'static str, f64, f64) {
    match path {
        Path::Supply => ("supply, % of that at the start", 1e4, f64::INFINITY),
        Path::NetEmission => ("net emission a year, % of supply", 1e4, f64::INFINITY),
        Path::Coverage => ("coverage, smoothed burn ÷ smoothed mint", 1e6, MAX_COVERAGE),
        Path::PriceDrawdown => ("price below its peak so far, %", 1e4, f64::INFINITY),
    }
}

/// Points at the ends of the weeks.
fn weekly(values: impl Iterator<Item = f64>) -> Points {
    values.enumerate().map(|(week, value)| ((week + 1) as f64, value)).collect()
}

/// The low, the middle and the high line of a path.
fn fan(paths: &Paths, path: Path) -> [Points; 3] {
    let (_, divisor, max) = shown(path);
    let line = |values: &Vec<i64>| weekly(values.iter().map(|value| (*value as f64 / divisor).min(max)));
    paths.quantiles.get(&path).map(|lines| lines.each_ref().map(line)).unwrap_or_default()
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn weeks(count: usize) -> Extent {
    Extent::Of(Axis::amounts(0.0, count.max(1) as f64, 6))
}

fn today(points: Points) -> Series {
    Series::line(Ink::Today, 2.5, points)
}

fn proposed(points: Points) -> Series {
    Series::line(Ink::Proposed, 2.0, points)
}

/// Four fans: supply, net emission, coverage, and the fall of the price. Where only one line or band is seen, both are the same.
pub fn fans(compared: &ScenarioComparison) -> anyhow::Result<Markup> {
    let figures = Path::ALL.into_iter().map(|path| one(compared, path));
    let figures = figures.collect::<anyhow::Result<Vec<Markup>>>()?;
    Ok(html! { @for figure in figures { (figure) } })
}

fn one(compared: &ScenarioComparison, path: Path) -> anyhow::Result<Markup> {
    let name = shown(path).0;
    let (before, after) = (fan(&compared.base_paths, path), fan(&compared.proposed_paths, path));
    let [_, middle, _] = &before;
    if middle.is_empty() {
        return Ok(html! {});
    }
    let (min, largest) = ends(before.iter().chain(&after).flatten().map(|point| point.1));
    let last = |lines: &[Points; 3]| Number::measured(lines[1].last().map_or(0.0, |point| point.1)).fixed(2);
    let told =
        format!("t the end the median is {} today and {} under the proposal.", last(&before), last(&after));
    let label = format!("Plot by week of {name}: a{told}");
    let plot = Plot {
        label: &label,
        height: 230,
        unit: &format!("{name}; by week"),
        x: weeks(middle.len()),
        y: Axis::amounts(min, largest, 4),
    };
    let band = |ink, [low, _, high]: &[Points; 3]| Series::band(ink, high.clone(), low.clone());
    let band_today = band(Ink::TodayArea, &before).named("today, middle 90% of runs");
    let band_proposed = band(Ink::ProposedArea, &after).named("proposed, middle 90%");
    let [_, before, _] = before;
    let [_, after, _] = after;
    let (line_today, line_proposed) =
        (today(before).named("today, median"), proposed(after).named("proposed, median"));
    let edge = match path {
        Path::Coverage => format!(" Coverage above {MAX_COVERAGE} is drawn at the edge."),
        _ => String::new(),
    };
    let caption = html! { (links_to(&TERMS).linked(name)) ": A" (told) (edge) };
    let picture = plot.html([&band_today, &band_proposed, &line_today, &line_proposed])?;
    Ok(figure([&band_today, &line_today, &band_proposed, &line_proposed], &picture, &caption))
}

/// How often the breaker was up, week by week.
pub fn guards(compared: &ScenarioComparison) -> anyhow::Result<Markup> {
    // Shares of the epochs at or above each level, from 1 to 3.
    let at_least = |paths: &Paths, min: usize| -> Points {
        weekly(paths.levels.iter().map(|levels| {
            let all = levels.iter().sum::<u64>().max(1) as f64;
            levels[min..].iter().sum::<u64>() as f64 / all * 100.0
        }))
    };
    let zero = weekly(compared.proposed_paths.levels.iter().map(|_| 0.0));
    let plot = Plot {
        label: "Plot by week of the share of epochs at each level of the breaker under the proposal, and of all above level 0 today.",
        height: 200,
        unit: "epochs above level 0, % of all runs; by week",
        x: weeks(zero.len()),
        y: Axis::amounts(0.0, 100.0, 4),
    };
    let band = |min, ink| Series::band(ink, at_least(&compared.proposed_paths, min), zero.clone());
    let series = [
        band(1, Ink::Caution).named("proposed: level 1"),
        band(2, Ink::Restricted).named("level 2"),
        band(3, Ink::Halted).named("level 3"),
        today(at_least(&compared.base_paths, 1)).named("today: above level 0"),
    ];
    let caption = links_to(&TERMS)
        .linked("Epochs above level 0, % of all, week by week: how often the guardrails hold the mint back.");
    Ok(figure(&series, &plot.html(&series)?, &caption))
}

/// The share of runs whose net emission lies above a value.
pub fn exceedance(compared: &ScenarioComparison) -> anyhow::Result<Markup> {
    let curve = |paths: &Paths| -> Points {
        let points = paths.net_emission.iter().enumerate();
        points.map(|(share, value)| (*value as f64 / 1e4, 100.0 - share as f64)).collect()
    };
    let (before, after) = (curve(&compared.base_paths), curve(&compared.proposed_paths));
    let (low, high) = ends(before.iter().chain(&after).map(|point| point.0));
    let name = compared.scenario.name();
    let plot = Plot {
        label: &format!("Curve of the share of runs in {name} whose net emission is above a value."),
        height: 260,
        unit: "↑ % of runs above → net emission, % of supply",
        x: Extent::Of(Axis::amounts(low, high, 6)),
        y: Axis::amounts(0.0, 100.0, 4),
    };
    let series = [today(before).named("today"), proposed(after).named("proposed")];
    let p95 = |summary: &Summary| percent(summary.figure(Measure::NetEmission).p95 as f64);
    let caption = links_to(&TERMS).linked(&format!(
        "Net emission, scenario {name}. One run in twenty ends above {} today, and above {} under the proposal.",
        p95(&compared.base),
        p95(&compared.proposed)
    ));
    Ok(figure(&series, &plot.html(&series)?, &caption))
}
