//! Each message has one action, and the events that indexers and auditors depend on, in full.

use ballast_api::{ExecuteMsg, SudoMsg};
use ballast_sandbox::{
    AppResponse,
    SupplyKind::{self, Cw20, External, Reserve, TokenFactory},
};
use ballast_tests::suite::{DAY, START, Suite, addr, attributes, burn, line, tokens};
use ballast_tests::suite_guard::change;
use rstest::rstest;

/// The controller's actions in a response, and its own events by name and attributes, in their order.
fn told(suite: &Suite, response: &AppResponse) -> Vec<String> {
    let controller = suite.chain.controller().as_str();
    let own = response.events.iter().filter(|event| {
        event.ty.starts_with("wasm")
            && event.attributes.iter().any(|a| a.key == "_contract_address" && a.value == controller)
    });
    own.map(|event| format!("{}: {}", event.ty.trim_start_matches("wasm-"), attributes(event))).collect()
}

fn names(suite: &Suite, response: &AppResponse) -> Vec<String> {
    let told = told(suite, response);
    told.iter().map(|line| line.split(": ").next().unwrap_or_default().to_owned()).collect()
}

#[rstest]
fn a_settlement_tells_of_itself_then_of_what_was_paid_then_of_what_was_not(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
) {
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 15);
    let lines =
        vec![line("stranger", "provider", 5), line("tenant", "provider", 10), line("tenant", "provider", 10)];
    let response = suite.settle(lines).ok();
    let (meter, tenant, provider) = (addr("meter"), addr("tenant"), addr("provider"));
    let receipt = format!("ballast-receipt: epoch=0 job=job tenant={tenant} provider={provider}");
    let expected = vec![
        "wasm: action=settle".to_owned(),
        format!("ballast-settle: epoch=0 meter={meter} batch=1 usd=15 burned=15 direct_pay=0"),
        format!("{receipt} leaf=0|{meter}|1|1|job|{tenant}|{provider}|10|0|10|0|1"),
        format!("{receipt} leaf=0|{meter}|1|2|job|{tenant}|{provider}|5|0|5|0|1"),
        format!("ballast-shortfall: meter={meter} batch=1 line=0 usd=5 reason=unauthorised"),
        format!("ballast-shortfall: meter={meter} batch=1 line=2 usd=5 reason=funds"),
    ];
    assert_eq!(told(&suite, &response), expected);
}

#[rstest]
fn every_message_that_rolls_an_epoch_over_tells_of_the_mint_first(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
) {
    let send = [
        |suite: &mut Suite| suite.close(None),
        |suite: &mut Suite| suite.claim("provider"),
        |suite: &mut Suite| suite.settle(vec![line("tenant", "provider", 10)]),
        |suite: &mut Suite| suite.tighten(vec![change("policy.mint.rho", "0.9", "0.85")]),
    ];
    let own: [(&str, &[&str]); 4] = [
        ("close_epoch", &[]),
        ("claim", &["ballast-claim"]),
        ("settle", &["ballast-settle", "ballast-receipt"]),
        ("tighten", &["ballast-tighten", "ballast-change"]),
    ];
    for (send, (action, events)) in send.into_iter().zip(own) {
        let mut suite = Suite::at_a_dollar(mode);
        suite.tenant_with("tenant", 1_000);
        suite.work("tenant", "provider", 100);
        suite.epoch_is_over_at("1");
        let response = send(&mut suite).ok();
        let expected: Vec<&str> =
            ["wasm", "ballast-mint"].into_iter().chain(events.iter().copied()).collect();
        assert_eq!(names(&suite, &response), expected);
        let actions = told(&suite, &response);
        assert!(actions[0].starts_with(&format!("wasm: action={action}")), "{actions:?}");
    }
}

#[test]
fn a_migration_rolls_nothing_over() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.epoch_is_over_at("1");
    let response = suite.migrate(None).ok();
    assert_eq!(names(&suite, &response), ["wasm", "ballast-migrate"]);
    assert_eq!(suite.epoch().behind, 1);
}

#[test]
fn every_closed_epoch_has_an_event_of_its_own() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.go_to_epoch(3);
    suite.price("1");
    let response = suite.close(None).ok();
    let supply = suite.supply().supply;
    let expected = |epoch: u64| {
        format!(
            "ballast-mint: epoch={epoch} start={} end={} price=1 rho=0.9 burned=0 requested_schedule=0 \
             requested_remint_by_burn=0 requested_remint_by_value=0 granted=0 minted=0 level=normal supply={supply}",
            START + DAY * epoch,
            START + DAY * (epoch + 1),
        )
    };
    let expected: Vec<String> =
        std::iter::once("wasm: action=close_epoch".to_owned()).chain((0..3).map(expected)).collect();
    assert_eq!(told(&suite, &response), expected);
}

#[test]
fn a_binding_cap_and_a_level_are_told_by_their_names_in_json() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.tenant_with("tenant", 1_000);
    suite.work("tenant", "provider", 100);
    suite.go_to_epoch(1);
    let response = suite.close(None).ok();
    let [_, trip, mint] = <[String; 3]>::try_from(told(&suite, &response)).unwrap();
    assert_eq!(trip, "ballast-trip: from=normal to=restricted signal=oracle");
    assert!(mint.contains("granted=9 minted=9 binding=breaker level=restricted"), "{mint}");
    // Without a usable price there is none to tell.
    assert!(!mint.contains("price="), "{mint}");
}

#[test]
fn money_and_permissions_tell_of_themselves() {
    let mut suite = Suite::at_a_dollar(Reserve);
    suite.give("tenant", 1_000);
    let (tenant, meter, feeder) = (addr("tenant"), addr("meter"), addr("feeder"));
    let reserve = suite.solvency().reserve.get();

    let response = suite.deposit("tenant", 100).ok();
    let expected =
        ["wasm: action=deposit".to_owned(), format!("ballast-deposit: tenant={tenant} amount=100")];
    assert_eq!(told(&suite, &response), expected);

    let response = suite.withdraw("tenant", Some(40)).ok();
    let expected =
        ["wasm: action=withdraw".to_owned(), format!("ballast-withdraw: tenant={tenant} amount=40")];
    assert_eq!(told(&suite, &response), expected);

    let lock = ExecuteMsg::BuyCredits { amount: Some(tokens(10)), min_usd: None };
    let response = suite.execute("tenant", &lock).ok();
    let credits = format!("ballast-credits: tenant={tenant} locked=10 usd=10 price=1");
    assert_eq!(told(&suite, &response), ["wasm: action=buy_credits".to_owned(), credits]);

    let response = suite.authorize("tenant", "meter", 7).ok();
    let authorised = format!("ballast-authorize: tenant={tenant} meter={meter} usd_per_epoch=7");
    assert_eq!(told(&suite, &response), ["wasm: action=authorize".to_owned(), authorised]);

    let coins = [suite.chain.coin(tokens(5))];
    let response = suite.execute_with("tenant", &ExecuteMsg::FundReserve {}, &coins).ok();
    let funded = format!("ballast-reserve: funded=5 reserve={}", reserve + 5);
    assert_eq!(told(&suite, &response), ["wasm: action=fund_reserve".to_owned(), funded]);

    let response = suite.submit("feeder", 9, "1.5".parse().unwrap(), START).ok();
    let price = format!("ballast-price: feeder={feeder} round=9 price=1.5");
    assert_eq!(told(&suite, &response), ["wasm: action=submit_price".to_owned(), price]);

    let response = suite.execute("stranger", &ExecuteMsg::Poke {}).ok();
    assert_eq!(told(&suite, &response), ["wasm: action=poke level=normal".to_owned()]);

    let response = suite.prune(None).ok();
    let pruned = "ballast-prune: batches=0 pruned_before=0".to_owned();
    assert_eq!(told(&suite, &response), ["wasm: action=prune".to_owned(), pruned]);
}

#[test]
fn the_chains_own_messages_tell_of_themselves() {
    let mut suite = Suite::at_a_dollar(External);
    let response = suite.report(1, vec![burn("tenant", "provider", 10, 10)]).ok();
    assert_eq!(names(&suite, &response), ["wasm", "ballast-settle", "ballast-receipt"]);
    assert_eq!(told(&suite, &response)[0], "wasm: action=report_burns");

    suite.epoch_is_over_at("1");
    suite.close(None).ok();
    let controller = suite.chain.controller().clone();
    suite.chain.mint_natively(&controller, tokens(9)).unwrap();
    let response = suite.sudo(&SudoMsg::ConfirmMint { amount: tokens(9) }).ok();
    let confirmed = "ballast-confirm: amount=9 awaiting=0".to_owned();
    assert_eq!(told(&suite, &response), ["wasm: action=confirm_mint".to_owned(), confirmed]);
}
