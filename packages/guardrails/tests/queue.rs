//! The limits of the queue, and what it remembers.

#![allow(missing_docs)]

mod support;

use ballast_guardrails::*;
use rstest::rstest;
use support::town::*;
use support::*;

#[test]
fn the_same_action_is_pending_once() {
    let mut town = Town::new();
    let set = town.queue_deed("ada", member(1)).unwrap();
    assert_eq!(town.queue_deed("bea", member(1)), Err(Refusal::ActionPending { id: set }));
    town.wait(DELAY + GRACE, 1);
    assert_eq!(town.queue_deed("bea", member(1)), Ok(set + 1));
}

#[test]
fn a_removed_governor_takes_its_sets_along() {
    let mut town = Town::new();
    let late = town.queue_deed("bea", member(0)).unwrap();
    town.wait(DELAY + GRACE, 1);
    // Queued by another, so that the expired one is swept only now.
    assert_eq!(town.board.pending().len(), 1);
    let sets = [1, 2].map(|number| town.queue_deed("bea", member(number)).unwrap());
    let other = town.queue_deed("ada", member(3)).unwrap();
    assert_eq!(town.board.cancel_all_of("bea", town.now), sets);
    assert_eq!(town.board.pending().iter().map(|set| set.id).collect::<Vec<_>>(), [other]);
    assert_eq!(
        [late, sets[0]].map(|set| town.board.ending(set)),
        [Some(Ending::Expired), Some(Ending::Cancelled)]
    );
}

#[test]
fn the_queue_is_full_until_a_set_ends() {
    let mut town = Town::new();
    for number in 0..MAX_PENDING {
        town.queue_deed("ada", member(number)).unwrap();
    }
    let full = Refusal::QueueFull { max: MAX_PENDING };
    assert_eq!(town.queue_deed("ada", member(99)), Err(full.clone()));
    assert_eq!(town.queue(vec![change(Knob::Cap, 1_000, 1_100)]), Err(full));
    // An expired set is in nobody's way, swept or not.
    town.wait(DELAY + GRACE, 1);
    assert_eq!(town.queue_deed("ada", member(99)), Ok(MAX_PENDING as u64 + 1));
    assert_eq!(town.board.pending().len(), 1);
}

#[rstest]
#[case::none(0, false)]
#[case::one(1, true)]
#[case::the_most(MAX_CHANGES, true)]
#[case::one_more(MAX_CHANGES + 1, false)]
fn a_set_has_from_one_to_the_most_changes(#[case] number: usize, #[case] taken: bool) {
    let mut town = Town::new();
    let channels = (0..number).map(|number| Knob::Channel(number as u8));
    town.values.0.extend(channels.clone().map(|channel| (channel, 100)));
    let changes: Vec<_> = channels.map(|channel| change(channel, 100, 110)).collect();
    let refused = Refusal::Count { max: MAX_CHANGES, found: number };
    let result = town.queue(changes);
    assert_eq!(result, if taken { Ok(1) } else { Err(refused) });
}

#[test]
fn only_the_last_endings_are_remembered() {
    let mut town = Town::new();
    let sets: Vec<u64> = (0..=MAX_ENDED)
        .map(|number| {
            let set = town.queue_deed("ada", member(number)).unwrap();
            town.board.cancel::<AboveCap>(town.now, set).unwrap();
            set
        })
        .collect();
    assert_eq!(town.board.ending(sets[0]), None);
    assert!(sets[1..].iter().all(|set| town.board.ending(*set) == Some(Ending::Cancelled)));
    // Forgotten, but not revived.
    let gone = Refusal::NotPending { id: sets[0], ended: None };
    assert_eq!(town.wait(DELAY, BLOCKS).execute(sets[0]), Err(gone));
}

#[test]
fn a_preview_lists_every_reason() {
    let mut town = Town::new();
    town.tighten(&[change(Knob::Cap, 1_000, 900)]).unwrap();
    let changes = [change(Knob::Cap, 1_000, 20_000), change(Knob::Fixed, 7, 8), change(Knob::Missing, 1, 2)];
    let reasons = town.board.why_not_queue(&constitution(), &town.values, town.now, &changes);
    assert_eq!(
        reasons,
        [
            Refusal::Stale { parameter: Knob::Cap, expected: 1_000, found: 900 },
            Refusal::OutOfBounds { parameter: Knob::Cap, min: 10, max: 10_000, found: 20_000 },
            Refusal::Fixed { parameter: Knob::Fixed },
            Refusal::Unknown { parameter: Knob::Missing },
        ]
    );
}

#[test]
fn it_survives_being_stored() {
    let mut town = Town::new();
    town.tighten(&[change(Knob::Cap, 1_000, 900)]).unwrap();
    let set = town.queue_one(Knob::Floor, 110);
    town.board.veto::<AboveCap>(town.now, set).unwrap();
    town.queue_deed("ada", Deed::Role(add_governor("eve"))).unwrap();
    let bytes = postcard::to_allocvec(&town.board).unwrap();
    assert_eq!(postcard::from_bytes::<Board>(&bytes).unwrap(), town.board);
}

#[rstest]
#[case::a_loosening_when_all_is_calm(Level::Caution, Knob::Cap, 1_100, vec![])]
#[case::a_loosening_while_tripped(
    Level::Restricted, Knob::Cap, 1_100, vec![Refusal::Breaker { found: Level::Restricted }]
)]
#[case::a_tightening_while_tripped(Level::Halted, Knob::Cap, 900, vec![])]
#[case::what_has_moved_meanwhile(
    Level::Normal, Knob::Margin, 190, vec![Refusal::Stale { parameter: Knob::Margin, expected: 200, found: 150 }]
)]
fn a_preview_says_what_would_happen_if_the_delay_had_passed(
    #[case] level: Level,
    #[case] knob: Knob,
    #[case] to: u128,
    #[case] expected: Vec<Refused>,
) {
    let mut town = Town::new();
    let changes = [town.current(knob, to)];
    if knob == Knob::Margin {
        town.values.set(&knob, 150);
    }
    let reasons =
        town.board.why_not_apply(&constitution(), &town.values, town.now, Guard::at(level), &changes);
    assert_eq!(reasons, expected);
}
