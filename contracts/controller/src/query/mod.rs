//! What can be asked.

mod accounts;
mod books;
mod epochs;
mod guardrails;
mod market;
mod metrics;

use ballast_api::QueryMsg;
use cosmwasm_std::{Binary, Deps, Env, to_json_binary};

use crate::error::ContractError;

const USUAL_LIMIT: u32 = 10;
const MAX_LIMIT: u32 = 30;

pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let answer = match msg {
        QueryMsg::Config {} => to_json_binary(&books::config(deps)?),
        QueryMsg::Params {} => to_json_binary(&books::params(deps)?),
        QueryMsg::Epoch {} => to_json_binary(&epochs::open(deps, &env)?),
        QueryMsg::EpochRecord { epoch } => to_json_binary(&epochs::record(deps, epoch)?),
        QueryMsg::EpochRecords { start_after, limit } => {
            to_json_binary(&epochs::records(deps, start_after, limit)?)
        }
        QueryMsg::Tenant { tenant } => to_json_binary(&accounts::tenant(deps, &tenant)?),
        QueryMsg::Tenants { start_after, limit } => {
            to_json_binary(&accounts::tenants(deps, start_after.as_deref(), limit)?)
        }
        QueryMsg::Provider { provider } => to_json_binary(&accounts::provider(deps, &env, &provider)?),
        QueryMsg::Providers { start_after, limit } => {
            to_json_binary(&accounts::providers(deps, &env, start_after.as_deref(), limit)?)
        }
        QueryMsg::Meter { meter } => to_json_binary(&accounts::meter(deps, &meter)?),
        QueryMsg::Meters { start_after, limit } => {
            to_json_binary(&accounts::meters(deps, start_after.as_deref(), limit)?)
        }
        QueryMsg::Price {} => to_json_binary(&market::price(deps, &env)?),
        QueryMsg::Feed {} => to_json_binary(&market::feed(deps)?),
        QueryMsg::Supply {} => to_json_binary(&books::supply(deps)?),
        QueryMsg::Solvency {} => to_json_binary(&books::solvency(deps, &env)?),
        QueryMsg::Metrics { epochs } => to_json_binary(&metrics::metrics(deps, epochs)?),
        QueryMsg::Receipts { epoch, start_after, limit } => {
            to_json_binary(&books::receipts(deps, epoch, start_after, limit)?)
        }
        QueryMsg::Audit {} => to_json_binary(&books::audit(deps)?),
        QueryMsg::Guardrails {} => to_json_binary(&guardrails::guardrails(deps, &env)?),
        QueryMsg::Pending {} => to_json_binary(&guardrails::pending(deps, &env)?),
        QueryMsg::Preview { changes } => to_json_binary(&guardrails::preview(deps, &env, &changes)?),
        QueryMsg::Breaker {} => to_json_binary(&guardrails::breaker(deps, &env)?),
        QueryMsg::History { start_after, limit } => {
            to_json_binary(&guardrails::history(deps, start_after, limit)?)
        }
    };
    Ok(answer?)
}

/// How many entries of a list to answer with.
fn page(limit: Option<u32>) -> usize {
    limit.unwrap_or(USUAL_LIMIT).min(MAX_LIMIT) as usize
}
