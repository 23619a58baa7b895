use ballast_api::{
    AuditResponse, ConfigResponse, ParamsResponse, Receipt, ReceiptBatch, ReceiptCursor, ReceiptsResponse,
    SolvencyResponse, SupplyResponse,
};
use ballast_math::EpochId;
use cosmwasm_std::{Deps, Env, StdError};

use super::accounts::{humanize, meter_names};
use super::page;
use crate::error::ContractError;
use crate::packed::{RawBound, Slice};
use crate::state::{
    AUDIT, CONFIG, EPOCH_STATE, LEDGER, NEXT_PARAMS, PARAMS, RECEIPTS, SOURCES, StoredBatch, StoredReceipt,
    parse_receipts_key, receipts_key,
};

pub fn config(deps: Deps) -> Result<ConfigResponse, ContractError> {
    let config = CONFIG.load(deps.storage)?;
    let sources = SOURCES.load(deps.storage)?;
    Ok(ConfigResponse {
        supply_mode: config.mode.describe(config.initial_supply),
        token: config.mode.token().to_owned(),
        decimals: config.decimals,
        genesis: config.genesis,
        epoch_length: config.epoch_length,
        window: config.window,
        emission_budget: config.emission_budget,
        initial_supply: config.initial_supply,
        price_sources: sources.list,
    })
}

pub fn params(deps: Deps) -> Result<ParamsResponse, ContractError> {
    Ok(ParamsResponse { params: PARAMS.load(deps.storage)?, next: NEXT_PARAMS.may_load(deps.storage)? })
}

pub fn supply(deps: Deps) -> Result<SupplyResponse, ContractError> {
    let initial = CONFIG.load(deps.storage)?.initial_supply;
    let ledger = LEDGER.load(deps.storage)?;
    Ok(SupplyResponse {
        supply: ledger.supply(initial)?,
        initial,
        burned: ledger.total_burned,
        minted: ledger.total_minted,
        retired: ledger.total_retired,
        budget_left: EPOCH_STATE.load(deps.storage)?.budget_left,
    })
}

pub fn solvency(deps: Deps, env: &Env) -> Result<SolvencyResponse, ContractError> {
    let mode = CONFIG.load(deps.storage)?.mode;
    let holdings = mode.holdings(&deps.querier, &env.contract.address)?;
    let ledger = LEDGER.load(deps.storage)?;
    let owed = ledger.liabilities()?;
    Ok(SolvencyResponse {
        holdings,
        escrow: ledger.escrow,
        locked: ledger.locked,
        credits: ledger.credits,
        payable: ledger.payable,
        unvested: ledger.unvested,
        carried: ledger.carried,
        reserve: ledger.reserve,
        awaiting_mint: ledger.awaiting_mint,
        surplus: holdings.plus(ledger.awaiting_mint)?.saturating_minus(owed),
    })
}

pub fn receipts(
    deps: Deps,
    epoch: EpochId,
    start_after: Option<ReceiptCursor>,
    limit: Option<u32>,
) -> Result<ReceiptsResponse, ContractError> {
    let names = meter_names(deps)?;
    let start = match start_after {
        Some(ReceiptCursor { meter_id, batch }) => {
            RawBound::Exclusive(receipts_key(epoch, meter_id, batch).to_vec())
        }
        None => RawBound::Inclusive(receipts_key(epoch, 0, 0).to_vec()),
    };
    let end = RawBound::Inclusive(receipts_key(epoch, u16::MAX, u64::MAX).to_vec());
    let batches: Result<_, ContractError> = RECEIPTS
        .list(deps.storage, Slice::first(page(limit)).from(start).to(end))?
        .into_iter()
        .map(|(key, stored)| {
            let corrupt = || StdError::msg("a key of receipts cannot be read");
            let (_, meter_id, batch) = parse_receipts_key(&key).ok_or_else(corrupt)?;
            let meter = names.get(&meter_id).ok_or_else(corrupt)?;
            let StoredBatch { price, receipts } = stored;
            let receipts: Result<_, ContractError> = receipts
                .into_iter()
                .map(|stored| describe_receipt(deps, (epoch, meter, batch), price, stored))
                .collect();
            Ok(ReceiptBatch { meter_id, batch, receipts: receipts? })
        })
        .collect();
    Ok(ReceiptsResponse { batches: batches? })
}

fn describe_receipt(
    deps: Deps,
    (epoch, meter, batch): (EpochId, &str, u64),
    price: Option<ballast_math::Price>,
    stored: StoredReceipt,
) -> Result<Receipt, ContractError> {
    Ok(Receipt {
        epoch,
        meter: meter.to_owned(),
        batch,
        line: stored.line,
        job: stored.job,
        tenant: humanize(deps, stored.tenant.to_canonical())?,
        provider: humanize(deps, stored.provider.to_canonical())?,
        usd: stored.usd,
        usd_from_credits: stored.usd_from_credits,
        burned: stored.burned,
        direct_pay: stored.direct_pay,
        price: price.filter(|_| stored.usd > stored.usd_from_credits),
    })
}

pub fn audit(deps: Deps) -> Result<AuditResponse, ContractError> {
    let audit = AUDIT.load(deps.storage)?;
    Ok(AuditResponse {
        receipts: audit.receipts,
        commitment: audit.commitment.to_hex(),
        pruned_before: audit.pruned_before,
    })
}
