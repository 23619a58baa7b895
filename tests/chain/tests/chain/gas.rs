//! What each message costs on the chain, beside what others cost on the same chain.

use std::thread::sleep;
use std::time::Duration;

use ballast_api::{Action, ChangeMsg, Cw20HookMsg, ExecuteMsg, GovernMsg, Member, Parameter, Proposal};
use ballast_chain_tests::{Chain, DELAY, Executed, Kind, Network};
use ballast_client::{Any, msg};
use ballast_guardrails::RoleChange;
use ballast_math::{Tokens, Usd};
use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};
use serde_json::json;

use crate::audited::audited;

/// Long enough for all settlements to lie in one: closing it has a row of its own.
const EPOCH: u64 = 40;

const DOLLAR: u128 = 1_000_000_000_000_000_000;

/// Message, and the most gas that it may use: a tenth above what was measured.
const CEILINGS: &[(&str, u64)] = &[
    ("store", 6_074_000),
    ("instantiate", 797_000),
    ("submit_price", 160_000),
    ("deposit", 199_000),
    ("buy_credits", 167_000),
    ("authorize", 155_000),
    ("withdraw", 199_000),
    ("settle 1, each its own tenant and provider", 262_000),
    ("settle 10, each its own tenant and provider", 404_000),
    ("settle 100, each its own tenant and provider", 1_888_000),
    ("settle 10, all of one tenant and provider", 303_000),
    ("settle 100, all of one tenant and provider", 754_000),
    ("one more line", 17_000),
    ("one more line, same tenant and provider", 6_000),
    ("close_epoch", 258_000),
    ("claim", 220_000),
    ("poke", 153_000),
    ("trip", 199_000),
    ("Cw20, deposit", 238_000),
    ("Cw20, buy_credits with tokens sent", 252_000),
    ("Cw20, settle 1", 285_000),
    ("Cw20, close_epoch", 279_000),
    ("Cw20, claim", 255_000),
    ("Cw20, prune 1 batch", 151_000),
    ("Reserve, deposit", 185_000),
    ("Reserve, buy_credits with tokens sent", 199_000),
    ("Reserve, fund_reserve", 184_000),
    ("Reserve, settle 1", 244_000),
    ("Reserve, close_epoch", 192_000),
    ("Reserve, claim", 203_000),
    ("Reserve, prune 1 batch", 151_000),
    ("queue", 184_000),
    ("veto", 167_000),
    ("execute", 190_000),
    ("tighten", 181_000),
    ("cancel", 152_000),
    ("accept", 159_000),
    ("remove", 161_000),
];

/// What others cost has no ceiling: it is not ours.
const PEERS: [&str; 3] = ["bank", "cw20-base", "tokenfactory"];

struct Rows(Vec<(String, u64)>);

impl Rows {
    fn add(&mut self, name: &str, sent: &Executed) {
        self.0.push((name.to_owned(), sent.gas_used));
    }

    fn get(&self, name: &str) -> u64 {
        self.0.iter().find(|(row, _)| row == name).unwrap_or_else(|| panic!("no row {name}")).1
    }

    /// Every row but those of others stays below its ceiling.
    fn check(&self) {
        for (name, found) in
            self.0.iter().filter(|(name, _)| !PEERS.iter().any(|peer| name.starts_with(peer)))
        {
            let (_, max) =
                CEILINGS.iter().find(|(row, _)| row == name).unwrap_or_else(|| panic!("{name}: no ceiling"));
            assert!(found <= max, "{name}: {found} gas, at most {max}");
        }
    }

    fn print(&self) {
        let mut table = Table::new();
        table.load_preset(ASCII_MARKDOWN).set_header(["message", "gas"]);
        for (name, gas) in &self.0 {
            table.add_row([name.clone(), gas.to_string()]);
        }
        table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        println!("{table}");
    }
}

/// What others cost here.
fn peers(chain: &Chain, rows: &mut Rows) {
    let (treasury, anyone) = (Chain::address("treasury"), Chain::address("anyone"));
    let send = |amount| msg::transfer(&treasury, &anyone, vec![msg::coin(amount, "inj")]).unwrap();
    rows.add("bank send", &chain.send("treasury", vec![send(5)]).unwrap());

    let (code, stored) = chain.store("treasury", "cw20_base").unwrap();
    rows.add("cw20-base store", &stored);
    let start = json!({
        "name": "Token", "symbol": "TOKEN", "decimals": 6,
        "initial_balances": [{ "address": treasury, "amount": "1000000000" }], "mint": { "minter": treasury },
    });
    let (token, made) = chain.instantiate("treasury", code, &start).unwrap();
    rows.add("cw20-base instantiate", &made);
    let transfer = json!({ "transfer": { "recipient": anyone, "amount": "5" } });
    let mint = json!({ "mint": { "recipient": anyone, "amount": "5" } });
    let burn = json!({ "burn": { "amount": "5" } });
    for (name, message) in [("transfer", transfer), ("mint", mint), ("burn", burn)] {
        chain.execute("treasury", &token, &message).unwrap();
        rows.add(&format!("cw20-base {name}"), &chain.execute("treasury", &token, &message).unwrap());
    }

    let (code, _) = chain.store("treasury", "minimal_factory").unwrap();
    let start = json!({ "type_url_prefix": "/injective.tokenfactory.v1beta1" });
    let (factory, _) = chain.instantiate("treasury", code, &start).unwrap();
    for name in ["mint", "burn"] {
        let message = json!({ name: { "amount": "500" } });
        chain.execute("treasury", &factory, &json!({ "mint": { "amount": "500" } })).unwrap();
        rows.add(
            &format!("tokenfactory {name}, minimal contract"),
            &chain.execute("treasury", &factory, &message).unwrap(),
        );
    }
}

/// So many tenants with money and an authorisation.
fn enrol(network: &Network, tenants: usize) {
    let chain = network.chain;
    let treasury = Chain::address("treasury");
    let names: Vec<String> = (0..tenants).map(|number| format!("crowd-{number}")).collect();
    let gifts: Vec<Any> = names
        .iter()
        .map(|name| {
            msg::transfer(&treasury, &Chain::address(name), vec![msg::coin(10u128.pow(18), "inj")]).unwrap()
        })
        .collect();
    chain.send("treasury", gifts).unwrap();
    let deposits: Vec<Any> = names
        .iter()
        .map(|name| {
            let msg = ExecuteMsg::Deposit { tenant: Some(Chain::address(name)) };
            let funds = vec![msg::coin(100_000_000, &network.token)];
            msg::execute(&treasury, &network.contract, &msg, funds).unwrap()
        })
        .collect();
    chain.send("treasury", deposits).unwrap();
    let authorize = |name: &String| {
        let (meter, usd_per_epoch) = (Chain::address("meter"), Usd::new(500_000_000));
        let msg = ExecuteMsg::Authorize { meter, usd_per_epoch };
        let message = msg::execute(&Chain::address(name), &network.contract, &msg, vec![]).unwrap();
        (name.clone(), vec![message])
    };
    chain.send_all(names.iter().map(authorize).collect()).unwrap();
}

fn settlements(network: &mut Network, rows: &mut Rows) {
    let crowd: Vec<(String, String)> =
        (0..100).map(|number| (format!("crowd-{number}"), format!("worker-{number}"))).collect();
    let each = |lines: usize| -> Vec<(&str, &str, u128)> {
        crowd
            .iter()
            .take(lines)
            .map(|(tenant, worker)| (tenant.as_str(), worker.as_str(), 1_500_000))
            .collect()
    };
    // Every account once, so that none is new when it counts.
    network.settle(&each(100)).unwrap();
    for lines in [1, 10, 100] {
        rows.add(
            &format!("settle {lines}, each its own tenant and provider"),
            &network.settle(&each(lines)).unwrap(),
        );
    }
    let same = |lines| vec![("crowd-0", "worker-0", 1_500_000); lines];
    for lines in [10, 100] {
        rows.add(
            &format!("settle {lines}, all of one tenant and provider"),
            &network.settle(&same(lines)).unwrap(),
        );
    }
    let more = |what: &str, rows: &Rows| {
        (rows.get(&format!("settle 100, {what}")) - rows.get(&format!("settle 10, {what}"))) / 90
    };
    let (own, same) =
        (more("each its own tenant and provider", rows), more("all of one tenant and provider", rows));
    rows.0.push(("one more line".to_owned(), own));
    rows.0.push(("one more line, same tenant and provider".to_owned(), same));
}

/// A role is offered and accepted, a meter is removed.
fn hand_over(network: &Network, rows: &mut Rows) {
    let address = Chain::address("anyone");
    let add = Proposal::Action(Action::Role(RoleChange::AddGovernor { address }));
    network.govern("governor", GovernMsg::Queue { proposal: add }).unwrap();
    sleep(Duration::from_secs(DELAY + 2));
    network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
    network.govern("anyone", GovernMsg::Execute { id: 4 }).unwrap();
    rows.add("accept", &network.govern("anyone", GovernMsg::Accept {}).unwrap());
    let member = Member::Meter { address: Chain::address("meter") };
    rows.add("remove", &network.govern("governor", GovernMsg::Remove { member }).unwrap());
}

/// What differs between the ways of burning and minting, and what only some of them have.
#[test]
fn what_the_other_modes_cost() {
    let mut rows = Rows(vec![]);
    for kind in [Kind::Cw20, Kind::Reserve] {
        let chain = Chain::start(1, &Network::NAMES).unwrap();
        let mut network = Network::new(&chain, kind).unwrap();
        let mut row = |name: &str, sent: &Executed| rows.add(&format!("{kind:?}, {name}"), sent);
        network.submit_price(2 * DOLLAR).unwrap();
        let deposit = Cw20HookMsg::Deposit { tenant: None };
        network.pay("tenant-0", 100_000_000, &deposit).unwrap();
        row("deposit", &network.pay("tenant-0", 100_000_000, &deposit).unwrap());
        let credits = Cw20HookMsg::BuyCredits { min_usd: None };
        row("buy_credits with tokens sent", &network.pay("tenant-0", 1_000_000, &credits).unwrap());
        if kind == Kind::Reserve {
            let fund = ExecuteMsg::FundReserve {};
            let funds = Some((1_000_000, network.token.as_str()));
            row("fund_reserve", &chain.pay("treasury", &network.contract, &fund, funds).unwrap());
        }
        let (meter, usd_per_epoch) = (Chain::address("meter"), Usd::new(500_000_000));
        network.execute("tenant-0", &ExecuteMsg::Authorize { meter, usd_per_epoch }).unwrap();
        let line = [("tenant-0", "provider-0", 1_500_000)];
        network.settle(&line).unwrap();
        network.epoch_over().unwrap();
        network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
        row("settle 1", &network.settle(&line).unwrap());
        network.epoch_over().unwrap();
        row("close_epoch", &network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: Some(1) }).unwrap());
        row("claim", &network.execute("provider-0", &ExecuteMsg::Claim {}).unwrap());
        // Receipts are kept for one epoch.
        network.epoch_over().unwrap();
        network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
        row("prune 1 batch", &network.execute("anyone", &ExecuteMsg::Prune { limit: Some(1) }).unwrap());
        // What was pruned is in the events.
        let evidence = audited(&network, 3);
        assert!(evidence.audit.pruned_before > 0, "{:?}", evidence.audit);
    }
    rows.print();
    rows.check();
}

#[test]
fn what_each_message_costs() {
    let chain = Chain::start(1, &Network::NAMES).unwrap();
    let mut rows = Rows(vec![]);
    peers(&chain, &mut rows);

    let (_, stored) = chain.store("treasury", "ballast_controller").unwrap();
    rows.add("store", &stored);
    let mut network = Network::with_epochs(&chain, Kind::TokenFactory, EPOCH).unwrap();
    rows.add("instantiate", network.instantiated.as_ref().unwrap());
    network.submit_price(2 * DOLLAR).unwrap();
    rows.add("submit_price", &network.submit_price(2 * DOLLAR + 1).unwrap());
    enrol(&network, 100);
    let deposit = Cw20HookMsg::Deposit { tenant: None };
    network.pay("tenant-0", 1_000_000, &deposit).unwrap();
    rows.add("deposit", &network.pay("tenant-0", 1_000_000, &deposit).unwrap());
    let credits = ExecuteMsg::BuyCredits { amount: Some(Tokens::new(500_000)), min_usd: None };
    rows.add("buy_credits", &network.execute("tenant-0", &credits).unwrap());
    let authorize =
        ExecuteMsg::Authorize { meter: Chain::address("meter"), usd_per_epoch: Usd::new(500_000_000) };
    rows.add("authorize", &network.execute("tenant-0", &authorize).unwrap());
    rows.add("withdraw", &network.execute("tenant-0", &ExecuteMsg::Withdraw { amount: None }).unwrap());
    network.epoch_over().unwrap();
    network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
    settlements(&mut network, &mut rows);
    network.settle(&[("crowd-1", "worker-1", 1_500_000)]).unwrap();
    network.epoch_over().unwrap();
    rows.add("close_epoch", &network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: Some(1) }).unwrap());
    let treasury = Chain::address("treasury");
    let gift = msg::transfer(&treasury, &Chain::address("worker-1"), vec![msg::coin(10u128.pow(18), "inj")]);
    chain.send("treasury", vec![gift.unwrap()]).unwrap();
    rows.add("claim", &network.execute("worker-1", &ExecuteMsg::Claim {}).unwrap());
    rows.add("poke", &network.execute("anyone", &ExecuteMsg::Poke {}).unwrap());
    let change = |from: &str, to: &str| ChangeMsg {
        parameter: Parameter::new("price.band"),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    let widen = GovernMsg::Queue { proposal: Proposal::Changes(vec![change("0.25", "0.26")]) };
    rows.add("queue", &network.govern("governor", widen.clone()).unwrap());
    rows.add("veto", &network.govern("guardian", GovernMsg::Veto { id: 1 }).unwrap());
    network.govern("governor", widen).unwrap();
    sleep(Duration::from_secs(DELAY + 2));
    network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
    rows.add("execute", &network.govern("anyone", GovernMsg::Execute { id: 2 }).unwrap());
    sleep(Duration::from_secs(2));
    let narrow = GovernMsg::Tighten { changes: vec![change("0.26", "0.25")] };
    rows.add("tighten", &network.govern("governor", narrow).unwrap());
    rows.add("cancel", &{
        let narrow = GovernMsg::Queue { proposal: Proposal::Changes(vec![change("0.25", "0.24")]) };
        network.govern("governor", narrow).unwrap();
        network.govern("governor", GovernMsg::Cancel { id: 3 }).unwrap()
    });
    hand_over(&network, &mut rows);
    rows.add(
        "trip",
        &network.govern("guardian", GovernMsg::Trip { seconds: ballast_math::Duration::new(60) }).unwrap(),
    );

    rows.print();
    rows.check();
}
