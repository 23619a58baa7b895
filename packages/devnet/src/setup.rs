//! What a chain is like.

use std::path::PathBuf;

use serde_json::Value;

/// What a chain is like.
pub struct Setup {
    pub(crate) binary: PathBuf,
    pub(crate) chain_id: String,
    pub(crate) denom: String,
    pub(crate) validators: usize,
    pub(crate) accounts: Vec<(String, String)>,
    pub(crate) rpc: Option<u16>,
    pub(crate) edit: fn(&mut Value),
}

impl Setup {
    /// One validator of a chain built on the Cosmos SDK, by its program, with quick governance.
    #[must_use]
    pub fn new(binary: impl Into<PathBuf>, chain_id: &str, denom: &str) -> Self {
        let (chain_id, denom) = (chain_id.to_owned(), denom.to_owned());
        Self {
            binary: binary.into(),
            chain_id,
            denom,
            validators: 1,
            accounts: vec![],
            rpc: None,
            edit: |_| (),
        }
    }

    /// So many validators with equal power.
    #[must_use]
    pub const fn validators(mut self, validators: usize) -> Self {
        self.validators = validators;
        self
    }

    /// An account with coins, such as `1000stake,50utoken`.
    #[must_use]
    pub fn account(mut self, address: &str, coins: &str) -> Self {
        self.accounts.push((address.to_owned(), coins.to_owned()));
        self
    }

    /// The port of the first validator's RPC; any free one if not given.
    #[must_use]
    pub const fn rpc(mut self, port: u16) -> Self {
        self.rpc = Some(port);
        self
    }

    /// Changes the genesis before it is signed.
    #[must_use]
    pub fn genesis(mut self, edit: fn(&mut Value)) -> Self {
        self.edit = edit;
        self
    }
}
