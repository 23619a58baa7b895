//! Sets the network up: everything is checked before anything is stored.

use std::collections::BTreeSet;

use ballast_api::{
    EpochConfig, FactoryDenom, InstantiateMsg, MeterConfig, Params, PriceSource, SourceKind, SupplyMode,
};
use ballast_math::{EpochState, MAX_WINDOW, Quote, Ratio, Seconds, Tokens, Usd, YEAR, valid_total};
use cosmwasm_std::{Addr, CosmosMsg, Deps, DepsMut, Env, Response};

use crate::books::account;
use crate::error::ContractError;
use crate::state::{
    AUDIT, Audit, CONFIG, Config, EPOCH_STATE, FEED, Feed, LEDGER, Ledger, METERS, Meter, OPEN, OpenEpoch,
    PARAMS, SOURCES, Source, Submission,
};
use crate::supply::{Mode, create_denom};

pub const CONTRACT: &str = "ballast-controller";
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

const MAX_SOURCES: usize = 8;
const MAX_FEEDERS: usize = 16;
const MAX_METERS: usize = 32;
const MAX_ALLOCATIONS: usize = 32;
/// A minute: shorter epochs could be over within the drift of block times.
const MIN_EPOCH: Seconds = 60;
/// A trillion USD an epoch: above any market, and small enough for the sums of squares.
const MAX_METER_USD: Usd = Usd::new(1_000_000_000_000_000_000);
/// A feed's id is 32 bytes in hex.
const FEED_ID_LENGTH: usize = 64;

pub fn instantiate(deps: DepsMut, env: Env, msg: InstantiateMsg) -> Result<Response, ContractError> {
    let sources = checked_sources(deps.as_ref(), msg.price_sources)?;
    let external = matches!(msg.supply_mode, SupplyMode::External { .. });
    check_params(&msg.params, sources.len(), external)?;
    in_range("decimals", msg.decimals.into(), 0, Quote::MAX_DECIMALS.into())?;
    let genesis = checked_epochs(&msg.epoch, env.block.time.seconds())?;
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
    };
    let state = EpochState::new(&msg.params.policy, start.supply, msg.emission_budget, msg.epoch.window);
    let feeders = sources.iter().find_map(|source| match &source.kind {
        SourceKind::Feed { feeders, .. } => Some(feeders.len()),
        _ => None,
    });
    save_meters(deps.storage, deps.api, &env.contract.address, msg.meters)?;
    FEED.save(deps.storage, &Feed { submissions: vec![Submission::default(); feeders.unwrap_or(0)] })?;
    SOURCES.save(deps.storage, &sources)?;
    PARAMS.save(deps.storage, &msg.params)?;
    EPOCH_STATE.save(deps.storage, &state)?;
    OPEN.save(deps.storage, &OpenEpoch::default())?;
    LEDGER.save(deps.storage, &Ledger::default())?;
    AUDIT.save(deps.storage, &Audit::default())?;
    cw2::set_contract_version(deps.storage, CONTRACT, VERSION)?;

    let response = Response::new()
        .add_attribute("action", "instantiate")
        .add_attribute("supply_mode", config.mode.name())
        .add_attribute("token", config.mode.token())
        .add_messages(start.messages);
    CONFIG.save(deps.storage, &config)?;
    Ok(response)
}

/// The token at the start: its mode, its supply, and what must be sent to make it so.
struct Start {
    mode: Mode,
    supply: Tokens,
    messages: Vec<CosmosMsg>,
}

impl Start {
    fn new(deps: Deps, contract: &Addr, mode: SupplyMode) -> Result<Self, ContractError> {
        match mode {
            SupplyMode::TokenFactory {
                type_url_prefix,
                denom: FactoryDenom::Create { subdenom, allocations },
            } => {
                let denom = format!("factory/{contract}/{subdenom}");
                let mut messages = vec![create_denom(&type_url_prefix, contract, &subdenom)];
                let mode = Mode::TokenFactory { type_url_prefix, denom };
                if allocations.len() > MAX_ALLOCATIONS {
                    let found = allocations.len();
                    let (least, most) = (0, MAX_ALLOCATIONS);
                    return Err(ContractError::WrongCount { field: "allocations", least, most, found });
                }
                let supply = allocations.iter().try_fold(Tokens::ZERO, |sum, to| sum.plus(to.amount))?;
                messages.extend(mode.mint(contract, supply)?);
                for to in &allocations {
                    let address = deps.api.addr_validate(&to.address)?;
                    if to.amount.is_zero() {
                        return Err(ContractError::ZeroAmount);
                    }
                    messages.push(mode.pay(&address, to.amount)?);
                }
                Ok(Self { mode, supply, messages })
            }
            SupplyMode::TokenFactory { type_url_prefix, denom: FactoryDenom::Existing { denom } } => {
                Self::existing(deps, Mode::TokenFactory { type_url_prefix, denom })
            }
            SupplyMode::Cw20 { token } => {
                let token = deps.api.addr_validate(&token)?.into();
                Self::existing(deps, Mode::Cw20 { token })
            }
            SupplyMode::Reserve { denom } => Self::existing(deps, Mode::Reserve { denom }),
            SupplyMode::External { denom, supply } => {
                Ok(Self { mode: Mode::External { denom }, supply, messages: vec![] })
            }
        }
    }

    fn existing(deps: Deps, mode: Mode) -> Result<Self, ContractError> {
        let supply = mode.total_supply(&deps.querier)?;
        Ok(Self { mode, supply, messages: vec![] })
    }
}

/// Checks parameters against their outer limits and each other.
pub fn check_params(params: &Params, sources: usize, external: bool) -> Result<(), ContractError> {
    params.policy.validate()?;
    // Without sources there is no price, and so no payment: only a chain that takes the money itself can do without.
    let least = u128::from(!external || sources > 0);
    in_range("params.price.min_sources", params.price.min_sources.into(), least, sources as u128)?;
    if params.price.band.is_zero() {
        return Err(ContractError::OutOfRange {
            field: "params.price.band",
            least: 1,
            most: u128::MAX,
            found: 0,
        });
    }
    in_range("params.receipt_retention", params.receipt_retention.into(), 1, u32::MAX.into())
}

fn checked_epochs(epoch: &EpochConfig, now: Seconds) -> Result<Seconds, ContractError> {
    in_range("epoch.length", epoch.length.into(), MIN_EPOCH.into(), YEAR.into())?;
    in_range("epoch.window", epoch.window.into(), 1, MAX_WINDOW.into())?;
    let genesis = epoch.genesis.unwrap_or(now);
    // Ten years ahead is a mistake of units, not a plan.
    in_range("epoch.genesis", genesis.into(), now.into(), u128::from(now) + u128::from(10 * YEAR))?;
    Ok(genesis)
}

fn checked_sources(deps: Deps, sources: Vec<PriceSource>) -> Result<Vec<Source>, ContractError> {
    at_most("price_sources", sources.len(), MAX_SOURCES)?;
    let feeds = sources.iter().filter(|source| matches!(source.kind, SourceKind::Feed { .. })).count();
    at_most("price_sources of kind feed", feeds, 1)?;
    sources
        .into_iter()
        .map(|PriceSource { kind, max_age, max_deviation }| {
            in_range("price_sources.max_age", max_age.into(), 1, YEAR.into())?;
            at_most_one("price_sources.max_deviation", max_deviation)?;
            Ok(Source { kind: checked_kind(deps, kind)?, max_age, max_deviation })
        })
        .collect()
}

fn checked_kind(deps: Deps, kind: SourceKind) -> Result<SourceKind, ContractError> {
    Ok(match kind {
        SourceKind::Feed { feeders, quorum } => {
            at_most("feeders", feeders.len(), MAX_FEEDERS)?;
            in_range("quorum", quorum.into(), 1, feeders.len() as u128)?;
            let mut seen = BTreeSet::new();
            let feeders: Result<Vec<String>, ContractError> = feeders
                .iter()
                .map(|feeder| {
                    let feeder = String::from(deps.api.addr_validate(feeder)?);
                    once("feeder", &mut seen, &feeder)?;
                    Ok(feeder)
                })
                .collect();
            SourceKind::Feed { feeders: feeders?, quorum }
        }
        SourceKind::Pyth { contract, feed_id, max_confidence } => {
            if feed_id.len() != FEED_ID_LENGTH || !feed_id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let problem = "expected 64 hex digits";
                return Err(ContractError::Malformed { field: "feed_id", problem, found: feed_id });
            }
            at_most_one("max_confidence", max_confidence)?;
            SourceKind::Pyth { contract: deps.api.addr_validate(&contract)?.into(), feed_id, max_confidence }
        }
        SourceKind::Contract { contract, denom } => {
            SourceKind::Contract { contract: deps.api.addr_validate(&contract)?.into(), denom }
        }
    })
}

fn save_meters(
    storage: &mut dyn cosmwasm_std::Storage,
    api: &dyn cosmwasm_std::Api,
    contract: &Addr,
    meters: Vec<MeterConfig>,
) -> Result<(), ContractError> {
    at_most("meters", meters.len(), MAX_METERS)?;
    let mut seen = BTreeSet::new();
    // Ids start at 1 and fit: there are at most MAX_METERS.
    for (MeterConfig { meter, usd_per_epoch }, id) in meters.into_iter().zip(1u16..) {
        let meter = account(api, meter.as_deref().unwrap_or(contract.as_str()))?;
        once("meter", &mut seen, meter.addr.as_str())?;
        in_range("usd_per_epoch", usd_per_epoch.get(), 0, MAX_METER_USD.get())?;
        let record = Meter { id, usd_per_epoch, next_batch: 1, ..Meter::default() };
        METERS.save(storage, meter.key.as_slice(), &record)?;
    }
    Ok(())
}

fn once(field: &'static str, seen: &mut BTreeSet<String>, value: &str) -> Result<(), ContractError> {
    if seen.insert(value.to_owned()) {
        Ok(())
    } else {
        Err(ContractError::Repeated { field, value: value.to_owned() })
    }
}

fn in_range(field: &'static str, found: u128, least: u128, most: u128) -> Result<(), ContractError> {
    if (least..=most).contains(&found) {
        Ok(())
    } else {
        Err(ContractError::OutOfRange { field, least, most, found })
    }
}

fn at_most(field: &'static str, found: usize, most: usize) -> Result<(), ContractError> {
    if found <= most { Ok(()) } else { Err(ContractError::WrongCount { field, least: 0, most, found }) }
}

fn at_most_one(field: &'static str, found: Ratio) -> Result<(), ContractError> {
    if found <= Ratio::ONE {
        Ok(())
    } else {
        Err(ContractError::RatioTooLarge { field, most: Ratio::ONE, found })
    }
}
