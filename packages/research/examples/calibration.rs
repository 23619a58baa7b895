//! Sweeps the breaker's thresholds, dwells and smoothing, and the steering's gains; prints tables and writes `docs/calibration.svg`.
//!
//! `cargo run --profile lab -p ballast-research --example calibration [RUNS]`

#![allow(missing_docs)]

#[path = "calibration/plot.rs"]
mod plot;

use anyhow::Result;
use ballast_math::{Duration, Ratio, stability_bound};
use ballast_page::number::Number;
use ballast_page::table::{Column, Table};
use ballast_presets::{Preset, PresetName};
use ballast_research::calibration::{Family, Point, Verdict, judge, steer, sweep};
use ballast_stress::presets as stress;
use ballast_stress::{PriceModel, Scenario, Setting};

const THRESHOLDS: [u64; 11] = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60];
const FAMILIES: [Family; 8] = [
    Family::PriceDay,
    Family::PriceWeek,
    Family::Usage(7, 30),
    Family::Usage(14, 30),
    Family::Usage(25, 30),
    Family::Usage(25, 14),
    Family::Usage(25, 60),
    Family::Coverage(25),
];

fn main() -> Result<()> {
    let runs: u64 = std::env::args().nth(1).map_or(Ok(300), |runs| runs.parse())?;
    let preset = Preset::load(PresetName::Ballast)?;
    let setting = stress::setting(&preset, PriceModel::Exchange, Duration::DAY, 365)?;

    println!("## Thresholds\n");
    let mut thresholds = judged();
    let mut points: Vec<Point> = vec![];
    for family in FAMILIES {
        for point in sweep(&setting, family, &THRESHOLDS, (Scenario::BaseGrowth, Scenario::Crash60), runs)? {
            thresholds.push(row(&family.name(), &format!("{}%", point.threshold), &point.verdict));
            points.push(point);
        }
    }
    print!("{}", thresholds.markdown());
    plot::write("docs/calibration.svg", &points, &chosen(&setting))?;

    println!("\n## All signals together\n");
    let mut together = judged();
    for (name, crash) in [("crash60", Scenario::Crash60), ("slow bleed", Scenario::SlowBleed)] {
        let verdict = judge(&setting, Scenario::BaseGrowth, crash, runs)?;
        together.push(row(name, "as in the preset", &verdict));
    }
    let standard = with_standard_thresholds(&setting);
    let verdict = judge(&standard, Scenario::BaseGrowth, Scenario::Crash60, runs)?;
    together.push(row("crash60", "standard", &verdict));
    print!("{}", together.markdown());

    println!("\n## Dwells and exits, in epochs of an hour\n");
    let mut dwells = judged();
    for (name, scale) in [("a quarter", 1), ("as they are", 4), ("four times", 16), ("sixteen times", 64)] {
        let hourly = hourly(&preset, scale)?;
        let verdict = judge(&hourly, Scenario::BaseGrowth, Scenario::Crash60, runs / 10)?;
        dwells.push(row("dwells", name, &verdict));
    }
    for exit in [50, 60, 70, 80, 90] {
        let mut hourly = hourly(&preset, 4)?;
        hourly.network.breaker.recovery.exit = Ratio::percent(exit);
        let verdict = judge(&hourly, Scenario::BaseGrowth, Scenario::Crash60, runs / 10)?;
        dwells.push(row("exit", &format!("{exit}%"), &verdict));
    }
    print!("{}", dwells.markdown());

    println!("\n## Steering, bound {}\n", stability_bound(30)?);
    let numbers = ["leak", "loop gain", "days in the band", "deviation of ρ"];
    let mut gains = Table::new(std::iter::once(Column::name("gain")).chain(numbers.map(Column::number)));
    for (gain, leak) in [
        (0, 10),
        (5, 10),
        (10, 10),
        (15, 10),
        (20, 10),
        (30, 10),
        (60, 10),
        (240, 10),
        (500, 10),
        (1_000, 10),
        (15, 0),
        (15, 20),
    ] {
        let (gain, leak) = (thousandths(gain), thousandths(leak));
        let steered = steer(&setting, gain, leak, runs / 3)?;
        gains.push([
            gain.to_string(),
            leak.to_string(),
            Number::measured(steered.loop_gain).fixed(3),
            percent(steered.in_band, 0),
            Number::measured(steered.swing).fixed(3),
        ]);
    }
    print!("{}", gains.markdown());
    Ok(())
}

fn thousandths(count: u128) -> Ratio {
    Ratio::from_atomics(count * 1_000_000_000_000_000)
}

/// A table of what thresholds do.
fn judged() -> Table {
    let numbers = ["false trips a year", "days above level 0", "caught", "days to catch"];
    Table::new(
        [Column::name("signal"), Column::label("threshold")].into_iter().chain(numbers.map(Column::number)),
    )
}

fn row(name: &str, what: &str, verdict: &Verdict) -> [String; 6] {
    [
        name.to_owned(),
        what.to_owned(),
        Number::measured(verdict.false_trips).fixed(2),
        percent(verdict.held, 1),
        percent(verdict.caught, 0),
        verdict.days.map_or_else(|| "–".to_owned(), |days| days.to_string()),
    ]
}

fn percent(share: f64, decimals: usize) -> String {
    format!("{}%", Number::measured(share).percent().fixed(decimals))
}

/// The thresholds of the preset, as the sweep names them.
fn chosen(setting: &Setting) -> Vec<(Family, [u64; 3])> {
    let breaker = setting.network.breaker;
    let hundredths = |ratio: Ratio| u64::try_from(ratio.atomics() / Ratio::percent(1).atomics()).unwrap_or(0);
    [
        (Family::PriceDay, breaker.price_day),
        (Family::PriceWeek, breaker.price_week),
        (Family::Usage(25, 30), breaker.usage),
    ]
    .map(|(family, of)| (family, [of.caution, of.restricted, of.halted].map(hundredths)))
    .to_vec()
}

fn with_standard_thresholds(setting: &Setting) -> Setting {
    let mut setting = setting.clone();
    setting.network.breaker = ballast_economy::BreakerPolicy::standard();
    setting
}

/// A third of a year in epochs of an hour, dwells scaled in quarters. The usage is smoothed and looked back on as in days.
fn hourly(preset: &Preset, quarters: u64) -> Result<Setting> {
    let mut setting = stress::setting(preset, PriceModel::Exchange, Duration::HOUR, 220)?;
    let dwell = &mut setting.network.breaker.recovery.dwell;
    for dwell in [&mut dwell.caution, &mut dwell.restricted, &mut dwell.halted] {
        *dwell = Duration::new(dwell.seconds() * quarters / 4);
    }
    // Only the price is looked at: usage would need a window of 720 epochs.
    setting.network.signals.usage = false;
    setting.network.signals.coverage = false;
    Ok(setting)
}
