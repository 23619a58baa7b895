//! What the stress lab prints.

use ballast_stress::{Measure, Run, Seed};

use super::{align_right, bare};
use crate::check::say;
use crate::figures::grouped;
use ballast_stress::presets::StressReport;

/// Every scenario, one line each, and how to repeat the worst run.
pub fn stressed(outcome: &StressReport) -> String {
    let setting = &outcome.setting;
    let mut text = format!(
        "Preset {}, {} runs of {} epochs for each scenario, seed {}\n\n",
        outcome.preset,
        grouped(f64::from(outcome.runs), 0),
        setting.epochs,
        outcome.seed,
    );
    let mut table = bare();
    table.set_header([
        "scenario",
        "net issuance % p5",
        "p50",
        "p95",
        "p95 unguarded",
        "minted/burned",
        "restricted %",
        "trips",
        "unpaid %",
        "pay per USD",
    ]);
    for scenario in &outcome.scenarios {
        let (with, without) = (&scenario.with, &scenario.without);
        let issuance = with.figure(Measure::NetIssuance);
        table.add_row([
            scenario.scenario.name().to_owned(),
            percent(issuance.p05),
            percent(issuance.p50),
            percent(issuance.p95),
            percent(without.figure(Measure::NetIssuance).p95),
            times(with.figure(Measure::MintPerBurn).p50),
            percent(with.figure(Measure::Restricted).p50),
            grouped(with.figure(Measure::Trips).mean, 1),
            percent(with.figure(Measure::Unpaid).p50),
            times(with.figure(Measure::Pay).p50),
        ]);
    }
    align_right(&mut table, 1..=9);
    text.push_str(&format!("{table}\n\n"));
    text.push_str(
        "Net issuance: minted less burned over a run, of the supply at its start. Restricted: epochs above level 0.\n\
         Pay: what providers are granted, at the price of the day, for a USD of work. Medians unless they say otherwise.\n",
    );
    let broken: f64 =
        outcome.scenarios.iter().map(|each| each.with.figure(Measure::BrokenPromises).mean).sum();
    if broken > 0.0 {
        text.push_str("FAILED: an epoch above level 0 minted more than it burned.\n");
    }
    let worst = outcome.scenarios.iter().filter_map(|each| each.with.worst.first());
    if let Some(worst) = worst.max_by_key(|worst| worst.run.net_issuance) {
        text.push_str(&format!(
            "The run with the highest net issuance, {}%: cargo ballast stress {} --preset {} --seed {} --run {}\n",
            percent(worst.run.net_issuance),
            worst.seed.scenario.name(),
            outcome.preset,
            worst.seed.master,
            worst.seed.run,
        ));
    }
    text
}

/// One run under two sets of rules.
pub fn one_run_twice(seed: Seed, before: &Run, after: &Run) -> String {
    let mut table = bare();
    table.set_header(["figure", "today", "proposed"]);
    for measure in Measure::ALL {
        let cell = |run: &Run| say::figure(measure, measure.of(run) as f64);
        table.add_row([say::name(measure).to_owned(), cell(before), cell(after)]);
    }
    align_right(&mut table, 1..=2);
    format!("Scenario {}, seed {}, run {}\n\n{table}\n", seed.scenario.name(), seed.master, seed.run)
}

/// One run alone.
pub fn one_run(seed: Seed, run: &Run) -> String {
    let mut table = bare();
    table.set_header(["figure", "value"]);
    for (name, value) in [
        ("minted less burned, % of supply", percent(run.net_issuance)),
        ("minted per burned", times(run.mint_per_burn)),
        ("highest net emission of the window, % a year", percent(run.worst_net_emission)),
        ("deepest fall of the price, %", percent(run.price_drawdown)),
        ("deepest fall of the smoothed burn, %", percent(run.burn_drawdown)),
        ("epochs above level 0, %", percent(run.restricted)),
        ("trips", run.trips.to_string()),
        ("granted per USD of work, USD", times(run.pay)),
        ("demand that was not settled, %", percent(run.unpaid)),
        ("gain of the large account, % of supply", percent(run.whale_gain)),
    ] {
        table.add_row([name.to_owned(), value]);
    }
    align_right(&mut table, 1..=1);
    format!("Scenario {}, seed {}, run {}\n\n{table}\n", seed.scenario.name(), seed.master, seed.run)
}

/// Parts per million as hundredths.
fn percent(parts: i64) -> String {
    grouped(parts as f64 / 10_000.0, 2)
}

/// Parts per million as a number.
fn times(parts: i64) -> String {
    grouped(parts as f64 / 1_000_000.0, 3)
}
