//! The first block: accounts, validators, quick governance.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::home::Home;
use crate::setup::Setup;

/// What each validator holds, and stakes half of.
const STAKE: u128 = 1_000_000_000_000_000_000_000;

/// What every validator's key comes from, each with an account number of its own: anyone can vote for them.
pub const MNEMONIC: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
                            abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art";

const KEYRING: [&str; 2] = ["--keyring-backend", "test"];
/// What the usual clients sign with.
const KEY: [&str; 4] = ["--key-type", "secp256k1", "--coin-type", "118"];

/// A folder for each validator, all with the same genesis.
pub fn create(setup: &Setup, folder: &Path) -> Result<Vec<Home>> {
    let homes: Vec<Home> = (0..setup.validators)
        .map(|number| Home { folder: folder.join(format!("node-{number}")), binary: setup.binary.clone() })
        .collect();
    let mut addresses = vec![];
    for (number, home) in homes.iter().enumerate() {
        let name = format!("node-{number}");
        home.run(&["init", &name, "--chain-id", &setup.chain_id, "--default-denom", &setup.denom])?;
        home.configure(&setup.denom)?;
        let account = number.to_string();
        let recover = ["keys", "add", "validator", "--recover", "--account", &account];
        home.run_with(&[&recover[..], &KEYRING, &KEY].concat(), MNEMONIC)?;
        addresses.push(home.run(&[&["keys", "show", "validator", "--address"][..], &KEYRING].concat())?);
    }
    let Some((first, others)) = homes.split_first() else { return Ok(homes) };

    let genesis = first.file("genesis.json");
    let mut content: Value = serde_json::from_slice(&fs::read(&genesis)?)?;
    quick_governance(&mut content, &setup.denom);
    cheap(&mut content);
    (setup.edit)(&mut content);
    fs::write(&genesis, serde_json::to_vec_pretty(&content)?)?;
    let stake = format!("{STAKE}{}", setup.denom);
    let validators = addresses.iter().map(|address| (address, &stake));
    for (address, coins) in validators.chain(setup.accounts.iter().map(|(address, coins)| (address, coins))) {
        first.run(&[
            "genesis",
            "add-genesis-account",
            address,
            coins,
            "--chain-id",
            &setup.chain_id,
            "--keyring-backend",
            "test",
        ])?;
    }

    let bond = format!("{}{}", STAKE / 2, setup.denom);
    for home in &homes {
        if home.folder != first.folder {
            fs::copy(&genesis, home.file("genesis.json"))?;
        }
        let gentx = ["genesis", "gentx", "validator", &bond, "--chain-id", &setup.chain_id];
        home.run(&[&gentx[..], &KEYRING].concat())?;
    }
    for other in others {
        for entry in fs::read_dir(other.file("gentx"))? {
            let entry = entry?;
            fs::copy(entry.path(), first.file("gentx").join(entry.file_name()))?;
        }
    }
    first.run(&["genesis", "collect-gentxs"]).context("the validators' first transactions")?;
    for other in others {
        fs::copy(&genesis, other.file("genesis.json"))?;
    }
    Ok(homes)
}

/// A proposal is decided within seconds.
fn quick_governance(genesis: &mut Value, denom: &str) {
    let params = &mut genesis["app_state"]["gov"]["params"];
    let deposit = |amount: &str| json!([{ "denom": denom, "amount": amount }]);
    params["voting_period"] = json!("8s");
    params["expedited_voting_period"] = json!("4s");
    params["max_deposit_period"] = json!("20s");
    params["min_deposit"] = deposit("1000");
    params["expedited_min_deposit"] = deposit("2000");
}

/// Blocks that take large code, and no fees but those that the chain insists on.
fn cheap(genesis: &mut Value) {
    genesis["consensus"]["params"]["block"]["max_gas"] = json!("150000000");
    let state = &mut genesis["app_state"];
    if let Some(fee) = state.pointer_mut("/tokenfactory/params/denom_creation_fee") {
        *fee = json!([]);
    }
    if let Some(price) = state.pointer_mut("/txfees/params/min_gas_price") {
        *price = json!("1");
    }
}
