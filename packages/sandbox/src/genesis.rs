//! How a network starts.

use anyhow::Result;
use ballast_api::{
    Allocation, EpochConfig, FactoryDenom, GovernanceConfig, InstantiateMsg, MeterConfig, Params,
    PriceSource, SupplyMode,
};
use ballast_math::{Timestamp, Tokens};
use cosmwasm_std::testing::{MockApi, MockStorage};
use cosmwasm_std::{Addr, Empty, Uint128, coin};
use cw_multi_test::{
    App, AppBuilder, BankKeeper, ContractWrapper, DistributionKeeper, Executor, FailingModule,
    GovFailingModule, IbcFailingModule, StakeKeeper, WasmKeeper,
};

use crate::account::{address, plain};
use crate::cw20;
use crate::tokenfactory::{TYPE_URL_PREFIX, TokenFactory};

/// The chain underneath: everything real but staking, IBC and governance.
pub type Chain = App<
    BankKeeper,
    MockApi,
    MockStorage,
    FailingModule<Empty, Empty, Empty>,
    WasmKeeper<Empty, Empty>,
    StakeKeeper,
    DistributionKeeper,
    IbcFailingModule,
    GovFailingModule,
    TokenFactory,
>;

/// The denom of the native modes.
pub const NETWORK_DENOM: &str = "ucompute";

/// Which of the four supply modes the network runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SupplyKind {
    /// A tokenfactory denom that the controller creates.
    TokenFactory,
    /// A cw20 token whose minter is the controller.
    Cw20,
    /// A native denom and a reserve.
    Reserve,
    /// The chain burns and mints.
    External,
}

/// How a network starts.
#[derive(Debug, Clone)]
pub struct Genesis {
    /// The supply mode.
    pub supply: SupplyKind,
    /// Base units at the start, all held by the treasury.
    pub seed_supply: Tokens,
    /// Base units of them that the treasury pays into the reserve, in reserve mode.
    pub reserve: Tokens,
    /// UNIX time of the first block.
    pub start: Timestamp,
    /// Decimals of the token.
    pub decimals: u8,
    /// How time is cut.
    pub epoch: EpochConfig,
    /// All that the schedule may ever mint.
    pub emission_budget: Tokens,
    /// What governance tunes.
    pub params: Params,
    /// Where prices come from.
    pub price_sources: Vec<PriceSource>,
    /// Who may settle.
    pub meters: Vec<MeterConfig>,
    /// Who governs, and within what limits.
    pub governance: GovernanceConfig,
}

impl Genesis {
    /// The message that instantiates the controller; `token` is the cw20 contract, in cw20 mode.
    #[must_use]
    pub fn instantiate_msg(&self, token: Option<&Addr>) -> InstantiateMsg {
        let supply_mode = match self.supply {
            SupplyKind::TokenFactory => SupplyMode::TokenFactory {
                type_url_prefix: TYPE_URL_PREFIX.to_owned(),
                denom: FactoryDenom::Create {
                    subdenom: NETWORK_DENOM.to_owned(),
                    allocations: vec![Allocation {
                        address: address("treasury").to_string(),
                        amount: self.seed_supply,
                    }],
                },
            },
            SupplyKind::Cw20 => SupplyMode::Cw20 { token: token.map(Addr::to_string).unwrap_or_default() },
            SupplyKind::Reserve => SupplyMode::Reserve { denom: NETWORK_DENOM.to_owned() },
            SupplyKind::External => {
                SupplyMode::External { denom: NETWORK_DENOM.to_owned(), supply: self.seed_supply }
            }
        };
        InstantiateMsg {
            supply_mode,
            decimals: self.decimals,
            epoch: self.epoch.clone(),
            emission_budget: self.emission_budget,
            params: self.params.clone(),
            price_sources: self.price_sources.clone(),
            meters: self.meters.clone(),
            governance: self.governance.clone(),
        }
    }
}

pub fn chain(genesis: &Genesis) -> Chain {
    let treasury = address("treasury");
    AppBuilder::new()
        .with_stargate(TokenFactory)
        .build(|router, _, storage| {
            let native = matches!(genesis.supply, SupplyKind::Reserve | SupplyKind::External);
            let mut coins = vec![coin(1_000_000_000_000, "uother")];
            if native {
                coins.push(coin(genesis.seed_supply.get(), NETWORK_DENOM));
            }
            // A balance that cannot be set means a test chain that cannot be built; there is nobody to return it to.
            let _ = router.bank.init_balance(storage, &treasury, coins);
        })
        .at(genesis.start)
}

trait StartsAt {
    fn at(self, time: Timestamp) -> Self;
}

impl StartsAt for Chain {
    fn at(mut self, time: Timestamp) -> Self {
        self.update_block(|block| {
            block.time = cosmwasm_std::Timestamp::from_seconds(time.seconds());
            block.height = 1;
        });
        self
    }
}

pub fn cw20_token(app: &mut Chain, treasury: &Addr, supply: Tokens) -> Result<Addr> {
    let code_id =
        app.store_code(Box::new(ContractWrapper::new(cw20::execute, cw20::instantiate, cw20::query)));
    let msg = cw20::Instantiate {
        holder: treasury.to_string(),
        amount: Uint128::new(supply.get()),
        minter: treasury.to_string(),
    };
    app.instantiate_contract(code_id, treasury.clone(), &msg, &[], "token", None).map_err(plain)
}
