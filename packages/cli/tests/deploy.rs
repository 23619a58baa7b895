//! Every preset is a network that the contract takes, and the proposal that goes with it is one that it would queue.

#![allow(missing_docs)]

use ballast_api::InstantiateMsg;
use ballast_cli::deploy::{Plan, Token};
use ballast_client::gov_account;
use ballast_math::{Duration, Usd};
use ballast_presets::{Preset, PresetName};
use ballast_sandbox::{Sandbox, controller_code};
use cosmwasm_std::MessageInfo;
use cosmwasm_std::testing::{mock_dependencies, mock_env};
use rstest::rstest;

fn plan(token: Token) -> Plan {
    Plan {
        owner: Sandbox::address("owner").into(),
        governor: None,
        guardian: None,
        token,
        epoch: Duration::DAY,
        usd_per_epoch: Usd::new(1_000_000_000),
    }
}

fn factory() -> Token {
    Token::Factory {
        type_url_prefix: "/osmosis.tokenfactory.v1beta1".to_owned(),
        subdenom: "compute".to_owned(),
    }
}

fn instantiate(network: &InstantiateMsg) -> Result<(), String> {
    let mut deps = mock_dependencies();
    let info = MessageInfo { sender: Sandbox::address("owner"), funds: vec![] };
    let msg = serde_json::to_vec(network).unwrap();
    let outcome = controller_code().instantiate(deps.as_mut(), mock_env(), info, msg);
    outcome.map(|_| ()).map_err(|error| error.to_string())
}

#[rstest]
fn every_preset_is_a_network(#[values(factory(), Token::Reserve("ucompute".to_owned()))] token: Token) {
    for name in PresetName::ALL {
        let network = plan(token.clone()).network(&Preset::load(name).unwrap()).unwrap();
        instantiate(&network).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        // What is printed is what is read.
        let text = serde_json::to_string_pretty(&network).unwrap();
        assert_eq!(serde_json::from_str::<InstantiateMsg>(&text).unwrap(), network);
    }
}

#[test]
fn x_gov_governs_and_the_owner_guards_unless_others_are_named() {
    let preset = Preset::load(PresetName::Ballast).unwrap();
    let network = plan(factory()).network(&preset).unwrap().governance;
    assert_eq!(network.governors, [gov_account("cosmwasm").unwrap()]);
    assert_eq!(network.guardian, Some(Sandbox::address("owner").into()));
    assert!(network.chain_governs);

    let same = Plan { governor: Some(Sandbox::address("owner").into()), ..plan(factory()) };
    assert!(same.network(&preset).unwrap_err().to_string().contains("the guardian must not govern"));
    let nowhere = Plan { owner: "nobody".to_owned(), ..plan(factory()) };
    assert!(nowhere.network(&preset).is_err());
}
