//! Writes the JSON schema of the controller into this folder: `cargo schema`. With `--check` it writes nothing and fails
//! where a file differs from what the code says.

mod events;
#[cfg(test)]
mod numbers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Result, bail, ensure};
use ballast_api::{
    AuditResponse, BreakerResponse, ClaimResponse, CloseEpochResponse, ConfigResponse, CreditsResponse,
    Cw20HookMsg, EpochRecord, EpochRecordsResponse, EpochResponse, ExecuteMsg, FeedResponse,
    GuardrailsResponse, HistoryResponse, InstantiateMsg, MeterResponse, MetersResponse, MetricsResponse,
    MigrateMsg, ParamsResponse, PendingResponse, PreviewResponse, PriceResponse, ProviderResponse,
    ProvidersResponse, PruneResponse, QueryMsg, QueueResponse, ReceiptsResponse, SettleResponse,
    SolvencyResponse, SudoMsg, SupplyResponse, TenantResponse, TenantsResponse,
};
use cosmwasm_schema::schemars::schema::RootSchema;
use cosmwasm_schema::{Api, schema_for};
#[cfg(test)]
use serde_json::Value;

fn main() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = files(folder)?;
    match env::args().nth(1).as_deref() {
        None => write(folder, &files),
        Some("--check") => check(folder, &files),
        Some(other) => bail!("expected nothing or --check, found {other:?}"),
    }
}

fn write(folder: &Path, files: &BTreeMap<PathBuf, String>) -> Result<()> {
    for path in present(folder)?.difference(&files.keys().cloned().collect()) {
        fs::remove_file(path)?;
    }
    fs::create_dir_all(folder.join("raw"))?;
    for (path, text) in files {
        fs::write(path, text)?;
    }
    println!("{} schema files written", files.len());
    Ok(())
}

fn check(folder: &Path, files: &BTreeMap<PathBuf, String>) -> Result<()> {
    let expected: BTreeSet<PathBuf> = files.keys().cloned().collect();
    let found = present(folder)?;
    if let Some(path) = expected.symmetric_difference(&found).next() {
        bail!("{} is missing or left over: run cargo schema", path.display());
    }
    for (path, text) in files {
        ensure!(fs::read_to_string(path)? == *text, "{} is out of date: run cargo schema", path.display());
    }
    println!("{} schema files are up to date", files.len());
    Ok(())
}

/// The schema files that are there now.
fn present(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut paths = BTreeSet::new();
    for folder in [folder.to_owned(), folder.join("raw")] {
        if folder.exists() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.extension().is_some_and(|extension| extension == "json") {
                    paths.insert(path);
                }
            }
        }
    }
    Ok(paths)
}

fn files(folder: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let api = Api {
        contract_name: "ballast-controller".to_owned(),
        contract_version: env!("CARGO_PKG_VERSION").to_owned(),
        instantiate: Some(schema_for!(InstantiateMsg)),
        execute: Some(schema_for!(ExecuteMsg)),
        query: Some(schema_for!(QueryMsg)),
        migrate: Some(schema_for!(MigrateMsg)),
        sudo: Some(schema_for!(SudoMsg)),
        responses: Some(responses()),
    }
    .render();
    let mut files = BTreeMap::from([(folder.join("ballast-controller.json"), line(api.to_string()?))]);
    for (name, text) in api.to_schema_files()? {
        files.insert(folder.join("raw").join(name), line(text));
    }
    for (name, schema) in data().into_iter().chain([("cw20_hook".to_owned(), schema_for!(Cw20HookMsg))]) {
        files.insert(folder.join("raw").join(name + ".json"), line(serde_json::to_string_pretty(&schema)?));
    }
    let events = serde_json::to_string_pretty(&events::schema())?;
    files.insert(folder.join("ballast-events.json"), line(events));
    Ok(files)
}

/// Every schema that is a file of its own.
#[cfg(test)]
fn schemas() -> BTreeMap<PathBuf, Value> {
    let folder = Path::new("");
    let files = files(folder).expect("the schema can be written");
    let raw = files.into_iter().filter(|(path, _)| path.starts_with("raw"));
    raw.map(|(path, text)| (path, serde_json::from_str(&text).expect("JSON"))).collect()
}

fn line(text: String) -> String {
    text + "\n"
}

macro_rules! responses {
    ($($query:literal => $response:ty),* $(,)?) => {
        BTreeMap::from([$(($query.to_owned(), schema_for!($response))),*])
    };
}

/// What each query answers.
fn responses() -> BTreeMap<String, RootSchema> {
    responses! {
        "config" => ConfigResponse,
        "params" => ParamsResponse,
        "epoch" => EpochResponse,
        "epoch_record" => EpochRecord,
        "epoch_records" => EpochRecordsResponse,
        "tenant" => TenantResponse,
        "tenants" => TenantsResponse,
        "provider" => ProviderResponse,
        "providers" => ProvidersResponse,
        "meter" => MeterResponse,
        "meters" => MetersResponse,
        "price" => PriceResponse,
        "feed" => FeedResponse,
        "supply" => SupplyResponse,
        "solvency" => SolvencyResponse,
        "metrics" => MetricsResponse,
        "receipts" => ReceiptsResponse,
        "audit" => AuditResponse,
        "guardrails" => GuardrailsResponse,
        "pending" => PendingResponse,
        "preview" => PreviewResponse,
        "breaker" => BreakerResponse,
        "history" => HistoryResponse,
    }
}

/// The data of the responses to messages that have any; that of `report_burns` is that of `settle`.
fn data() -> BTreeMap<String, RootSchema> {
    responses! {
        "data_of_settle" => SettleResponse,
        "data_of_close_epoch" => CloseEpochResponse,
        "data_of_claim" => ClaimResponse,
        "data_of_buy_credits" => CreditsResponse,
        "data_of_prune" => PruneResponse,
        "data_of_queue" => QueueResponse,
    }
}
