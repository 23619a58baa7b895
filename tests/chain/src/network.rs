//! A network on the chain, in three supply modes.

use anyhow::{Context, Result, ensure};
use ballast_api::{
    Allocation, Cw20HookMsg, EpochConfig, EpochRecord, EpochResponse, ExecuteMsg, FactoryDenom, GovernMsg,
    InstantiateMsg, Line, MeterConfig, PriceSource, QueryMsg, SourceKind, SupplyMode, SupplyResponse,
};
use ballast_guardrails::Terms;
use ballast_math::{Duration, Price, Ratio, Tokens, Usd};
use ballast_sandbox::example;
use cosmwasm_std::Binary;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::chain::{Chain, Executed, GOV, NATIVE, SEED};

/// Seconds of an epoch, and of the delay of a change.
pub const EPOCH: u64 = 10;
pub const DELAY: u64 = 10;

/// The last part of the denom that the contract mints; chains refuse one that is a denom already.
const MINTED: &str = "minted";
const PREFIX: &str = "/injective.tokenfactory.v1beta1";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    TokenFactory,
    Cw20,
    Reserve,
}

/// The network's message of instantiation.
#[must_use]
pub fn settings(supply_mode: SupplyMode, epoch: u64) -> InstantiateMsg {
    let mut params = example::params();
    params.policy.mint.smoothing.period = Duration::new(epoch);
    params.receipt_retention = 1;
    let mut governance = example::governance();
    governance.governors = vec![GOV.to_owned(), Chain::address("governor")];
    governance.guardian = Some(Chain::address("guardian"));
    governance.constitution.terms = Terms {
        delay: Duration::new(DELAY),
        delay_blocks: 3,
        grace: Duration::DAY,
        longest_trip: Duration::HOUR,
    };
    for rule in governance.constitution.rules.values_mut() {
        rule.interval = Duration::new(1);
    }
    InstantiateMsg {
        supply_mode,
        decimals: 6,
        epoch: EpochConfig { length: Duration::new(epoch), genesis: None, window: 30 },
        emission_budget: Tokens::ZERO,
        params,
        price_sources: vec![PriceSource {
            kind: SourceKind::Feed { feeders: vec![Chain::address("feeder")], quorum: 1 },
            max_age: Duration::HOUR,
            max_deviation: Ratio::percent(5),
        }],
        meters: vec![
            MeterConfig { meter: Some(Chain::address("meter")), usd_per_epoch: Usd::new(1_000_000_000_000) },
            MeterConfig { meter: None, usd_per_epoch: Usd::new(1_000_000_000) },
        ],
        governance,
    }
}

/// A network whose treasury is the account `treasury`.
pub struct Network<'a> {
    pub chain: &'a Chain,
    pub kind: Kind,
    pub contract: String,
    /// The denom, or the token's contract.
    pub token: String,
    pub instantiated: Option<Executed>,
    batch: u64,
    round: u64,
}

impl<'a> Network<'a> {
    /// The names that a network needs accounts for.
    pub const NAMES: [&'static str; 10] = [
        "treasury",
        "governor",
        "guardian",
        "feeder",
        "meter",
        "tenant-0",
        "tenant-1",
        "provider-0",
        "provider-1",
        "anyone",
    ];

    pub fn new(chain: &'a Chain, kind: Kind) -> Result<Self> {
        Self::with_epochs(chain, kind, EPOCH)
    }

    /// With epochs of so many seconds.
    pub fn with_epochs(chain: &'a Chain, kind: Kind, epoch: u64) -> Result<Self> {
        let (code, _) = chain.store("treasury", "ballast_controller_quick")?;
        let token = match kind {
            Kind::TokenFactory => String::new(),
            Kind::Cw20 => cw20(chain)?,
            Kind::Reserve => NATIVE.to_owned(),
        };
        let treasury = Allocation { address: Chain::address("treasury"), amount: Tokens::new(SEED) };
        let supply_mode = match kind {
            Kind::TokenFactory => SupplyMode::TokenFactory {
                type_url_prefix: PREFIX.to_owned(),
                denom: FactoryDenom::Create { subdenom: MINTED.to_owned(), allocations: vec![treasury] },
            },
            Kind::Cw20 => SupplyMode::Cw20 { token: token.clone() },
            Kind::Reserve => SupplyMode::Reserve { denom: token.clone() },
        };
        let (contract, instantiated) = chain.instantiate("treasury", code, &settings(supply_mode, epoch))?;
        let mut network = Self { instantiated: Some(instantiated), ..Self::existing(chain, kind, &contract) };
        if kind == Kind::Cw20 {
            network.token = token;
        }
        network.endow()?;
        Ok(network)
    }

    /// One that is there; in cw20 mode without its token.
    #[must_use]
    pub fn existing(chain: &'a Chain, kind: Kind, contract: &str) -> Self {
        let token = match kind {
            Kind::TokenFactory => format!("factory/{contract}/{MINTED}"),
            Kind::Reserve => NATIVE.to_owned(),
            Kind::Cw20 => String::new(),
        };
        Self { chain, kind, contract: contract.to_owned(), token, instantiated: None, batch: 0, round: 0 }
    }

    /// Hands the token over, and gives tenants what they need.
    fn endow(&mut self) -> Result<()> {
        if self.kind == Kind::Cw20 {
            let minter = json!({ "update_minter": { "new_minter": self.contract } });
            self.chain.execute("treasury", &self.token, &minter)?;
        }
        for tenant in ["tenant-0", "tenant-1"] {
            self.move_tokens("treasury", &Chain::address(tenant), 1_000_000_000)?;
        }
        if self.kind == Kind::Reserve {
            let fund = ExecuteMsg::FundReserve {};
            self.chain.pay("treasury", &self.contract, &fund, Some((50_000_000_000, &self.token)))?;
        }
        Ok(())
    }

    pub fn move_tokens(&self, from: &str, to: &str, amount: u128) -> Result<Executed> {
        if self.kind == Kind::Cw20 {
            let transfer = json!({ "transfer": { "recipient": to, "amount": amount.to_string() } });
            return self.chain.execute(from, &self.token, &transfer);
        }
        let coins = vec![ballast_client::msg::coin(amount, &self.token)];
        self.chain.send(from, vec![ballast_client::msg::transfer(&Chain::address(from), to, coins)?])
    }

    pub fn execute(&self, sender: &str, msg: &ExecuteMsg) -> Result<Executed> {
        self.chain.execute(sender, &self.contract, msg)
    }

    pub fn govern(&self, sender: &str, msg: GovernMsg) -> Result<Executed> {
        self.execute(sender, &ExecuteMsg::Govern(msg))
    }

    pub fn query<T: DeserializeOwned>(&self, question: &QueryMsg) -> Result<T> {
        self.chain.node.smart(&self.contract, question, None)
    }

    /// Pays tokens in, as the mode wants it.
    pub fn pay(&self, sender: &str, amount: u128, hook: &Cw20HookMsg) -> Result<Executed> {
        if self.kind == Kind::Cw20 {
            let msg = Binary::from(serde_json::to_vec(hook)?);
            let send = json!({ "send": {
                "contract": self.contract, "amount": amount.to_string(), "msg": msg,
            }});
            return self.chain.execute(sender, &self.token, &send);
        }
        let msg = match hook.clone() {
            Cw20HookMsg::Deposit { tenant } => ExecuteMsg::Deposit { tenant },
            Cw20HookMsg::BuyCredits { min_usd } => ExecuteMsg::BuyCredits { amount: None, min_usd },
        };
        self.chain.pay(sender, &self.contract, &msg, Some((amount, &self.token)))
    }

    pub fn submit_price(&mut self, price: u128) -> Result<Executed> {
        self.round += 1;
        // The last block's: the next one cannot lie before it.
        let now: Timestamp = self.chain.node.status()?.time.parse()?;
        let time = ballast_math::Timestamp::new(now.as_second().try_into()?);
        let msg = ExecuteMsg::SubmitPrice { round: self.round, price: Price::from_atomics(price), time };
        self.execute("feeder", &msg)
    }

    /// One line for each of these; USD in micro-USD.
    pub fn settle(&mut self, lines: &[(&str, &str, u128)]) -> Result<Executed> {
        self.batch += 1;
        let lines = work(lines);
        self.execute("meter", &ExecuteMsg::Settle { batch: self.batch, lines })
    }

    /// Waits until the open epoch is over.
    pub fn epoch_over(&self) -> Result<()> {
        let open: EpochResponse = self.query(&QueryMsg::Epoch {})?;
        loop {
            let now: EpochResponse = self.query(&QueryMsg::Epoch {})?;
            if now.behind > 0 || now.epoch > open.epoch {
                return Ok(());
            }
            std::thread::sleep(std::time::Duration::from_millis(250));
        }
    }

    pub fn record(&self, epoch: u64) -> Result<EpochRecord> {
        self.query(&QueryMsg::EpochRecord { epoch })
    }

    /// The token's supply, as the token knows it.
    pub fn supply(&self) -> Result<u128> {
        if self.kind == Kind::Cw20 {
            let info: Value = self.chain.node.smart(&self.token, &json!({ "token_info": {} }), None)?;
            return Ok(info["total_supply"].as_str().context("a supply")?.parse()?);
        }
        self.chain.node.supply(&self.token, None)
    }

    /// What an account holds.
    pub fn balance(&self, name: &str) -> Result<u128> {
        let address = Chain::address(name);
        if self.kind == Kind::Cw20 {
            let question = json!({ "balance": { "address": address } });
            let answer: Value = self.chain.node.smart(&self.token, &question, None)?;
            return Ok(answer["balance"].as_str().context("a balance")?.parse()?);
        }
        self.chain.node.balance(&address, &self.token)
    }

    /// The contract's record of supply against the token's own.
    pub fn check_supply(&self) -> Result<()> {
        let record: SupplyResponse = self.query(&QueryMsg::Supply {})?;
        let found = self.supply()?;
        println!("{:?}: record {record:?}, token {found}", self.kind);
        ensure!(self.expected_supply(&record) == found, "the supply differs: {record:?}, {found}");
        Ok(())
    }

    /// What the reserve holds does not circulate, but the bank counts it.
    fn expected_supply(&self, record: &SupplyResponse) -> u128 {
        match self.kind {
            Kind::Reserve => record.supply.get() + record.retired.get() - record.minted.get(),
            Kind::TokenFactory | Kind::Cw20 => record.supply.get(),
        }
    }
}

#[must_use]
pub fn work(lines: &[(&str, &str, u128)]) -> Vec<Line> {
    lines
        .iter()
        .enumerate()
        .map(|(line, (tenant, provider, usd))| Line {
            tenant: Chain::address(tenant),
            provider: Chain::address(provider),
            job: format!("test/job/{line}"),
            usd: Usd::new(*usd),
            gpu_seconds: 60,
        })
        .collect()
}

fn cw20(chain: &Chain) -> Result<String> {
    let (code, _) = chain.store("treasury", "cw20_base")?;
    let treasury = Chain::address("treasury");
    let msg = json!({
        "name": "Compute", "symbol": "COMPUTE", "decimals": 6,
        "initial_balances": [{ "address": treasury, "amount": SEED.to_string() }],
        "mint": { "minter": treasury },
    });
    Ok(chain.instantiate("treasury", code, &msg)?.0)
}
