//! A chain on this machine, until Ctrl-C.

use std::path::PathBuf;
use std::sync::mpsc;

use anyhow::Result;
use ballast_devnet::{Devnet, MNEMONIC, Setup};
use clap::Parser;

/// Start a chain on this machine and keep it until Ctrl-C. Nothing is left behind.
#[derive(Debug, Parser)]
#[command(name = "ballast-devnet", version)]
struct Cli {
    /// The node's program.
    #[arg(long, value_name = "FILE")]
    binary: PathBuf,
    /// The chain's name.
    #[arg(long, default_value = "ballast-1", value_name = "NAME")]
    chain_id: String,
    /// The denom that is staked and pays fees.
    #[arg(long, default_value = "inj")]
    denom: String,
    /// What addresses begin with.
    #[arg(long, default_value = "inj")]
    prefix: String,
    /// How many validators.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=16))]
    validators: u8,
    /// Port of the first validator's RPC.
    #[arg(long, default_value_t = 26_657)]
    rpc: u16,
}

fn main() -> Result<()> {
    let Cli { binary, chain_id, denom, prefix, validators, rpc } = Cli::parse();
    let (stop, stopped) = mpsc::channel();
    // Sent at most once to a receiver that may be gone: either way the chain stops.
    ctrlc::set_handler(move || {
        let _ = stop.send(());
    })?;
    let setup = Setup::new(binary, &chain_id, &denom).validators(validators.into()).rpc(rpc);
    let chain = Devnet::start(&setup)?;
    println!("chain     {chain_id}, {validators} validator(s)");
    println!("node      {}", chain.node(0).url());
    println!("account   {}", chain.wallet(0, &prefix)?.address());
    println!("mnemonic  {MNEMONIC}");
    println!("\nCtrl-C stops it.");
    stopped.recv()?;
    Ok(())
}
