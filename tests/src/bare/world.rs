//! A network on bare storage: the contract's entry points are called directly.

use std::marker::PhantomData;

use crate::engine::{code, gas};
use ballast_api::{
    Allocation, EpochConfig, ExecuteMsg, FactoryDenom, GovernMsg, InstantiateMsg, Line, MeterConfig, Params,
    SupplyMode,
};
use ballast_math::{Duration, Price, Ratio, Timestamp, Tokens, Usd};
use ballast_sandbox::{Sandbox, controller_code, example};
use cosmwasm_std::testing::{MockApi, MockQuerier, mock_env};
use cosmwasm_std::{Addr, Coin, Empty, Env, MessageInfo, OwnedDeps, StdResult, coin, to_json_vec};
use cw_multi_test::Contract;

use super::counting::{Cost, CountingStorage};

const START: u64 = 1_700_006_400;
pub const DAY: u64 = 86_400;
const WINDOW: u32 = 30;

/// An entry point of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Instantiate,
    Execute,
    Query,
    Sudo,
    Migrate,
}

pub struct World {
    code: Box<dyn Contract<Empty>>,
    deps: OwnedDeps<CountingStorage, MockApi, MockQuerier>,
    pub env: Env,
    denom: String,
    round: u64,
    batch: u64,
}

impl World {
    pub fn new(params: Params) -> Self {
        Self::with(code(), instantiate_msg(params))
    }

    /// A network in use that pays by value and looks at the collateral of credits, or does not look.
    pub fn by_value(params: Params, collateral: bool) -> Self {
        let mut msg = instantiate_msg(params);
        msg.params.policy.mint.value_share = Ratio::ONE;
        msg.governance.constitution.signals.collateral = collateral;
        let mut world = Self::with(code(), msg);
        world.grow();
        world
    }

    /// On another engine than the measured one.
    fn with(code: Box<dyn Contract<Empty>>, msg: InstantiateMsg) -> Self {
        let deps = OwnedDeps {
            storage: CountingStorage::default(),
            api: MockApi::default(),
            querier: MockQuerier::default(),
            custom_query_type: PhantomData,
        };
        let mut env = mock_env();
        env.block.time = cosmwasm_std::Timestamp::from_seconds(START);
        let denom = format!("factory/{}/compute", env.contract.address);
        let mut world = Self { code, deps, env, denom, round: 0, batch: 0 };
        let admin = MessageInfo { sender: Sandbox::address("admin"), funds: vec![] };
        let msg = to_json_vec(&msg).unwrap();
        world.code.instantiate(world.deps.as_mut(), world.env.clone(), admin, msg).unwrap();
        world
    }

    /// A network in use: a week of hourly prices, and a tenant with credit.
    pub fn in_use(params: Params) -> Self {
        let mut world = Self::new(params);
        world.grow();
        world
    }

    /// As [`World::in_use`], but everything up to [`World::measure`] happens in the contract's code, which is quick.
    pub fn unmeasured(params: Params) -> Self {
        let mut world = Self::with(controller_code(), instantiate_msg(params));
        world.grow();
        world
    }

    /// From here on, the engine that is measured runs.
    pub fn measure(&mut self) {
        self.code = code();
    }

    fn grow(&mut self) {
        (0..8).for_each(|_| self.day());
        self.enrol("tenant");
    }

    pub fn day(&mut self) {
        for _ in 0..24 {
            self.wait(DAY / 24);
            self.submit_price();
        }
        self.send("anyone", &ExecuteMsg::CloseEpoch { limit: None });
    }

    pub fn wait(&mut self, seconds: u64) {
        self.env.block.time = self.env.block.time.plus_seconds(seconds);
    }

    pub fn submit_price(&mut self) -> Cost {
        self.round += 1;
        let price = Price::from_atomics(1_234_567_890_123_456_789 + u128::from(self.round % 100));
        let msg = ExecuteMsg::SubmitPrice {
            round: self.round,
            price,
            time: Timestamp::new(self.env.block.time.seconds()),
        };
        self.send("feeder", &msg)
    }

    /// A week in which every hour is cheaper than the one before: the longest memory that a price can leave.
    pub fn week_of_falling_prices(&mut self) {
        for hour in 0..7 * 24 {
            self.wait(3_600);
            self.round += 1;
            let price = Price::from_atomics(1_234_567_890_123_456_789 - hour * 5_000_000_000_000_000);
            let time = self.env.block.time.seconds();
            self.send(
                "feeder",
                &ExecuteMsg::SubmitPrice { round: self.round, price, time: Timestamp::new(time) },
            );
            if hour % 24 == 23 {
                self.send("anyone", &ExecuteMsg::CloseEpoch { limit: None });
            }
        }
    }

    /// Governance by an account.
    pub fn govern(&mut self, sender: &str, msg: GovernMsg) -> Cost {
        self.send(sender, &ExecuteMsg::Govern(msg))
    }

    pub fn enrol(&mut self, tenant: &str) {
        self.deposit(tenant);
        self.authorize(tenant);
    }

    pub fn deposit(&mut self, tenant: &str) -> Cost {
        self.send_with(tenant, &ExecuteMsg::Deposit { tenant: None }, 50_000_000_000)
    }

    pub fn authorize(&mut self, tenant: &str) -> Cost {
        let meter = Sandbox::address("meter").into();
        self.send(tenant, &ExecuteMsg::Authorize { meter, usd_per_epoch: Usd::new(900_000_000_000) })
    }

    /// One line for each pair, of a few dollars.
    pub fn settle(&mut self, pairs: impl Iterator<Item = (String, String)>) -> Cost {
        let lines: Vec<Line> = pairs
            .enumerate()
            .map(|(line, (tenant, provider))| Line {
                tenant: Sandbox::address(&tenant).into(),
                provider: Sandbox::address(&provider).into(),
                job: format!("akash/dseq/{}", 17_000_000 + line),
                usd: Usd::new(2_500_000 + line as u128),
                gpu_seconds: 3_600,
            })
            .collect();
        self.batch += 1;
        self.send("meter", &ExecuteMsg::Settle { batch: self.batch, lines })
    }

    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> Cost {
        self.execute(Sandbox::address(sender), msg, vec![])
    }

    pub fn send_with(&mut self, sender: &str, msg: &ExecuteMsg, amount: u128) -> Cost {
        let funds = vec![Coin { denom: self.denom.clone(), amount: amount.into() }];
        self.execute(Sandbox::address(sender), msg, funds)
    }

    /// Any bytes to any entry point. What fails leaves nothing behind, as on a chain.
    pub fn raw(&mut self, entry: Entry, sender: &str, funds: u128, msg: Vec<u8>) -> StdResult<()> {
        let funds = if funds == 0 { vec![] } else { vec![coin(funds, &self.denom)] };
        let info = MessageInfo { sender: Sandbox::address(sender), funds };
        let before = self.deps.storage.entries();
        let (deps, env) = (self.deps.as_mut(), self.env.clone());
        let outcome = match entry {
            Entry::Instantiate => self.code.instantiate(deps, env, info, msg).map(|_| ()),
            Entry::Execute => self.code.execute(deps, env, info, msg).map(|_| ()),
            Entry::Sudo => self.code.sudo(deps, env, msg).map(|_| ()),
            Entry::Migrate => self.code.migrate(deps, env, msg).map(|_| ()),
            Entry::Query => self.code.query(self.deps.as_ref(), env, msg).map(|_| ()),
        };
        if outcome.is_err() || entry == Entry::Instantiate {
            self.deps.storage.restore(before);
        }
        outcome
    }

    fn execute(&mut self, sender: Addr, msg: &ExecuteMsg, funds: Vec<Coin>) -> Cost {
        self.deps.storage.cost.set(Cost::default());
        let info = MessageInfo { sender, funds };
        let msg = to_json_vec(msg).unwrap();
        self.code.execute(self.deps.as_mut(), self.env.clone(), info, msg).unwrap();
        Cost { vm: gas(), ..self.deps.storage.cost.get() }
    }
}

/// What sets the network up.
pub fn instantiate_msg(params: Params) -> InstantiateMsg {
    InstantiateMsg {
        supply_mode: SupplyMode::TokenFactory {
            type_url_prefix: "/osmosis.tokenfactory.v1beta1".to_owned(),
            denom: FactoryDenom::Create {
                subdenom: "compute".to_owned(),
                allocations: vec![Allocation {
                    address: Sandbox::address("treasury").into(),
                    amount: Tokens::new(1_000_000_000_000_000),
                }],
            },
        },
        decimals: 6,
        epoch: EpochConfig { length: Duration::DAY, genesis: None, window: WINDOW },
        emission_budget: Tokens::new(1_000_000_000_000),
        params,
        price_sources: vec![example::feed()],
        meters: vec![MeterConfig {
            meter: Some(Sandbox::address("meter").into()),
            usd_per_epoch: Usd::new(1_000_000_000_000),
        }],
        governance: example::governance(),
    }
}

pub fn each(lines: usize) -> impl Iterator<Item = (String, String)> {
    (0..lines).map(|line| (format!("tenant-{line}"), format!("provider-{line}")))
}

pub fn of_one(lines: usize) -> impl Iterator<Item = (String, String)> {
    (0..lines).map(|_| ("tenant".to_owned(), "provider".to_owned()))
}

pub fn vesting() -> Params {
    let mut params = example::params();
    params.policy.reward.vesting_share = Ratio::percent(75);
    params.policy.reward.vesting_period = Duration::days(180);
    params
}
