//! What happens to lines that cannot be paid, or not in full.

use ballast_api::{ExecuteMsg, Line, SettleResponse, Shortfall, ShortfallReason};
use ballast_math::Duration;
use ballast_sandbox::Sandbox;
use ballast_sandbox::SupplyKind::{self, Cw20, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, Suite, addr, event, line, tokens, usd};
use rstest::rstest;

fn short(line: u32, micro_usd: u128, reason: ShortfallReason) -> Shortfall {
    Shortfall { line, usd: usd(micro_usd), reason }
}

fn with_job(job: &str) -> Line {
    Line { job: job.to_owned(), ..line("tenant", "provider", 10) }
}

#[rstest]
fn a_bill_is_paid_as_far_as_the_funds_go(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let mut suite = Suite::new(mode);
    suite.price("3");
    suite.tenant_with("tenant", 100);

    let response = suite.settle(vec![line("tenant", "provider", 1_000)]).ok();

    // 100 tokens are worth 300 micro-USD.
    let settled: SettleResponse = Sandbox::data(&response).unwrap();
    assert_eq!((settled.usd_settled, settled.burned), (usd(300), tokens(100)));
    assert_eq!(settled.shortfalls, vec![short(0, 700, ShortfallReason::Funds)]);
    assert_eq!(
        event(&response, "ballast-shortfall"),
        format!("meter={} batch=1 line=0 usd=700 reason=funds", addr("meter"))
    );
    assert_eq!(suite.tenant("tenant").deposit, tokens(0));
    assert_eq!(suite.tenant("tenant").authorisations[0].spent, usd(300));
    assert_eq!(suite.meter("meter").spent, usd(300));
}

#[test]
fn a_unit_worth_less_than_a_micro_dollar_pays_nothing_and_stays() {
    let mut suite = Suite::new(TokenFactory);
    suite.price("0.3");
    suite.tenant_with("tenant", 3);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!(settled.shortfalls, vec![short(0, 1, ShortfallReason::Funds)]);
    assert_eq!(suite.tenant("tenant").deposit, tokens(3));
    suite.tenant_with("tenant", 1);
    // Four units are worth 1.2 micro-USD: one is paid, with ⌈1 / 0.3⌉ = 4 units.
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!((settled.usd_settled, settled.burned), (usd(1), tokens(4)));
}

#[rstest]
fn one_bad_line_never_fails_the_batch(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    use ShortfallReason::{Funds, InvalidAddress, InvalidJob, Unauthorised, ZeroUsd};
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 100);
    let lines = vec![
        Line { tenant: "nobody".to_owned(), ..line("tenant", "provider", 10) },
        Line {
            provider: "osmo1qypqxpq9qcrsszgszyfpx9q4zct3sxfqelr5ey".to_owned(),
            ..line("tenant", "tenant", 10)
        },
        Line { tenant: String::new(), ..line("tenant", "provider", 10) },
        with_job("with space"),
        line("tenant", "provider", 0),
        line("stranger", "provider", 10),
        line("tenant", "provider", 40),
        line("tenant", "provider", u128::MAX),
    ];

    let settled: SettleResponse = suite.settle(lines).data();

    let expected = vec![
        short(0, 10, InvalidAddress),
        short(1, 10, InvalidAddress),
        short(2, 10, InvalidAddress),
        short(3, 10, InvalidJob),
        short(4, 0, ZeroUsd),
        short(5, 10, Unauthorised),
        short(7, u128::MAX - 60, Funds),
    ];
    // The last line asks for more than the tenant allows and has: what it lacks is the funds.
    assert_eq!(settled.shortfalls, expected);
    assert_eq!((settled.usd_settled, settled.burned), (usd(100), tokens(100)));
    assert_eq!(suite.audit().receipts, 2);
    assert_eq!(suite.tenant("stranger").deposit, tokens(0));
}

#[test]
fn a_batch_of_which_nothing_is_paid_takes_its_number_and_leaves_no_receipt() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let settled: SettleResponse = suite.settle(vec![line("stranger", "provider", 1)]).data();
    assert_eq!((settled.usd_settled, settled.burned), (usd(0), tokens(0)));
    assert_eq!(suite.meter("meter").next_batch, 2);
    assert_eq!(suite.audit().receipts, 0);
    assert_eq!(suite.provider("provider").open_weight, 0);
}

#[rstest]
#[case::empty("", false)]
#[case::of_one_character("j", true)]
#[case::of_every_allowed_kind("AZaz09._:/-", true)]
#[case::of_64_characters(&"j".repeat(64), true)]
#[case::of_65_characters(&"j".repeat(65), false)]
#[case::with_a_space("a b", false)]
#[case::with_a_separator("a|b", false)]
#[case::with_a_line_break("a\n", false)]
#[case::with_an_umlaut("jöb", false)]
#[case::with_a_zero_byte("a\0", false)]
#[case::with_a_comma("a,b", false)]
fn a_jobs_name_is_short_and_plain(#[case] job: &str, #[case] good: bool) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 100);
    let settled: SettleResponse = suite.settle(vec![with_job(job)]).data();
    let expected = if good { vec![] } else { vec![short(0, 10, ShortfallReason::InvalidJob)] };
    assert_eq!(settled.shortfalls, expected);
    assert_eq!(suite.tenant("tenant").deposit, tokens(if good { 90 } else { 100 }));
}

/// 600 micro-USD of credits and 700 tokens in escrow, bought at two dollars.
fn with_credits(mode: SupplyKind) -> Suite {
    let mut suite = Suite::new(mode);
    suite.price("2");
    suite.tenant_with("tenant", 1_000);
    let lock = ExecuteMsg::BuyCredits { amount: Some(tokens(300)), min_usd: None };
    suite.execute("tenant", &lock).ok();
    suite
}

fn with_a_stale_price(suite: &mut Suite) {
    suite.chain.wait(Duration::new(2 * HOUR + 1));
}

fn with_a_price_outside_its_band(suite: &mut Suite) {
    suite.chain.wait(Duration::new(DAY - 1));
    suite.price("4");
}

#[rstest]
#[case::credits_cover_it(600, 600)]
#[case::credits_do_not_quite_cover_it(601, 600)]
#[case::credits_cover_little_of_it(100_000, 600)]
fn without_a_usable_price_only_credits_pay(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[values(with_a_stale_price, with_a_price_outside_its_band)] spoil: fn(&mut Suite),
    #[case] bill: u128,
    #[case] paid: u128,
) {
    let mut suite = with_credits(mode);
    spoil(&mut suite);

    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", bill)]).data();

    let missing = short(0, bill - paid, ShortfallReason::NoPrice);
    assert_eq!(settled.shortfalls, if bill == paid { vec![] } else { vec![missing] });
    assert_eq!((settled.usd_settled, settled.burned), (usd(paid), tokens(300)));
    let tenant = suite.tenant("tenant");
    assert_eq!((tenant.deposit, tenant.credits, tenant.locked), (tokens(700), usd(0), tokens(0)));
}

#[test]
fn without_a_usable_price_a_deposit_pays_nothing() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 100);
    with_a_stale_price(&mut suite);
    let settled: SettleResponse = suite.settle(vec![line("tenant", "provider", 1)]).data();
    assert_eq!(settled.shortfalls, vec![short(0, 1, ShortfallReason::NoPrice)]);
    assert_eq!(suite.tenant("tenant").deposit, tokens(100));
}

// Attack 50: an amount that the arithmetic cannot hold is its line's problem, and nobody else's.
#[test]
fn what_does_not_fit_is_refused_on_its_line() {
    let mut suite = Suite::edited(TokenFactory, |genesis| genesis.seed_supply = tokens(10u128.pow(31)));
    suite.price("1000000000");
    suite.tenant_with("tenant", 10u128.pow(30));
    suite.tenant_with("tenant-2", 100);
    let lines = vec![line("tenant", "provider", 1), line("tenant-2", "provider", 1_000_000_000)];

    let settled: SettleResponse = suite.settle(lines).data();

    assert_eq!(settled.shortfalls, vec![short(0, 1, ShortfallReason::TooLarge)]);
    assert_eq!(settled.burned, tokens(1));
    assert_eq!(suite.tenant("tenant").deposit, tokens(10u128.pow(30)));
    suite.withdraw("tenant", None).ok();
}

#[test]
fn gpu_seconds_that_do_not_fit_stay_at_the_most_that_does() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 100);
    let forever = Line { gpu_seconds: u64::MAX, ..line("tenant", "provider", 1) };
    let settled: SettleResponse = suite.settle(vec![forever.clone(), forever]).data();
    assert_eq!(settled.shortfalls, vec![]);
    suite.next_epoch();
    assert_eq!(suite.record(0).gpu_seconds, u64::MAX);
}

#[test]
fn a_tenant_whose_name_is_written_differently_is_nobody() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 100);
    let shouted = Line { tenant: addr("tenant").to_string().to_uppercase(), ..line("tenant", "provider", 1) };
    let settled: SettleResponse = suite.settle(vec![shouted]).data();
    assert_eq!(settled.shortfalls, vec![short(0, 1, ShortfallReason::InvalidAddress)]);
}

/// The contract sends itself no claims: what it earned could never be had.
#[test]
fn the_contract_cannot_be_a_provider() {
    let mut suite = Suite::new(TokenFactory);
    suite.price("1");
    suite.tenant_with("tenant", 1_000);
    let mut own = line("tenant", "provider", 10);
    own.provider = suite.chain.controller().to_string();
    let settled: SettleResponse = suite.settle(vec![own, line("tenant", "provider", 20)]).data();
    assert_eq!(settled.usd_settled, usd(20));
    let reasons: Vec<_> = settled.shortfalls.iter().map(|short| (short.line, short.reason)).collect();
    assert_eq!(reasons, [(0, ShortfallReason::InvalidAddress)]);
}
