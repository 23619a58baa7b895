//! Four validators under a stream of settlements: one dies, then a second; both come back.

use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use ballast_api::{Cw20HookMsg, ExecuteMsg, MeterResponse, QueryMsg};
use ballast_chain_tests::{Chain, Kind, Network, work};
use ballast_client::{Node, msg};
use ballast_math::Usd;

use crate::audited::audited;

const DOLLAR: u128 = 1_000_000_000_000_000_000;
const BATCHES: u64 = 40;
const LINES: [(&str, &str, u128); 2] =
    [("tenant-0", "provider-0", 1_000_003), ("tenant-1", "provider-1", 500_009)];

/// Sends every batch until the contract has it. A transaction that is lost is sent again: it settles nothing twice.
fn stream(chain: &Chain, contract: &str) -> u32 {
    let mut sent = 0;
    let patience = Instant::now();
    loop {
        assert!(patience.elapsed() < Duration::from_secs(240), "the stream does not end");
        let question = QueryMsg::Meter { meter: Chain::address("meter") };
        let Ok(meter) = chain.node.smart::<MeterResponse>(contract, &question, None) else { continue };
        if meter.next_batch > BATCHES {
            return sent;
        }
        let settle = ExecuteMsg::Settle { batch: meter.next_batch, lines: work(&LINES) };
        let message = msg::execute(&Chain::address("meter"), contract, &settle, vec![]).unwrap();
        sent += 1;
        // It may fail, be refused or be lost: what counts is the contract's next answer.
        if chain.post("meter", vec![message]).is_err() {
            sleep(Duration::from_millis(300));
        }
    }
}

fn height(node: &Node) -> u64 {
    node.status().unwrap().height
}

#[test]
fn settlements_survive_validators_that_die() {
    let mut chain = Chain::start(4, &Network::NAMES).unwrap();
    let (contract, kind) = {
        let mut network = Network::new(&chain, Kind::TokenFactory).unwrap();
        network.submit_price(2 * DOLLAR).unwrap();
        for tenant in ["tenant-0", "tenant-1"] {
            network.pay(tenant, 900_000_000, &Cw20HookMsg::Deposit { tenant: None }).unwrap();
            let (meter, usd_per_epoch) = (Chain::address("meter"), Usd::new(900_000_000));
            network.execute(tenant, &ExecuteMsg::Authorize { meter, usd_per_epoch }).unwrap();
        }
        (network.contract.clone(), network.kind)
    };
    let mut net = chain.net.take().unwrap();
    let nodes: Vec<Node> = (0..4).map(|validator| net.node(validator)).collect();

    let sent = scope(|threads| {
        let streaming = threads.spawn(|| stream(&chain, &contract));
        sleep(Duration::from_secs(5));

        net.kill(3).unwrap();
        let before = height(&nodes[0]);
        net.wait_for_height(0, before + 6).unwrap();
        println!("one killed at {before}: blocks go on to {}", height(&nodes[0]));

        net.kill(2).unwrap();
        sleep(Duration::from_secs(3));
        let halted = height(&nodes[0]);
        sleep(Duration::from_secs(6));
        assert_eq!(height(&nodes[0]), halted, "half of the power makes blocks");
        println!("two killed: the chain halts at {halted}");

        net.restart(2).unwrap();
        net.restart(3).unwrap();
        net.wait_for_height(0, halted + 5).unwrap();
        println!("both back: blocks go on to {}", height(&nodes[0]));
        streaming.join().unwrap()
    });

    let last = height(&nodes[0]) + 2;
    let hashes: Vec<String> = (0..4)
        .map(|validator| {
            net.wait_for_height(validator, last).unwrap();
            nodes[validator].app_hash(last).unwrap()
        })
        .collect();
    println!("app hash at {last}: {hashes:?}");
    assert!(!hashes[0].is_empty() && hashes.iter().all(|hash| *hash == hashes[0]), "{hashes:?}");

    chain.net = Some(net);
    let network = Network::existing(&chain, kind, &contract);
    network.epoch_over().unwrap();
    network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
    network.check_supply().unwrap();
    let evidence = audited(&network, 2);
    println!("{sent} transactions for {BATCHES} batches; {} receipts", evidence.audit.receipts);
    assert_eq!(evidence.audit.receipts, BATCHES * LINES.len() as u64);
}
