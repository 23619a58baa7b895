//! What real networks published, against what their presets make of the same history.
//!
//! The published files are not part of this project. Where the folder that BALLAST_DATA names holds them, tests compare, and the
//! example `preset_charts` writes tables and charts into `docs/presets`.

pub mod filecoin;
pub mod helium;
pub mod render;
pub mod rules;
pub mod run;

use std::path::PathBuf;

use anyhow::{Context, Result};
use ballast_math::Duration;
use ballast_sandbox::SupplyKind;

use ballast_presets::{Preset, PresetName};
use ballast_replay::history::{Columns, History};
use ballast_replay::outcome::Outcome;
use ballast_replay::replay::{Settings, replay};

const SETTINGS: Settings = Settings { epoch_length: Duration::DAY, supply: SupplyKind::TokenFactory };

/// The folder with the published files.
#[derive(Debug, Clone)]
pub struct Data(PathBuf);

impl Data {
    /// The folder that BALLAST_DATA names; none, and said so, where it names none.
    #[must_use]
    pub fn at_hand() -> Option<Self> {
        let folder = std::env::var_os("BALLAST_DATA");
        if folder.is_none() {
            println!("skipped: BALLAST_DATA is not set");
        }
        folder.map(|folder| Self(folder.into()))
    }

    /// The path of a file.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A preset's replay, by the day, of a network's own weekly history.
    pub fn replay(&self, name: PresetName, file: &str) -> Result<Outcome> {
        let preset = Preset::load(name)?;
        let history = History::from_file(&self.file(file), &Columns::default(), &preset)?;
        replay(&preset, &history, &SETTINGS, &|_| ())
    }

    /// The records of a file that has these columns, each as its texts in their order.
    pub fn records(&self, file: &str, columns: &[&str]) -> Result<Vec<Vec<String>>> {
        let path = self.file(file);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_path(&path)
            .with_context(|| path.display().to_string())?;
        let header = reader.headers()?.clone();
        let position = |column: &&str| {
            let found = header.iter().position(|name| name == *column);
            found.with_context(|| format!("{file} has no column {column}"))
        };
        let positions = columns.iter().map(position).collect::<Result<Vec<usize>>>()?;
        let texts = |record: csv::StringRecord| {
            let text = |position: &usize| record.get(*position).unwrap_or_default().to_owned();
            positions.iter().map(text).collect()
        };
        reader.records().map(|record| Ok(texts(record?))).collect()
    }
}

/// A preset's replay, by the day, of the history that ships with the lab.
pub fn replay_built_in(name: PresetName) -> Result<Outcome> {
    let preset = Preset::load(name)?;
    replay(&preset, &History::built_in(&preset)?, &SETTINGS, &|_| ())
}

/// The smallest and the largest of some numbers; both zero for none.
pub(crate) fn extremes(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let found = numbers.fold(None, |found: Option<(f64, f64)>, number| {
        let (low, high) = found.unwrap_or((number, number));
        Some((low.min(number), high.max(number)))
    });
    found.unwrap_or_default()
}
