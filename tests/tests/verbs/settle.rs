use ballast_api::{ExecuteMsg, QueryMsg, Receipt, ReceiptsResponse, SettleResponse};
use ballast_math::{Duration, Tokens, WeightBy};
use ballast_sandbox::{
    AppResponse, Sandbox,
    SupplyKind::{self, Cw20, Reserve, TokenFactory},
};
use ballast_tests::suite::{DAY, Suite, addr, attributes, event, line, price, ratio, tokens, usd};
use rstest::rstest;

fn at_two_dollars(mode: SupplyKind, burn_share: &str) -> Suite {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.params.policy.burn.burn_share = ratio(burn_share);
    });
    suite.price("2");
    suite
}

#[rstest]
fn what_a_tenant_pays_burns(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = at_two_dollars(mode, "1");
    suite.tenant_with("tenant", 2_000_000);
    suite.tenant_with("bystander", 9);
    let (bystander, held, supply) = (suite.tenant("bystander"), suite.held(), suite.chain.token_supply());

    // 1,000,001 micro-USD at two dollars are 500,000.5 base units: the tenant pays the half in full.
    let response = suite.settle(vec![line("tenant", "provider", 1_000_001)]).ok();

    let settled: SettleResponse = Sandbox::data(&response).unwrap();
    let expected = SettleResponse {
        epoch: 0,
        batch: 1,
        usd_settled: usd(1_000_001),
        burned: tokens(500_001),
        direct_pay: tokens(0),
        shortfalls: vec![],
    };
    assert_eq!(settled, expected);
    assert_eq!(
        event(&response, "ballast-settle"),
        format!("epoch=0 meter={} batch=1 usd=1000001 burned=500001 direct_pay=0", addr("meter")),
    );
    assert_eq!(suite.tenant("tenant").deposit, tokens(1_499_999));
    assert_eq!(suite.tenant("tenant").authorisations[0].spent, usd(1_000_001));
    assert_eq!(suite.meter("meter").spent, usd(1_000_001));
    assert_eq!(suite.meter("meter").next_batch, 2);
    assert_eq!(suite.provider("provider").open_weight, 500_001);
    assert_eq!(suite.provider("provider").claimable, tokens(0));
    assert_eq!(suite.held(), held - 500_001);
    assert_eq!(suite.chain.token_supply(), tokens(supply.get() - 500_001));
    assert_eq!(suite.supply().burned, tokens(500_001));
    assert_eq!(suite.solvency().escrow, tokens(1_499_999 + 9));
    let open = suite.epoch();
    assert_eq!((open.usd_settled, open.burned), (usd(1_000_001), tokens(500_001)));
    assert_eq!(suite.tenant("bystander"), bystander);
}

#[rstest]
fn what_does_not_burn_is_the_providers_direct_pay(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = at_two_dollars(mode, "0.7");
    suite.tenant_with("tenant", 2_000_000);

    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1_000_001)]).data();

    // ⌈500,001 · 0.7⌉ = ⌈350,000.7⌉ = 350,001 burn.
    assert_eq!((settled.burned, settled.direct_pay), (tokens(350_001), tokens(150_000)));
    assert_eq!(suite.provider("provider").claimable, tokens(150_000));
    assert_eq!(suite.solvency().payable, tokens(150_000));
    assert_eq!(suite.supply().burned, tokens(350_001));
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 150_000);
}

#[test]
fn nothing_burns_where_the_share_is_zero_and_no_burn_is_sent() {
    let mut suite = at_two_dollars(Cw20, "0");
    suite.tenant_with("tenant", 1_000);
    let response = suite.settle(vec![line("tenant", "provider", 100)]).ok();
    assert_eq!(messages_to_the_token(&suite, &response), 0);
    assert_eq!(suite.provider("provider").claimable, tokens(50));
    assert_eq!(suite.provider("provider").open_weight, 0);
}

fn messages_to_the_token(suite: &Suite, response: &AppResponse) -> usize {
    let token = suite.chain.token().expect("a cw20 token").to_string();
    let executed = response.events.iter().filter(|event| event.ty == "execute");
    executed.filter(|event| event.attributes.iter().any(|attribute| attribute.value == token)).count()
}

#[test]
fn a_batch_burns_with_one_message_however_many_lines_it_has() {
    let mut suite = at_two_dollars(Cw20, "1");
    suite.tenant_with("tenant", 10_000);
    suite.tenant_with("tenant-2", 10_000);
    let lines = (1..=100).map(|micro_usd| line("tenant", "provider", micro_usd));
    let lines = lines.chain((1..=100).map(|micro_usd| line("tenant-2", "provider-2", micro_usd)));

    let response = suite.settle(lines.collect()).ok();

    assert_eq!(messages_to_the_token(&suite, &response), 1);
    // Each odd line rounds up by half a unit: Σ⌈n/2⌉ for n to 100 is (5,050 + 50) / 2 = 2,550, twice.
    assert_eq!(suite.supply().burned, tokens(5_100));
    assert_eq!(suite.tenant("tenant").deposit, tokens(7_450));
    assert_eq!(suite.tenant("tenant-2").deposit, tokens(7_450));
    assert_eq!(suite.provider("provider").open_weight, 2_550);
}

#[rstest]
fn credits_pay_before_the_deposit(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = at_two_dollars(mode, "1");
    suite.tenant_with("tenant", 1_000);
    let lock = ExecuteMsg::BuyCredits { amount: Some(tokens(300)), min_usd: None };
    suite.execute("tenant", &lock).ok();

    // 500 of 600 micro-USD of credits: ⌈500 · 300 / 600⌉ = 250 tokens leave the lock.
    suite.settle(vec![line("tenant", "provider", 500)]).ok();
    let tenant = suite.tenant("tenant");
    assert_eq!((tenant.deposit, tenant.locked, tenant.credits), (tokens(700), tokens(50), usd(100)));

    // The last 100 of the credits, and 300 micro-USD at two dollars out of the deposit.
    suite.settle(vec![line("tenant", "provider", 400)]).ok();
    let tenant = suite.tenant("tenant");
    assert_eq!((tenant.deposit, tenant.locked, tenant.credits), (tokens(550), tokens(0), usd(0)));
    assert_eq!(suite.supply().burned, tokens(450));
    let books = suite.solvency();
    assert_eq!((books.escrow, books.locked), (tokens(550), tokens(0)));
}

#[test]
fn one_tenant_on_many_lines_pays_for_each_and_for_no_more_than_there_is() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    let lines = ["provider", "provider-2", "provider"].map(|provider| line("tenant", provider, 400));

    let settled: SettleResponse = suite.settle(lines.to_vec()).data();

    assert_eq!(settled.usd_settled, usd(1_000));
    assert_eq!(settled.shortfalls.len(), 1);
    assert_eq!((settled.shortfalls[0].line, settled.shortfalls[0].usd), (2, usd(200)));
    assert_eq!(suite.tenant("tenant").deposit, tokens(0));
    assert_eq!(suite.provider("provider").open_weight, 600);
    assert_eq!(suite.provider("provider-2").open_weight, 400);
}

#[test]
fn paying_oneself_is_paid_and_counted() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.settle(vec![line("tenant", "tenant", 300), line("tenant", "provider", 100)]).ok();
    suite.next_epoch();
    let record = suite.record(0);
    assert_eq!(record.demand.self_dealing, usd(300));
    assert_eq!(record.usd_settled, usd(400));
    assert_eq!((record.demand.tenants.accounts, record.demand.providers.accounts), (1, 2));
}

#[test]
fn weights_can_be_dollars_instead_of_burned_tokens() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        genesis.params.policy.reward.weight_by = WeightBy::Usd;
    });
    suite.price("2");
    suite.tenant_with("tenant", 1_000);
    suite.settle(vec![line("tenant", "provider", 300)]).ok();
    assert_eq!(suite.provider("provider").open_weight, 300);
}

#[test]
fn every_line_that_was_paid_leaves_a_receipt() {
    let mut suite = at_two_dollars(TokenFactory, "0.7");
    suite.tenant_with("tenant", 1_000);
    let lines = vec![line("stranger", "provider", 5), line("tenant", "provider", 100)];
    let response = suite.settle(lines).ok();

    let (meter, tenant, provider) = (addr("meter"), addr("tenant"), addr("provider"));
    let leaf = format!("0|{meter}|1|1|job|{tenant}|{provider}|100|0|35|15|2");
    let expected = format!("epoch=0 job=job tenant={tenant} provider={provider} leaf={leaf}");
    assert_eq!(event(&response, "ballast-receipt"), expected);
    let stored: ReceiptsResponse =
        suite.query(&QueryMsg::Receipts { epoch: 0, start_after: None, limit: None });
    let expected = Receipt {
        epoch: 0,
        meter: meter.into(),
        batch: 1,
        line: 1,
        job: "job".to_owned(),
        tenant: tenant.into(),
        provider: provider.into(),
        usd: usd(100),
        usd_from_credits: usd(0),
        burned: tokens(35),
        direct_pay: tokens(15),
        price: Some(price("2")),
    };
    assert_eq!(stored.batches[0].receipts, vec![expected]);
    assert_eq!((stored.batches[0].meter_id, stored.batches[0].batch), (1, 1));
    assert_eq!(suite.audit().receipts, 1);
}

#[test]
fn a_receipt_paid_by_credits_alone_has_no_price() {
    let mut suite = at_two_dollars(TokenFactory, "1");
    suite.tenant_with("tenant", 1_000);
    let lock = ExecuteMsg::BuyCredits { amount: Some(tokens(300)), min_usd: None };
    suite.execute("tenant", &lock).ok();
    let lines = vec![line("tenant", "provider", 600), line("tenant", "provider", 1)];
    let response = suite.settle(lines).ok();
    let leaves: Vec<String> =
        Sandbox::events(&response, "ballast-receipt").into_iter().map(attributes).collect();
    assert!(leaves[0].ends_with("|600|600|300|0|"), "{}", leaves[0]);
    assert!(leaves[1].ends_with("|1|0|1|0|2"), "{}", leaves[1]);
}

// Attack 54: settling around the epoch's edge, to be counted twice or nowhere.
#[rstest]
#[case::the_last_second(DAY - 1, 0)]
#[case::the_first_second(DAY, 1)]
#[case::the_second_after(DAY + 1, 1)]
fn work_at_an_epochs_edge_counts_once(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[case] after: u64,
    #[case] epoch: u64,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 1_000);
    suite.settle(vec![line("tenant", "provider", 1)]).ok();
    suite.chain.wait(Duration::new(after));
    suite.price("1");

    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 10)]).data();

    assert_eq!(settled.epoch, epoch);
    for _ in 0..3 {
        suite.next_epoch();
    }
    let burned: Vec<Tokens> = (0..3).map(|number| suite.record(number).burned).collect();
    let expected = if epoch == 0 { [11, 0, 0] } else { [1, 10, 0] };
    assert_eq!(burned, expected.map(tokens));
}
