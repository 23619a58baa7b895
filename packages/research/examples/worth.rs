//! What the guardrails are worth: the table of the README. `--example worth [RUNS]`

#![allow(missing_docs)]

use anyhow::Result;
use ballast_math::Duration;
use ballast_page::number::Number;
use ballast_page::table::{Column, Table};
use ballast_presets::{Preset, PresetName};
use ballast_stress::presets::{self as stress, stress};
use ballast_stress::{Measure, PriceModel, Scenario};

fn main() -> Result<()> {
    let runs: u32 = std::env::args().nth(1).map_or(Ok(1_000), |runs| runs.parse())?;
    let mut rows: Vec<Vec<String>> =
        Scenario::ALL.iter().map(|scenario| vec![format!("`{}`", scenario.name())]).collect();
    let mut columns = vec![Column::name("scenario")];
    for name in PresetName::ALL {
        let preset = Preset::load(name)?;
        let setting = stress::setting(&preset, PriceModel::Exchange, Duration::DAY, 365)?;
        let sampling = stress::Sampling { seed: 1, runs };
        let outcome = stress(&preset.name, &setting, &Scenario::ALL, sampling, |_| ())?;
        columns.push(Column::number(format!("`{}`", preset.name)));
        for (row, scenario) in rows.iter_mut().zip(&outcome.scenarios) {
            let p95 = |summary: &stress::Summary| {
                Number::hundredths(summary.figure(Measure::NetEmission).p95 as f64).fixed(1)
            };
            row.push(format!("{} / {}", p95(&scenario.with), p95(&scenario.without)));
        }
    }
    print!("{}", Table::new(columns).with_rows(rows).markdown());
    Ok(())
}
