//! Attacks on the money path, by their numbers in the list.
//!
//! Those on a single message stand with it: 32 with `authorize`, 42 with `submit_price`, 48 with `sudo` and `receive`,
//! 53 with `buy_credits`, 54 with `settle`, 55 with `claim`, 56 with `deposit` and `receive`, 57 with the backlog of
//! `close_epoch`, 58 with `prune`.

use anyhow::anyhow;
use ballast_api::{ExecuteMsg, MeterConfig, SettleResponse, ShortfallReason};
use ballast_controller::ContractError;
use ballast_math::{Ratio, Rho, WeightBy};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, START, Suite, addr, line, tokens, usd};
use cosmwasm_std::Storage;
use cosmwasm_std::storage_keys::namespace_with_key;
use cw_multi_test::Executor;
use rstest::rstest;
use serde_json::{Value, json};

// Attack 16: a reply or a self-call legitimises an unscheduled change. There is neither.
#[test]
fn the_contract_has_no_reply() {
    let source = include_str!("../../../contracts/controller/src/contract.rs");
    assert!(!source.contains("reply"), "an entry point for replies");
}

#[rstest]
fn the_contract_never_sends_itself_a_message(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    let own = suite.chain.controller().to_string();
    let mut responses = vec![suite.settle(vec![line("tenant", "provider", 100)]).ok()];
    suite.epoch_is_over_at("1");
    responses.push(suite.claim("provider").ok());
    responses.push(suite.withdraw("tenant", Some(5)).ok());
    responses.push(suite.buy_credits("treasury", 5, None).ok());
    for response in responses {
        let calls = response.events.iter().filter(|event| event.ty == "execute");
        let to_itself = calls.filter(|event| event.attributes.iter().any(|attribute| attribute.value == own));
        assert_eq!(to_itself.count(), 1, "more than the message that was sent");
    }
}

// Attack 51: one owner as tenant, provider and meter. With γ ≤ 1 and no schedule nobody gains by paying themselves.
#[rstest]
fn one_owner_in_every_part_never_gains(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values(10, 90, 100, 200)] rho: u64,
    #[values(50, 100)] round_trip: u64,
    #[values(0, 100)] value_share: u64,
) {
    let mut suite = Suite::edited(mode, |genesis| {
        let mint = &mut genesis.params.policy.mint;
        mint.rho = Rho::Fixed(Ratio::percent(rho));
        mint.round_trip = Ratio::percent(round_trip);
        mint.value_share = Ratio::percent(value_share);
    });
    suite.price("1");
    suite.tenant_with("tenant", 100_000);
    suite.work("tenant", "provider", 50_000);
    suite.next_epoch();
    // The owner comes with a million, alone in some epochs and beside honest demand in others.
    suite.tenant_with("owner", 1_000_000);
    let mut burned = 0;
    for round in 0..6u128 {
        let amount = 10_000 + 7 * round;
        suite.work("owner", "owner", amount);
        burned += amount;
        if round % 2 == 0 {
            suite.work("tenant", "provider", 3_000);
        }
        suite.next_epoch();
        if suite.provider("owner").claimable > tokens(0) {
            suite.claim("owner").ok();
        }
    }
    let deposit = if mode == External { 0 } else { suite.tenant("owner").deposit.get() };
    let wealth = suite.balance("owner") + deposit;
    assert!(wealth <= 1_000_000, "{wealth}");
    assert!(1_000_000 - wealth >= burned * u128::from(100 - round_trip.min(100)) / 100);
}

// The same with weights in dollars is another matter: what is said about presets with `weight_by: usd` is said of this.
#[test]
fn with_weights_in_dollars_the_grant_still_stays_below_what_burned() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.params.policy.reward.weight_by = WeightBy::Usd;
        genesis.params.policy.mint.rho = Rho::Fixed(Ratio::percent(200));
    });
    suite.price("1");
    suite.tenant_with("owner", 1_000_000);
    suite.settle(vec![line("owner", "owner", 1_000)]).ok();
    suite.next_epoch();
    assert_eq!(suite.record(0).granted, suite.record(0).burned);
}

// Attack 52: a compromised meter.
#[test]
fn a_compromised_meter_takes_no_more_than_it_was_trusted_with() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let meter = Some(addr("meter-2").into());
        genesis.meters.push(MeterConfig { meter, usd_per_epoch: usd(500) });
    });
    suite.price("1");
    suite.tenant_with("tenant", 1_000_000);
    suite.tenant_with("tenant-2", 1_000_000);
    suite.tenant_with("bystander", 1_000_000);
    suite.authorize("tenant", "meter-2", 300).ok();
    suite.authorize("tenant-2", "meter-2", 300).ok();
    let loot = |batch: u64| {
        let victims = ["tenant", "bystander", "tenant-2", "tenant", "stranger"];
        (batch, victims.map(|victim| line(victim, "meter-2", u128::MAX)).to_vec())
    };

    let (batch, lines) = loot(1);
    let settled: SettleResponse = suite.settle_as("meter-2", batch, lines).data();
    let reasons: Vec<ShortfallReason> = settled.shortfalls.iter().map(|short| short.reason).collect();
    use ShortfallReason::{MeterLimit, TenantLimit, Unauthorised};
    assert_eq!(reasons, vec![TenantLimit, Unauthorised, MeterLimit, TenantLimit, Unauthorised]);
    assert_eq!(settled.usd_settled, usd(500));

    // Replays and gaps are refused; the next batch finds nothing left in this epoch.
    for found in [0, 1, 3, u64::MAX] {
        let (_, lines) = loot(0);
        let refused = ContractError::WrongBatch { expected: 2, found };
        suite.settle_as("meter-2", found, lines).should_fail_with(refused);
    }
    let (batch, lines) = loot(2);
    let settled: SettleResponse = suite.settle_as("meter-2", batch, lines).data();
    assert_eq!(settled.usd_settled, usd(0));

    assert_eq!(suite.tenant("tenant").deposit, tokens(1_000_000 - 300));
    assert_eq!(suite.tenant("tenant-2").deposit, tokens(1_000_000 - 200));
    assert_eq!(suite.tenant("bystander").deposit, tokens(1_000_000));
    // And what it took burned: it gets back no more than a share of it.
    suite.next_epoch();
    assert_eq!(suite.provider("meter-2").claimable, tokens(450));
}

/// Makes `admin` the admin of the network's denom, behind everybody's back.
fn denom_goes_to(suite: &mut Suite, admin: &str) {
    let key = namespace_with_key(&[b"tokenfactory/admins"], suite.chain.denom().as_bytes());
    suite.chain.app().storage_mut().set(&key, json!(admin).to_string().as_bytes());
}

// Attack 59: a denom whose admin is not the contract.
#[test]
fn without_the_admins_rights_nothing_closes_nothing_is_lost_and_the_unspent_comes_back() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    denom_goes_to(&mut suite, addr("stranger").as_str());

    let unauthorised = "unauthorized account";
    suite.settle(vec![line("tenant", "provider", 10)]).should_fail_saying(unauthorised);
    suite.epoch_is_over_at("1");
    suite.close(None).should_fail_saying(unauthorised);
    suite.claim("provider").should_fail_saying(unauthorised);
    suite.withdraw("tenant", Some(400)).ok();
    assert_eq!((suite.balance("tenant"), suite.epoch().epoch), (400, 0));

    let controller = suite.chain.controller().to_string();
    denom_goes_to(&mut suite, &controller);
    suite.settle(vec![line("tenant", "provider", 10)]).ok();
    suite.claim("provider").ok();
    assert_eq!((suite.balance("provider"), suite.record(0).granted), (90, tokens(90)));
    assert_eq!(suite.tenant("tenant").deposit, tokens(490));
}

#[test]
fn a_cw20_token_that_no_longer_mints_for_the_contract_loses_nothing_either() {
    let mut suite = Suite::at_a_dollar(Cw20);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    let token = suite.chain.token().unwrap().clone();
    suite
        .chain
        .app()
        .contract_storage_mut(&token)
        .set(b"minter", json!(addr("stranger")).to_string().as_bytes());
    suite.epoch_is_over_at("1");
    suite.close(None).should_fail_saying("cw20: unauthorized");
    suite.withdraw("tenant", None).ok();
    assert_eq!((suite.balance("tenant"), suite.epoch().epoch), (900, 0));
}

// Attack 60: JSON of every wrong shape.
#[rstest]
#[case::null(json!(null))]
#[case::a_word(json!("claim"))]
#[case::a_number(json!(7))]
#[case::an_empty_object(json!({}))]
#[case::an_empty_list(json!([]))]
#[case::no_such_verb(json!({ "mint": { "amount": "5" } }))]
#[case::a_verb_in_capitals(json!({ "Claim": {} }))]
#[case::two_verbs(json!({ "claim": {}, "poke": {} }))]
#[case::no_body(json!({ "claim": null }))]
#[case::a_word_as_body(json!({ "claim": "all" }))]
#[case::a_field_too_many(json!({ "claim": { "amount": "5" } }))]
#[case::an_amount_as_a_number(json!({ "withdraw": { "amount": 5 } }))]
#[case::a_negative_amount(json!({ "withdraw": { "amount": "-5" } }))]
#[case::a_signed_amount(json!({ "withdraw": { "amount": "+5" } }))]
#[case::an_amount_with_a_point(json!({ "withdraw": { "amount": "5.0" } }))]
#[case::an_amount_with_an_exponent(json!({ "withdraw": { "amount": "1e3" } }))]
#[case::an_amount_with_a_space(json!({ "withdraw": { "amount": " 5" } }))]
#[case::an_empty_amount(json!({ "withdraw": { "amount": "" } }))]
#[case::an_amount_of_129_bits(json!({ "withdraw": { "amount": "340282366920938463463374607431768211456" } }))]
#[case::a_field_missing(json!({ "settle": { "batch": 1 } }))]
#[case::a_batch_as_text(json!({ "settle": { "batch": "1", "usages": [] } }))]
#[case::a_negative_batch(json!({ "settle": { "batch": -1, "usages": [] } }))]
#[case::a_broken_batch(json!({ "settle": { "batch": 1.5, "usages": [] } }))]
#[case::lines_that_are_none(json!({ "settle": { "batch": 1, "usages": [{}] } }))]
#[case::a_limit_of_33_bits(json!({ "close_epoch": { "limit": 4_294_967_296u64 } }))]
#[case::a_price_as_a_number(json!({ "submit_price": { "round": 1, "price": 1.5, "time": START } }))]
#[case::a_price_with_19_decimals(
    json!({ "submit_price": { "round": 1, "price": "1.0000000000000000001", "time": START } })
)]
#[case::a_price_that_is_no_number(json!({ "submit_price": { "round": 1, "price": "NaN", "time": START } }))]
#[case::the_chains_own_verb(json!({ "report_burns": { "batch": 1, "burns": [] } }))]
#[case::the_chains_other_verb(json!({ "confirm_mint": { "amount": "1" } }))]
fn a_message_of_a_wrong_shape_is_refused(#[case] msg: Value) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    for sender in ["tenant", "meter", "feeder"] {
        let outcome = suite.act(|chain| {
            let controller = chain.controller().clone();
            chain
                .app()
                .execute_contract(addr(sender), controller, &msg, &[])
                .map_err(|error| anyhow!("{error}"))
        });
        assert!(outcome.0.is_err());
    }
}

// Attack 33 and 54: what is settled late counts where it is settled, not where it was due.
#[test]
fn an_epoch_that_is_over_takes_no_more_work_though_nobody_closed_it() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.chain.wait(DAY);
    suite.price("1");
    let settled = suite.work("tenant", "provider", 200);
    assert_eq!(settled.epoch, 1);
    assert_eq!(suite.record(0).burned, tokens(100));
}

#[test]
fn credits_and_authorisations_do_not_transfer() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.buy_credits("treasury", 100, None).ok();
    suite.authorize("stranger", "meter", 1_000).ok();
    let settled: SettleResponse = suite.settle(vec![line("stranger", "provider", 10)]).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::Funds);
    suite
        .execute("treasury", &ExecuteMsg::Withdraw { amount: None })
        .should_fail_with(ContractError::ZeroAmount);
}
