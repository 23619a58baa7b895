//! The delay in time and in blocks.

use ballast_api::Action;
use ballast_guardrails::{Refusal, RoleChange};
use ballast_math::{Duration, Timestamp};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{HOUR, START, Suite, addr};
use ballast_tests::suite_guard::{DELAY, DELAY_BLOCKS, GRACE, change, refused};
use rstest::rstest;

use crate::words::{BAND, RHO, id, there_is_no_message};

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

/// A chain that halts lets time pass and no blocks: what waits then waits for its blocks, and can be vetoed.
#[test]
fn attack_27_a_halted_chain_eats_no_veto_window() {
    let mut suite =
        Suite::edited(TokenFactory, |genesis| genesis.price_sources[0].max_age = Duration::days(30));
    suite.price("1");
    let height = suite.chain.height();
    suite.queued(vec![change(BAND, "0.25", "0.26")]);
    suite.queued(vec![change(RHO, "0.9", "0.95")]);
    suite.chain.wait(Duration::new(DELAY + HOUR));
    for set in [1, 2] {
        let (earliest, now) = (height + DELAY_BLOCKS, suite.chain.height());
        suite.execute_set(set).should_fail_with(refused(Refusal::TooFewBlocks { id: set, earliest, now }));
    }
    suite.veto(1).ok();
    suite.chain.mine(DELAY_BLOCKS - 1);
    suite.execute_set(2).ok();
}

/// Blocks that come faster or slower change nothing: time counts beside them.
#[rstest]
#[case::a_million_blocks_in_a_second(1, 1_000_000, false)]
#[case::a_million_blocks_in_time(DELAY, 1_000_000, true)]
#[case::blocks_of_three_minutes(1_000 * 180, 1_000, true)]
#[case::blocks_of_four_minutes_on_time(DELAY, 720, false)]
fn attack_28_the_pace_of_blocks_shortens_nothing(#[case] time: u64, #[case] blocks: u64, #[case] good: bool) {
    let mut suite =
        Suite::edited(TokenFactory, |genesis| genesis.price_sources[0].max_age = Duration::days(30));
    suite.price("1");
    let set = suite.queued(vec![change(BAND, "0.25", "0.26")]);
    suite.chain.app().update_block(|block| {
        block.time = block.time.plus_seconds(time);
        block.height += blocks;
    });
    assert_eq!(suite.execute_set(set).0.is_ok(), good);
}
