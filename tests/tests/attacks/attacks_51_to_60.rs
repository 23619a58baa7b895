use ballast_api::{Cw20HookMsg, Cw20ReceiveMsg, ExecuteMsg, MeterConfig, SettleResponse, ShortfallReason};
use ballast_controller::ContractError;
use ballast_math::{Duration, Ratio, Rho, WeightBy};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, Suite, addr, line, tokens, usd};
use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{Storage, coin, to_json_binary};
use rstest::rstest;
use serde_json::json;

/// One owner as tenant, provider and meter: with γ ≤ 1 and no schedule nobody gains by paying themselves.
#[rstest]
fn attack_51_one_owner_in_every_part_never_gains(
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

/// With weights in dollars the grant still stays below what burned; presets that use them say so.
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
    assert_eq!(suite.record(0).decision.granted, suite.record(0).burned);
}

/// A compromised meter takes no more than tenants and governance trusted it with: no replay, no gap, nobody else's account.
#[test]
fn attack_52_a_compromised_meter_takes_no_more_than_it_was_trusted_with() {
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

/// Credits bought on a price that is known to fall, or before the average has followed a rise, cost the lower of the two.
#[rstest]
#[case::spot_has_fallen("1.6", 1_600)]
#[case::spot_has_risen("2.4", 2_000)]
fn attack_53_credits_are_no_free_option(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[case] spot: &str,
    #[case] micro_usd: u128,
) {
    let mut suite = Suite::new(mode);
    suite.price("2");
    suite.wait_with_price(DAY, "2");
    suite.price(spot);
    suite.give("tenant", 1_000);
    suite.buy_credits("tenant", 1_000, None).ok();
    assert_eq!(suite.tenant("tenant").credits, usd(micro_usd));
    // They are never sold back: what fell in between is the buyer's.
    suite.withdraw("tenant", None).should_fail_with(ContractError::ZeroAmount);
}

/// Work on either side of an epoch's edge is counted once, where it was sent.
#[rstest]
fn attack_54_an_epochs_edge_counts_nothing_twice(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    suite.chain.wait(Duration::new(DAY - 1));
    suite.price("1");
    assert_eq!(suite.work("tenant", "provider", 100).epoch, 0);
    suite.chain.wait(Duration::new(1));
    assert_eq!(suite.work("tenant", "provider", 10).epoch, 1);
    suite.chain_mints();
    suite.next_epoch();
    let burned = [suite.record(0).burned, suite.record(1).burned];
    assert_eq!(burned, [100, 10].map(tokens));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90 + 9);
}

/// Claims in any order, by many, after years pay each the same.
#[rstest]
fn attack_55_claims_pay_the_same_in_any_order_and_after_years(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values(["provider", "provider-2", "provider-3"], ["provider-3", "provider", "provider-2"])]
    order: [&str; 3],
    #[values(0, 1_000)] days: u64,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    for (provider, amount) in [("provider", 333), ("provider-2", 334), ("provider-3", 333)] {
        suite.work("tenant", provider, amount);
    }
    suite.next_epoch();
    suite.chain.wait(Duration::new(days * DAY));
    while suite.epoch().behind > 0 {
        suite.close(None).ok();
    }
    for provider in order {
        suite.claim(provider).ok();
        suite.claim(provider).should_fail_with(ContractError::NothingToClaim);
    }
    let paid = ["provider", "provider-2", "provider-3"].map(|provider| suite.balance(provider));
    assert_eq!(paid, [299, 300, 299]);
}

/// Payments from a foreign token, with extra denoms, or for an address that is none are refused.
#[test]
fn attack_56_only_the_networks_token_pays() {
    let mut suite = Suite::at_a_dollar(Cw20);
    let payment = Cw20ReceiveMsg {
        sender: addr("stranger").into(),
        amount: 1_000u128.into(),
        msg: to_json_binary(&Cw20HookMsg::Deposit { tenant: None }).unwrap(),
    };
    let (expected, found) = (suite.chain.token().unwrap().to_string(), addr("stranger").to_string());
    suite
        .execute("stranger", &ExecuteMsg::Receive(payment))
        .should_fail_with(ContractError::ForeignToken { expected, found });

    let mut suite = Suite::at_a_dollar(Reserve);
    let coins = [suite.chain.coin(tokens(5)), coin(5, "uother")];
    suite
        .execute_with("treasury", &ExecuteMsg::Deposit { tenant: None }, &coins)
        .should_fail_saying("expected funds of one denom, ucompute, found 5ucompute, 5uother");
    let coins = [suite.chain.coin(tokens(5))];
    for tenant in ["osmo1g7ajkk295vactngp74shkfrprvjrdwn662dg26", "tenant", ""] {
        let msg = ExecuteMsg::Deposit { tenant: Some(tenant.to_owned()) };
        assert!(suite.execute_with("treasury", &msg, &coins).0.is_err());
    }
}

/// Ten thousand skipped epochs close in bounded steps, mint for the one that had work, and give no room besides.
#[test]
fn attack_57_ten_thousand_skipped_epochs_close_in_bounded_steps() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.epoch.length = Duration::HOUR);
    suite.price("1");
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.chain.wait(Duration::new(10_000 * HOUR));
    suite.price("1");
    let behind = ContractError::EpochsBehind { behind: 10_000 - 32 };
    suite.settle(vec![line("tenant", "provider", 1)]).should_fail_with(behind);
    let mut messages = 0;
    while suite.epoch().behind > 0 {
        suite.close(None).ok();
        messages += 1;
    }
    assert_eq!((messages, suite.epoch().epoch), (10_000_usize.div_ceil(32), 10_000));
    // Nobody looked while there was no price, so nothing tripped, and the work of that time is paid in full.
    assert_eq!((suite.record(0).decision.granted, suite.supply().minted), (tokens(90), tokens(90)));
}

/// Pruning receipts while claims are open takes nothing from them.
#[rstest]
fn attack_58_pruning_takes_nothing_from_open_claims(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::edited(mode, |genesis| genesis.params.receipt_retention = 1);
    suite.price("1");
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    let commitment = suite.audit().commitment;
    suite.next_epoch();
    suite.next_epoch();
    suite.prune(None).ok();
    assert_eq!((suite.audit().pruned_before, suite.audit().commitment), (1, commitment));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90);
}

/// Makes `admin` the admin of the network's denom, behind everybody's back.
fn denom_goes_to(suite: &mut Suite, admin: &str) {
    let key = namespace_with_key(&[b"tokenfactory/admins"], suite.chain.denom().as_bytes());
    suite.chain.app().storage_mut().set(&key, json!(admin).to_string().as_bytes());
}

/// A denom whose admin is not the contract: nothing closes, nothing is lost, and the unspent comes back.
#[test]
fn attack_59_without_the_admins_rights_nothing_is_lost_and_the_unspent_comes_back() {
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
    assert_eq!((suite.balance("provider"), suite.record(0).decision.granted), (90, tokens(90)));
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
