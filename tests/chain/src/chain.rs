//! A running chain, and accounts by name.

use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use ballast_client::{Any, Gas, Node, Proposal, ProposalStatus, TxResult, Wallet, msg};
use ballast_devnet::{Devnet, Setup};
use serde::Serialize;

const CHAIN_ID: &str = "ballast-1";
const DENOM: &str = "inj";
const PREFIX: &str = "inj";

/// The account of x/gov.
pub const GOV: &str = "inj10d07y265gmmuvt4z0w9aw880jnsr700jstypyt";

/// What everybody starts with, for fees.
const FUNDS: u128 = 1_000_000_000_000_000_000_000;

/// A native denom of the treasury's, and how much there is of it.
pub const NATIVE: &str = "ucompute";
pub const SEED: u128 = 1_000_000_000_000_000;

pub struct Chain {
    /// Taken out by a test that kills validators.
    pub net: Option<Devnet>,
    pub node: Node,
    voter: Wallet,
}

/// A transaction that succeeded.
pub type Executed = TxResult;

/// The account of a name.
fn wallet(name: &str) -> Wallet {
    let mut secret = [7; 32];
    for (byte, letter) in secret.iter_mut().zip(name.bytes()) {
        *byte = letter;
    }
    Wallet::new(&secret, PREFIX, CHAIN_ID).expect("a key")
}

/// The bytes of an artifact.
pub fn wasm(name: &str) -> Result<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../artifacts/{name}.wasm"));
    std::fs::read(&path).with_context(|| format!("{}: scripts/build-wasm.sh makes it", path.display()))
}

impl Chain {
    /// Starts a chain on which these names have an account.
    pub fn start(validators: usize, names: &[&str]) -> Result<Self> {
        let binary = std::env::var("BALLAST_NODE").context("BALLAST_NODE: the path of injectived")?;
        let mut setup = Setup::new(binary, CHAIN_ID, DENOM).validators(validators);
        for name in names {
            // The treasury has a token that the chain knows from its start.
            let own = if *name == "treasury" { format!(",{SEED}{NATIVE}") } else { String::new() };
            setup = setup.account(wallet(name).address(), &format!("{FUNDS}{DENOM}{own}"));
        }
        let net = Devnet::start(&setup)?;
        let node = net.node(0);
        Ok(Self { voter: net.wallet(0, PREFIX)?, net: Some(net), node })
    }

    #[must_use]
    pub fn address(name: &str) -> String {
        wallet(name).address().to_owned()
    }

    /// Sends messages; what fails is an error.
    pub fn send(&self, sender: &str, messages: Vec<Any>) -> Result<Executed> {
        self.try_send(sender, messages)?.ok()
    }

    /// Sends messages; what fails is told.
    pub fn try_send(&self, sender: &str, messages: Vec<Any>) -> Result<TxResult> {
        wallet(sender).send(&self.node, messages, &gas())
    }

    pub fn store(&self, sender: &str, name: &str) -> Result<(u64, Executed)> {
        let sent = self.send(sender, vec![msg::store(&Self::address(sender), &wasm(name)?)?])?;
        let code = sent.find("store_code", "code_id").context("no code_id")?.parse()?;
        Ok((code, sent))
    }

    pub fn instantiate(&self, sender: &str, code: u64, msg: &impl Serialize) -> Result<(String, Executed)> {
        let address = Self::address(sender);
        let sent = self.send(sender, vec![msg::instantiate(&address, Some(GOV), code, "test", msg)?])?;
        let contract = sent.find("instantiate", "_contract_address").context("no contract")?.to_owned();
        Ok((contract, sent))
    }

    pub fn execute(&self, sender: &str, contract: &str, msg: &impl Serialize) -> Result<Executed> {
        self.pay(sender, contract, msg, None)
    }

    pub fn pay(
        &self,
        sender: &str,
        contract: &str,
        msg: &impl Serialize,
        funds: Option<(u128, &str)>,
    ) -> Result<Executed> {
        let funds = funds.into_iter().map(|(amount, denom)| msg::coin(amount, denom)).collect();
        self.send(sender, vec![msg::execute(&Self::address(sender), contract, msg, funds)?])
    }

    /// Sends messages and waits for a few blocks: they may be lost.
    pub fn post(&self, sender: &str, messages: Vec<Any>) -> Result<TxResult> {
        let wallet = wallet(sender);
        let tx = wallet.sign(self.node.account(wallet.address())?, messages, &gas())?;
        self.node.wait_for(&self.node.send(&tx)?, Duration::from_secs(4))?.ok()
    }

    /// Sends one transaction of each, all before the first is in a block.
    pub fn send_all(&self, all: Vec<(String, Vec<Any>)>) -> Result<()> {
        let mut hashes = vec![];
        for (sender, messages) in all {
            let wallet = wallet(&sender);
            let tx = wallet.sign(self.node.account(wallet.address())?, messages, &gas())?;
            hashes.push(self.node.send(&tx)?);
        }
        for hash in hashes {
            self.node.wait_for(&hash, Duration::from_secs(60))?.ok()?;
        }
        Ok(())
    }

    /// Proposes messages to x/gov, votes for them, and waits for the end.
    pub fn propose(&self, proposer: &str, title: &str, messages: Vec<Any>) -> Result<Proposal> {
        let address = Self::address(proposer);
        let deposit = vec![msg::coin(10_000, DENOM)];
        let sent = self.send(proposer, vec![msg::submit_proposal(&address, title, messages, deposit)?])?;
        let id: u64 = sent.find("submit_proposal", "proposal_id").context("no proposal_id")?.parse()?;
        let vote = msg::vote_yes(self.voter.address(), id)?;
        self.voter.send(&self.node, vec![vote], &gas())?.ok()?;
        let start = Instant::now();
        loop {
            let proposal = self.node.proposal(id)?;
            let open = [ProposalStatus::DepositPeriod, ProposalStatus::VotingPeriod];
            if !open.contains(&proposal.status()) {
                println!(
                    "proposal {id}, {title:?}: {} {}",
                    proposal.status().as_str_name(),
                    proposal.failed_reason
                );
                return Ok(proposal);
            }
            ensure!(start.elapsed() < Duration::from_secs(60), "proposal {id} is still open");
            sleep(Duration::from_millis(300));
        }
    }

    /// A proposal that must pass.
    pub fn enact(&self, proposer: &str, title: &str, messages: Vec<Any>) -> Result<Proposal> {
        let proposal = self.propose(proposer, title, messages)?;
        if proposal.status() != ProposalStatus::Passed {
            bail!("{title}: {} {}", proposal.status().as_str_name(), proposal.failed_reason);
        }
        Ok(proposal)
    }
}

fn gas() -> Gas {
    Gas { limit: 25_000_000, fee: 25_000_000, denom: DENOM.to_owned() }
}
