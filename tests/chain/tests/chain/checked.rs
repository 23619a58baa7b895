//! What voters are told of a proposal to the contract on the chain.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use ballast_chain_tests::Network;
use ballast_cli::cli::{Cli, run};
use clap::Parser;
use serde_json::{Value, json};

const PARAMETER: &str = "price.band";

fn ballast(arguments: &[&str]) -> anyhow::Result<String> {
    println!("ballast {}", arguments.join(" "));
    let code: ExitCode = run(&Cli::parse_from([&["ballast"][..], arguments].concat()))?;
    Ok(format!("{code:?}"))
}

fn code(number: u8) -> String {
    format!("{:?}", ExitCode::from(number))
}

fn json_in(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

/// The contract's own rules are asked and run: a step that it takes, one that it refuses, one from a value that is not in force; the hash
/// is found again at the height that was checked, and how far the parameter can go is found.
pub fn checked(network: &Network) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let file = folder.path().join("proposal.json");
    let propose = |from: &str, to: &str| {
        let changes = json!([{ "parameter": PARAMETER, "from": from, "to": to }]);
        fs::write(&file, changes.to_string()).unwrap();
    };
    let live =
        ["--node", network.chain.node.url(), "--contract", &network.contract, "--runs", "2", "--days", "1"];
    let check = |more: &[&str]| ballast(&[&["check", file.to_str().unwrap()], &live[..], more].concat());

    propose("0.25", "0.26");
    assert_eq!(check(&["--out", out]).unwrap(), code(0));
    let checked = json_in(&folder.path().join("check.json"));
    let source = &checked["source"]["live"];
    assert_eq!(source["contract"], network.contract.as_str(), "{source}");
    let height = source["height"].as_u64().unwrap().to_string();
    let page = fs::read_to_string(folder.path().join("check.md")).unwrap();
    let hash = page.split(|c: char| !c.is_ascii_hexdigit()).find(|word| word.len() == 64).unwrap();
    assert_eq!(check(&["--height", &height, "--verify", hash]).unwrap(), code(0));
    assert_eq!(check(&["--height", &height, "--seed", "2", "--verify", hash]).unwrap(), code(1));

    propose("0.25", "0.4");
    assert_eq!(check(&["--out", out]).unwrap(), code(3));
    propose("0.24", "0.25");
    let refused = format!("{:#}", check(&["--out", out]).unwrap_err());
    assert!(refused.contains("0.25") && refused.contains(PARAMETER), "{refused}");

    let solve = [&["solve", "--parameter", PARAMETER], &live[..], &["--out", out]].concat();
    assert_eq!(ballast(&solve).unwrap(), code(0));
    let solved = json_in(&folder.path().join("solve.json"));
    assert!(solved.to_string().contains(PARAMETER), "{solved}");
}
