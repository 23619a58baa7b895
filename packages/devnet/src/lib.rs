//! A chain of one or more validators on this machine, for tests.
//!
//! ```no_run
//! use ballast_devnet::{Devnet, Setup};
//!
//! let mut chain = Devnet::start(&Setup::new("path/to/the/node", "chain-1", "stake").validators(4))?;
//! chain.kill(3)?; // SIGKILL
//! chain.node(0).status()?;
//! chain.restart(3)?;
//! # Ok::<(), anyhow::Error>(())
//! ```
//!
//! Everything binds to 127.0.0.1, on ports that were free a moment ago. The nodes are stopped and their folders removed
//! when the value is dropped, after a panic too.

mod genesis;
mod home;
mod program;
mod setup;

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use ballast_client::{Node, Wallet};

pub use crate::genesis::MNEMONIC;
use crate::home::Home;
use crate::program::command;
pub use crate::setup::Setup;

/// How long a node may take to answer, and a chain to make a block.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running chain.
pub struct Devnet {
    validators: Vec<Validator>,
    binary: PathBuf,
    chain_id: String,
    _folder: tempfile::TempDir,
}

struct Validator {
    home: Home,
    ports: Ports,
    peers: String,
    process: Option<Child>,
}

#[derive(Clone, Copy)]
struct Ports {
    rpc: u16,
    p2p: u16,
    grpc: u16,
    api: u16,
}

impl Ports {
    /// Four that nobody listens on.
    fn free() -> Result<Self> {
        let listeners: Vec<TcpListener> =
            (0..4).map(|_| TcpListener::bind("127.0.0.1:0")).collect::<Result<_, _>>()?;
        let ports: Vec<u16> = listeners
            .iter()
            .map(|listener| Ok(listener.local_addr()?.port()))
            .collect::<Result<_, std::io::Error>>()?;
        match ports[..] {
            [rpc, p2p, grpc, api] => Ok(Self { rpc, p2p, grpc, api }),
            _ => bail!("no free ports"),
        }
    }
}

impl Devnet {
    /// Makes a genesis, starts every validator and waits for the second block.
    pub fn start(setup: &Setup) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let homes = genesis::create(setup, folder.path())?;
        let mut ports: Vec<Ports> = homes.iter().map(|_| Ports::free()).collect::<Result<_>>()?;
        if let (Some(first), Some(rpc)) = (ports.first_mut(), setup.rpc) {
            first.rpc = rpc;
        }
        let ids: Vec<String> = homes.iter().map(Home::node_id).collect::<Result<_>>()?;
        let validators = homes.into_iter().zip(&ports).enumerate().map(|(own, (home, own_ports))| {
            let others = ids.iter().zip(&ports).enumerate().filter(|(other, _)| *other != own);
            let peers: Vec<String> =
                others.map(|(_, (id, ports))| format!("{id}@127.0.0.1:{}", ports.p2p)).collect();
            Validator { home, ports: *own_ports, peers: peers.join(","), process: None }
        });
        let mut chain = Self {
            validators: validators.collect(),
            binary: setup.binary.clone(),
            chain_id: setup.chain_id.clone(),
            _folder: folder,
        };
        for validator in 0..chain.validators.len() {
            chain.spawn(validator)?;
        }
        chain.wait_for_height(0, 2)?;
        Ok(chain)
    }

    /// How many validators there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.validators.len()
    }

    /// Whether there are none; there always are some.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.validators.is_empty()
    }

    /// The account of a validator, which holds half of its stake in cash and votes with all of it.
    pub fn wallet(&self, validator: u32, prefix: &str) -> Result<Wallet> {
        Wallet::from_mnemonic(MNEMONIC, validator, prefix, &self.chain_id)
    }

    /// The RPC of a validator.
    #[must_use]
    pub fn node(&self, validator: usize) -> Node {
        Node::new(&format!("http://127.0.0.1:{}", self.validators[validator].ports.rpc))
    }

    /// Ends a validator's process at once, as a power cut would.
    pub fn kill(&mut self, validator: usize) -> Result<()> {
        if let Some(mut process) = self.validators[validator].process.take() {
            process.kill()?;
            process.wait()?;
        }
        Ok(())
    }

    /// Starts a validator that was killed, and waits until it answers.
    pub fn restart(&mut self, validator: usize) -> Result<()> {
        self.kill(validator)?;
        self.spawn(validator)?;
        self.wait_until(validator, "an answer", |_| true)
    }

    /// Waits until a validator has a block of at least this height.
    pub fn wait_for_height(&mut self, validator: usize, height: u64) -> Result<()> {
        self.wait_until(validator, &format!("height {height}"), |found| found >= height)
    }

    fn wait_until(&mut self, number: usize, what: &str, reached: impl Fn(u64) -> bool) -> Result<()> {
        let (node, start) = (self.node(number), Instant::now());
        while !node.status().is_ok_and(|status| reached(status.height)) {
            let process = self.validators[number].process.as_mut();
            let ended = process.is_none_or(|process| process.try_wait().is_ok_and(|status| status.is_some()));
            if ended || start.elapsed() > PATIENCE {
                bail!("validator {number}: no {what}; its log ends with:\n{}", self.log_tail(number));
            }
            sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// The last lines that a validator has logged.
    #[must_use]
    pub fn log_tail(&self, validator: usize) -> String {
        let log = fs::read_to_string(self.validators[validator].home.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }

    fn spawn(&mut self, number: usize) -> Result<()> {
        let validator = &mut self.validators[number];
        let Ports { rpc, p2p, grpc, api } = validator.ports;
        let log = File::options().create(true).append(true).open(validator.home.log())?;
        let process = command(&self.binary)
            .arg("start")
            .args(["--chain-id", &self.chain_id])
            .arg("--home")
            .arg(&validator.home.folder)
            .args(["--rpc.laddr", &format!("tcp://127.0.0.1:{rpc}")])
            .args(["--p2p.laddr", &format!("tcp://127.0.0.1:{p2p}")])
            .args(["--p2p.persistent_peers", &validator.peers])
            .args(["--p2p.pex=false", "--rpc.pprof_laddr", ""])
            .args(["--grpc.address", &format!("127.0.0.1:{grpc}")])
            .args(["--api.address", &format!("tcp://127.0.0.1:{api}")])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("{}", self.binary.display()))?;
        validator.process = Some(process);
        Ok(())
    }
}

impl Drop for Devnet {
    fn drop(&mut self) {
        for validator in 0..self.validators.len() {
            // Nothing more can be done about one that does not stop.
            let _ = self.kill(validator);
        }
    }
}
