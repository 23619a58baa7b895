//! A network that writes down what it emits, and ways to change what it says.

#![allow(dead_code)]

use ballast_api::{
    ChangeMsg, ConfigResponse, EpochRecordsResponse, ExecuteMsg, ExternalBurn, GovernMsg, GuardrailsResponse,
    Line, Parameter, Proposal, QueryMsg, SudoMsg,
};
use ballast_audit::{Block, Difference, Evidence, Verdict, verify};
use ballast_economy::Signals;
use ballast_math::{Duration, Emission, Price, Rate, Ratio, Timestamp, Tokens, Usd};
use ballast_sandbox::SupplyKind::{self, External, Reserve, TokenFactory};
use ballast_sandbox::{AppResponse, Genesis, Sandbox, example};
use serde_json::{Value, json};

/// A network that writes down what it emits.
pub struct Network {
    pub chain: Sandbox,
    pub blocks: Vec<Block>,
    pub batch: u64,
    pub round: u64,
}

impl Network {
    pub fn new(supply: SupplyKind) -> Self {
        Self::with(supply, example::genesis().governance.constitution.signals)
    }

    pub fn with(supply: SupplyKind, signals: Signals) -> Self {
        let mut genesis = Genesis { supply, ..example::genesis() };
        genesis.governance.constitution.signals = signals;
        genesis.emission_budget = Tokens::new(1_000_000_000);
        genesis.reserve = Tokens::ZERO;
        let mint = &mut genesis.params.policy.mint;
        mint.schedule = vec![Emission::Constant {
            start: Timestamp::new(0),
            rate: Rate { amount: Tokens::new(1_000_000), per: Duration::DAY },
        }];
        mint.value_share = Ratio::percent(5);
        genesis.params.policy.burn.burn_share = Ratio::percent(95);
        let chain = Sandbox::new(&genesis).unwrap();
        Self { chain, blocks: vec![], batch: 0, round: 0 }
    }

    pub fn note(&mut self, response: AppResponse) {
        let contract = self.chain.controller().to_string();
        self.blocks.push(Block::of(&contract, self.chain.height(), response.events));
    }

    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) {
        let response = self.chain.execute(&Sandbox::address(sender), msg).unwrap();
        self.note(response);
    }

    pub fn price(&mut self, cents: u128) {
        self.round += 1;
        let price = Price::from_atomics(cents * 10_000_000_000_000_000);
        let response = self.chain.submit_price("feeder", self.round, price).unwrap();
        self.note(response);
    }

    pub fn enrol(&mut self, tenant: &str) {
        let account = Sandbox::address(tenant);
        self.chain.give(&account, Tokens::new(2_000_000_000)).unwrap();
        let response = self.chain.deposit(&account, Tokens::new(900_000_000)).unwrap();
        self.note(response);
        let response = self.chain.buy_credits(&account, Tokens::new(90_000_000), None).unwrap();
        self.note(response);
        for meter in ["meter", "chain"] {
            let meter = match meter {
                "chain" => self.chain.controller().to_string(),
                name => Sandbox::address(name).to_string(),
            };
            self.send(tenant, &ExecuteMsg::Authorize { meter, usd_per_epoch: Usd::new(900_000_000) });
        }
    }

    pub fn settle(&mut self, lines: &[(&str, &str, u128)]) {
        self.batch += 1;
        let line = |(number, (tenant, provider, usd)): (usize, &(&str, &str, u128))| Line {
            tenant: Sandbox::address(tenant).into(),
            provider: Sandbox::address(provider).into(),
            job: format!("job/{number}"),
            usd: Usd::new(*usd),
            gpu_seconds: 7,
        };
        let lines: Vec<Line> = lines.iter().enumerate().map(line).collect();
        let response = if self.chain.supply() == External {
            let burns = lines.into_iter().map(|line| {
                let burned = Tokens::new(line.usd.get() / 2);
                ExternalBurn { line, burned }
            });
            self.chain.sudo(&SudoMsg::ReportBurns { batch: self.batch, burns: burns.collect() }).unwrap()
        } else {
            self.chain.settle(&Sandbox::address("meter"), self.batch, lines).unwrap()
        };
        self.note(response);
    }

    pub fn day(&mut self, cents: u128) {
        self.chain.wait(Duration::DAY);
        self.price(cents);
        self.send("anyone", &ExecuteMsg::CloseEpoch { limit: None });
    }

    pub fn change(&mut self, parameter: &str, from: &str, to: &str, set: u64) {
        let change =
            ChangeMsg { parameter: Parameter::new(parameter), from: from.to_owned(), to: to.to_owned() };
        let proposal = Proposal::Changes(vec![change]);
        let response =
            self.chain.govern(&Sandbox::address("governor"), GovernMsg::Queue { proposal }).unwrap();
        self.note(response);
        self.chain.mine(1_000);
        (0..2).for_each(|_| self.day(205));
        let execute = GovernMsg::Execute { id: set };
        let response = self.chain.govern(&Sandbox::address("anyone"), execute).unwrap();
        self.note(response);
    }

    pub fn evidence(&self) -> Evidence {
        let mut records = vec![];
        loop {
            let start_after = records.last().map(|record: &ballast_api::EpochRecord| record.epoch);
            let page: EpochRecordsResponse =
                self.chain.query(&QueryMsg::EpochRecords { start_after, limit: Some(30) }).unwrap();
            if page.records.is_empty() {
                break;
            }
            records.extend(page.records);
        }
        let config: ConfigResponse = self.chain.query(&QueryMsg::Config {}).unwrap();
        let guardrails: GuardrailsResponse = self.chain.query(&QueryMsg::Guardrails {}).unwrap();
        Evidence {
            chain_id: "sandbox".to_owned(),
            contract: self.chain.controller().to_string(),
            height: self.chain.height(),
            config,
            params: self.chain.query(&QueryMsg::Params {}).unwrap(),
            signals: guardrails.signals,
            supply: self.chain.query(&QueryMsg::Supply {}).unwrap(),
            audit: self.chain.query(&QueryMsg::Audit {}).unwrap(),
            token_supply: (self.chain.supply() != External).then(|| self.chain.token_supply()),
            records,
            blocks: self.blocks.clone(),
        }
    }
}

/// Two weeks with everything in them that moves the books.
pub fn history(supply: SupplyKind) -> Evidence {
    let mut network = Network::new(supply);
    network.price(200);
    if supply != External {
        ["alice", "bob"].iter().for_each(|tenant| network.enrol(tenant));
    }
    if supply == Reserve {
        let response = network.chain.execute_with(
            &Sandbox::address("treasury"),
            &ExecuteMsg::FundReserve {},
            Tokens::new(500_000_000),
        );
        network.note(response.unwrap());
    }
    for day in 0..4 {
        network.settle(&[("alice", "carol", 5_000_000 + day), ("bob", "bob", 1_234_567), ("bob", "dave", 3)]);
        network.day(200 + day);
    }
    network.settle(&[("alice", "dave", 40_000_000)]);
    network.change("policy.mint.rho", "0.9", "0.85", 1);
    network.settle(&[("alice", "dave", 4_000_000)]);
    network.day(190);
    network.day(190);
    network.settle(&[("bob", "carol", 9_999_999)]);
    network.day(191);
    network.settle(&[("bob", "carol", 77)]);
    network.evidence()
}

pub fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| leaves(value, &format!("{path}/{name}"), found));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{path}/{at}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

/// The next figure, whatever it is written as.
pub fn tampered(value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) => Some(json!(number.as_u64()? + 1)),
        Value::String(text) => {
            let last = text.chars().last().filter(char::is_ascii_digit)?;
            let next = if last == '9' { '8' } else { (last as u8 + 1) as char };
            Some(json!(format!("{}{next}", &text[..text.len() - 1])))
        }
        _ => None,
    }
}

pub fn verdict_on(evidence: &Value) -> Result<Verdict, Difference> {
    verify(&serde_json::from_value(evidence.clone()).unwrap())
}

/// Weeks in which the breaker moves for each reason: the price crashes, work stops, the guardian trips, and all of it passes.
pub fn crash() -> Evidence {
    let mut network = Network::with(TokenFactory, Signals::ALL);
    network.price(200);
    ["alice", "bob"].iter().for_each(|tenant| network.enrol(tenant));
    for _ in 0..6 {
        network.settle(&[("alice", "carol", 50_000_000)]);
        network.day(200);
    }
    // The price falls within its band and stays: its own level, and later calm.
    for cents in [180, 162, 146, 131] {
        network.settle(&[("alice", "carol", 50_000_000)]);
        network.day(cents);
    }
    let trip = GovernMsg::Trip { seconds: Duration::HOUR };
    let response = network.chain.govern(&Sandbox::address("guardian"), trip).unwrap();
    network.note(response);
    network.settle(&[("bob", "dave", 50_000_000)]);
    // Nobody works.
    (0..30).for_each(|_| network.day(131));
    for _ in 0..20 {
        network.settle(&[("bob", "dave", 20_000_000)]);
        network.day(131);
    }
    network.evidence()
}
