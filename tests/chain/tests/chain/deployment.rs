//! `ballast init` and `ballast deploy`, with the released wasm and a preset.

use std::fs;

use ballast_api::{ExecuteMsg, PendingResponse, QueryMsg};
use ballast_chain_tests::{Chain, GOV};
use ballast_cli::cli::deploy::{deploy, network};
use ballast_cli::cli::{Cli, Command};
use ballast_client::{ContractInfo, Wallet, msg};
use ballast_devnet::MNEMONIC;
use clap::Parser;
use serde_json::{Value, json};

fn command(arguments: &[&str]) -> Command {
    Cli::parse_from([&["ballast"][..], arguments].concat()).command
}

#[test]
fn a_preset_is_deployed_and_governed() {
    let chain = Chain::start(1, &["anyone"]).unwrap();
    let owner = Wallet::from_mnemonic(MNEMONIC, 0, "inj", "ballast-1").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.json");
    let (file, out) = (file.to_str().unwrap(), folder.path().to_str().unwrap());
    let prefix = "/injective.tokenfactory.v1beta1";

    // A token that the contract creates.
    let Command::Init(init) = command(&["init", "--owner", owner.address(), "--type-url-prefix", prefix])
    else {
        unreachable!("init is init");
    };
    fs::write(file, serde_json::to_vec_pretty(&network(&init).unwrap()).unwrap()).unwrap();
    let arguments = ["deploy", file, "--node", chain.node.url(), "--gas-price", "1inj", "--out", out];
    let wasm = format!("{}/../../artifacts/ballast_controller.wasm", env!("CARGO_MANIFEST_DIR"));
    let Command::Deploy(args) =
        command(&[&arguments[..], &["--deposit", "10000inj", "--wasm", &wasm]].concat())
    else {
        unreachable!("deploy is deploy");
    };
    let launched = deploy(&args, MNEMONIC).unwrap();
    assert_eq!(launched.token, format!("factory/{}/compute", launched.contract));
    assert_eq!(chain.node.supply(&launched.token, None).unwrap(), 536_870_912_000_000);
    assert_eq!(
        chain.node.contract(&launched.contract).unwrap(),
        ContractInfo { code_id: launched.code_id, admin: GOV.to_owned() }
    );

    // The proposal that it wrote passes, and queues.
    let proposal: Value =
        serde_json::from_slice(&fs::read(folder.path().join("proposal.json")).unwrap()).unwrap();
    let message = &proposal["messages"][0];
    assert_eq!((message["sender"].as_str(), proposal["deposit"].as_str()), (Some(GOV), Some("10000inj")));
    let execute = msg::execute(GOV, &launched.contract, &message["msg"], vec![]).unwrap();
    chain.enact("anyone", proposal["title"].as_str().unwrap(), vec![execute]).unwrap();
    let pending: PendingResponse = chain.node.smart(&launched.contract, &QueryMsg::Pending {}, None).unwrap();
    assert_eq!(pending.sets.len(), 1);

    // A cw20 token is handed over, and the old minter cannot mint any more.
    let (code, _) = chain.store("anyone", "cw20_base").unwrap();
    let start = json!({
        "name": "Token", "symbol": "TOKEN", "decimals": 6,
        "initial_balances": [{ "address": owner.address(), "amount": "1000000" }],
        "mint": { "minter": owner.address() },
    });
    let (token, _) = chain.instantiate("anyone", code, &start).unwrap();
    let Command::Init(init) = command(&["init", "--owner", owner.address(), "--cw20", &token]) else {
        unreachable!("init is init");
    };
    fs::write(file, serde_json::to_vec(&network(&init).unwrap()).unwrap()).unwrap();
    let code = launched.code_id.to_string();
    let Command::Deploy(args) = command(&[&arguments[..], &["--code-id", &code, "--admin", "none"]].concat())
    else {
        unreachable!("deploy is deploy");
    };
    let second = deploy(&args, MNEMONIC).unwrap();
    assert_eq!(second.token, token);
    assert_eq!(
        chain.node.contract(&second.contract).unwrap(),
        ContractInfo { code_id: launched.code_id, admin: String::new() }
    );
    let minter: Value = chain.node.smart(&token, &json!({ "minter": {} }), None).unwrap();
    assert_eq!(minter["minter"], json!(second.contract));
    chain.execute("anyone", &second.contract, &ExecuteMsg::Poke {}).unwrap();
}
