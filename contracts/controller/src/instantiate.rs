//! Sets the network up: everything is checked before anything is stored.

use ballast_api::{
    EpochConfig, GovernanceConfig, InstantiateMsg, MAX_METER_USD, MAX_METERS, MeterConfig, NumberedSource,
    Parameter, Params, PriceSource, SupplyMode, Values,
};
use ballast_economy::{BreakerState, EpochState, Ledger, Meter, OpenEpoch};
use ballast_guardrails::{Constitution, HighWater, Registry, Roles, Values as _};
use ballast_math::{Duration, MAX_WINDOW, Quote, Timestamp, valid_total};
use cosmwasm_std::{Addr, Api, Deps, DepsMut, Env, Response, StdResult, Storage};

use crate::checks::{at_most, in_range, once};
use crate::clock::now;
use crate::error::ContractError;
use crate::limits::{CONTRACT, LIMITS, MIN_EPOCH};
use crate::sources::{checked_source, checked_sources_count};
use crate::state::{
    AUDIT, Audit, BEST_USAGE, BREAKER, CONFIG, CONSTITUTION, Config, EPOCH_STATE, FEED, Feed, LEDGER, METERS,
    OPEN, PARAMS, REGISTRY, ROLES, SOURCES, Sources, Submission,
};
use crate::supply::Start;
use crate::values;
use crate::working_set::account;

pub const VERSION: &str = env!("CARGO_PKG_VERSION");

pub fn instantiate(deps: DepsMut, env: Env, msg: InstantiateMsg) -> Result<Response, ContractError> {
    checked_sources_count(msg.price_sources.iter())?;
    let sources = numbered(deps.as_ref(), msg.price_sources)?;
    check_params(&msg.params, sources.list.len(), matches!(msg.supply_mode, SupplyMode::External { .. }))?;
    in_range("decimals", msg.decimals.into(), 0, Quote::MAX_DECIMALS.into())?;
    let genesis = checked_epochs(&msg.epoch, now(&env))?;
    let constitution = msg.governance.constitution.read()?;
    let roles = checked_roles(deps.as_ref(), &env.contract.address, &msg.governance)?;
    let start = Start::new(deps.as_ref(), &env.contract.address, msg.supply_mode)?;
    valid_total("supply", start.supply)?;
    valid_total("emission_budget", msg.emission_budget)?;

    let config = Config {
        mode: start.mode,
        decimals: msg.decimals,
        genesis,
        epoch_length: msg.epoch.length,
        window: msg.epoch.window,
        emission_budget: msg.emission_budget,
        initial_supply: start.supply,
        signals: msg.governance.constitution.signals,
    };
    let state = EpochState::new(&msg.params.policy, start.supply, msg.emission_budget, msg.epoch.window);
    let feeders = sources.feeders().map_or(0, <[String]>::len);
    save_meters(deps.storage, deps.api, &env.contract.address, msg.meters)?;
    FEED.save(deps.storage, &Feed { submissions: vec![Submission::default(); feeders] })?;
    SOURCES.save(deps.storage, &sources)?;
    PARAMS.save(deps.storage, &msg.params)?;
    EPOCH_STATE.save(deps.storage, &state)?;
    OPEN.save(deps.storage, &OpenEpoch::default())?;
    LEDGER.save(deps.storage, &Ledger::default())?;
    AUDIT.save(deps.storage, &Audit::default())?;
    BREAKER.save(deps.storage, &BreakerState::default())?;
    BEST_USAGE.save(deps.storage, &HighWater::default())?;
    REGISTRY.save(deps.storage, &Registry::default())?;
    ROLES.save(deps.storage, &roles)?;
    check_constitution(&constitution, &values::load(deps.as_ref())?)?;
    CONSTITUTION.save(deps.storage, &constitution)?;
    cw2::set_contract_version(deps.storage, CONTRACT, VERSION)?;

    let response = Response::new()
        .add_attribute("action", "instantiate")
        .add_attribute("supply_mode", config.mode.name())
        .add_attribute("token", config.mode.token())
        .add_messages(start.messages);
    CONFIG.save(deps.storage, &config)?;
    Ok(response)
}

/// Checks parameters against their outer limits, each other and the sources at the start.
fn check_params(params: &Params, sources: usize, external: bool) -> Result<(), ContractError> {
    params.validate()?;
    // Without sources there is no price, and so no payment: only a chain that takes the money itself can do without.
    let min = u128::from(!external || sources > 0);
    in_range("params.price.min_sources", params.price.min_sources.into(), min, sources as u128)
}

/// Checks the constitution, and every value against it.
pub fn check_constitution(
    constitution: &Constitution<Parameter>,
    values: &Values,
) -> Result<(), ContractError> {
    constitution.validate(&LIMITS)?;
    for parameter in values.parameters() {
        if let Some(value) = values.get(&parameter) {
            constitution.admits(&parameter, value)?;
        }
    }
    Ok(())
}

fn checked_roles(deps: Deps, contract: &Addr, config: &GovernanceConfig) -> Result<Roles, ContractError> {
    let checked = |address: &String| deps.api.addr_validate(address).map(Addr::into_string);
    let mut governors = config.governors.iter().map(checked).collect::<StdResult<Vec<String>>>()?;
    if config.chain_governs {
        governors.push(contract.to_string());
    }
    let guardian = config.guardian.as_ref().map(checked).transpose()?;
    Ok(Roles::new(governors, guardian)?)
}

fn numbered(deps: Deps, sources: Vec<PriceSource>) -> Result<Sources, ContractError> {
    let list: Result<Vec<_>, ContractError> = sources
        .into_iter()
        .zip(1..)
        .map(|(source, id)| Ok(NumberedSource { id, source: checked_source(deps, source)? }))
        .collect();
    let list = list?;
    // At most MAX_SOURCES.
    Ok(Sources { next_id: list.len() as u16 + 1, list })
}

fn checked_epochs(epoch: &EpochConfig, now: Timestamp) -> Result<Timestamp, ContractError> {
    in_range("epoch.length", epoch.length.into(), MIN_EPOCH.into(), Duration::YEAR.into())?;
    in_range("epoch.window", epoch.window.into(), 1, MAX_WINDOW.into())?;
    let genesis = epoch.genesis.unwrap_or(now);
    // Ten years ahead is a mistake of units, not a plan.
    let latest = u128::from(now) + u128::from(Duration::days(10 * 365));
    in_range("epoch.genesis", genesis.into(), now.into(), latest)?;
    Ok(genesis)
}

fn save_meters(
    storage: &mut dyn Storage,
    api: &dyn Api,
    contract: &Addr,
    meters: Vec<MeterConfig>,
) -> Result<(), ContractError> {
    at_most("meters", meters.len(), MAX_METERS)?;
    let mut seen = vec![];
    // Ids start at 1 and fit: there are at most MAX_METERS.
    for (MeterConfig { meter, usd_per_epoch }, id) in meters.into_iter().zip(1u16..) {
        let meter = account(api, meter.as_deref().unwrap_or(contract.as_str()))?;
        once("meter", &mut seen, meter.addr.as_str())?;
        in_range("usd_per_epoch", usd_per_epoch.get(), 0, MAX_METER_USD)?;
        let record = Meter { id, usd_per_epoch, next_batch: 1, ..Meter::default() };
        METERS.save(storage, meter.key.as_slice(), &record)?;
    }
    Ok(())
}
