use ballast_api::{
    EpochRecordsResponse, MetersResponse, MetricsResponse, ProvidersResponse, QueryMsg, ReceiptCursor,
    ReceiptsResponse, TenantsResponse,
};
use ballast_controller::ContractError;
use ballast_guardrails::Level;
use ballast_math::{BurnProfile, Duration, SignedRatio};
use ballast_sandbox::SupplyKind::{Reserve, TokenFactory};
use ballast_tests::suite::{Suite, addr, line, ratio, tokens, usd};
use rstest::rstest;

/// Forty tenants who paid forty providers, a hundredth of a dollar more each.
fn crowd() -> Suite {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut lines = vec![];
    for number in 0..40 {
        let (tenant, provider) = (format!("tenant-{number}"), format!("provider-{number}"));
        suite.tenant_with(&tenant, 1_000_000);
        lines.push(line(&tenant, &provider, 10_000 * (number + 1)));
    }
    suite.settle(lines).ok();
    suite
}

fn tenants(suite: &Suite, start_after: Option<String>, limit: Option<u32>) -> Vec<String> {
    let page: TenantsResponse = suite.query(&QueryMsg::Tenants { start_after, limit });
    page.tenants.into_iter().map(|tenant| tenant.tenant).collect()
}

fn providers(suite: &Suite, start_after: Option<String>, limit: Option<u32>) -> Vec<String> {
    let page: ProvidersResponse = suite.query(&QueryMsg::Providers { start_after, limit });
    page.providers.into_iter().map(|provider| provider.provider).collect()
}

#[rstest]
#[case::as_usual(None, 10)]
#[case::none(Some(0), 0)]
#[case::one(Some(1), 1)]
#[case::the_most(Some(30), 30)]
#[case::more_than_that(Some(31), 30)]
#[case::far_more(Some(u32::MAX), 30)]
fn a_page_has_ten_entries_and_at_most_thirty(#[case] limit: Option<u32>, #[case] found: usize) {
    let suite = crowd();
    assert_eq!(tenants(&suite, None, limit).len(), found);
    assert_eq!(providers(&suite, None, limit).len(), found);
}

#[rstest]
#[case::by_sevens(7)]
#[case::by_thirties(30)]
fn pages_add_up_to_everybody_once(
    #[case] limit: u32,
    #[values(tenants, providers)] page: fn(&Suite, Option<String>, Option<u32>) -> Vec<String>,
) {
    let suite = crowd();
    let mut all: Vec<String> = vec![];
    loop {
        let next = page(&suite, all.last().cloned(), Some(limit));
        if next.is_empty() {
            break;
        }
        all.extend(next);
    }
    assert_eq!(all.len(), 40);
    let mut sorted = all.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 40);
}

#[test]
fn one_and_many_say_the_same() {
    let suite = crowd();
    let page: TenantsResponse = suite.query(&QueryMsg::Tenants { start_after: None, limit: Some(3) });
    for tenant in page.tenants {
        assert_eq!(
            suite.query::<ballast_api::TenantResponse>(&QueryMsg::Tenant { tenant: tenant.tenant.clone() }),
            tenant
        );
    }
    let page: ProvidersResponse = suite.query(&QueryMsg::Providers { start_after: None, limit: Some(3) });
    for provider in page.providers {
        let query = QueryMsg::Provider { provider: provider.provider.clone() };
        assert_eq!(suite.query::<ballast_api::ProviderResponse>(&query), provider);
    }
    let meters: MetersResponse = suite.query(&QueryMsg::Meters { start_after: None, limit: None });
    let mut meters = meters.meters;
    meters.sort_by_key(|meter| meter.id);
    assert_eq!(meters, vec![suite.meter("meter"), suite.chain_as_meter()]);
}

#[test]
fn who_was_never_here_has_nothing() {
    let suite = Suite::new(TokenFactory);
    let tenant = suite.tenant("stranger");
    assert_eq!((tenant.deposit, tenant.credits, tenant.locked), (tokens(0), usd(0), tokens(0)));
    let provider = suite.provider("stranger");
    assert_eq!((provider.claimable, provider.unvested, provider.vesting_end), (tokens(0), tokens(0), None));
    assert_eq!(provider.open_weight, 0);
    suite
        .ask(&QueryMsg::Meter { meter: addr("stranger").into() })
        .should_fail_with(ContractError::UnknownMeter { meter: addr("stranger").into() });
    suite.ask(&QueryMsg::EpochRecord { epoch: 0 }).should_fail_saying("epoch 0 is not closed");
    let nonsense = "nobody".to_owned();
    assert!(suite.ask(&QueryMsg::Tenant { tenant: nonsense.clone() }).0.is_err());
    assert!(suite.ask(&QueryMsg::Providers { start_after: Some(nonsense), limit: None }).0.is_err());
}

#[test]
fn a_query_shows_what_a_claim_would_pay_and_changes_nothing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    assert_eq!(
        (suite.provider("provider").open_weight, suite.provider("provider").claimable),
        (100, tokens(0))
    );
    suite.next_epoch();
    let before = suite.chain.dump();
    for _ in 0..2 {
        let shown = suite.provider("provider");
        assert_eq!((shown.open_weight, shown.claimable), (0, tokens(90)));
    }
    assert!(suite.chain.dump() == before);
    suite.claim("provider").ok();
    assert_eq!(suite.balance("provider"), 90);
}

#[test]
fn an_epoch_that_is_over_is_shown_with_the_level_that_a_message_would_find() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.chain.wait(Duration::DAY);
    let open = suite.epoch();
    assert_eq!((open.epoch, open.behind, open.level), (0, 1, Level::Restricted));
    suite.price("1");
    assert_eq!(suite.epoch().level, Level::Normal);
}

#[test]
fn records_come_in_order_after_the_one_that_was_named() {
    let mut suite = Suite::new(TokenFactory);
    suite.go_to_epoch(12);
    suite.close(None).ok();
    let page = |start_after, limit| -> Vec<u64> {
        let page: EpochRecordsResponse = suite.query(&QueryMsg::EpochRecords { start_after, limit });
        page.records.into_iter().map(|record| record.epoch).collect()
    };
    assert_eq!(page(None, None), (0..10).collect::<Vec<_>>());
    assert_eq!(page(Some(0), Some(2)), vec![1, 2]);
    assert_eq!(page(Some(9), None), vec![10, 11]);
    assert_eq!(page(Some(11), None), Vec::<u64>::new());
    assert_eq!(page(Some(u64::MAX), None), Vec::<u64>::new());
}

#[test]
fn receipts_come_batch_by_batch_after_the_one_that_was_named() {
    let mut suite = Suite::edited(Reserve, |genesis| {
        let meter = Some(addr("meter-2").into());
        genesis.meters.push(ballast_api::MeterConfig { meter, usd_per_epoch: usd(1_000) });
    });
    suite.price("1");
    suite.tenant_with("tenant", 1_000);
    suite.authorize("tenant", "meter-2", 1_000).ok();
    for batch in 1..=2 {
        suite.settle_as("meter", batch, vec![line("tenant", "provider", 1); 2]).ok();
        suite.settle_as("meter-2", batch, vec![line("tenant", "provider", 1)]).ok();
    }
    suite.next_epoch();
    suite.settle(vec![line("tenant", "provider", 1)]).ok();
    let page = |epoch, start_after, limit| -> Vec<(u16, u64, usize)> {
        let page: ReceiptsResponse = suite.query(&QueryMsg::Receipts { epoch, start_after, limit });
        page.batches.into_iter().map(|batch| (batch.meter_id, batch.batch, batch.receipts.len())).collect()
    };
    let after = |meter_id, batch| Some(ReceiptCursor { meter_id, batch });
    assert_eq!(page(0, None, None), vec![(1, 1, 2), (1, 2, 2), (3, 1, 1), (3, 2, 1)]);
    assert_eq!(page(0, after(1, 2), Some(1)), vec![(3, 1, 1)]);
    assert_eq!(page(0, after(3, 2), None), vec![]);
    assert_eq!(page(1, None, None), vec![(1, 3, 1)]);
    assert_eq!(page(2, None, None), vec![]);
}

#[test]
fn metrics_show_both_sides() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000_000_000);
    suite.tenant_with("tenant-2", 1_000_000_000);
    for (first, second) in [(400_000, 0), (300_000, 100_000), (100_000, 100_000), (600_000, 200_000)] {
        suite.work("tenant", "provider", first);
        if second > 0 {
            suite.work("tenant-2", "tenant-2", second);
        }
        suite.next_epoch();
    }
    let found: MetricsResponse = suite.query(&QueryMsg::Metrics { epochs: None });
    assert_eq!((found.from, found.epochs), (Some(0), 4));
    assert_eq!((found.burned, found.minted), (tokens(1_800_000), tokens(1_620_000)));
    let (sustainable, median) = (tokens(200_000), tokens(400_000));
    assert_eq!(found.burn, BurnProfile { sustainable, median, mean: tokens(450_000), peak: tokens(800_000) });
    assert_eq!(found.active_tenants, 2);
    // ¾² + ¼² of the last epoch.
    assert_eq!(found.tenant_concentration, Some(ratio("0.625")));
    assert_eq!(found.provider_concentration, Some(ratio("0.625")));
    // 400,000 of 1,800,000.
    assert_eq!(found.self_dealing, Some(ratio("0.222222222222222222")));
    assert_eq!(found.reward_per_burned, Some(ratio("0.9")));
    assert_eq!(found.coverage, Some(ratio("1.111111111111111111")));
    assert_eq!((found.burn_drawdown, found.price_drawdown), (ratio("0"), Some(ratio("0"))));
    assert_eq!(found.budget_runway, None);
    // −180,000 in four days is −16,425,000 in a year, of a supply of 999,999,999,820,000.
    let expected = SignedRatio::of_difference(0, 16_425_000, 999_999_999_820_000).unwrap();
    assert_eq!(found.net_emission, Some(expected));

    let last: MetricsResponse = suite.query(&QueryMsg::Metrics { epochs: Some(1) });
    assert_eq!((last.from, last.epochs, last.burned), (Some(3), 1, tokens(800_000)));
}

#[test]
fn metrics_of_nothing_are_nothing() {
    let suite = Suite::new(TokenFactory);
    let found: MetricsResponse = suite.query(&QueryMsg::Metrics { epochs: Some(120) });
    assert_eq!((found.from, found.epochs, found.net_emission), (None, 0, None));
    assert_eq!((found.coverage, found.self_dealing, found.reward_per_burned), (None, None, None));
}

#[rstest]
#[case::none(0)]
#[case::one_too_many(121)]
#[case::far_too_many(u32::MAX)]
fn metrics_look_back_from_one_to_120_epochs(#[case] epochs: u32) {
    let suite = Suite::new(TokenFactory);
    let (min, max, found) = (1, 120, epochs.into());
    suite.ask(&QueryMsg::Metrics { epochs: Some(epochs) }).should_fail_with(ContractError::OutOfRange {
        field: "epochs",
        min,
        max,
        found,
    });
}
