//! Keys, signatures and sending.

use std::time::Duration;

use anyhow::{Result, anyhow};
use cosmrs::crypto::secp256k1::SigningKey;
use cosmrs::tx::{Body, Fee, SignDoc, SignerInfo};
use cosmrs::{Any, Coin, Denom};

use crate::blocks::TxResult;
use crate::node::Node;
use crate::query::AccountInfo;

/// How long a transaction may take to get into a block.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is paid for a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gas {
    /// The most gas that it may use.
    pub limit: u64,
    /// What is paid, in base units.
    pub fee: u128,
    /// Of which denom.
    pub denom: String,
}

/// A key with an address on one chain.
pub struct Wallet {
    key: SigningKey,
    address: String,
    chain_id: String,
}

impl Wallet {
    /// The account of a private key.
    pub fn new(secret: &[u8; 32], prefix: &str, chain_id: &str) -> Result<Self> {
        let key = SigningKey::from_slice(secret).map_err(|error| anyhow!("the key: {error}"))?;
        Self::of_key(key, prefix, chain_id)
    }

    /// The account of a mnemonic, at `m/44'/118'/account'/0/0`.
    pub fn from_mnemonic(mnemonic: &str, account: u32, prefix: &str, chain_id: &str) -> Result<Self> {
        let seed = bip39::Mnemonic::parse(mnemonic.trim())?.to_seed("");
        let path =
            format!("m/44'/118'/{account}'/0/0").parse().map_err(|error| anyhow!("the path: {error}"))?;
        let key = SigningKey::derive_from_path(seed, &path).map_err(|error| anyhow!("the key: {error}"))?;
        Self::of_key(key, prefix, chain_id)
    }

    fn of_key(key: SigningKey, prefix: &str, chain_id: &str) -> Result<Self> {
        let address = key.public_key().account_id(prefix).map_err(|error| anyhow!("the address: {error}"))?;
        Ok(Self { key, address: address.to_string(), chain_id: chain_id.to_owned() })
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Signs messages as one transaction.
    pub fn sign(&self, account: AccountInfo, messages: Vec<Any>, gas: &Gas) -> Result<Vec<u8>> {
        let report = |error: cosmrs::ErrorReport| anyhow!("{error}");
        let denom: Denom = gas.denom.parse().map_err(report)?;
        let amount = Coin { denom, amount: gas.fee };
        let fee = Fee::from_amount_and_gas(amount, gas.limit);
        let body = Body::new(messages, "", 0u32);
        let auth = SignerInfo::single_direct(Some(self.key.public_key()), account.sequence).auth_info(fee);
        let chain_id = self.chain_id.parse().map_err(|error| anyhow!("the chain's name: {error}"))?;
        let document = SignDoc::new(&body, &auth, &chain_id, account.number).map_err(report)?;
        document.sign(&self.key).and_then(|raw| raw.to_bytes()).map_err(report)
    }

    /// How much gas messages would use now.
    pub fn estimate(&self, node: &Node, messages: Vec<Any>, denom: &str) -> Result<u64> {
        let free = Gas { limit: 0, fee: 0, denom: denom.to_owned() };
        node.simulate(self.sign(node.account(&self.address)?, messages, &free)?)
    }

    /// Sends messages as one transaction and waits until it is in a block. It may have failed there.
    pub fn send(&self, node: &Node, messages: Vec<Any>, gas: &Gas) -> Result<TxResult> {
        let tx = self.sign(node.account(&self.address)?, messages, gas)?;
        node.wait_for(&node.send(&tx)?, PATIENCE)
    }
}
