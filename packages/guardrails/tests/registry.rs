//! The queue: its windows, its limits, and what it remembers. The model check has the combinations; here stand the edges.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use proptest::prelude::*;
use rstest::rstest;
use support::town::*;
use support::*;

#[rstest]
#[case::on_time(DELAY, BLOCKS, true)]
#[case::a_second_early(DELAY - 1, BLOCKS, false)]
#[case::a_block_early(DELAY, BLOCKS - 1, false)]
#[case::after_a_halt_without_blocks(DELAY + GRACE - 1, 0, false)]
#[case::in_the_last_second(DELAY + GRACE - 1, BLOCKS, true)]
#[case::a_second_late(DELAY + GRACE, BLOCKS, false)]
#[case::long_after(10 * DELAY, 10 * BLOCKS, false)]
fn a_set_runs_inside_its_window(#[case] seconds: u64, #[case] blocks: u64, #[case] runs: bool) {
    let mut town = Town::new();
    let set = town.queue_one(Knob::Cap, 1_500);
    assert_eq!(town.wait(seconds, blocks).execute(set).is_ok(), runs);
    assert_eq!(town.value(Knob::Cap), if runs { 1_500 } else { 1_000 });
}

#[rstest]
#[case::a_step_up(1_500, true)]
#[case::one_unit_more(1_501, false)]
#[case::a_step_down(667, true)]
#[case::one_unit_less(666, false)]
fn a_step_is_checked_when_a_set_is_queued(#[case] to: u128, #[case] taken: bool) {
    let mut town = Town::new();
    assert_eq!(town.queue(vec![town.current(Knob::Cap, to)]).is_ok(), taken);
}

#[rstest]
#[case::the_maximum(1_000, true)]
#[case::one_unit_more(1_001, false)]
fn the_hard_bounds_stand_in_the_way_of_a_step(#[case] to: u128, #[case] taken: bool) {
    let mut town = Town::new();
    town.values.set(&Knob::Channel(1), 900);
    assert_eq!(town.queue(vec![town.current(Knob::Channel(1), to)]).is_ok(), taken);
}

#[rstest]
#[case::a_second_before_the_interval_is_over(INTERVAL - 1, false)]
#[case::when_it_is_over(INTERVAL, true)]
fn a_tightening_waits_for_the_interval(#[case] seconds: u64, #[case] works: bool) {
    let mut town = Town::new();
    town.tighten(&[change(Knob::Cap, 1_000, 900)]).unwrap();
    assert_eq!(town.wait(seconds, 1).tighten(&[change(Knob::Cap, 900, 800)]).is_ok(), works);
}

#[test]
fn a_tightening_moves_the_clock_of_what_is_pending() {
    let mut town = Town::new();
    // Both paths share one clock: the pending set would tighten too, so it stays; but its parameter rests now.
    let set = town.queue_one(Knob::Margin, 210);
    town.wait(DELAY - 1, BLOCKS);
    town.tighten(&[change(Knob::Margin, 200, 201)]).unwrap();
    let stale = Refusal::Stale { parameter: Knob::Margin, expected: 200, found: 201 };
    assert_eq!(town.wait(1, 1).execute(set), Err(stale));
    let next = town.board.next_change(&constitution(), &Knob::Margin);
    assert_eq!(next, Timestamp::new(START.time.seconds() + DELAY - 1 + INTERVAL));
}

#[test]
fn both_parts_of_a_set_run_or_none() {
    let mut town = Town::new();
    // The floor fits under the cap only because the cap rises with it.
    town.values.set(&Knob::Floor, 1_000);
    town.values.set(&Knob::Cap, 1_000);
    let set = town.queue(vec![town.current(Knob::Cap, 1_200), town.current(Knob::Margin, 250)]).unwrap();
    town.tighten(&[change(Knob::Margin, 200, 220)]).unwrap();
    assert!(town.wait(DELAY, BLOCKS).execute(set).is_err());
    assert_eq!([Knob::Cap, Knob::Margin].map(|knob| town.value(knob)), [1_000, 220]);
}

#[test]
fn a_tightening_cancels_only_what_loosens_the_same() {
    let mut town = Town::new();
    let cap = town.queue_one(Knob::Cap, 1_100);
    let margin = town.queue_one(Knob::Margin, 210);
    let channel = town.queue_one(Knob::Channel(1), 120);
    let changes = [change(Knob::Cap, 1_000, 900), change(Knob::Margin, 200, 205)];
    assert_eq!(town.tighten(&changes), Ok(vec![cap]));
    assert_eq!(town.board.ending(cap), Some(Ending::Superseded));
    let left: Vec<u64> = town.board.pending().iter().map(|set| set.id).collect();
    assert_eq!(left, [margin, channel]);
}

#[test]
fn a_removal_cancels_what_was_pending_about_it_and_starts_its_clock() {
    let mut town = Town::new();
    let set = town.queue_one(Knob::Channel(1), 120);
    let other = town.queue_one(Knob::Channel(2), 400);
    let now = town.wait(10, 1).now;
    assert_eq!(town.board.note_removal(Knob::Channel(1), now), [set]);
    assert_eq!(town.board.last_change(&Knob::Channel(1)), Some(Timestamp::new(START.time.seconds() + 10)));
    assert!(town.board.pending_change(&Knob::Channel(2), now).is_some_and(|set| set.id == other));
    // Added again, it cannot be changed before its interval is over.
    let next = town.board.next_change(&constitution(), &Knob::Channel(1));
    assert_eq!(next, Timestamp::new(START.time.seconds() + 10 + INTERVAL));
}

#[rstest]
#[case::a_loosening(Knob::Cap, 1_100, true)]
#[case::a_tightening(Knob::Cap, 900, false)]
#[case::one_that_loosens_both_ways(Knob::Floor, 90, true)]
fn a_veto_stops_what_loosens(#[case] knob: Knob, #[case] to: u128, #[case] stopped: bool) {
    let mut town = Town::new();
    let set = town.queue_one(knob, to);
    assert_eq!(town.board.veto::<AboveCap>(town.now, set).is_ok(), stopped);
    assert_eq!(town.wait(DELAY, BLOCKS).execute(set).is_ok(), !stopped);
}

#[rstest]
#[case::in_the_last_second(DELAY + GRACE - 1, true)]
#[case::when_it_has_expired(DELAY + GRACE, false)]
fn a_veto_comes_in_time_or_too_late(#[case] seconds: u64, #[case] works: bool) {
    let mut town = Town::new();
    let set = town.queue_one(Knob::Cap, 1_100);
    town.wait(seconds, BLOCKS);
    assert_eq!(town.board.veto::<AboveCap>(town.now, set).is_ok(), works);
    // Either way it is over.
    assert!(town.board.cancel::<AboveCap>(town.now, set).is_err());
}

#[rstest]
#[case::caution_lets_all_through(Level::Caution, Knob::Cap, 1_100, true)]
#[case::restricted_holds_a_loosening(Level::Restricted, Knob::Cap, 1_100, false)]
#[case::and_lets_a_tightening_through(Level::Halted, Knob::Cap, 900, true)]
fn a_breaker_holds_what_loosens(
    #[case] level: Level,
    #[case] knob: Knob,
    #[case] to: u128,
    #[case] runs: bool,
) {
    let mut town = Town::new();
    let set = town.queue_one(knob, to);
    assert_eq!(town.wait(DELAY, BLOCKS).execute_at(level, set).is_ok(), runs);
}

#[test]
fn what_repairs_a_dead_sensor_runs_while_it_is_dead() {
    let mut town = Town::new();
    let set = town.queue_deed("ada", member(1)).unwrap();
    town.wait(DELAY, BLOCKS);
    let tripped = Guard { lacking: &[Lack::Flow], ..Guard::at(Level::Restricted) };
    assert_eq!(town.execute_under(tripped, set), Err(Refusal::Breaker { found: Level::Restricted }));
    assert_eq!(town.execute_under(Guard { lacking: &[Lack::Flow, Lack::Pressure], ..tripped }, set), Ok(()));
}

#[rstest]
#[case::its_own_lack(&[(Knob::Channel(1), 110)], true)]
#[case::a_tightening_beside_it(&[(Knob::Cap, 900), (Knob::Channel(1), 110)], true)]
#[case::a_loosening_beside_it(&[(Knob::Cap, 1_100), (Knob::Channel(1), 110)], false)]
fn what_mends_the_lack_that_holds_the_breaker_runs(#[case] moves: &[(Knob, u128)], #[case] runs: bool) {
    let lacks_flow = Guard { lacking: &[Lack::Flow], ..Guard::at(Level::Halted) };
    let others = Guard { lacking: &[Lack::Pressure], ..Guard::at(Level::Halted) };
    let mut town = Town::new();
    let changes: Vec<_> = moves.iter().map(|(knob, to)| town.current(*knob, *to)).collect();
    let set = town.queue(changes.clone()).unwrap();
    town.wait(DELAY, BLOCKS);
    let why_not = |town: &Town, guard| {
        town.board.why_not_apply(&constitution(), &town.values, town.now, guard, &changes)
    };
    for guard in [others, Guard::at(Level::Halted)] {
        assert_eq!(why_not(&town, guard), [Refusal::Breaker { found: Level::Halted }]);
        assert_eq!(town.execute_under(guard, set), Err(Refusal::Breaker { found: Level::Halted }));
    }
    assert_eq!(why_not(&town, lacks_flow).is_empty(), runs);
    assert_eq!(town.execute_under(lacks_flow, set).is_ok(), runs);
}

#[test]
fn the_guardian_cannot_stop_its_own_replacement() {
    let mut town = Town::new();
    let set = town.queue_deed("ada", Deed::Role(replace_guardian("gil"))).unwrap();
    assert_eq!(town.board.veto::<AboveCap>(town.now, set), Err(Refusal::NotVetoable { id: set }));
    assert_eq!(town.wait(DELAY, BLOCKS).execute_at(Level::Halted, set), Ok(()));
}

proptest! {
    #![proptest_config(cases(300))]

    /// Attack 4, the slow march: nobody is faster than the largest step at every interval.
    #[test]
    fn no_schedule_of_changes_is_faster_than_the_march(
        waits in prop::collection::vec(0..3 * INTERVAL, 1..20),
    ) {
        let mut town = Town::new();
        let id = Knob::Cap;
        let rule = *constitution().rule(&id).unwrap();
        let mut first = None;
        for wait in waits {
            let from = town.value(id);
            let to = rule.reach(from).max;
            if let Ok(set) = town.queue(vec![change(id, from, to)]) {
                town.wait(DELAY, BLOCKS);
                let _ = town.execute(set);
                first = first.or(Some(town.now.time));
            }
            town.wait(wait, 1);
            let span = town.now.time.seconds() - first.unwrap_or(town.now.time).seconds();
            let max = ballast_math::Tokens::new(1_000).times(rule.march(Duration::new(span)), ballast_math::Rounding::Up);
            prop_assert!(town.value(id) <= max.unwrap().get());
        }
    }
}
