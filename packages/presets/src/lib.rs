//! Whole configurations of known networks, in JSON, and reading them.
//!
//! A preset is its name in [`PresetName`], a file in `json/` and the market it begins in, a row of `json/markets.json`.
//!
//! Imports: the contract's messages.

pub mod floats;

use std::collections::BTreeMap;
use std::str::FromStr;

use anyhow::{Context, Result};
use ballast_api::{ConstitutionConfig, GovernanceConfig, Parameter, Params, Values};
use ballast_economy::Signals;
use ballast_guardrails::{ParameterId, Values as _};
use ballast_math::{Timestamp, Tokens};
use serde::Deserialize;
use thiserror::Error;

/// A preset by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresetName {
    /// Everything burns, a share below one is minted again, steered towards −10% to −20% a year.
    Ballast,
    /// 95% of a job burns, weekly step schedule.
    Render,
    /// Burn to credits, step schedule and re-emission of the smoothed burn up to a cap.
    Helium,
    /// Two decaying schedules, one on a clock that delivered work drives; 75% of rewards vest.
    Filecoin,
    /// Burn to credits of one USD, providers paid by value out of what burned, with a breaker on the collateral of credits.
    Akash,
    /// A schedule that mints about what burns, and a small re-mint: what scenarios run on.
    Typical,
}

/// A name that no preset has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected one of {expected}, found {found:?}", expected = PresetName::ALL.map(PresetName::name).join(", "))]
pub struct UnknownPreset {
    /// The name.
    pub found: String,
}

impl PresetName {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Ballast, Self::Render, Self::Helium, Self::Filecoin, Self::Akash, Self::Typical];

    /// Its name, as it is given.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ballast => "ballast",
            Self::Render => "render",
            Self::Helium => "helium",
            Self::Filecoin => "filecoin",
            Self::Akash => "akash",
            Self::Typical => "typical",
        }
    }
}

impl FromStr for PresetName {
    type Err = UnknownPreset;

    fn from_str(text: &str) -> Result<Self, UnknownPreset> {
        let found = Self::ALL.into_iter().find(|name| name.name() == text);
        found.ok_or_else(|| UnknownPreset { found: text.to_owned() })
    }
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
    /// What no vote can change.
    pub constitution: ConstitutionConfig,
    /// What the network changed later on, in order of time.
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
    /// UNIX time from which it holds. Governance begins early enough, as far as the history allows.
    pub from: Timestamp,
    /// What it was, for people.
    pub why: String,
    /// What each parameter becomes, in its unit.
    pub to: BTreeMap<Parameter, String>,
}

/// The market that a preset's made-up years begin in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The preset's name.
    pub preset: String,
    /// USD of compute that tenants want in a day.
    pub demand_usd: f64,
    /// USD per token.
    pub price_usd: f64,
    /// Where the figures are from, for people.
    pub why: String,
}

const MARKETS: &str = include_str!("../json/markets.json");

impl Preset {
    /// Reads a preset that ships with the lab.
    pub fn load(name: PresetName) -> Result<Self> {
        let text = match name {
            PresetName::Ballast => include_str!("../json/ballast.json"),
            PresetName::Render => include_str!("../json/render.json"),
            PresetName::Helium => include_str!("../json/helium.json"),
            PresetName::Filecoin => include_str!("../json/filecoin.json"),
            PresetName::Akash => include_str!("../json/akash.json"),
            PresetName::Typical => include_str!("../json/typical.json"),
        };
        serde_json::from_str(text).with_context(|| format!("preset {name:?}"))
    }

    /// The same economy with other signals on.
    #[must_use]
    pub fn with_signals(mut self, signals: Signals) -> Self {
        self.constitution.signals = signals;
        self
    }

    /// The market that its made-up years begin in.
    ///
    /// Errors: the preset has none.
    pub fn opening(&self) -> Result<Opening> {
        let openings: Vec<Opening> = serde_json::from_str(MARKETS).context("the openings of the presets")?;
        let opening = openings.into_iter().find(|opening| opening.preset == self.name);
        opening.with_context(|| format!("no market for preset {}", self.name))
    }

    /// One account that governs alone, within the preset's limits; no guardian.
    #[must_use]
    pub fn governance(&self, governor: String) -> GovernanceConfig {
        GovernanceConfig {
            governors: vec![governor],
            chain_governs: false,
            guardian: None,
            constitution: self.constitution.clone(),
        }
    }

    /// The parameters in force at a time: those of the start with every change up to then.
    pub fn params_at(&self, time: Timestamp) -> Result<Params> {
        let mut values = Values { params: self.params.clone(), sources: vec![], meters: Default::default() };
        for change in self.changes.iter().filter(|change| change.from <= time) {
            for (parameter, text) in &change.to {
                let number = parameter.unit().parse(text);
                let number = number.with_context(|| format!("preset {}: {parameter}", self.name))?;
                values.set(parameter, number);
            }
        }
        Ok(values.params)
    }
}
