//! What the guardrails are worth: the table of the README. `--example worth [RUNS]`

#![allow(missing_docs)]

use anyhow::Result;
use ballast_presets::{Preset, PresetName};
use ballast_stress::presets::{self as stress, stress};
use ballast_stress::{Measure, PriceModel, Scenario};

fn main() -> Result<()> {
    let runs: u32 = std::env::args().nth(1).map_or(Ok(1_000), |runs| runs.parse())?;
    let mut rows: Vec<String> =
        Scenario::ALL.iter().map(|scenario| format!("| `{}` |", scenario.name())).collect();
    let (mut head, mut rule) = ("| scenario |".to_owned(), "|---|".to_owned());
    for name in PresetName::ALL {
        let preset = Preset::load(name)?;
        let setting = stress::setting(&preset, PriceModel::Exchange, 86_400, 365)?;
        let outcome =
            stress(&preset.name, &setting, &Scenario::ALL, stress::Sampling { seed: 1, runs }, |_| ())?;
        head.push_str(&format!(" `{}` |", preset.name));
        rule.push_str("---|");
        for (row, scenario) in rows.iter_mut().zip(&outcome.scenarios) {
            let percent = |parts: i64| format!("{:.1}", parts as f64 / 10_000.0).replace('-', "−");
            let p95 = |summary: &stress::Summary| percent(summary.figure(Measure::NetIssuance).p95);
            row.push_str(&format!(" {} / {} |", p95(&scenario.with), p95(&scenario.without)));
        }
    }
    println!("{head}\n{rule}\n{}", rows.join("\n"));
    Ok(())
}
