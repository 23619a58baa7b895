use ballast_math::{Duration, Timestamp, Tokens, Usd};
use ballast_params::{Params, PriceSource};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ConstitutionConfig, GovernanceConfig};

/// Sets the network up. What governance can move, and how far, is said in `governance`; everything else is fixed for the
/// life of the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstantiateMsg {
    /// The network token: how it is burned and minted.
    pub supply_mode: SupplyMode,
    /// Decimals of the token, at most 18: 6 for most Cosmos denoms.
    pub decimals: u8,
    /// How time is cut.
    pub epoch: EpochConfig,
    /// All that the schedule may ever mint, in base units. It can only be spent.
    pub emission_budget: Tokens,
    /// What governance tunes.
    pub params: Params,
    /// Where prices come from; at least `params.price.min_sources`, at most 8, none only in `external` mode.
    pub price_sources: Vec<PriceSource>,
    /// Who may settle, at most 32.
    pub meters: Vec<MeterConfig>,
    /// Who governs, and within what limits.
    pub governance: GovernanceConfig,
}

/// Upgrades the code. Refuses downgrades and other contracts' state.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MigrateMsg {
    /// Another constitution, if any: checked as at instantiation, and every value must lie within its bounds.
    ///
    /// This is the wasm admin's power, outside of every vote; a chain that wants none of it has no admin. Values are moved by no
    /// migration.
    pub constitution: Option<ConstitutionConfig>,
}

/// How time is cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EpochConfig {
    /// Seconds in an epoch, from 60 to a year.
    pub length: Duration,
    /// UNIX time at which epoch 0 begins, not in the past; the block's time if not given.
    pub genesis: Option<Timestamp>,
    /// Epochs that the emission caps look back, from 1 to 120.
    pub window: u32,
}

/// How the token is burned and minted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SupplyMode {
    /// A tokenfactory denom whose admin is this contract.
    TokenFactory {
        /// What the module's type URLs start with, such as `/osmosis.tokenfactory.v1beta1`.
        type_url_prefix: String,
        /// The denom.
        denom: FactoryDenom,
    },
    /// A cw20 token whose minter is this contract. Payments arrive through `receive`.
    Cw20 {
        /// The token's contract.
        token: String,
    },
    /// A native denom: payments burn, rewards come out of a reserve that others fund.
    Reserve {
        /// The denom.
        denom: String,
    },
    /// The chain burns and mints; this contract decides how much and keeps the books.
    External {
        /// The denom in which the chain pays rewards to this contract.
        denom: String,
        /// Circulating supply at the start, in base units.
        supply: Tokens,
    },
}

/// The denom of a `token_factory` network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FactoryDenom {
    /// Creates `factory/<this contract>/<subdenom>` and mints the first tokens.
    Create {
        /// The last part of the denom.
        subdenom: String,
        /// Who receives the first tokens; at most 32. Anything but an empty list must sum to more than zero.
        allocations: Vec<Allocation>,
    },
    /// Uses a denom that exists. Its admin rights must be handed to this contract before the first settlement.
    Existing {
        /// The full denom.
        denom: String,
    },
}

/// Tokens minted at the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// The receiver.
    pub address: String,
    /// Base units.
    pub amount: Tokens,
}

/// Who may settle, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeterConfig {
    /// A contract or account; the address of this contract, or nothing, stands for the chain itself, through `sudo`.
    pub meter: Option<String>,
    /// Micro-USD that it may settle per epoch; at most 10¹⁸.
    pub usd_per_epoch: Usd,
}
