//! Frame conditions: what each message may write, and that it writes nothing else.

use std::collections::BTreeSet;

use ballast_api::{Action, ExecuteMsg, GovernMsg, Member, PriceSource, Proposal, SourceKind, SudoMsg};
use ballast_guardrails::RoleChange;
use ballast_math::{Duration, Ratio};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{HOUR, Outcome, Suite, addr, burn, genesis, line, price, tokens, usd};
use ballast_tests::suite_guard::{DELAY_BLOCKS, change, meter};
use rstest::rstest;

/// What looking at the market may write: the averages, the breaker, and the record of its moves.
const LOOK: &str = "h twp wat y";
/// What closing epochs may write besides.
const CLOSE: &str = "e eps g led nxt opn par use";
/// What settling may write besides: the meter's turn, accounts, receipts.
const SETTLE: &str = "aud m p r t";
/// What governance may write besides: the queue and the values.
const VALUES: &str = "m nxt par reg src";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody did anything yet; there is a price.
    Fresh,
    MidEpoch,
    EpochOver,
    /// By the guardian.
    Tripped,
    /// Nobody has looked for more than an hour.
    FirstOfAnHour,
    OracleDead,
    /// The next look takes the breaker a level down.
    Recovering,
    /// An epoch is over, and another policy begins with the next.
    PolicyWaits,
    /// Nobody did anything for more than a week: what was pending has expired.
    LongAgo,
}

const STATES: [State; 9] = [
    State::Fresh,
    State::MidEpoch,
    State::EpochOver,
    State::Tripped,
    State::FirstOfAnHour,
    State::OracleDead,
    State::Recovering,
    State::PolicyWaits,
    State::LongAgo,
];

fn source(name: &str) -> PriceSource {
    PriceSource {
        kind: SourceKind::Contract { contract: addr(name).into(), denom: "uquote".to_owned() },
        max_age: Duration::new(60),
        max_deviation: Ratio::percent(5),
    }
}

/// A network with something to do for every message: money everywhere, sets that are ripe, a role that is offered.
fn busy(mode: SupplyKind) -> Suite {
    let mut genesis = genesis(mode);
    genesis.params.receipt_retention = 1;
    genesis.governance.constitution.terms.grace = Duration::WEEK;
    let mut suite = Suite::with(&genesis);
    suite.price("1");
    suite.tenant_with("tenant", 100_000);
    suite.work("tenant", "provider", 1_000);
    for change in [
        change("price.band", "0.25", "0.26"),
        change("policy.mint.rho", "0.9", "0.95"),
        change(&meter("meter-2"), "0", "5000"),
        change("sources.1.max_age", "7200", "7300"),
    ] {
        suite.queued(vec![change]);
    }
    for action in [
        Action::AddFeeder { address: addr("feeder-3").into() },
        Action::AddSource { source: source("quotes") },
        Action::Role(RoleChange::AddGovernor { address: addr("owner").into() }),
        Action::Role(RoleChange::RemoveGovernor { address: addr("governor").into() }),
    ] {
        suite.queue_action(action).ok();
    }
    suite.chain.mine(DELAY_BLOCKS);
    suite.wait_with_price(49 * HOUR, "1");
    suite.execute_set(7).ok();
    suite.work("tenant", "provider-2", 1_000);
    if mode == External {
        suite.epoch_is_over_at("1");
        suite.close(None).ok();
    } else {
        suite.buy_credits("treasury", 100, None).ok();
        let chain = suite.chain.controller().to_string();
        suite.execute("tenant", &ExecuteMsg::Authorize { meter: chain, usd_per_epoch: usd(1_000) }).ok();
    }
    suite
}

fn state(mode: SupplyKind, state: State) -> Suite {
    if state == State::Fresh {
        return Suite::at_a_dollar(mode);
    }
    let mut suite = busy(mode);
    match state {
        State::Fresh | State::MidEpoch => {}
        State::EpochOver => suite.epoch_is_over_at("1"),
        State::Tripped => drop(suite.trip(HOUR).ok()),
        State::FirstOfAnHour => suite.chain.wait(Duration::HOUR),
        State::OracleDead => suite.chain.wait(Duration::new(2 * HOUR + 1)),
        State::Recovering => {
            suite.chain.wait(Duration::new(2 * HOUR + 1));
            suite.poke().ok();
            suite.price("1");
            suite.chain.wait(Duration::hours(2));
        }
        State::PolicyWaits => {
            suite.tighten(vec![change("policy.mint.gross_emission_cap", "0.1", "0.095")]).ok();
            suite.epoch_is_over_at("1");
        }
        State::LongAgo => suite.chain.wait(Duration::days(8)),
    }
    suite
}

/// The part of a key that says what is stored there.
fn namespace(key: &[u8]) -> String {
    let name = if key.first() == Some(&0) { &key[2..2 + usize::from(key[1])] } else { key };
    String::from_utf8(name.to_vec()).expect("names of keys are words")
}

/// Where two dumps of the storage differ.
fn written(before: &[(Vec<u8>, Vec<u8>)], after: &[(Vec<u8>, Vec<u8>)]) -> BTreeSet<String> {
    let gone = before.iter().filter(|entry| !after.contains(entry));
    let new = after.iter().filter(|entry| !before.contains(entry));
    gone.chain(new).map(|(key, _)| namespace(key)).collect()
}

fn execute(set: u64) -> impl Fn(&mut Suite) -> Outcome {
    move |suite| suite.execute_set(set)
}

fn remove(member: Member) -> impl Fn(&mut Suite) -> Outcome {
    move |suite| suite.remove(member.clone())
}

type Send = Box<dyn Fn(&mut Suite) -> Outcome>;

fn boxed(send: impl Fn(&mut Suite) -> Outcome + 'static) -> Send {
    Box::new(send)
}

fn msg(sender: &'static str, msg: ExecuteMsg) -> Send {
    boxed(move |suite| suite.execute(sender, &msg))
}

fn chain_queues() -> SudoMsg {
    let changes = vec![change("receipt_retention", "1", "2")];
    SudoMsg::Govern(GovernMsg::Queue { proposal: Proposal::Changes(changes) })
}

#[rstest]
#[case::deposit(TokenFactory, boxed(|s| { s.give("tenant", 5); s.deposit("tenant", 5) }), &["led t"])]
#[case::withdraw(TokenFactory, msg("tenant", ExecuteMsg::Withdraw { amount: Some(tokens(5)) }), &["led t"])]
#[case::buy_credits(
    TokenFactory,
    msg("tenant", ExecuteMsg::BuyCredits { amount: Some(tokens(5)), min_usd: None }),
    &["led t", LOOK]
)]
#[case::authorize(TokenFactory, boxed(|s| s.authorize("tenant", "meter", 7)), &["t"])]
#[case::settle(
    TokenFactory,
    boxed(|s| s.settle(vec![line("tenant", "provider", 5)])),
    &[LOOK, CLOSE, SETTLE]
)]
#[case::close_epoch(TokenFactory, boxed(|s| s.close(None)), &[LOOK, CLOSE])]
#[case::claim(TokenFactory, boxed(|s| s.claim("provider")), &[LOOK, CLOSE, "p"])]
#[case::prune(TokenFactory, boxed(|s| s.prune(None)), &["aud r"])]
#[case::submit_price(
    TokenFactory,
    boxed(|s| { let now = s.chain.now(); s.submit("feeder-2", 1, price("1.01"), now.seconds()) }),
    &["fed", LOOK]
)]
#[case::poke(TokenFactory, boxed(|s| s.poke()), &[LOOK])]
#[case::fund_reserve(
    Reserve,
    boxed(|s| { let coins = [s.chain.coin(tokens(5))]; s.execute_with("treasury", &ExecuteMsg::FundReserve {}, &coins) }),
    &["led opn"]
)]
#[case::receive_a_deposit(Cw20, boxed(|s| { s.give("tenant", 5); s.deposit("tenant", 5) }), &["led t"])]
#[case::receive_a_purchase(Cw20, boxed(|s| s.buy_credits("treasury", 5, None)), &["led t", LOOK])]
#[case::queue_a_change(
    TokenFactory,
    boxed(|s| s.queue(vec![change("policy.mint.round_trip", "1", "1.1")])),
    &["reg y"]
)]
#[case::queue_an_action(
    TokenFactory,
    boxed(|s| s.queue_action(Action::AddFeeder { address: addr("feeder-4").into() })),
    &["reg y"]
)]
#[case::execute_a_price(TokenFactory, boxed(execute(1)), &[LOOK, CLOSE, "reg"])]
#[case::execute_a_policy(TokenFactory, boxed(execute(2)), &[LOOK, CLOSE, "reg"])]
#[case::execute_a_meter(TokenFactory, boxed(execute(3)), &[LOOK, CLOSE, "m reg"])]
#[case::execute_an_age(TokenFactory, boxed(execute(4)), &[LOOK, CLOSE, "reg src"])]
#[case::execute_a_feeder(TokenFactory, boxed(execute(5)), &[LOOK, CLOSE, "fed reg src"])]
#[case::execute_a_source(TokenFactory, boxed(execute(6)), &[LOOK, CLOSE, "reg src"])]
#[case::execute_a_role(TokenFactory, boxed(execute(8)), &[LOOK, CLOSE, "reg rol"])]
#[case::veto(TokenFactory, boxed(|s| s.veto(1)), &["reg y"])]
#[case::cancel(TokenFactory, boxed(|s| s.cancel(1)), &["reg y"])]
#[case::tighten(
    TokenFactory,
    boxed(|s| s.tighten(vec![
        change(&meter("meter"), "1000000000000", "950000000000"),
        change("policy.mint.round_trip", "1", "0.95"),
        change("price.band", "0.25", "0.24"),
        change("sources.1.max_age", "7200", "7100"),
    ])),
    &[LOOK, CLOSE, VALUES]
)]
#[case::remove_a_meter(TokenFactory, boxed(remove(Member::Meter { address: addr("meter").into() })), &["m reg y"])]
#[case::remove_a_feeder(TokenFactory, boxed(remove(Member::Feeder { address: addr("feeder-2").into() })), &["fed src y"])]
#[case::remove_a_source(TokenFactory, boxed(remove(Member::Source { id: 1 })), &["fed src y"])]
#[case::trip(TokenFactory, boxed(|s| s.trip(60)), &[LOOK])]
#[case::accept(TokenFactory, boxed(|s| s.govern("owner", GovernMsg::Accept {})), &["rol y"])]
#[case::sudo_settle(
    TokenFactory,
    boxed(|s| s.sudo(&SudoMsg::Settle { batch: 1, lines: vec![line("tenant", "provider", 5)] })),
    &[LOOK, CLOSE, SETTLE]
)]
#[case::sudo_report_burns(
    External,
    boxed(|s| { let batch = s.chain_as_meter().next_batch; s.report(batch, vec![burn("tenant", "provider", 5, 5)]) }),
    &[LOOK, CLOSE, SETTLE]
)]
#[case::sudo_confirm_mint(External, boxed(|s| {
    let (controller, amount) = (s.chain.controller().clone(), s.solvency().awaiting_mint);
    if !amount.is_zero() {
        s.chain.mint_natively(&controller, amount).unwrap();
    }
    s.sudo(&SudoMsg::ConfirmMint { amount })
}), &["led"])]
#[case::sudo_govern(TokenFactory, boxed(|s| s.sudo(&chain_queues())), &["reg y"])]
#[case::migrate(TokenFactory, boxed(|s| s.migrate(None)), &["contract_info"])]
#[case::migrate_a_constitution(
    TokenFactory,
    boxed(|s| {
        let mut constitution = genesis(TokenFactory).governance.constitution;
        constitution.terms.delay = constitution.terms.delay.saturating_plus(Duration::new(1));
        constitution.signals.price = true;
        s.migrate(Some(constitution))
    }),
    &["cfg con contract_info"]
)]
fn a_message_writes_what_is_its_own(
    #[case] mode: SupplyKind,
    #[case] send: Send,
    #[case] may_write: &[&str],
) {
    let may: BTreeSet<String> =
        may_write.iter().flat_map(|names| names.split(' ')).map(str::to_owned).collect();
    let mut done = 0;
    let mut found = BTreeSet::new();
    for which in STATES {
        let mut suite = state(mode, which);
        let before = suite.chain.dump();
        let outcome = send(&mut suite);
        let wrote = written(&before, &suite.chain.dump());
        assert!(wrote.is_subset(&may), "{which:?}: {wrote:?} are more than {may:?}");
        done += usize::from(outcome.0.is_ok());
        assert!(outcome.0.is_ok() || wrote.is_empty(), "a message that failed wrote {wrote:?}");
        found.extend(wrote);
    }
    assert!(done > 0, "the message must have been accepted in one state at least");
    // The same version is written over itself.
    found.extend(may.get("contract_info").cloned());
    assert_eq!(found, may, "what it never writes should not be said to be its own");
    // The constitution is written by a migration that brings another one, and by nothing else.
    assert_eq!(found.contains("con"), may.contains("cfg"));
}
