//! What `ballast stress` prints.

use ballast_stress::presets::StressReport;
use ballast_stress::{Measure, Run, Seed};

use crate::check::figures;
use crate::number::Number;
use crate::shell::word;
use crate::table::{Column, Table};

/// Every scenario, one line each, and how to repeat the worst run.
#[must_use]
pub fn terminal(outcome: &StressReport) -> String {
    let mut text = format!(
        "Preset {}, {} runs of {} epochs for each scenario, seed {}\n\n{}\n\n",
        outcome.preset,
        Number::whole(outcome.runs.into()).fixed(0),
        outcome.setting.epochs,
        outcome.seed,
        scenarios(outcome),
    );
    text.push_str(
        "Net emission: minted less burned over a run, of the supply at its start. Restricted: epochs above level 0.\n\
         Pay: what providers are granted, at the price of the day, for a USD of work. Medians unless they say otherwise.\n",
    );
    let broken: f64 =
        outcome.scenarios.iter().map(|each| each.with.figure(Measure::BrokenPromises).mean).sum();
    if broken > 0.0 {
        text.push_str("FAILED: an epoch above level 0 minted more than it burned.\n");
    }
    let worst = outcome.scenarios.iter().filter_map(|each| each.with.worst.first());
    if let Some(worst) = worst.max_by_key(|worst| worst.run.net_emission) {
        text.push_str(&format!(
            "The run with the highest net emission, {}%: cargo ballast stress {} --preset {} --seed {} --run {}\n",
            percent(worst.run.net_emission),
            worst.seed.scenario.name(),
            word(&outcome.preset),
            worst.seed.master,
            worst.seed.run,
        ));
    }
    text
}

fn scenarios(outcome: &StressReport) -> Table {
    let numbers = [
        "net emission % p5",
        "p50",
        "p95",
        "p95 unguarded",
        "minted/burned",
        "restricted %",
        "trips",
        "unpaid %",
        "pay per USD",
    ];
    let mut table = Table::new(std::iter::once(Column::name("scenario")).chain(numbers.map(Column::number)));
    for scenario in &outcome.scenarios {
        let (with, without) = (&scenario.with, &scenario.without);
        let emission = with.figure(Measure::NetEmission);
        table.push([
            scenario.scenario.name().to_owned(),
            percent(emission.p05),
            percent(emission.p50),
            percent(emission.p95),
            percent(without.figure(Measure::NetEmission).p95),
            times(with.figure(Measure::MintPerBurn).p50),
            percent(with.figure(Measure::Restricted).p50),
            Number::measured(with.figure(Measure::Trips).mean).fixed(1),
            percent(with.figure(Measure::Unpaid).p50),
            times(with.figure(Measure::Pay).p50),
        ]);
    }
    table
}

/// One run under two sets of rules.
#[must_use]
pub fn run_twice(seed: Seed, before: &Run, after: &Run) -> String {
    let mut table = Table::new([Column::name("figure"), Column::number("today"), Column::number("proposed")]);
    for measure in Measure::ALL {
        let cell = |run: &Run| figures::figure(measure, measure.of(run) as f64);
        table.push([figures::name(measure).to_owned(), cell(before), cell(after)]);
    }
    headed(seed, &table)
}

/// One run alone.
#[must_use]
pub fn run(seed: Seed, run: &Run) -> String {
    let table = Table::new([Column::name("figure"), Column::number("value")]).with_rows([
        ["minted less burned, % of supply".to_owned(), percent(run.net_emission)],
        ["minted per burned".to_owned(), times(run.mint_per_burn)],
        ["highest net emission of the window, % a year".to_owned(), percent(run.worst_net_emission)],
        ["deepest fall of the price, %".to_owned(), percent(run.price_drawdown)],
        ["deepest fall of the smoothed burn, %".to_owned(), percent(run.burn_drawdown)],
        ["epochs above level 0, %".to_owned(), percent(run.restricted)],
        ["trips".to_owned(), run.trips.to_string()],
        ["granted per USD of work, USD".to_owned(), times(run.pay)],
        ["demand that was not settled, %".to_owned(), percent(run.unpaid)],
        ["gain of the large account, % of supply".to_owned(), percent(run.whale_gain)],
    ]);
    headed(seed, &table)
}

fn headed(seed: Seed, table: &Table) -> String {
    format!("Scenario {}, seed {}, run {}\n\n{table}\n", seed.scenario.name(), seed.master, seed.run)
}

/// Parts per million as hundredths.
fn percent(parts: i64) -> String {
    Number::hundredths(parts as f64).fixed(2)
}

/// Parts per million as a number.
fn times(parts: i64) -> String {
    Number::millionths(parts as f64).fixed(3)
}
