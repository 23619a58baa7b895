use ballast_api::{ClaimResponse, ExecuteMsg};
use ballast_controller::ContractError;
use ballast_guardrails::Level;
use ballast_math::Duration;
use ballast_sandbox::{
    AppResponse, Sandbox,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{DAY, Suite, addr, event, line, ratio, tokens};
use cosmwasm_std::coin;
use rstest::rstest;

fn half_direct(mode: SupplyKind) -> Suite {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.params.policy.burn.burn_share = ratio("0.7");
    });
    suite.price("1");
    suite.tenant_with("tenant", 1_000_000);
    suite
}

fn messages_to_the_token(suite: &Suite, response: &AppResponse) -> usize {
    let token = suite.chain.token().expect("a cw20 token").to_string();
    let executed = response.events.iter().filter(|event| event.ty == "execute");
    executed.filter(|event| event.attributes.iter().any(|attribute| attribute.value == token)).count()
}

#[rstest]
fn direct_pay_and_reward_come_in_one_transfer(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = half_direct(mode);
    suite.settle(vec![line("tenant", "provider", 1_000)]).ok();
    suite.next_epoch();
    assert_eq!(suite.provider("provider").claimable, tokens(930));
    let held = suite.held();

    let response = suite.claim("provider").ok();

    // 300 of direct pay, and 90% of the 700 that burned.
    let claimed: ClaimResponse = Sandbox::data(&response).unwrap();
    assert_eq!(claimed, ClaimResponse { paid: tokens(930), unvested: tokens(0) });
    let expected = format!("provider={} paid=930 unvested=0", addr("provider"));
    assert_eq!(event(&response, "ballast-claim"), expected);
    assert_eq!((suite.balance("provider"), suite.held()), (930, held - 930));
    assert_eq!(suite.solvency().payable, tokens(0));
    if mode == Cw20 {
        assert_eq!(messages_to_the_token(&suite, &response), 1);
    }
    suite.claim("provider").should_fail_with(ContractError::NothingToClaim);
}

#[rstest]
fn a_claim_closes_the_epoch_it_is_paid_from(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = half_direct(mode);
    suite.settle(vec![line("tenant", "provider", 1_000)]).ok();
    suite.epoch_is_over_at("1");

    let response = suite.claim("provider").ok();

    assert_eq!(suite.balance("provider"), 930);
    assert_eq!(Sandbox::events(&response, "ballast-mint").len(), 1);
    assert_eq!(suite.epoch().epoch, 1);
    if mode == Cw20 {
        // The mint and the transfer.
        assert_eq!(messages_to_the_token(&suite, &response), 2);
    }
}

#[test]
fn direct_pay_can_be_claimed_before_the_epoch_is_over_and_the_reward_after() {
    let mut suite = half_direct(TokenFactory);
    suite.settle(vec![line("tenant", "provider", 1_000)]).ok();
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 300);
    suite.next_epoch();
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 930);
}

#[rstest]
fn a_grant_is_shared_by_what_each_providers_work_burned(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000_000);
    suite.work("tenant", "provider", 100);
    suite.work("tenant", "provider-2", 150);
    suite.work("tenant", "provider-2", 50);
    suite.next_epoch();
    suite.claim("provider").ok();
    suite.claim("provider-2").ok();
    suite.claim("stranger").should_fail_with(ContractError::NothingToClaim);
    assert_eq!((suite.balance("provider"), suite.balance("provider-2")), (90, 180));
}

// Attack 55: claims in any order, by many, after years.
#[rstest]
#[case::abc(["provider", "provider-2", "provider-3"])]
#[case::acb(["provider", "provider-3", "provider-2"])]
#[case::bac(["provider-2", "provider", "provider-3"])]
#[case::bca(["provider-2", "provider-3", "provider"])]
#[case::cab(["provider-3", "provider", "provider-2"])]
#[case::cba(["provider-3", "provider-2", "provider"])]
fn the_order_of_claims_changes_no_payout(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values(0, 3_650)] days: u64,
    #[case] order: [&str; 3],
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000_000);
    suite.work("tenant", "provider", 3_334);
    suite.work("tenant", "provider-2", 3_333);
    suite.work("tenant", "provider-3", 3_333);
    suite.next_epoch();
    suite.chain.wait(Duration::new(days * DAY));

    for provider in order {
        suite.claim(provider).ok();
    }

    // ⌊9,000 · 3,334 / 10,000⌋ = 3,000 and ⌊9,000 · 3,333 / 10,000⌋ = 2,999, twice; two units are left over.
    let paid = ["provider", "provider-2", "provider-3"].map(|provider| suite.balance(provider));
    assert_eq!(paid, [3_000, 2_999, 2_999]);
    let books = suite.solvency();
    assert_eq!((books.payable, books.carried), (tokens(0), tokens(2)));
}

#[rstest]
fn what_rounding_leaves_over_is_granted_again_before_anything_new_is_minted(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000_000);
    for (provider, amount) in [("provider", 3_334), ("provider-2", 3_333), ("provider-3", 3_333)] {
        suite.work("tenant", provider, amount);
    }
    suite.next_epoch();
    for provider in ["provider", "provider-2", "provider-3"] {
        suite.claim(provider).ok();
    }
    suite.work("tenant", "provider", 1_000);
    suite.next_epoch();

    let record = suite.record(1);
    assert_eq!((record.decision.granted, record.decision.minted), (tokens(900), tokens(898)));
    assert_eq!(suite.supply().minted, tokens(9_898));
    suite.claim("provider").ok();
    let books = suite.solvency();
    assert_eq!((books.payable, books.carried, books.surplus), (tokens(0), tokens(0), tokens(0)));
    assert_eq!(suite.balance("provider"), 3_900);
}

#[test]
fn who_never_claims_loses_nothing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000_000);
    for _ in 0..5 {
        suite.work("tenant", "provider", 100);
        suite.next_epoch();
        suite.next_epoch();
    }
    suite.chain.wait(Duration::new(5 * 365 * DAY));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 450);
    assert_eq!(suite.solvency().payable, tokens(0));
}

#[test]
fn work_of_the_open_epoch_is_not_paid_before_its_close() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000_000);
    suite.work("tenant", "provider", 100);
    suite.claim("provider").should_fail_with(ContractError::NothingToClaim);
    suite.next_epoch();
    suite.work("tenant", "provider", 1_000);
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90);
    assert_eq!(suite.provider("provider").open_weight, 1_000);
}

#[test]
fn claims_work_with_a_dead_oracle() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000_000);
    suite.work("tenant", "provider", 100);
    suite.next_epoch();
    suite.chain.wait(Duration::DAY);
    assert_eq!(suite.epoch().level, Level::Restricted);
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90);
}

#[test]
fn one_providers_claim_touches_no_other() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000_000);
    suite.work("tenant", "provider", 100);
    suite.work("tenant", "provider-2", 77);
    suite.next_epoch();
    let other = suite.provider("provider-2");
    suite.claim("provider").ok();
    assert_eq!(suite.provider("provider-2"), other);
    assert_eq!(suite.balance("provider-2"), 0);
}

#[test]
fn in_external_mode_a_claim_waits_for_the_chain_to_mint() {
    let mut suite = Suite::at_a_dollar(External);
    suite.tenant_with("tenant", 1_000_000);
    suite.work("tenant", "provider", 1_000);
    suite.epoch_is_over_at("1");
    suite.close(None).ok();
    let waits =
        |held| ContractError::AwaitingMint { awaiting: tokens(900), held: tokens(held), needed: tokens(900) };
    suite.claim("provider").should_fail_with(waits(0));

    let controller = suite.chain.controller().clone();
    suite.chain.mint_natively(&controller, tokens(899)).unwrap();
    suite.donated = 899;
    suite.claim("provider").should_fail_with(waits(899));
    suite.chain.mint_natively(&controller, tokens(1)).unwrap();
    suite.donated = 900;
    // It is there, if not confirmed yet.
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 900);
}

#[test]
fn a_claim_takes_no_funds() {
    let mut suite = Suite::new(TokenFactory);
    suite
        .execute_with("treasury", &ExecuteMsg::Claim {}, &[coin(1, "uother")])
        .should_fail_with(ContractError::UnexpectedFunds { found: "1uother".to_owned() });
}
