use ballast_api::{
    Allocation, AuditResponse, ConfigResponse, EpochConfig, FactoryDenom, FeedResponse, InstantiateMsg,
    MetersResponse, NumberedSource, ParamsResponse, QueryMsg, SupplyMode,
};
use ballast_controller::ContractError;
use ballast_guardrails::Level;
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, START, Suite, addr, genesis, reason, tokens, usd};
use cosmwasm_std::{Addr, Coin, HexBinary, Uint256, coin};
use cw_multi_test::Executor;
use rstest::rstest;

/// A message for a second network beside the suite's own.
fn message(supply_mode: SupplyMode) -> InstantiateMsg {
    let genesis = genesis(External);
    InstantiateMsg {
        supply_mode,
        decimals: genesis.decimals,
        epoch: genesis.epoch,
        emission_budget: genesis.emission_budget,
        params: genesis.params,
        price_sources: genesis.price_sources,
        meters: genesis.meters,
        governance: genesis.governance,
    }
}

fn instantiate(suite: &mut Suite, msg: &InstantiateMsg, funds: &[Coin]) -> Result<Addr, String> {
    let first = suite.chain.controller().clone();
    let code_id = suite.chain.app().contract_data(&first).unwrap().code_id;
    let app = suite.chain.app();
    app.instantiate_contract(code_id, addr("treasury"), msg, funds, "second", None).map_err(reason)
}

fn created(allocations: &[(&str, u128)]) -> SupplyMode {
    SupplyMode::TokenFactory {
        type_url_prefix: "/osmosis.tokenfactory.v1beta1".to_owned(),
        denom: FactoryDenom::Create {
            subdenom: "unew".to_owned(),
            allocations: allocations
                .iter()
                .map(|(name, amount)| Allocation { address: addr(name).into(), amount: tokens(*amount) })
                .collect(),
        },
    }
}

#[rstest]
fn a_network_starts_empty(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let mut genesis = genesis(mode);
    genesis.reserve = tokens(0);
    genesis.emission_budget = tokens(77);
    let suite = Suite::with(&genesis);

    let config: ConfigResponse = suite.query(&QueryMsg::Config {});
    let token = match mode {
        Cw20 => suite.chain.token().unwrap().to_string(),
        TokenFactory => format!("factory/{}/ucompute", suite.chain.controller()),
        Reserve | External => "ucompute".to_owned(),
    };
    let supply_mode = match mode {
        TokenFactory => SupplyMode::TokenFactory {
            type_url_prefix: "/osmosis.tokenfactory.v1beta1".to_owned(),
            denom: FactoryDenom::Existing { denom: token.clone() },
        },
        Cw20 => SupplyMode::Cw20 { token: token.clone() },
        Reserve => SupplyMode::Reserve { denom: token.clone() },
        External => SupplyMode::External { denom: token.clone(), supply: genesis.seed_supply },
    };
    let expected = ConfigResponse {
        supply_mode,
        token,
        decimals: 6,
        genesis: Timestamp::new(START),
        epoch_length: Duration::DAY,
        window: 30,
        emission_budget: tokens(77),
        initial_supply: genesis.seed_supply,
        price_sources: genesis
            .price_sources
            .into_iter()
            .zip(1..)
            .map(|(source, id)| NumberedSource { id, source })
            .collect(),
    };
    assert_eq!(config, expected);
    let params: ParamsResponse = suite.query(&QueryMsg::Params {});
    assert_eq!((params.params, params.next), (genesis.params, None));
    let open = suite.epoch();
    assert_eq!(
        (open.epoch, open.start, open.end, open.behind),
        (0, Timestamp::new(START), Timestamp::new(START + DAY), 0)
    );
    assert_eq!((open.level, open.budget_left), (Level::Restricted, tokens(77)));
    let supply = suite.supply();
    assert_eq!((supply.supply, supply.burned, supply.minted), (genesis.seed_supply, tokens(0), tokens(0)));
    let meters: MetersResponse = suite.query(&QueryMsg::Meters { start_after: None, limit: None });
    assert_eq!(meters.meters.len(), 2);
    assert_eq!((suite.meter("meter").id, suite.chain_as_meter().id), (1, 2));
    assert_eq!((suite.meter("meter").next_batch, suite.meter("meter").spent), (1, usd(0)));
    let audit = AuditResponse { receipts: 0, commitment: HexBinary::from([0; 32]), pruned_before: 0 };
    assert_eq!(suite.audit(), audit);
    let feed: FeedResponse = suite.query(&QueryMsg::Feed {});
    assert!(feed.submissions.iter().all(|submission| submission.round == 0));
    assert_eq!(suite.held(), 0);
}

#[test]
fn a_new_denom_is_minted_to_its_first_holders() {
    let mut suite = Suite::new(TokenFactory);
    let msg = message(created(&[("owner", 600), ("stranger", 400), ("owner", 1)]));
    let network = instantiate(&mut suite, &msg, &[]).unwrap();
    let denom = format!("factory/{network}/unew");
    let held =
        |suite: &mut Suite, name: &str| suite.chain.app().wrap().query_balance(addr(name), &denom).unwrap();
    assert_eq!(held(&mut suite, "owner").amount, Uint256::from(601u128));
    assert_eq!(held(&mut suite, "stranger").amount, Uint256::from(400u128));
    let config: ConfigResponse =
        suite.chain.app().wrap().query_wasm_smart(&network, &QueryMsg::Config {}).unwrap();
    assert_eq!((config.initial_supply, config.token), (tokens(1_001), denom));
}

#[test]
fn a_new_denom_can_start_with_nobody() {
    let mut suite = Suite::new(TokenFactory);
    let network = instantiate(&mut suite, &message(created(&[])), &[]).unwrap();
    let config: ConfigResponse =
        suite.chain.app().wrap().query_wasm_smart(&network, &QueryMsg::Config {}).unwrap();
    assert_eq!(config.initial_supply, tokens(0));
}

#[rstest]
#[case::as_many_as_there_may_be(32, true)]
#[case::one_more(33, false)]
fn a_new_denom_has_at_most_32_first_holders(#[case] found: usize, #[case] good: bool) {
    let mut suite = Suite::new(TokenFactory);
    let outcome = instantiate(&mut suite, &message(created(&vec![("owner", 1); found])), &[]);
    let refused = ContractError::WrongCount { field: "allocations", min: 0, max: 32, found };
    assert_eq!(outcome.map(|_| ()), if good { Ok(()) } else { Err(refused.to_string()) });
}

#[rstest]
#[case::one_of_zero(&[("owner", 5), ("stranger", 0)])]
#[case::only_zero(&[("owner", 0)])]
fn a_first_holder_of_nothing_is_refused(#[case] allocations: &[(&str, u128)]) {
    let mut suite = Suite::new(TokenFactory);
    let outcome = instantiate(&mut suite, &message(created(allocations)), &[]);
    assert_eq!(outcome.unwrap_err(), ContractError::ZeroAmount.to_string());
}

#[test]
fn first_holders_of_more_than_can_be_counted_are_refused() {
    let mut suite = Suite::new(TokenFactory);
    let msg = message(created(&[("owner", u128::MAX), ("stranger", 1)]));
    assert_eq!(instantiate(&mut suite, &msg, &[]).unwrap_err(), "overflow in sum of tokens");
}

#[test]
fn a_denom_that_exists_starts_with_its_supply() {
    let mut suite = Suite::new(TokenFactory);
    let denom = suite.chain.denom().to_owned();
    let mode = SupplyMode::TokenFactory {
        type_url_prefix: "/osmosis.tokenfactory.v1beta1".to_owned(),
        denom: FactoryDenom::Existing { denom },
    };
    let network = instantiate(&mut suite, &message(mode), &[]).unwrap();
    let config: ConfigResponse =
        suite.chain.app().wrap().query_wasm_smart(&network, &QueryMsg::Config {}).unwrap();
    assert_eq!(config.initial_supply, genesis(TokenFactory).seed_supply);
}

#[test]
fn a_token_that_is_no_token_is_refused() {
    let mut suite = Suite::new(TokenFactory);
    for token in [addr("nobody").to_string(), suite.chain.controller().to_string(), "token".to_owned()] {
        assert!(instantiate(&mut suite, &message(SupplyMode::Cw20 { token }), &[]).is_err());
    }
}

#[rstest]
#[case::not_given(None, START)]
#[case::now(Some(START), START)]
#[case::in_ten_years(Some(START + 3_650 * DAY), START + 3_650 * DAY)]
fn time_begins_now_or_later(#[case] given: Option<u64>, #[case] expected: u64) {
    let suite = Suite::edited(External, |genesis| {
        genesis.epoch = EpochConfig { genesis: given.map(Timestamp::new), ..genesis.epoch.clone() };
    });
    assert_eq!(suite.query::<ConfigResponse>(&QueryMsg::Config {}).genesis, Timestamp::new(expected));
    assert_eq!(suite.epoch().behind, 0);
}

#[test]
fn a_network_of_a_chain_that_takes_the_money_needs_no_price() {
    let mut suite = Suite::edited(External, |genesis| {
        genesis.price_sources.clear();
        genesis.params.price.min_sources = 0;
    });
    suite.give("tenant", 1_000);
    suite.work("tenant", "provider", 1_000);
    suite.chain.wait(Duration::DAY);
    suite.close(None).ok();
    let record = suite.record(0);
    assert_eq!((record.level, record.price, record.decision.granted), (Level::Normal, None, tokens(900)));
}

#[test]
fn an_instantiation_takes_no_funds() {
    let mut suite = Suite::new(TokenFactory);
    let outcome = instantiate(&mut suite, &message(created(&[])), &[coin(5, "uother")]);
    let refused = ContractError::UnexpectedFunds { found: "5uother".to_owned() };
    assert_eq!(outcome.unwrap_err(), refused.to_string());
}
