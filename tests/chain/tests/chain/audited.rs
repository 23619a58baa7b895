//! What an auditor finds on the chain.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use ballast_audit::{Evidence, verify};
use ballast_chain_tests::Network;
use ballast_cli::cli::{Cli, run};
use clap::Parser;
use serde_json::{Value, json};

fn ballast(arguments: &[&str]) -> ExitCode {
    let arguments = [&["ballast", "audit"][..], arguments].concat();
    println!("{}", arguments.join(" "));
    run(&Cli::parse_from(arguments)).unwrap()
}

fn read(file: &Path) -> Evidence {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

fn same(code: ExitCode, expected: ExitCode) {
    assert_eq!(format!("{code:?}"), format!("{expected:?}"));
}

/// The contract passes an audit of at least so many epochs, the audit goes on where it stopped, and a tampered copy fails.
pub fn audited(network: &Network, epochs: usize) -> Evidence {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let node = network.chain.node.url();
    let live = ["--node", node, "--contract", &network.contract, "--out", out];
    let file = folder.path().join(format!("evidence-{}.json", network.contract));
    // Until the node has put the last block into its index.
    std::thread::sleep(std::time::Duration::from_secs(2));
    same(ballast(&live), ExitCode::SUCCESS);
    let evidence = read(&file);
    assert!(evidence.records.len() >= epochs, "{} epochs", evidence.records.len());

    // From what was kept, and with half a line of an audit that was interrupted.
    let kept = folder.path().join(format!("events-{}.jsonl", network.contract));
    let text = fs::read_to_string(&kept).unwrap();
    fs::write(&kept, &text[..text.len() - text.len() / 3]).unwrap();
    same(ballast(&live), ExitCode::SUCCESS);
    let again = read(&file);
    assert_eq!(again.blocks, evidence.blocks);

    // One figure in a copy of the data.
    let mut copy: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let minted = &mut copy["records"][1]["decision"]["minted"];
    let found: u128 = minted.as_str().unwrap().parse().unwrap();
    *minted = json!((found + 1).to_string());
    fs::write(&file, copy.to_string()).unwrap();
    same(ballast(&["--evidence", file.to_str().unwrap()]), ExitCode::from(1));
    let difference = verify(&read(&file)).unwrap_err();
    assert_eq!(difference.place, "epoch 1");
    assert!(difference.what.contains("minted"), "{difference}");
    evidence
}
