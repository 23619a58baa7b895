use ballast_api::{Action, GovernMsg, Proposal};
use ballast_controller::ContractError;
use ballast_guardrails::{Ending, Level, MAX_PENDING, Refusal, RoleChange, ThresholdError, TripError};
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, Reserve, TokenFactory};
use ballast_tests::suite::{START, Suite, addr, genesis, line, ratio};
use ballast_tests::suite_guard::{DELAY, DELAY_BLOCKS, GRACE, change, refused, wide_step};
use rstest::rstest;

use crate::words::{id, there_is_no_message};

const BAND: &str = "price.band";

/// Coupled parameters are applied together or not at all.
#[test]
fn attack_11_coupled_parameters_are_never_half_applied() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        wide_step(genesis, "breaker.price_day.caution", "0.5");
    });
    suite.price("1");
    let set =
        suite.ripe(vec![change("breaker.price_day.caution", "0.1", "0.18"), change(BAND, "0.25", "0.26")]);
    let (signal, level, min, found) = ("price_day", Level::Restricted, ratio("0.23"), ratio("0.2"));
    let gap = ThresholdError::TooLow { signal, level, min, found };
    suite.execute_set(set).should_fail_with(refused(Refusal::Invalid(gap.into())));
    assert_eq!(suite.parameter(BAND).value, "0.25");
}

/// Sets that conflict cannot both be pending, so that there is no order to get wrong.
#[test]
fn attack_12_conflicting_sets_do_not_wait_side_by_side() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.queued(vec![change(BAND, "0.25", "0.27")]);
    let pending = refused(Refusal::ParameterPending { parameter: id(BAND), id: set });
    suite.queue(vec![change(BAND, "0.27", "0.29")]).should_fail_with({
        // It is also written for a value that is not there yet.
        let (expected, found) = (ratio("0.27").atomics(), ratio("0.25").atomics());
        refused(Refusal::Stale { parameter: id(BAND), expected, found })
    });
    suite.queue(vec![change(BAND, "0.25", "0.26")]).should_fail_with(pending);
}

/// †: the delay is no parameter and no field of any message.
#[test]
fn attack_13_the_delay_cannot_be_cut() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    for name in ["delay", "terms.delay", "terms.delay_blocks", "constitution.terms.delay", "terms.grace"] {
        let unknown = refused(Refusal::Unknown { parameter: id(name) });
        suite.queue(vec![change(name, "172800", "0")]).should_fail_with(unknown);
    }
    there_is_no_message(&mut suite, &["delay", "delay_blocks", "terms", "longest_trip"]);
    assert_eq!(suite.guardrails().terms.delay, Duration::new(DELAY));
}

/// †: acts that cannot be undone wait as long as all others, and there is no shorter delay to be had first.
#[test]
fn attack_14_an_irreversible_act_waits_like_any_other() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let remove = RoleChange::RemoveGovernor { address: addr("governor").into() };
    suite.queue_action(Action::Role(remove)).ok();
    suite.chain.mine(DELAY_BLOCKS);
    suite.wait_with_price(DELAY - 1, "1");
    let (earliest, now) = (START + DELAY, START + DELAY - 1);
    suite.execute_set(1).should_fail_with(refused(Refusal::TooEarly {
        id: 1,
        earliest: Timestamp::new(earliest),
        now: Timestamp::new(now),
    }));
    there_is_no_message(&mut suite, &["fast", "emergency", "expedited", "cut_budget", "burn_admin"]);
}

/// What a governor has queued goes with its office.
#[test]
fn attack_15_a_removed_governors_queue_does_not_run() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.queued(vec![change(BAND, "0.25", "0.26")]);
    let remove = Action::Role(RoleChange::RemoveGovernor { address: addr("governor").into() });
    suite.govern("chain", GovernMsg::Queue { proposal: Proposal::Action(remove) }).ok();
    suite.wait_for_delay("1");
    suite.execute_set(2).ok();
    let ended = Some(Ending::Cancelled);
    suite.execute_set(set).should_fail_with(refused(Refusal::NotPending { id: set, ended }));
}

/// A reply or a self-call legitimises no unscheduled change: there is neither.
#[rstest]
fn attack_16_there_is_no_reply_and_no_self_call(#[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind) {
    let source = include_str!("../../../contracts/controller/src/contract.rs");
    assert!(!source.contains("reply"), "an entry point for replies");
    let mut suite = Suite::at_a_dollar(mode);
    suite.tenant_with("tenant", 10_000);
    let own = suite.chain.controller().to_string();
    let mut responses = vec![suite.settle(vec![line("tenant", "provider", 100)]).ok()];
    suite.epoch_is_over_at("1");
    responses.push(suite.claim("provider").ok());
    responses.push(suite.withdraw("tenant", Some(5)).ok());
    responses.push(suite.buy_credits("treasury", 5, None).ok());
    responses.push(suite.tighten(vec![change(BAND, "0.25", "0.24")]).ok());
    for response in responses {
        let calls = response.events.iter().filter(|event| event.ty == "execute");
        let to_itself = calls.filter(|event| event.attributes.iter().any(|attribute| attribute.value == own));
        assert_eq!(to_itself.count(), 1, "more than the message that was sent");
    }
}

/// One nanosecond and one block either side of each boundary of a set's window.
#[rstest]
#[case::a_nanosecond_early(DELAY, 1, DELAY_BLOCKS, false)]
#[case::a_block_early(DELAY, 0, DELAY_BLOCKS - 1, false)]
#[case::at_the_earliest(DELAY, 0, DELAY_BLOCKS, true)]
#[case::a_nanosecond_before_its_end(DELAY + GRACE, 1, DELAY_BLOCKS, true)]
#[case::at_its_end(DELAY + GRACE, 0, DELAY_BLOCKS, false)]
fn attack_17_boundaries_hold_to_the_nanosecond_and_to_the_block(
    #[case] seconds: u64,
    #[case] nanoseconds_before: u64,
    #[case] blocks: u64,
    #[case] good: bool,
) {
    let mut suite =
        Suite::edited(TokenFactory, |genesis| genesis.price_sources[0].max_age = Duration::days(30));
    suite.price("1");
    let queued = suite.moment();
    suite.queued(vec![change(BAND, "0.25", "0.26")]);
    suite.chain.app().update_block(|block| {
        block.time = cosmwasm_std::Timestamp::from_seconds(queued.time.seconds() + seconds)
            .minus_nanos(nanoseconds_before);
        block.height = queued.height + blocks;
    });
    assert_eq!(suite.execute_set(1).0.is_ok(), good);
}

/// A set that has expired stays expired, whatever is tried to revive it.
#[test]
fn attack_18_an_expired_set_is_not_revived() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.queued(vec![change(BAND, "0.25", "0.26")]);
    suite.chain.mine(DELAY_BLOCKS);
    suite.wait_with_price(DELAY + GRACE, "1");
    let mut longer = genesis(TokenFactory).governance.constitution;
    longer.terms.grace = Duration::days(7);
    suite.migrate(Some(longer)).ok();
    let (expired, now) = (START + DELAY + GRACE, suite.chain.now());
    suite.execute_set(1).should_fail_with(refused(Refusal::Expired {
        id: 1,
        expired: Timestamp::new(expired),
        now,
    }));
    // Queueing the same again makes another set, with a delay of its own.
    assert_eq!(suite.queued(vec![change(BAND, "0.25", "0.26")]), 2);
    let ended = Some(Ending::Expired);
    suite.execute_set(1).should_fail_with(refused(Refusal::NotPending { id: 1, ended }));
    assert_eq!(suite.pending().sets[0].countdown.seconds_left, Duration::new(DELAY));
}

/// Missing or undecodable state is an error, never "no delay", "no limit" or "nobody governs".
#[rstest]
fn attack_19_missing_state_is_an_error(
    #[values("con", "reg", "rol", "par", "wat", "src", "cfg")] key: &str,
    #[values(true, false)] missing: bool,
) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change(BAND, "0.25", "0.26")]);
    let controller = suite.chain.controller().clone();
    let mut storage = suite.chain.app().contract_storage_mut(&controller);
    if missing {
        storage.remove(key.as_bytes());
    } else {
        storage.set(key.as_bytes(), b"\xff\xff");
    }
    drop(storage);
    let expected =
        if missing { format!("there is no stored {key}") } else { format!("cannot read the stored {key}") };
    let mut said = 0;
    let governor = addr("governor");
    for msg in [
        GovernMsg::Execute { id: set },
        GovernMsg::Tighten { changes: vec![change("receipt_retention", "10", "11")] },
        GovernMsg::Queue { proposal: Proposal::Changes(vec![change("policy.mint.round_trip", "1", "1.1")]) },
    ] {
        match suite.chain.govern(&governor, msg) {
            Err(error) => {
                assert!(error.to_string().contains(&expected), "{error}");
                said += 1;
            }
            // Queueing and tightening look at no market.
            Ok(_) => assert!(matches!(key, "wat" | "cfg" | "par" | "rol" | "src"), "{key}"),
        }
    }
    // Anyone may execute: who governs is not asked there.
    assert!(said >= 1, "{key} is not needed by anything");
}

/// A fresh address escapes no limit: the queue, the clocks and the guardian's cooldown are the network's, not the sender's.
#[test]
fn attack_20_a_fresh_address_escapes_no_limit() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(1).ok();
    let next = suite.breaker().guardian_next;
    suite.chain.wait(Duration::new(1));
    let replace = Action::Role(RoleChange::ReplaceGuardian { address: addr("owner").into() });
    suite.enacted(replace);
    suite.govern("owner", GovernMsg::Accept {}).ok();
    let now = suite.chain.now();
    let cooldown = ContractError::from(TripError::Cooldown { next, now });
    suite.govern("owner", GovernMsg::Trip { seconds: Duration::HOUR }).should_fail_with(cooldown);
    for number in 0..MAX_PENDING {
        let by = ["governor", "chain"][number % 2];
        let feeder = Action::AddFeeder { address: addr(&format!("feeder-{}", number + 10)).into() };
        suite.govern(by, GovernMsg::Queue { proposal: Proposal::Action(feeder) }).ok();
    }
    for by in ["governor", "chain"] {
        let proposal = Proposal::Changes(vec![change(BAND, "0.25", "0.26")]);
        let full = refused(Refusal::QueueFull { max: MAX_PENDING });
        suite.govern(by, GovernMsg::Queue { proposal }).should_fail_with(full);
    }
}
