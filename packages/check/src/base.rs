//! The network as it is, and what its contract says to a proposal.

use anyhow::{Context, Result, ensure};
use ballast_api::{
    ConfigResponse, EpochConfig, GuardrailsResponse, MeterConfig, MetersResponse, Parameter, ParamsError,
    ParamsResponse, PreviewResponse, PriceSource, QueryMsg, SourceKind, Values,
};
use ballast_guardrails::{Refusal, Values as _};
use ballast_math::{Duration, Ratio, Timestamp, Tokens, Usd, epoch_at, epoch_range};
use ballast_sandbox::{Genesis, Sandbox, SupplyKind};
use ballast_stress::Setting;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::plan::Plan;
use super::proposal::{Change, Path, Request};
use ballast_presets::Preset;
use ballast_stress::presets::{self as stress, MAX_AGE, NO_LIMIT, START};

/// Where a base is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A preset, by name: its rules, its market, and its contract on an embedded chain.
    Preset(String),
    /// A contract on a chain.
    Live {
        /// The chain.
        chain_id: String,
        /// The contract.
        contract: String,
        /// The block at which it was asked.
        height: u64,
    },
}

/// What can be asked.
pub trait Contract {
    /// Asks.
    fn ask<T: DeserializeOwned>(&self, question: &QueryMsg) -> Result<T>;
}

impl Contract for Sandbox {
    fn ask<T: DeserializeOwned>(&self, question: &QueryMsg) -> Result<T> {
        self.query(question)
    }
}

/// The network as it is, and what its contract says to a proposal.
#[derive(Debug, Clone)]
pub struct Base {
    /// Where it is from.
    pub source: Source,
    /// The network and its market, as the runs begin.
    pub setting: Setting,
    /// What governance tunes, with what waits for the next epoch already in force.
    pub values: Values,
    /// The rules of every parameter.
    pub guardrails: GuardrailsResponse,
    /// What would become of the proposal.
    pub preview: PreviewResponse,
}

/// What a contract has against a proposal, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objections {
    /// Why it would refuse it.
    pub refusals: Vec<String>,
    /// What stands in the way today and may be gone when the delay is over.
    pub passing: Vec<String>,
}

/// Whether the runs know a parameter; what they do not know cannot change any of their figures.
#[must_use]
pub fn modelled(parameter: &Parameter) -> bool {
    parameter.row().is_some_and(|row| row.lab.is_simulated())
}

impl Base {
    /// A preset on an embedded chain, with its market's first price.
    pub fn preset(preset: &Preset, asked: &Request, plan: Plan) -> Result<Self> {
        let setting = stress::setting(preset, plan.model, plan.epoch_length, plan.days)?;
        let mut chain = Sandbox::new(&genesis(preset, plan.epoch_length)?)
            .with_context(|| format!("preset {} does not instantiate", preset.name))?;
        // Without a price the breaker would be up, and nothing that loosens could pass.
        chain.submit_price(FEEDER, 1, ballast_stress::price(setting.market.price_usd))?;
        Self::ask(&chain, Source::Preset(preset.name.clone()), setting, asked)
    }

    /// Asks a contract for its rules and for what it says to a proposal.
    pub fn ask(contract: &impl Contract, source: Source, setting: Setting, asked: &Request) -> Result<Self> {
        let values = values(contract)?;
        // What is no number or no parameter is said more kindly here than by the contract.
        asked.read(&values)?;
        Ok(Self {
            source,
            setting: applied(&setting, &values),
            guardrails: contract.ask(&QueryMsg::Guardrails {})?,
            preview: contract.ask(&QueryMsg::Preview { changes: asked.changes.clone() })?,
            values,
        })
    }

    /// The time at which the contract was asked.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.preview.earliest.time.saturating_minus(self.guardrails.terms.delay)
    }

    /// UNIX time from which a value can be in force that is executed at `executed`.
    #[must_use]
    pub fn in_force(&self, parameter: &Parameter, executed: Timestamp) -> Timestamp {
        let network = &self.setting.network;
        match parameter.waits_for_epoch() {
            // The epoch in which it is executed keeps its rules.
            true => {
                let epoch = epoch_at(network.genesis, network.epoch_length, executed);
                epoch_range(network.genesis, network.epoch_length, epoch)
                    .map_or(Timestamp::MAX, |range| range.end)
            }
            false => executed,
        }
    }

    /// The setting under other values.
    #[must_use]
    pub fn applied(&self, values: &Values) -> Setting {
        applied(&self.setting, values)
    }

    /// The values with changes made.
    #[must_use]
    pub fn changed(&self, changes: &[Change]) -> Values {
        let mut values = self.values.clone();
        for change in changes {
            values.set(&change.parameter, change.to);
        }
        values
    }

    /// The setting with changes made.
    #[must_use]
    pub fn with(&self, changes: &[Change]) -> Setting {
        self.applied(&self.changed(changes))
    }

    /// What the contract has against the proposal.
    #[must_use]
    pub fn objections(&self, path: Path) -> Objections {
        if path == Path::Tighten {
            return Objections { refusals: self.preview.tighten.clone(), passing: vec![] };
        }
        let passes = self.passing();
        let (mut refusals, mut passing) = (self.preview.queue.clone(), vec![]);
        for reason in &self.preview.execute {
            match passes.contains(reason) {
                true => passing.push(reason.clone()),
                false if refusals.contains(reason) => {}
                false => refusals.push(reason.clone()),
            }
        }
        Objections { refusals, passing }
    }

    /// The reasons that time alone can take away before the delay is over, in the contract's words.
    fn passing(&self) -> Vec<String> {
        type Reason = Refusal<Parameter, ParamsError>;
        let now = self.now();
        let levels = [ballast_guardrails::Level::Restricted, ballast_guardrails::Level::Halted];
        let mut reasons: Vec<Reason> = levels.map(|found| Refusal::Breaker { found }).to_vec();
        for status in &self.guardrails.parameters {
            let next = status.rule.as_ref().map(|rule| rule.next_change).unwrap_or_default();
            if now < next && next <= self.preview.earliest.time {
                reasons.push(Refusal::TooSoon { parameter: status.parameter.clone(), next, now });
            }
        }
        reasons.iter().map(ToString::to_string).collect()
    }
}

fn applied(setting: &Setting, values: &Values) -> Setting {
    let mut setting = setting.clone();
    setting.network.policy = values.params.policy.clone();
    setting.network.breaker = values.params.breaker;
    setting.network.band = values.params.price.band;
    // The runs have one meter, which may settle what all of them may.
    let limits = values.meters.values().fold(0u128, |sum, limit| sum.saturating_add(limit.get()));
    setting.network.meter_limit = Usd::new(limits);
    setting
}

/// What governance tunes, as the contract has it.
fn values(contract: &impl Contract) -> Result<Values> {
    let params: ParamsResponse = contract.ask(&QueryMsg::Params {})?;
    let config: ConfigResponse = contract.ask(&QueryMsg::Config {})?;
    let mut values = Values {
        params: params.next.unwrap_or(params.params),
        sources: config.price_sources,
        meters: Default::default(),
    };
    let mut last: Option<String> = None;
    loop {
        let page: MetersResponse =
            contract.ask(&QueryMsg::Meters { start_after: last.clone(), limit: Some(30) })?;
        let Some(end) = page.meters.last() else { return Ok(values) };
        ensure!(last.as_ref() != Some(&end.meter), "the contract repeats its meters");
        last = Some(end.meter.clone());
        for meter in page.meters {
            values.meters.insert(meter.meter, meter.usd_per_epoch);
        }
    }
}

const FEEDER: &str = "feeder";
const METER: &str = "meter";
const GOVERNOR: &str = "governor";

fn genesis(preset: &Preset, epoch_length: Duration) -> Result<Genesis> {
    Ok(Genesis {
        supply: SupplyKind::TokenFactory,
        seed_supply: preset.seed_supply,
        reserve: Tokens::ZERO,
        start: START,
        decimals: preset.decimals,
        epoch: EpochConfig { length: epoch_length, genesis: None, window: preset.window },
        emission_budget: preset.emission_budget,
        params: preset.params_at(START)?,
        price_sources: vec![PriceSource {
            kind: SourceKind::Feed { feeders: vec![Sandbox::address(FEEDER).into()], quorum: 1 },
            max_age: MAX_AGE,
            max_deviation: Ratio::percent(5),
        }],
        meters: vec![MeterConfig { meter: Some(Sandbox::address(METER).into()), usd_per_epoch: NO_LIMIT }],
        governance: preset.governance(Sandbox::address(GOVERNOR).into()),
    })
}
