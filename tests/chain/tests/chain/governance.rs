//! x/gov: proposals that queue, that ask for too much, that are vetoed, that migrate.

use std::thread::sleep;
use std::time::Duration;

use ballast_api::{
    ChangeMsg, ExecuteMsg, GovernMsg, GuardrailsResponse, MigrateMsg, Parameter, PendingResponse, Proposal,
    QueryMsg, SudoMsg,
};
use ballast_chain_tests::{Chain, GOV, Kind, Network};
use ballast_client::{ContractInfo, ProposalStatus, msg};

const DOLLAR: u128 = 1_000_000_000_000_000_000;
const BAND: &str = "price.band";

fn change(from: &str, to: &str) -> Vec<ChangeMsg> {
    vec![ChangeMsg { parameter: Parameter::new(BAND), from: from.to_owned(), to: to.to_owned() }]
}

fn queue(from: &str, to: &str) -> GovernMsg {
    GovernMsg::Queue { proposal: Proposal::Changes(change(from, to)) }
}

fn pending(network: &Network) -> PendingResponse {
    network.query(&QueryMsg::Pending {}).unwrap()
}

fn band(network: &Network) -> String {
    let status: GuardrailsResponse = network.query(&QueryMsg::Guardrails {}).unwrap();
    let found = status.parameters.into_iter().find(|status| status.parameter.name() == BAND);
    found.unwrap().value
}

#[track_caller]
fn refused(network: &Network, sender: &str, msg: GovernMsg, expected: &str) {
    let error = network.govern(sender, msg).unwrap_err().to_string();
    println!("refused: {error}");
    assert!(error.contains(expected), "expected {expected:?}, found {error:?}");
}

#[test]
fn proposals_of_x_gov() {
    let chain = Chain::start(1, &Network::NAMES).unwrap();
    let mut network = Network::new(&chain, Kind::TokenFactory).unwrap();
    network.submit_price(2 * DOLLAR).unwrap();
    let contract = network.contract.clone();

    // As the governance account's own message.
    let msg = ExecuteMsg::Govern(queue("0.25", "0.26"));
    let message = msg::execute(GOV, &contract, &msg, vec![]).unwrap();
    chain.enact("treasury", "Widen the band to 0.26", vec![message]).unwrap();
    let sets = pending(&network).sets;
    println!("pending: {sets:?}");
    assert_eq!((sets.len(), sets[0].id, sets[0].by.as_str()), (1, 1, GOV));
    refused(&network, "anyone", GovernMsg::Execute { id: 1 }, "set 1 may be executed from");
    assert_eq!(band(&network), "0.25");
    while pending(&network).sets[0].countdown.seconds_left > ballast_math::Duration::ZERO
        || pending(&network).sets[0].countdown.blocks_left > 0
    {
        sleep(Duration::from_millis(300));
    }
    // Anyone may, and does.
    network.govern("anyone", GovernMsg::Execute { id: 1 }).unwrap();
    assert_eq!(band(&network), "0.26");
    refused(&network, "anyone", GovernMsg::Execute { id: 1 }, "executed");

    // As the chain itself, and vetoed.
    let sudo = msg::sudo(GOV, &contract, &SudoMsg::Govern(queue("0.26", "0.27"))).unwrap();
    chain.enact("treasury", "Widen the band to 0.27", vec![sudo]).unwrap();
    let sets = pending(&network).sets;
    assert_eq!((sets.len(), sets[0].id, &sets[0].by), (1, 2, &contract));
    refused(&network, "anyone", GovernMsg::Veto { id: 2 }, "guardian");
    network.govern("guardian", GovernMsg::Veto { id: 2 }).unwrap();
    assert!(pending(&network).sets.is_empty());
    refused(&network, "anyone", GovernMsg::Execute { id: 2 }, "vetoed");

    // Too much, and with a value that is not in force any more: x/gov says our reason.
    for (title, from, to, expected) in [
        ("Widen the band to 0.4", "0.26", "0.4", "price.band: one step from 0.26 reaches"),
        (
            "Widen the band once more",
            "0.25",
            "0.26",
            "price.band: the change set expects it to be 0.25, it is 0.26",
        ),
    ] {
        let msg = ExecuteMsg::Govern(queue(from, to));
        let message = msg::execute(GOV, &contract, &msg, vec![]).unwrap();
        let proposal = chain.propose("treasury", title, vec![message]).unwrap();
        assert_eq!(proposal.status(), ProposalStatus::Failed);
        assert!(proposal.failed_reason.contains(expected), "{:?}", proposal.failed_reason);
    }

    // Other code by gov keeps every byte.
    let (code, _) = chain.store("treasury", "ballast_controller_quick").unwrap();
    let before = chain.node.state(&contract).unwrap();
    let message = msg::migrate(GOV, &contract, code, &MigrateMsg::default()).unwrap();
    chain.enact("treasury", "Migrate", vec![message]).unwrap();
    assert_eq!(
        chain.node.contract(&contract).unwrap(),
        ContractInfo { code_id: code, admin: GOV.to_owned() }
    );
    assert!(before.len() > 10);
    assert!(chain.node.state(&contract).unwrap() == before, "the migration changed the state");
    network.submit_price(2 * DOLLAR).unwrap();
}
