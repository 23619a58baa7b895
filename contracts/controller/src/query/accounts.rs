use litemap::LiteMap;

use ballast_api::{
    Authorisation, MeterResponse, MetersResponse, ProviderResponse, ProvidersResponse, TenantResponse,
    TenantsResponse,
};
use ballast_economy::{Meter, Tenant};
use ballast_math::Usd;
use cosmwasm_std::{CanonicalAddr, Deps, Env, StdError, StdResult};

use super::page;
use crate::clock::now;
use crate::error::ContractError;
use crate::packed::{RawBound, Slice};
use crate::state::{Account, CONFIG, METERS, OPEN, PROVIDERS, TENANTS};
use crate::values::MAX_METERS_EVER;
use crate::working_set::{WorkingSet, account};

pub fn tenant(deps: Deps, address: &str) -> Result<TenantResponse, ContractError> {
    let tenant = account(deps.api, address)?;
    let record = TENANTS.may_load(deps.storage, tenant.key.as_slice())?.unwrap_or_default();
    describe_tenant(tenant.addr.into(), record, &meter_names(deps)?, OPEN.load(deps.storage)?.epoch)
}

pub fn tenants(
    deps: Deps,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> Result<TenantsResponse, ContractError> {
    let names = meter_names(deps)?;
    let epoch = OPEN.load(deps.storage)?.epoch;
    let tenants: Result<_, ContractError> = TENANTS
        .list(deps.storage, Slice::first(page(limit)).from(after(deps, start_after)?))?
        .into_iter()
        .map(|(key, record)| describe_tenant(humanize(deps, key)?, record, &names, epoch))
        .collect();
    Ok(TenantsResponse { tenants: tenants? })
}

fn describe_tenant(
    tenant: String,
    mut record: Tenant,
    names: &LiteMap<u16, String>,
    epoch: u64,
) -> Result<TenantResponse, ContractError> {
    record.enter(epoch);
    let authorisations: StdResult<_> = record
        .authorisations
        .iter()
        .map(|allowance| {
            let meter = names.get(&allowance.meter).cloned();
            Ok(Authorisation {
                meter: meter
                    .ok_or_else(|| StdError::msg(format!("there is no meter {}", allowance.meter)))?,
                usd_per_epoch: allowance.usd_per_epoch,
                spent: allowance.spent,
            })
        })
        .collect();
    Ok(TenantResponse {
        tenant,
        deposit: record.deposit,
        credits: record.credits.usd,
        locked: record.credits.locked,
        authorisations: authorisations?,
    })
}

pub fn provider(deps: Deps, env: &Env, address: &str) -> Result<ProviderResponse, ContractError> {
    describe_provider(deps, env, account(deps.api, address)?)
}

pub fn providers(
    deps: Deps,
    env: &Env,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> Result<ProvidersResponse, ContractError> {
    let providers: Result<_, ContractError> = PROVIDERS
        .keys(deps.storage, Slice::first(page(limit)).from(after(deps, start_after)?))
        .into_iter()
        .map(|key| describe_provider(deps, env, account(deps.api, &humanize(deps, key)?)?))
        .collect();
    Ok(ProvidersResponse { providers: providers? })
}

/// Runs what a claim would run, on records that are thrown away.
fn describe_provider(deps: Deps, env: &Env, provider: Account) -> Result<ProviderResponse, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    let mut books = WorkingSet::load(deps.storage)?;
    let mut record = books.provider(deps.storage, &config, &provider.key)?;
    record.release(&mut books.ledger, now(env))?;
    let unvested = record.stream.unreleased();
    Ok(ProviderResponse {
        provider: provider.addr.into(),
        claimable: record.payable,
        unvested,
        vesting_end: (!unvested.is_zero()).then(|| record.stream.end()),
        open_weight: record.work.map_or(0, |work| work.weight),
    })
}

pub fn meter(deps: Deps, address: &str) -> Result<MeterResponse, ContractError> {
    let meter = account(deps.api, address)?;
    let Some(record) = METERS.may_load(deps.storage, meter.key.as_slice())? else {
        return Err(ContractError::UnknownMeter { meter: meter.addr.into() });
    };
    Ok(describe_meter(meter.addr.into(), &record, OPEN.load(deps.storage)?.epoch))
}

pub fn meters(
    deps: Deps,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> Result<MetersResponse, ContractError> {
    let epoch = OPEN.load(deps.storage)?.epoch;
    let meters: Result<Vec<_>, ContractError> = METERS
        .list(deps.storage, Slice::first(page(limit)).from(after(deps, start_after)?))?
        .into_iter()
        .map(|(key, record)| Ok(describe_meter(humanize(deps, key)?, &record, epoch)))
        .collect();
    Ok(MetersResponse { meters: meters? })
}

fn describe_meter(meter: String, record: &Meter, epoch: u64) -> MeterResponse {
    MeterResponse {
        meter,
        id: record.id,
        usd_per_epoch: record.usd_per_epoch,
        spent: if record.epoch == epoch { record.spent } else { Usd::ZERO },
        next_batch: record.next_batch,
    }
}

/// The addresses of all meters that ever were, by their short numbers.
pub fn meter_names(deps: Deps) -> Result<LiteMap<u16, String>, ContractError> {
    let mut names = LiteMap::new();
    for (key, record) in METERS.list(deps.storage, Slice::first(MAX_METERS_EVER))? {
        names.insert(record.id, humanize(deps, key)?);
    }
    Ok(names)
}

fn after(deps: Deps, address: Option<&str>) -> StdResult<Option<RawBound>> {
    let key = address.map(|address| account(deps.api, address)).transpose()?;
    Ok(key.map(|account| RawBound::Exclusive(account.key.as_slice().to_vec())))
}

pub fn humanize(deps: Deps, key: impl Into<CanonicalAddr>) -> StdResult<String> {
    Ok(deps.api.addr_humanize(&key.into())?.into())
}
