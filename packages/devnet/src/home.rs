//! A node's folder.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use toml_edit::{DocumentMut, value};

use crate::program::run;

pub struct Home {
    pub folder: PathBuf,
    pub binary: PathBuf,
}

impl Home {
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join("config").join(name)
    }

    pub fn log(&self) -> PathBuf {
        self.folder.join("node.log")
    }

    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        self.run_with(arguments, "")
    }

    /// As [`Home::run`], with something to read.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Result<String> {
        run(&self.binary, arguments, &self.folder, input)
    }

    pub fn node_id(&self) -> Result<String> {
        self.run(&["comet", "show-node-id"])
    }

    /// Lets several nodes live on one address, and turns off what listens beside the RPC.
    pub fn configure(&self, denom: &str) -> Result<()> {
        self.edit("config.toml", |config| {
            config["p2p"]["allow_duplicate_ip"] = value(true);
            config["p2p"]["addr_book_strict"] = value(false);
        })?;
        self.edit("app.toml", |config| {
            config["minimum-gas-prices"] = value(format!("0{denom}"));
            config["json-rpc"]["enable"] = value(false);
        })
    }

    fn edit(&self, name: &str, change: impl FnOnce(&mut DocumentMut)) -> Result<()> {
        let mut document: DocumentMut = fs::read_to_string(self.file(name))?.parse()?;
        change(&mut document);
        Ok(fs::write(self.file(name), document.to_string())?)
    }
}
