//! A preset as the message that instantiates it.

use anyhow::{Result, ensure};
use ballast_api::{
    Allocation, EpochConfig, FactoryDenom, GovernanceConfig, InstantiateMsg, MeterConfig, PriceSource,
    SourceKind, SupplyMode,
};
use ballast_client::{gov_account, prefix_of};
use ballast_math::{Duration, Ratio, Usd};

use ballast_presets::Preset;

/// The token of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A denom that the contract creates and mints.
    Factory {
        /// What the module's type URLs start with.
        type_url_prefix: String,
        /// The last part of the denom.
        subdenom: String,
    },
    /// A cw20 contract.
    Cw20(String),
    /// A native denom with a reserve.
    Reserve(String),
}

/// Who plays which part in a network that begins.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Receives the first tokens, meters and feeds prices until governance names others.
    pub owner: String,
    /// Governs; the account of x/gov if not given.
    pub governor: Option<String>,
    /// May veto and trip; the owner if not given.
    pub guardian: Option<String>,
    /// The token.
    pub token: Token,
    /// Seconds of an epoch.
    pub epoch: Duration,
    /// What the first meter may settle in an epoch.
    pub usd_per_epoch: Usd,
}

impl Plan {
    /// The message that instantiates a preset.
    pub fn network(&self, preset: &Preset) -> Result<InstantiateMsg> {
        let owner = self.owner.clone();
        let governor = match &self.governor {
            Some(governor) => governor.clone(),
            None => gov_account(prefix_of(&owner)?)?,
        };
        let guardian = self.guardian.clone().unwrap_or_else(|| owner.clone());
        ensure!(governor != guardian, "the guardian must not govern: {guardian}");
        let supply_mode = match &self.token {
            Token::Factory { type_url_prefix, subdenom } => SupplyMode::TokenFactory {
                type_url_prefix: type_url_prefix.clone(),
                denom: FactoryDenom::Create {
                    subdenom: subdenom.clone(),
                    allocations: vec![Allocation { address: owner.clone(), amount: preset.seed_supply }],
                },
            },
            Token::Cw20(token) => SupplyMode::Cw20 { token: token.clone() },
            Token::Reserve(denom) => SupplyMode::Reserve { denom: denom.clone() },
        };
        Ok(InstantiateMsg {
            supply_mode,
            decimals: preset.decimals,
            epoch: EpochConfig { length: self.epoch, genesis: None, window: preset.window },
            emission_budget: preset.emission_budget,
            params: preset.params.clone(),
            price_sources: vec![PriceSource {
                kind: SourceKind::Feed { feeders: vec![owner.clone()], quorum: 1 },
                max_age: Duration::HOUR,
                max_deviation: Ratio::percent(5),
            }],
            meters: vec![MeterConfig { meter: Some(owner), usd_per_epoch: self.usd_per_epoch }],
            governance: GovernanceConfig {
                governors: vec![governor],
                chain_governs: true,
                guardian: Some(guardian),
                constitution: preset.constitution.clone(),
            },
        })
    }
}
