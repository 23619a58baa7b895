//! The chain itself: set up, moved in time, and talked to in typed messages.

use anyhow::{Context, Result, anyhow};
use ballast_api::{Cw20HookMsg, ExecuteMsg, GovernMsg, Line, MigrateMsg, QueryMsg, SudoMsg};
use ballast_controller::contract;
use ballast_math::{Duration, Price, Timestamp, Tokens, Usd};
use cosmwasm_std::{Addr, Binary, Coin, Empty, Event, Uint128, Uint256, from_json, to_json_binary};
use cw_multi_test::{AppResponse, BankSudo, Contract, ContractWrapper, Executor};
use serde::de::DeserializeOwned;

use crate::account::{self, plain};
use crate::cw20;
use crate::genesis::{Chain, Genesis, NETWORK_DENOM, SupplyKind, chain, cw20_token};

/// The controller's code, for a chain to store.
#[must_use]
pub fn controller_code() -> Box<dyn Contract<Empty>> {
    let code = ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
        .with_sudo(contract::sudo)
        .with_migrate(contract::migrate);
    Box::new(code)
}

/// A chain with one network on it.
pub struct Sandbox {
    app: Chain,
    supply: SupplyKind,
    controller: Addr,
    /// The cw20 contract, in cw20 mode.
    token: Option<Addr>,
    denom: String,
    code_id: u64,
}

impl Sandbox {
    /// Starts a chain and instantiates the network on it.
    pub fn new(genesis: &Genesis) -> Result<Self> {
        Self::with_code(genesis, controller_code())
    }

    /// As [`Sandbox::new`], with the controller's code in another form: its wasm on a VM, say.
    pub fn with_code(genesis: &Genesis, code: Box<dyn Contract<Empty>>) -> Result<Self> {
        let mut app = chain(genesis);
        let treasury = Self::address("treasury");
        let admin = Self::address("admin");
        let code_id = app.store_code(code);

        let token = match genesis.supply {
            SupplyKind::Cw20 => Some(cw20_token(&mut app, &treasury, genesis.seed_supply)?),
            _ => None,
        };
        let msg = genesis.instantiate_msg(token.as_ref());
        let controller = app
            .instantiate_contract(code_id, admin.clone(), &msg, &[], "ballast", Some(admin.to_string()))
            .map_err(plain)?;
        if let Some(token) = &token {
            let update = cw20::Execute::UpdateMinter { new_minter: controller.to_string() };
            app.execute_contract(treasury.clone(), token.clone(), &update, &[]).map_err(plain)?;
        }
        let denom = match genesis.supply {
            SupplyKind::TokenFactory => format!("factory/{controller}/{NETWORK_DENOM}"),
            _ => NETWORK_DENOM.to_owned(),
        };
        let mut sandbox = Self { app, supply: genesis.supply, controller, token, denom, code_id };
        if genesis.supply == SupplyKind::Reserve && !genesis.reserve.is_zero() {
            sandbox.execute_with(&treasury, &ExecuteMsg::FundReserve {}, genesis.reserve)?;
        }
        Ok(sandbox)
    }

    /// An address by a name: the same in every sandbox.
    #[must_use]
    pub fn address(name: &str) -> Addr {
        account::address(name)
    }

    /// As [`Sandbox::address`].
    #[must_use]
    pub fn account(&self, name: &str) -> Addr {
        Self::address(name)
    }

    /// The controller's address.
    #[must_use]
    pub fn controller(&self) -> &Addr {
        &self.controller
    }

    /// The supply mode.
    #[must_use]
    pub fn supply(&self) -> SupplyKind {
        self.supply
    }

    /// The native denom of the network, where it has one.
    #[must_use]
    pub fn denom(&self) -> &str {
        &self.denom
    }

    /// The cw20 contract, in cw20 mode.
    #[must_use]
    pub fn token(&self) -> Option<&Addr> {
        self.token.as_ref()
    }

    /// Time of the block.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::new(self.app.block_info().time.seconds())
    }

    /// Goes on to a time, one block later. Time never goes back.
    pub fn go_to(&mut self, time: Timestamp) {
        self.app.update_block(|block| {
            block.time = block.time.max(cosmwasm_std::Timestamp::from_seconds(time.seconds()));
            block.height += 1;
        });
    }

    /// Lets time pass.
    pub fn wait(&mut self, length: Duration) {
        self.go_to(self.now().saturating_plus(length));
    }

    /// Height of the block.
    #[must_use]
    pub fn height(&self) -> u64 {
        self.app.block_info().height
    }

    /// Makes empty blocks without letting time pass.
    pub fn mine(&mut self, blocks: u64) {
        self.app.update_block(|block| block.height += blocks);
    }

    /// Governance by an account.
    pub fn govern(&mut self, sender: &Addr, msg: GovernMsg) -> Result<AppResponse> {
        self.execute(sender, &ExecuteMsg::Govern(msg))
    }

    /// Sends a message to the controller. A message that fails changes nothing.
    pub fn execute(&mut self, sender: &Addr, msg: &ExecuteMsg) -> Result<AppResponse> {
        self.execute_with_coins(sender, msg, &[])
    }

    /// Sends a message with native tokens of the network attached.
    pub fn execute_with(&mut self, sender: &Addr, msg: &ExecuteMsg, amount: Tokens) -> Result<AppResponse> {
        let funds = [self.coin(amount)];
        self.execute_with_coins(sender, msg, &funds)
    }

    /// Sends a message with any coins attached.
    pub fn execute_with_coins(
        &mut self,
        sender: &Addr,
        msg: &ExecuteMsg,
        funds: &[Coin],
    ) -> Result<AppResponse> {
        self.app.execute_contract(sender.clone(), self.controller.clone(), msg, funds).map_err(plain)
    }

    /// Sends a message as the chain itself.
    pub fn sudo(&mut self, msg: &SudoMsg) -> Result<AppResponse> {
        self.app.wasm_sudo(self.controller.clone(), msg).map_err(plain)
    }

    /// Upgrades the controller to its own code, as the wasm admin.
    pub fn migrate(&mut self, msg: &MigrateMsg) -> Result<AppResponse> {
        let admin = Self::address("admin");
        self.app.migrate_contract(admin, self.controller.clone(), msg, self.code_id).map_err(plain)
    }

    /// Asks the controller.
    pub fn query<T: DeserializeOwned>(&self, msg: &QueryMsg) -> Result<T> {
        self.app.wrap().query_wasm_smart(&self.controller, msg).map_err(plain)
    }

    /// Puts tokens into the sender's escrow, in whatever way the supply mode pays.
    pub fn deposit(&mut self, tenant: &Addr, amount: Tokens) -> Result<AppResponse> {
        match &self.token {
            Some(_) => self.send_cw20(tenant, amount, &Cw20HookMsg::Deposit { tenant: None }),
            None => self.execute_with(tenant, &ExecuteMsg::Deposit { tenant: None }, amount),
        }
    }

    /// Buys credits with tokens of the buyer's, in whatever way the supply mode pays.
    pub fn buy_credits(
        &mut self,
        tenant: &Addr,
        amount: Tokens,
        min_usd: Option<Usd>,
    ) -> Result<AppResponse> {
        match &self.token {
            Some(_) => self.send_cw20(tenant, amount, &Cw20HookMsg::BuyCredits { min_usd }),
            None => self.execute_with(tenant, &ExecuteMsg::BuyCredits { amount: None, min_usd }, amount),
        }
    }

    /// Sends cw20 tokens to the controller with a message.
    pub fn send_cw20(&mut self, sender: &Addr, amount: Tokens, msg: &Cw20HookMsg) -> Result<AppResponse> {
        let token = self.token.clone().context("the network has no cw20 token")?;
        let send = cw20::Execute::Send {
            contract: self.controller.to_string(),
            amount: amount.get().into(),
            msg: to_json_binary(msg).map_err(plain)?,
        };
        self.app.execute_contract(sender.clone(), token, &send, &[]).map_err(plain)
    }

    /// Submits a price as `feeder`, for the present time.
    pub fn submit_price(&mut self, feeder: &str, round: u64, price: Price) -> Result<AppResponse> {
        let msg = ExecuteMsg::SubmitPrice { round, price, time: self.now() };
        self.execute(&Self::address(feeder), &msg)
    }

    /// Settles a batch.
    pub fn settle(&mut self, meter: &Addr, batch: u64, lines: Vec<Line>) -> Result<AppResponse> {
        self.execute(meter, &ExecuteMsg::Settle { batch, lines })
    }

    /// Transfers tokens between accounts, outside of the controller.
    pub fn transfer(&mut self, from: &Addr, to: &Addr, amount: Tokens) -> Result<()> {
        match self.token.clone() {
            Some(token) => {
                let transfer =
                    cw20::Execute::Transfer { recipient: to.to_string(), amount: amount.get().into() };
                self.app.execute_contract(from.clone(), token, &transfer, &[]).map_err(plain)?;
            }
            None => {
                let funds = [self.coin(amount)];
                self.app.send_tokens(from.clone(), to.clone(), &funds).map_err(plain)?;
            }
        }
        Ok(())
    }

    /// Gives an account tokens out of the treasury.
    pub fn give(&mut self, to: &Addr, amount: Tokens) -> Result<()> {
        self.transfer(&Self::address("treasury"), to, amount)
    }

    /// Mints native tokens as the chain would, in external mode.
    pub fn mint_natively(&mut self, to: &Addr, amount: Tokens) -> Result<()> {
        let mint = BankSudo::Mint { to_address: to.to_string(), amount: vec![self.coin(amount)] };
        self.app.sudo(cw_multi_test::SudoMsg::Bank(mint)).map_err(plain)?;
        Ok(())
    }

    /// Burns native tokens of an account as the chain would, in external mode.
    pub fn burn_natively(&mut self, from: &Addr, amount: Tokens) -> Result<()> {
        let burn = cosmwasm_std::BankMsg::Burn { amount: vec![self.coin(amount)] };
        self.app.execute(from.clone(), burn.into()).map_err(plain)?;
        Ok(())
    }

    /// What an account holds of the network token.
    #[must_use]
    pub fn balance(&self, of: &Addr) -> Tokens {
        match &self.token {
            Some(token) => {
                let query = cw20::Query::Balance { address: of.to_string() };
                let answer: Result<cw20::Balance, _> = self.app.wrap().query_wasm_smart(token, &query);
                Tokens::new(answer.map_or(0, |answer| answer.balance.u128()))
            }
            None => tokens(self.app.wrap().query_balance(of, &self.denom).map(|coin| coin.amount)),
        }
    }

    /// What the token says its supply is.
    #[must_use]
    pub fn token_supply(&self) -> Tokens {
        match &self.token {
            Some(token) => {
                let answer: Result<cw20::TokenInfo, _> =
                    self.app.wrap().query_wasm_smart(token, &cw20::Query::TokenInfo {});
                Tokens::new(answer.map_or(0, |answer| answer.total_supply.u128()))
            }
            None => tokens(self.app.wrap().query_supply(&self.denom).map(|coin| coin.amount)),
        }
    }

    /// Everything that the controller stores, for tests that a failed message changes nothing.
    #[must_use]
    pub fn dump(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.app.dump_wasm_raw(&self.controller)
    }

    /// The chain underneath, for what has no method here.
    pub fn app(&mut self) -> &mut Chain {
        &mut self.app
    }

    /// A coin of the network's native denom.
    #[must_use]
    pub fn coin(&self, amount: Tokens) -> Coin {
        Coin { denom: self.denom.clone(), amount: Uint256::from(amount.get()) }
    }

    /// The data that the controller attached to a response.
    pub fn data<T: DeserializeOwned>(response: &AppResponse) -> Result<T> {
        let data = response.data.clone().context("the response has no data")?;
        from_json(unwrapped(data)?).map_err(plain)
    }

    /// The controller's own events of a type, such as `ballast-settle`.
    #[must_use]
    pub fn events<'a>(response: &'a AppResponse, name: &str) -> Vec<&'a Event> {
        let name = format!("wasm-{name}");
        response.events.iter().filter(|event| event.ty == name).collect()
    }
}

fn tokens<E>(amount: Result<Uint256, E>) -> Tokens {
    let amount = amount.ok().and_then(|amount| Uint128::try_from(amount).ok());
    Tokens::new(amount.map_or(0, |amount| amount.u128()))
}

/// Responses of `execute` come wrapped in a protobuf message with the data in field 1; those of `sudo` do not.
fn unwrapped(data: Binary) -> Result<Binary> {
    if data.first() == Some(&b'{') {
        return Ok(data);
    }
    let wrapped = anybuf::Bufany::deserialize(&data).map_err(|error| anyhow!("{error:?}"))?;
    wrapped.bytes(1).map(Binary::from).context("the response has no data")
}
