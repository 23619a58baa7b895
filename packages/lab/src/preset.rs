//! Presets: whole configurations, in JSON.

use anyhow::{Context, Result};
use ballast_api::Params;
use ballast_math::{Seconds, Tokens};
use clap::ValueEnum;
use serde::Deserialize;
use serde_json::Value;

/// A preset by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PresetName {
    /// Everything burns, a share below one is minted again, steered towards −10% to −20% a year.
    Ballast,
    /// 95% of a job burns, weekly step schedule.
    Render,
    /// Burn to credits, step schedule and re-emission of the smoothed burn up to a cap.
    Helium,
}

/// A whole configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence.
    pub about: String,
    /// Symbol of the token, for people.
    pub symbol: String,
    /// Decimals of the token.
    pub decimals: u8,
    /// Circulating supply at the start, if nothing else is said.
    pub seed_supply: Tokens,
    /// All that the schedule may ever mint.
    pub emission_budget: Tokens,
    /// Epochs that the emission caps look back.
    pub window: u32,
    /// How tenants pay.
    pub pay_with: PayWith,
    /// The parameters at the start of the network's history.
    pub params: Params,
    /// What the network changed later on.
    pub changes: Vec<Change>,
}

/// How tenants pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayWith {
    /// From escrow, at the price of the settlement.
    Deposit,
    /// From credits bought right before.
    Credits,
}

/// A change that the network made to its parameters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// UNIX time from which it holds.
    pub from: Seconds,
    /// What it was, for people.
    pub why: String,
    /// The parameters that change, as a JSON merge patch (RFC 7386).
    pub params: Value,
}

impl Preset {
    /// Reads a preset that ships with the lab.
    pub fn load(name: PresetName) -> Result<Self> {
        let text = match name {
            PresetName::Ballast => include_str!("../presets/ballast.json"),
            PresetName::Render => include_str!("../presets/render.json"),
            PresetName::Helium => include_str!("../presets/helium.json"),
        };
        serde_json::from_str(text).with_context(|| format!("preset {name:?}"))
    }

    /// The parameters in force at a time: those of the start with every change up to then.
    pub fn params_at(&self, time: Seconds) -> Result<Params> {
        let mut params = serde_json::to_value(&self.params)?;
        for change in self.changes.iter().filter(|change| change.from <= time) {
            json_patch::merge(&mut params, &change.params);
        }
        serde_json::from_value(params).with_context(|| format!("changes of preset {}", self.name))
    }

    /// Whether anything changes between two times, the first excluded and the second included.
    #[must_use]
    pub fn changes_between(&self, after: Seconds, until: Seconds) -> bool {
        self.changes.iter().any(|change| change.from > after && change.from <= until)
    }
}
