use ballast_api::{ExecuteMsg, SettleResponse, ShortfallReason, SudoMsg};
use ballast_controller::ContractError;
use ballast_sandbox::{
    Sandbox,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{Suite, event, line, tokens, usd};
use rstest::rstest;

fn settle(batch: u64, micro_usd: u128) -> SudoMsg {
    SudoMsg::Settle { batch, lines: vec![line("tenant", "provider", micro_usd)] }
}

fn trusts_the_chain(suite: &mut Suite, micro_usd: u128) {
    let meter = suite.chain.controller().to_string();
    suite.execute("tenant", &ExecuteMsg::Authorize { meter, usd_per_epoch: usd(micro_usd) }).ok();
}

#[rstest]
fn the_chain_settles_as_a_meter_of_its_own(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000);
    trusts_the_chain(&mut suite, 500);
    suite.settle(vec![line("tenant", "provider", 100)]).ok();

    let response = suite.sudo(&settle(1, 600)).ok();

    let settled: SettleResponse = Sandbox::data(&response).unwrap();
    assert_eq!((settled.batch, settled.usd_settled, settled.burned), (1, usd(500), tokens(500)));
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::TenantLimit);
    let meter = suite.chain.controller().clone();
    assert_eq!(
        event(&response, "ballast-settle"),
        format!("epoch=0 meter={meter} batch=1 usd=500 burned=500 direct_pay=0"),
    );
    assert_eq!((suite.chain_as_meter().spent, suite.chain_as_meter().next_batch), (usd(500), 2));
    assert_eq!((suite.meter("meter").spent, suite.meter("meter").next_batch), (usd(100), 2));
    assert_eq!(suite.tenant("tenant").deposit, tokens(400));
}

// Attack 48: what holds for a meter's message holds for the chain's.
#[test]
fn the_chain_needs_the_tenants_authorisation_like_everybody_else() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    let settled: SettleResponse = suite.sudo(&settle(1, 600)).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::Unauthorised);
    assert_eq!(suite.tenant("tenant").deposit, tokens(1_000));
}

#[test]
fn the_chain_has_a_limit_like_everybody_else() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.meters[1].usd_per_epoch = usd(50));
    suite.price("1");
    suite.tenant_with("tenant", 1_000);
    trusts_the_chain(&mut suite, 500);
    let settled: SettleResponse = suite.sudo(&settle(1, 600)).data();
    assert_eq!(settled.shortfalls[0].reason, ShortfallReason::MeterLimit);
    assert_eq!(settled.usd_settled, usd(50));
}

#[rstest]
#[case::zero(0)]
#[case::the_last_one(1)]
#[case::one_ahead(3)]
fn the_chain_takes_its_turn_like_everybody_else(#[case] found: u64) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.sudo(&settle(1, 600)).ok();
    suite.sudo(&settle(found, 600)).should_fail_with(ContractError::WrongBatch { expected: 2, found });
}

#[rstest]
#[case::none(0)]
#[case::one_too_many(201)]
fn the_chains_batches_are_as_long_as_everybodys(#[case] found: usize) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let lines = vec![line("tenant", "provider", 1); found];
    suite.sudo(&SudoMsg::Settle { batch: 1, lines }).should_fail_with(ContractError::WrongCount {
        field: "lines",
        min: 1,
        max: 200,
        found,
    });
}

#[test]
fn a_chain_that_is_no_meter_settles_nothing() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.meters.truncate(1));
    let sender = suite.chain.controller().to_string();
    suite.sudo(&settle(1, 1)).should_fail_with(ContractError::NotAMeter { sender });
}

#[test]
fn a_chain_that_burns_itself_reports_instead_of_settling() {
    let mut suite = Suite::at_a_dollar(External);
    suite
        .sudo(&settle(1, 1))
        .should_fail_with(ContractError::NotInMode { message: "settle", mode: "external" });
}

#[rstest]
#[case::token_factory(TokenFactory, "token_factory")]
#[case::cw20(Cw20, "cw20")]
#[case::reserve(Reserve, "reserve")]
fn where_the_contract_mints_there_is_nothing_to_confirm(
    #[case] supply: SupplyKind,
    #[case] mode: &'static str,
) {
    let mut suite = Suite::at_a_dollar(supply);
    suite
        .sudo(&SudoMsg::ConfirmMint { amount: tokens(1) })
        .should_fail_with(ContractError::NotInMode { message: "confirm_mint", mode });
}

/// 900 are granted and outstanding; the chain has minted as many as told.
fn outstanding(minted: u128) -> Suite {
    let mut suite = Suite::at_a_dollar(External);
    suite.tenant_with("tenant", 5_000);
    suite.work("tenant", "provider", 1_000);
    suite.epoch_is_over_at("1");
    suite.close(None).ok();
    if minted > 0 {
        let controller = suite.chain.controller().clone();
        suite.chain.mint_natively(&controller, tokens(minted)).unwrap();
        suite.donated = minted;
    }
    suite
}

#[rstest]
#[case::one(1)]
#[case::part_of_it(899)]
#[case::all_of_it(900)]
fn what_the_chain_has_minted_is_confirmed(#[case] amount: u128) {
    let mut suite = outstanding(900);
    suite.donated = 900 - amount;
    let response = suite.sudo(&SudoMsg::ConfirmMint { amount: tokens(amount) }).ok();
    let expected = format!("amount={amount} awaiting={}", 900 - amount);
    assert_eq!(event(&response, "ballast-confirm"), expected);
    assert_eq!(suite.solvency().awaiting_mint, tokens(900 - amount));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 900);
}

#[rstest]
#[case::one_too_many(901)]
#[case::far_too_many(u128::MAX)]
fn more_than_is_outstanding_cannot_be_confirmed(#[case] amount: u128) {
    let mut suite = outstanding(2_000);
    let (outstanding, found) = (tokens(900), tokens(amount));
    suite
        .sudo(&SudoMsg::ConfirmMint { amount: tokens(amount) })
        .should_fail_with(ContractError::NotOutstanding { outstanding, found });
}

#[test]
fn nothing_cannot_be_confirmed() {
    let mut suite = outstanding(900);
    suite.sudo(&SudoMsg::ConfirmMint { amount: tokens(0) }).should_fail_with(ContractError::ZeroAmount);
}

#[rstest]
#[case::nothing(0, 1)]
#[case::one_unit_short(499, 500)]
#[case::all_but_one(899, 900)]
fn what_has_not_arrived_cannot_be_confirmed(#[case] minted: u128, #[case] amount: u128) {
    let mut suite = outstanding(minted);
    let (expected, found) = (tokens(amount), tokens(minted));
    suite
        .sudo(&SudoMsg::ConfirmMint { amount: tokens(amount) })
        .should_fail_with(ContractError::MintNotReceived { expected, found });
}

#[test]
fn what_was_confirmed_cannot_be_confirmed_again() {
    let mut suite = outstanding(900);
    suite.donated = 0;
    suite.sudo(&SudoMsg::ConfirmMint { amount: tokens(900) }).ok();
    let (outstanding, found) = (tokens(0), tokens(900));
    suite
        .sudo(&SudoMsg::ConfirmMint { amount: tokens(900) })
        .should_fail_with(ContractError::NotOutstanding { outstanding, found });
}

#[test]
fn grants_of_several_epochs_wait_together() {
    let mut suite = outstanding(0);
    suite.work("tenant", "provider-2", 2_000);
    suite.epoch_is_over_at("1");
    suite.close(None).ok();
    assert_eq!(suite.solvency().awaiting_mint, tokens(900 + 1_800));
    suite.chain_mints();
    assert_eq!(suite.solvency().awaiting_mint, tokens(0));
    suite.claim("provider-2").ok();
    suite.claim("provider").ok();
    assert_eq!((suite.balance("provider"), suite.balance("provider-2")), (900, 1_800));
    assert_eq!(suite.held(), 0);
}
