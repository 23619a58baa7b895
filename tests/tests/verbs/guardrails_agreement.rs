//! What queries foretell is what messages say.

use ballast_api::ChangeMsg;
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{HOUR, Outcome, Suite, reason};
use ballast_tests::suite_guard::{change, wide_step};
use rstest::rstest;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Quiet,
    /// What is asked for is pending already.
    Pending,
    /// The band and ρ have just changed.
    Changed,
    Tripped,
}

fn network(state: State) -> Suite {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        wide_step(genesis, "breaker.price_day.caution", "0.5");
    });
    suite.price("1");
    match state {
        State::Quiet => {}
        State::Pending => {
            let band = change("price.band", "0.25", "0.24");
            suite.queued(vec![change("policy.mint.rho", "0.9", "0.95"), band]);
        }
        State::Changed => {
            let band = change("price.band", "0.25", "0.24");
            suite.tighten(vec![change("policy.mint.rho", "0.9", "0.88"), band]).ok();
        }
        State::Tripped => drop(suite.trip(HOUR).ok()),
    }
    suite
}

fn proposals() -> Vec<Vec<ChangeMsg>> {
    let one = |name, from, to| vec![change(name, from, to)];
    vec![
        vec![],
        one("price.band", "0.25", "0.24"),
        one("price.band", "0.24", "0.23"),
        one("price.band", "0.25", "0.26"),
        one("price.band", "0.25", "0.25"),
        one("price.band", "0.25", "1"),
        one("policy.mint.rho", "0.9", "0.85"),
        one("policy.mint.rho", "0.88", "0.9"),
        one("policy.mint.rho", "0.9", "11"),
        one("policy.mint.max_supply", "1", "2"),
        one("breaker.price_day.caution", "0.1", "0.16"),
        one("breaker.price_day.caution", "0.1", "0.07"),
        one("policy.burn.burn_share", "1", "0.95"),
        vec![change("price.band", "0.25", "0.24"), change("policy.mint.rho", "0.9", "0.85")],
        vec![change("policy.mint.rho", "0.9", "0.85"), change("price.band", "0.25", "0.24")],
        vec![change("policy.mint.rho", "0.9", "0.85"), change("price.band", "0.25", "0.26")],
    ]
}

#[track_caller]
fn agree(foretold: &[String], outcome: Outcome) -> bool {
    let found = outcome.0.map(|_| ()).map_err(reason);
    assert_eq!(found.as_ref().err(), foretold.first(), "{foretold:?}");
    found.is_ok()
}

#[rstest]
fn what_a_preview_foretells_is_what_queueing_and_tightening_say(
    #[values(State::Quiet, State::Pending, State::Changed, State::Tripped)] state: State,
) {
    let (mut queued, mut tightened) = (0, 0);
    for proposal in proposals() {
        let foretold = network(state).preview(proposal.clone());
        queued += usize::from(agree(&foretold.queue, network(state).queue(proposal.clone())));
        tightened += usize::from(agree(&foretold.tighten, network(state).tighten(proposal)));
    }
    assert!(queued > 0 && tightened > 0, "{queued}, {tightened}");
}

// R7: executing succeeds if and only if there is no reason against it.
#[rstest]
fn what_a_pending_set_foretells_is_what_executing_says(
    #[values(State::Quiet, State::Changed, State::Tripped)] state: State,
    #[values(true, false)] waited: bool,
) {
    for proposal in proposals() {
        let mut suite = network(State::Quiet);
        let Ok(_) = suite.queue(proposal.clone()).0 else { continue };
        if waited {
            suite.wait_for_delay("1");
        }
        match state {
            State::Changed => drop(suite.tighten(vec![change("policy.mint.rho", "0.9", "0.88")])),
            State::Tripped => drop(suite.trip(HOUR).ok()),
            State::Quiet | State::Pending => {}
        }
        // A tightening may have cancelled it.
        let Some(set) = suite.pending().sets.first().cloned() else { continue };
        agree(&set.refusals, suite.execute_set(set.id));
    }
}
