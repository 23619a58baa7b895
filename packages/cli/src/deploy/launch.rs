//! Stores the code, instantiates it, and hands the token over.

use anyhow::{Context, Result, bail};
use ballast_api::{ConfigResponse, FactoryDenom, InstantiateMsg, QueryMsg, SupplyMode};
use ballast_client::{Any, Gas, Node, TxResult, Wallet, msg};
use ballast_math::{ONE, Ratio};
use serde_json::json;

/// Who may migrate the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admin {
    /// Nobody, ever.
    Nobody,
    /// This account.
    Account(String),
}

/// A deployment by one account.
pub struct Launch<'a> {
    /// The chain.
    pub node: &'a Node,
    /// Who pays and signs.
    pub wallet: &'a Wallet,
    /// Base units for one gas.
    pub gas_price: Ratio,
    /// Of this denom.
    pub gas_denom: &'a str,
}

/// What was deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// The code.
    pub code_id: u64,
    /// The contract.
    pub contract: String,
    /// Its token: a denom or a cw20 contract.
    pub token: String,
    /// What was done about the token's rights.
    pub handed_over: Option<String>,
}

impl Launch<'_> {
    /// Stores code.
    pub fn store(&self, wasm: &[u8]) -> Result<u64> {
        let sent = self.send(msg::store(self.wallet.address(), wasm)?).context("storing the code")?;
        Ok(sent.find("store_code", "code_id").context("the chain told no code_id")?.parse()?)
    }

    /// Instantiates a network and hands its token over to it.
    pub fn instantiate(&self, code_id: u64, network: &InstantiateMsg, admin: &Admin) -> Result<Deployment> {
        let own = self.wallet.address();
        let admin = match admin {
            Admin::Nobody => None,
            Admin::Account(address) => Some(address.as_str()),
        };
        let message = msg::instantiate(own, admin, code_id, "ballast", network)?;
        let sent = self.send(message).context("instantiating")?;
        let contract = sent.find("instantiate", "_contract_address").context("the chain told no address")?;
        let contract = contract.to_owned();
        let handed_over = self
            .hand_over(&network.supply_mode, &contract)
            .with_context(|| format!("the contract is {contract}; its token is not handed over to it yet"))?;
        let config: ConfigResponse = self.node.smart(&contract, &QueryMsg::Config {}, None)?;
        Ok(Deployment { code_id, contract, token: config.token, handed_over })
    }

    fn hand_over(&self, supply: &SupplyMode, contract: &str) -> Result<Option<String>> {
        let own = self.wallet.address();
        match supply {
            SupplyMode::TokenFactory { type_url_prefix, denom: FactoryDenom::Existing { denom } } => {
                self.send(msg::change_admin(type_url_prefix, own, denom, contract))?;
                Ok(Some(format!("the admin of {denom} is the contract")))
            }
            SupplyMode::Cw20 { token } => {
                let update = json!({ "update_minter": { "new_minter": contract } });
                self.send(msg::execute(own, token, &update, vec![])?)?;
                Ok(Some(format!("the minter of {token} is the contract")))
            }
            _ => Ok(None),
        }
    }

    fn send(&self, message: Any) -> Result<TxResult> {
        let used = self.wallet.estimate(self.node, vec![message.clone()], self.gas_denom)?;
        // Half of it to spare: an estimate does not know the fee's own writes.
        let limit = used + used / 2;
        let Some(fee) = self.gas_price.atomics().checked_mul(limit.into()).map(|fee| fee.div_ceil(ONE))
        else {
            bail!("the gas price {} is too high", self.gas_price);
        };
        let gas = Gas { limit, fee, denom: self.gas_denom.to_owned() };
        self.wallet.send(self.node, vec![message], &gas)?.ok()
    }
}
