//! The audit of contracts whose history is true, and of copies in which one figure is not.

#![allow(missing_docs)]

use ballast_api::{
    ChangeMsg, ConfigResponse, EpochRecordsResponse, ExecuteMsg, ExternalBurn, GovernMsg, GuardrailsResponse,
    Line, Parameter, Proposal, QueryMsg, SudoMsg,
};
use ballast_audit::{Block, Difference, Evidence, Verdict, verify};
use ballast_economy::Signals;
use ballast_math::{Duration, Emission, Price, Rate, Ratio, Timestamp, Tokens, Usd};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_sandbox::{AppResponse, Genesis, Sandbox, example};
use rstest::rstest;
use serde_json::{Value, json};

/// A network that writes down what it emits.
struct Network {
    chain: Sandbox,
    blocks: Vec<Block>,
    batch: u64,
    round: u64,
}

impl Network {
    fn new(supply: SupplyKind) -> Self {
        Self::with(supply, example::genesis().governance.constitution.signals)
    }

    fn with(supply: SupplyKind, signals: Signals) -> Self {
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

    fn note(&mut self, response: AppResponse) {
        let contract = self.chain.controller().to_string();
        self.blocks.push(Block::of(&contract, self.chain.height(), response.events));
    }

    fn send(&mut self, sender: &str, msg: &ExecuteMsg) {
        let response = self.chain.execute(&Sandbox::address(sender), msg).unwrap();
        self.note(response);
    }

    fn price(&mut self, cents: u128) {
        self.round += 1;
        let price = Price::from_atomics(cents * 10_000_000_000_000_000);
        let response = self.chain.submit_price("feeder", self.round, price).unwrap();
        self.note(response);
    }

    fn enrol(&mut self, tenant: &str) {
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

    fn settle(&mut self, lines: &[(&str, &str, u128)]) {
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

    fn day(&mut self, cents: u128) {
        self.chain.wait(Duration::DAY);
        self.price(cents);
        self.send("anyone", &ExecuteMsg::CloseEpoch { limit: None });
    }

    fn change(&mut self, parameter: &str, from: &str, to: &str, set: u64) {
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

    fn evidence(&self) -> Evidence {
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
fn history(supply: SupplyKind) -> Evidence {
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

#[rstest]
#[case(TokenFactory)]
#[case(Cw20)]
#[case(Reserve)]
#[case(External)]
fn a_true_history_has_no_difference(#[case] supply: SupplyKind) {
    let evidence = history(supply);
    let verdict = verify(&evidence).unwrap();
    assert_eq!(verdict, Verdict { epochs: 9, receipts: 16, changes: 1 });
    assert!(evidence.records.iter().any(|record| !record.decision.minted.is_zero()));
}

/// What an auditor cannot recompute from the events.
const AS_RECORDED: [&str; 2] = ["price", "gpu_seconds"];

fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
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
fn tampered(value: &Value) -> Option<Value> {
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

fn verdict_on(evidence: &Value) -> Result<Verdict, Difference> {
    verify(&serde_json::from_value(evidence.clone()).unwrap())
}

#[test]
fn every_figure_of_every_record_that_is_tampered_with_is_named() {
    let evidence = serde_json::to_value(history(TokenFactory)).unwrap();
    let mut paths = vec![];
    leaves(&evidence["records"], "", &mut paths);
    let mut caught = 0;
    for path in paths {
        let mut copy = evidence.clone();
        let place = copy["records"].pointer_mut(&path).unwrap();
        let Some(other) = tampered(place) else { continue };
        *place = other;
        let mut parts = path.split('/').skip(1);
        let (epoch, field) = (parts.next().unwrap(), parts.next().unwrap());
        let outcome = verdict_on(&copy);
        if AS_RECORDED.contains(&field) {
            continue;
        }
        let difference = outcome.expect_err(&path);
        if field == "epoch" {
            continue;
        }
        assert_eq!(difference.place, format!("epoch {epoch}"), "{path}: {difference}");
        // Of the decision, the figure that is named may be the one in the event.
        let leaf = path.rsplit('/').next().unwrap();
        let named = difference.what.contains(field) || difference.what.contains(leaf);
        assert!(named, "{path}: {difference}");
        caught += 1;
    }
    println!("{caught} figures tampered with, each named");
    assert!(caught > 250, "{caught}");
}

/// Who changes the record changes what was announced too: only the recomputation tells.
#[rstest]
fn a_record_that_was_announced_like_that_is_found(
    #[values("granted", "minted", "supply", "burned")] field: &str,
) {
    let mut evidence = serde_json::to_value(history(TokenFactory)).unwrap();
    let record = &mut evidence["records"][2];
    let holds = record.get(field).is_some();
    let record = if holds { &mut record[field] } else { &mut record["decision"][field] };
    let (before, after) = (record.clone(), tampered(record).unwrap());
    *record = after.clone();
    let events = evidence["blocks"].as_array_mut().unwrap().iter_mut();
    let mints = events.flat_map(|block| block["events"].as_array_mut().unwrap());
    let attributes = mints.filter(|event| event["type"] == "wasm-ballast-mint").nth(2).unwrap();
    let told = attributes["attributes"].as_array_mut().unwrap();
    let told = told.iter_mut().find(|attribute| attribute["key"] == field).unwrap();
    assert_eq!(told["value"], before);
    told["value"] = after;
    let difference = verdict_on(&evidence).unwrap_err();
    assert_eq!(difference.place, "epoch 2");
    assert!(difference.what.contains(field) && !difference.what.contains("event"), "{difference}");
}

#[rstest]
#[case::supply("/supply/supply")]
#[case::burned("/supply/burned")]
#[case::minted("/supply/minted")]
#[case::budget("/supply/budget_left")]
#[case::initial("/config/initial_supply")]
#[case::emission("/config/emission_budget")]
#[case::genesis("/config/genesis")]
#[case::length("/config/epoch_length")]
#[case::token("/token_supply")]
#[case::receipts("/audit/receipts")]
#[case::rho("/params/params/policy/mint/rho/fixed")]
fn books_that_are_tampered_with_are_found(#[case] path: &str) {
    let mut evidence = serde_json::to_value(history(TokenFactory)).unwrap();
    let place = evidence.pointer_mut(path).unwrap_or_else(|| panic!("{path}"));
    *place = tampered(place).unwrap();
    let difference = verdict_on(&evidence).unwrap_err();
    println!("{path}: {difference}");
}

#[test]
fn a_receipt_that_is_missing_or_moved_or_changed_is_found() {
    let evidence = history(Cw20);
    let receipts = |block: &Block| block.events.iter().filter(|event| event.ty.ends_with("-receipt")).count();
    let at = evidence.blocks.iter().position(|block| receipts(block) == 3).unwrap();
    let first = evidence.blocks[at].events.iter().position(|event| event.ty.ends_with("-receipt")).unwrap();

    let mut missing = evidence.clone();
    missing.blocks[at].events.remove(first);
    assert!(verify(&missing).unwrap_err().what.contains("receipts against record"));

    // Two receipts in the other order sum up to the same.
    let mut moved = evidence.clone();
    moved.blocks[at].events.swap(first, first + 1);
    let difference = verify(&moved).unwrap_err();
    assert_eq!((difference.place.as_str(), difference.what.as_str()), ("receipts", "commitment"));

    let mut changed = evidence;
    // The leaf alone is at odds with what stands beside it.
    for (key, found) in [("leaf", "ballast-receipt: job"), ("job", "commitment")] {
        let told = &mut changed.blocks[at].events[first].attributes;
        let told = told.iter_mut().find(|attribute| attribute.key == key).unwrap();
        told.value = told.value.replacen("job/0", "job/9", 1);
        assert_eq!(verify(&changed).unwrap_err().what, found);
    }
}

/// Weeks in which the breaker moves for each reason: the price crashes, work stops, the guardian trips, and all of it passes.
fn crash() -> Evidence {
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

fn is_move(event: &cosmwasm_std::Event) -> bool {
    event.ty.ends_with("ballast-trip") || event.ty.ends_with("ballast-recovery")
}

/// Where the breaker's moves are: block and position.
fn moves(evidence: &Evidence) -> Vec<(usize, usize)> {
    let blocks = evidence.blocks.iter().enumerate();
    let places = blocks.flat_map(|(at, block)| {
        block.events.iter().enumerate().filter(|(_, event)| is_move(event)).map(move |(place, _)| (at, place))
    });
    places.collect()
}

#[test]
fn the_level_of_every_epoch_is_recomputed() {
    let evidence = crash();
    verify(&evidence).unwrap();
    let signals: std::collections::BTreeSet<String> = moves(&evidence)
        .into_iter()
        .filter_map(|(at, place)| {
            let told = &evidence.blocks[at].events[place].attributes;
            told.iter().find(|attribute| attribute.key == "signal").map(|found| found.value.clone())
        })
        .collect();
    println!("{signals:?}");
    for signal in ["price_week", "usage", "guardian"] {
        assert!(signals.contains(signal), "{signal}: {signals:?}");
    }
    let levels: std::collections::BTreeSet<_> = evidence.records.iter().map(|record| record.level).collect();
    assert_eq!(levels.len(), 4, "{levels:?}");
}

/// Who lies about the level lies in the record and in the event.
#[test]
fn a_level_that_does_not_follow_is_found() {
    let evidence = serde_json::to_value(crash()).unwrap();
    let epochs = evidence["records"].as_array().unwrap().len();
    for epoch in 0..epochs {
        let mut copy = evidence.clone();
        let level = &mut copy["records"][epoch]["level"];
        let other = if *level == json!("normal") { "caution" } else { "normal" };
        *level = json!(other);
        let blocks = copy["blocks"].as_array_mut().unwrap().iter_mut();
        let events = blocks.flat_map(|block| block["events"].as_array_mut().unwrap());
        let mint = events.filter(|event| event["type"] == "wasm-ballast-mint").nth(epoch).unwrap();
        let told = mint["attributes"].as_array_mut().unwrap();
        let told = told.iter_mut().find(|attribute| attribute["key"] == "level").unwrap();
        told["value"] = json!(other);
        let difference = verdict_on(&copy).unwrap_err();
        assert_eq!((difference.place, difference.what.as_str()), (format!("epoch {epoch}"), "level"));
    }
}

#[test]
fn a_move_that_is_left_out_told_twice_or_changed_is_found() {
    let evidence = crash();
    let mut changed = 0;
    for (at, place) in moves(&evidence) {
        let mut missing = evidence.clone();
        let moved = missing.blocks[at].events.remove(place);
        verify(&missing).expect_err("a move is missing");

        let mut twice = evidence.clone();
        twice.blocks[at].events.insert(place, moved.clone());
        verify(&twice).expect_err("a move is told twice");

        for (number, told) in moved.attributes.iter().enumerate() {
            let other = match told.key.as_str() {
                "from" | "to" => if told.value == "caution" { "restricted" } else { "caution" }.to_owned(),
                "signal" => if told.value == "usage" { "coverage" } else { "usage" }.to_owned(),
                "threshold" => "0.99".to_owned(),
                // Only the contract saw the price; usage stands still between two closes.
                "drawdown" if moved.attributes.iter().any(|told| told.value == "usage") => "0.777".to_owned(),
                _ => continue,
            };
            let mut copy = evidence.clone();
            copy.blocks[at].events[place].attributes[number].value = other;
            let lie = verify(&copy).expect_err(&format!("{} of {moved:?}", told.key));
            assert!(!lie.what.is_empty());
            changed += 1;
        }
    }
    println!("{changed} figures of moves changed, each found");
    assert!(changed > 25, "{changed}");
}

/// Money that was never there buys nothing: whatever a line rests on is told, and followed.
#[rstest]
#[case::credits("ballast-credits", "usd", "9999", "credits bought")]
#[case::a_price("ballast-credits", "price", "0.5", "credits bought")]
#[case::a_deposit("ballast-deposit", "amount", "5", "recomputation")]
#[case::an_authorisation("ballast-authorize", "usd_per_epoch", "1", "usd")]
#[case::nobody_authorised("ballast-authorize", "meter", "stranger", "payment")]
fn a_payment_that_could_not_be_made_is_found(
    #[case] event: &str,
    #[case] key: &str,
    #[case] value: &str,
    #[case] found: &str,
) {
    let mut evidence = history(TokenFactory);
    let told = evidence.blocks.iter_mut().flat_map(|block| &mut block.events);
    let told = told.filter(|told| told.ty.ends_with(event)).flat_map(|told| &mut told.attributes);
    told.filter(|told| told.key == key).for_each(|told| value.clone_into(&mut told.value));
    assert_eq!(verify(&evidence).unwrap_err().what, found);
}
