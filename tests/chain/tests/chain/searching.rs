//! What a node finds by the contract's events, and what it tells those who subscribe.

use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use ballast_api::events::{ContractEvent, ReceiptEvent, SettleEvent};
use ballast_api::{Cw20HookMsg, EpochResponse, ExecuteMsg, QueryMsg};
use ballast_chain_tests::{Chain, Executed, Kind, Network};
use ballast_client::{Event, EventQuery, Node};
use ballast_math::Usd;
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

const DOLLAR: u128 = 1_000_000_000_000_000_000;

/// Long enough for a network to be set up within its first one.
const EPOCH: u64 = 40;

/// Two blocks come in a second or less.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_node_finds_events_and_tells_who_subscribes() {
    let chain = Chain::start(1, &Network::NAMES).unwrap();
    let mut network = Network::with_epochs(&chain, Kind::TokenFactory, EPOCH).unwrap();
    network.submit_price(2 * DOLLAR).unwrap();
    for tenant in ["tenant-0", "tenant-1"] {
        network.pay(tenant, 400_000_000, &Cw20HookMsg::Deposit { tenant: None }).unwrap();
        let (meter, usd_per_epoch) = (Chain::address("meter"), Usd::new(500_000_000));
        network.execute(tenant, &ExecuteMsg::Authorize { meter, usd_per_epoch }).unwrap();
    }
    let early = network.settle(&[("tenant-1", "provider-1", 5)]).unwrap();
    network.epoch_over().unwrap();

    let query = EventQuery::new("ballast-settle").with("epoch", 1);
    let mut subscription = Subscription::open(&chain.node, &query.on_wasmd()).unwrap();
    let lines = [("tenant-0", "provider-0", 12_345_678), ("tenant-1", "provider-1", 7)];
    let settled = network.settle(&lines).unwrap();
    let open: EpochResponse = network.query(&QueryMsg::Epoch {}).unwrap();
    assert_eq!(open.epoch, 1, "the network took too long to be set up");

    found(&chain.node, &query, &early, &settled);
    told(&mut subscription, &network, &settled);
}

fn found(node: &Node, query: &EventQuery, early: &Executed, settled: &Executed) {
    assert_eq!(query.to_string(), "ballast-settle.epoch='1'");
    assert_eq!(node.heights_with_event(query, 0).unwrap(), [settled.height]);
    // The node reads the contract's own name too; it is wasmd that put a prefix before it.
    assert_eq!(node.heights_with("ballast-settle.epoch='1'", 0).unwrap(), Vec::<u64>::new());
    assert_eq!(node.heights_with("wasm-ballast-settle.epoch='1'", 0).unwrap(), [settled.height]);
    assert!(
        node.heights_with("wasm-ballast/settle.epoch='1'", 0).is_err(),
        "a name with a slash can be searched"
    );

    let receipts = |key: &str, name: &str| {
        let query = EventQuery::new(ReceiptEvent::TYPE).with(key, Chain::address(name));
        node.heights_with_event(&query, 0).unwrap()
    };
    assert_eq!(receipts("tenant", "tenant-0"), [settled.height]);
    assert_eq!(receipts("provider", "provider-1"), [early.height, settled.height]);
    assert_eq!(receipts("tenant", "provider-1"), Vec::<u64>::new());
    let both = EventQuery::new(ReceiptEvent::TYPE).with("job", "test/job/1").with("epoch", 1);
    assert_eq!(node.heights_with_event(&both, 0).unwrap(), [settled.height]);
}

fn told(subscription: &mut Subscription, network: &Network, settled: &Executed) {
    let (height, events) = subscription.next().unwrap();
    assert_eq!(height, settled.height);
    let read: Result<Vec<ContractEvent>> =
        events.iter().filter_map(|event| read(event).transpose()).collect();
    let read = read.unwrap();
    let batches = read.iter().filter_map(|event| match event {
        ContractEvent::Settle(SettleEvent { epoch, meter, batch, .. }) => {
            Some((*epoch, meter.clone(), *batch))
        }
        _ => None,
    });
    assert_eq!(batches.collect::<Vec<_>>(), [(1, Chain::address("meter"), 2)]);
    let paid = read.iter().filter_map(|event| match event {
        ContractEvent::Receipt(told) => {
            let receipt = told.receipt();
            Some((receipt.tenant.clone(), receipt.usd.get()))
        }
        _ => None,
    });
    let expected = [(Chain::address("tenant-0"), 12_345_678), (Chain::address("tenant-1"), 7)];
    assert_eq!(paid.collect::<Vec<_>>(), expected);
    assert!(events.iter().any(|event| event.get("_contract_address") == Some(network.contract.as_str())));
}

/// A node's event as the contract's own.
fn read(event: &Event) -> Result<Option<ContractEvent>> {
    let mut typed = cosmwasm_std::Event::new(&event.kind);
    let attributes = event.attributes.iter().cloned();
    typed.attributes =
        attributes.map(|found| cosmwasm_std::Attribute { key: found.key, value: found.value }).collect();
    Ok(ContractEvent::from_event(&typed)?)
}

/// A WebSocket on which a node tells of transactions.
struct Subscription {
    socket: WebSocket<TcpStream>,
}

impl Subscription {
    fn open(node: &Node, query: &EventQuery) -> Result<Self> {
        let address = node.url().strip_prefix("http://").context("a node over HTTP")?.trim_end_matches('/');
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let (socket, _) = tungstenite::client(format!("ws://{address}/websocket"), stream)
            .map_err(|error| anyhow::anyhow!("{error}"))?;
        let mut subscription = Self { socket };
        let query = format!("tm.event='Tx' AND {query}");
        let request =
            json!({ "jsonrpc": "2.0", "id": 1, "method": "subscribe", "params": { "query": query } });
        subscription.socket.send(Message::text(request.to_string()))?;
        // The first answer says that there is a subscription.
        let answer = subscription.read()?;
        ensure!(answer["error"].is_null() && answer["result"] == json!({}), "subscribe: {answer}");
        Ok(subscription)
    }

    fn read(&mut self) -> Result<Value> {
        loop {
            match self.socket.read()? {
                Message::Text(text) => return Ok(serde_json::from_str(text.as_str())?),
                Message::Close(why) => bail!("the node has closed the connection: {why:?}"),
                _ => {}
            }
        }
    }

    /// The next transaction that matches: its block, and what it emitted.
    fn next(&mut self) -> Result<(u64, Vec<Event>)> {
        let told = self.read()?;
        let result = told.pointer("/result/data/value/TxResult").with_context(|| format!("{told}"))?;
        let height = result["height"].as_str().context("a height")?.parse()?;
        Ok((height, serde_json::from_value(result["result"]["events"].clone())?))
    }
}
